"""Needs, asks and matches: nobody is left alone, one helper each, everybody concerned is told."""

from __future__ import annotations

from hotline.audit.checks import Check

# Whoever is texted: members who are here, read texts, and have not hidden everything.
_TEXTED = "p.state = 'active' AND NOT p.by_call AND p.hidden_at IS NULL"
# What was written in the transaction of an acceptance bears the moment of that acceptance. Answers are
# deleted sooner than what they were about (retention): before the oldest of them nothing can be said. After
# an hour moments are made coarse, and then the day alone can be compared.
# A helper's answer may hold words of the asker's, and goes with them when the asker is erased.
_TOLD = """SELECT m.id FROM matches m JOIN members p ON p.id = m.{who}
    JOIN members a ON a.id = m.asker_id WHERE {texted} AND a.state <> 'erased' AND NOT EXISTS (
        SELECT 1 FROM outbox o WHERE o.member_id = m.{who} AND o.kind = '{kind}'
        AND (o.created_at = m.opened_at OR (m.opened_at <= :now - 3600000
            AND o.created_at / 86400000 = m.opened_at / 86400000)))
    AND m.opened_at >= (SELECT min(created_at) FROM outbox WHERE kind = '{kind}')"""

PROMISES = (
    Check(
        "need without a dispatch",
        "a need that is sought for has no time at which it is looked at next",
        "needs",
        "SELECT id FROM needs WHERE state = 'seeking' AND due_at IS NULL",
    ),
    Check(
        "need with nobody looking after it",
        "an escalated need has no open thread with the team",
        "needs",
        """SELECT n.id FROM needs n WHERE n.state = 'escalated' AND NOT EXISTS (
            SELECT 1 FROM threads t WHERE t.need_id = n.id AND t.state = 'open')""",
    ),
    Check(
        "need matched with nobody",
        "a matched need has no open match",
        "needs",
        """SELECT n.id FROM needs n WHERE n.state = 'matched' AND NOT EXISTS (
            SELECT 1 FROM matches m WHERE m.need_id = n.id AND m.state = 'open')""",
    ),
    Check(
        "closed need without its end",
        "a closed need has no moment of closing, or is still due",
        "needs",
        """SELECT id FROM needs WHERE state IN ('done', 'withdrawn', 'expired')
            AND (closed_at IS NULL OR due_at IS NOT NULL)""",
    ),
    Check(
        "reference lost",
        "the reference of a live need does not lead to it",
        "needs",
        """SELECT n.id FROM needs n WHERE n.state IN ('seeking', 'matched', 'escalated')
            AND NOT EXISTS (SELECT 1 FROM reference_numbers r
            WHERE r.code = n.reference AND r.subject_id = n.id AND r.free_at IS NULL)""",
    ),
    Check(
        "two winners",
        "two members held one need at the same time",
        "needs",
        # An overlap of up to 30 s can be the machine's clock, set right between the end of one and the
        # beginning of the next. Two that are open at once are found whatever the clock did.
        """SELECT DISTINCT a.need_id FROM matches a JOIN matches b
            ON a.need_id = b.need_id AND a.id < b.id
            WHERE (a.ended_at IS NULL OR a.ended_at > b.opened_at + 30000)
            AND (b.ended_at IS NULL OR b.ended_at > a.opened_at + 30000)""",
    ),
    Check(
        "match without its need",
        "a match is open although its need is not matched",
        "matches",
        """SELECT m.id FROM matches m JOIN needs n ON n.id = m.need_id
            WHERE m.state = 'open' AND n.state <> 'matched'""",
    ),
    Check(
        "asker helps themselves",
        "a match joins a member with themselves, or with another's need",
        "matches",
        """SELECT m.id FROM matches m JOIN needs n ON n.id = m.need_id
            WHERE m.asker_id = m.helper_id OR m.asker_id <> n.asker_id""",
    ),
    Check(
        "acceptance without a match",
        "an accepted ask did not give its member the need",
        "asks",
        """SELECT a.id FROM asks a WHERE a.state IN ('accepted', 'released') AND NOT EXISTS (
            SELECT 1 FROM matches m WHERE m.need_id = a.need_id AND m.helper_id = a.member_id)""",
    ),
    Check(
        "ask nobody hears of",
        "an ask waits, although its need is not open any more",
        "asks",
        """SELECT a.id FROM asks a JOIN needs n ON n.id = a.need_id
            WHERE a.state IN ('queued', 'sent') AND n.state NOT IN ('seeking', 'escalated')""",
    ),
    Check(
        "ask without its text",
        "an ask was planned, and neither a text nor a call carries it",
        "asks",
        """SELECT a.id FROM asks a WHERE a.state IN ('queued', 'sent') AND NOT EXISTS (
            SELECT 1 FROM outbox o WHERE o.ask_id = a.id) AND NOT EXISTS (
            SELECT 1 FROM calls c WHERE c.ask_id = a.id)""",
    ),
    Check(
        "asked twice",
        "one ask has two texts",
        "asks",
        """SELECT ask_id FROM outbox WHERE ask_id IS NOT NULL
            GROUP BY ask_id HAVING count(*) > 1""",
    ),
    Check(
        "asked again",
        "a member was asked a second time about a need that they had their say about",
        "asks",
        """SELECT DISTINCT b.id FROM asks a JOIN asks b
            ON a.need_id = b.need_id AND a.member_id = b.member_id AND a.wave < b.wave
            WHERE a.state IN ('sent', 'lapsed', 'declined', 'accepted', 'released')""",
    ),
    Check(
        "ask counted as sent that never left",
        "an ask is said to have reached its member, and nothing shows that its text left",
        "asks",
        """SELECT a.id FROM asks a JOIN outbox o ON o.ask_id = a.id
            WHERE a.state IN ('sent', 'lapsed') AND o.sent_at IS NULL""",
    ),
    Check(
        "asker not told",
        "a need was accepted, and no text tells its asker",
        "matches",
        _TOLD.format(who="asker_id", kind="notice", texted=_TEXTED),
    ),
    Check(
        "helper not told",
        "a need was accepted, and no answer tells its helper",
        "matches",
        _TOLD.format(who="helper_id", kind="reply", texted=_TEXTED),
    ),
    Check(
        "asker told twice",
        "one acceptance was told to its asker more than once",
        "matches",
        """SELECT m.id FROM matches m JOIN outbox o ON o.member_id = m.asker_id
            AND o.need_id = m.need_id AND o.created_at = m.opened_at AND o.kind = 'notice'
            WHERE NOT o.greets AND m.opened_at > :now - 3600000 GROUP BY m.id HAVING count(*) > 1""",
    ),
    Check(
        "covered and not told",
        "somebody was asked, somebody else helps, and no text says so",
        "asks",
        # Counted, not ordered by time: the system's clock may have been set back in between.
        f"""SELECT min(a.id) FROM asks a JOIN members p ON p.id = a.member_id
            WHERE a.state IN ('covered', 'withdrawn') AND a.sent_at IS NOT NULL AND {_TEXTED}
            GROUP BY a.need_id, a.member_id HAVING count(*) > (
            SELECT count(*) FROM outbox o WHERE o.member_id = a.member_id
            AND o.need_id = a.need_id AND o.kind = 'notice')""",  # noqa: S608 - our own words
    ),
    Check(
        "gone, and still in it",
        "a member who has left has a live need, or helps with one",
        "members",
        """SELECT p.id FROM members p WHERE p.state IN ('opted_out', 'erased') AND (
            EXISTS (SELECT 1 FROM needs n WHERE n.asker_id = p.id
                AND n.state IN ('seeking', 'matched', 'escalated'))
            OR EXISTS (SELECT 1 FROM matches m WHERE m.helper_id = p.id AND m.state = 'open'))""",
    ),
    Check(
        "erased and still known",
        "an erased member's number or name is still there",
        "members",
        """SELECT id FROM members WHERE state = 'erased'
            AND (phone IS NOT NULL OR phone_index IS NOT NULL OR name IS NOT NULL)""",
    ),
)
