"""Texts in and out: each inbound handled once, each outbound sent once, every step accounted for."""

from __future__ import annotations

from hotline.audit.checks import Check

TEXTS = (
    Check(
        "inbound claimed twice",
        "one inbound message stands there twice",
        "inbound_messages",
        "SELECT min(id) FROM inbound_messages GROUP BY sid_hash HAVING count(*) > 1",
    ),
    Check(
        "inbound answered twice",
        "the answers to one inbound message come from two transactions",
        "inbound_messages",
        # Moments are exact for an hour at least, and to the day for ever (coarsening).
        """SELECT inbound_id FROM outbox WHERE inline
            GROUP BY inbound_id HAVING count(DISTINCT created_at) > 1
            AND (min(created_at) > :now - 3600000 OR max(created_at) - min(created_at) >= 86400000)""",
    ),
    Check(
        "answer to nothing",
        "a text is said to answer an inbound message, and there is none",
        "outbox",
        "SELECT id FROM outbox WHERE inline AND inbound_id IS NULL",
    ),
    Check(
        "sent without a try",
        "a text is said to have left, and no try is written down",
        "outbox",
        """SELECT o.id FROM outbox o
            WHERE o.state IN ('sending', 'unclear', 'sent', 'delivered', 'undelivered')
            AND NOT EXISTS (SELECT 1 FROM attempts a WHERE a.message_id = o.id)""",
    ),
    Check(
        "tries do not add up",
        "the tries written down are not as many as were counted",
        "outbox",
        """SELECT o.id FROM outbox o LEFT JOIN attempts a ON a.message_id = o.id
            GROUP BY o.id, o.tries HAVING count(a.id) <> o.tries""",
    ),
    Check(
        "text under way and not",
        "a try is under way for a text that is not, or the other way round",
        "outbox",
        """SELECT o.id FROM outbox o WHERE (o.state = 'queued' AND EXISTS (
                SELECT 1 FROM attempts a WHERE a.message_id = o.id
                AND a.state IN ('inline', 'started', 'unclear')))
            OR (o.state IN ('sending', 'unclear') AND NOT EXISTS (
                SELECT 1 FROM attempts a WHERE a.message_id = o.id
                AND a.state IN ('inline', 'started', 'unclear')))""",
    ),
    Check(
        "left, and nobody knows when",
        "a text was sent or delivered, and its moment is missing",
        "outbox",
        "SELECT id FROM outbox WHERE state IN ('sent', 'delivered') AND sent_at IS NULL",
    ),
    Check(
        "one text of the provider for two of ours",
        "one id of the provider was given to two tries",
        "attempts",
        """SELECT min(id) FROM attempts WHERE sid_hash IS NOT NULL
            GROUP BY sid_hash HAVING count(*) > 1""",
    ),
    Check(
        "broadcast without a second person",
        "a broadcast went out, and nobody but its writer is known to have let it",
        "broadcasts",
        """SELECT id FROM broadcasts WHERE state IN ('going', 'done', 'stopped')
            AND (approved_at IS NULL OR approved_by = written_by)""",
    ),
    Check(
        "agreed to by whoever proposed it",
        "something that takes two people was done by one",
        "proposals",
        "SELECT id FROM proposals WHERE state = 'agreed' AND agreed_by = written_by",
    ),
    Check(
        "broadcast going on after its stop",
        "a text of a broadcast that was stopped still waits to be sent",
        "outbox",
        """SELECT o.id FROM outbox o JOIN broadcast_recipients r ON r.message_id = o.id
            JOIN broadcasts b ON b.id = r.broadcast_id
            WHERE o.state = 'queued' AND o.due_at < :late AND b.state = 'stopped'""",
    ),
    Check(
        "broadcast nobody counts",
        "a text of a broadcast stands in the outbox, and no recipient for it",
        "outbox",
        """SELECT o.id FROM outbox o WHERE o.kind = 'broadcast' AND NOT EXISTS (
            SELECT 1 FROM broadcast_recipients r
            WHERE r.message_id = o.id OR r.greeting_id = o.id)""",
    ),
)
