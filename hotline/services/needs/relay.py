"""Words between two people, through our number: numbers and links struck out, neither number shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from flows.text.message_ids import MessageId
from flows.text.prompts import Prompt
from flows.vocabulary.between import News, heard_news
from hotline.domain.messages import About, Kind
from hotline.domain.reachability import waits_for_vouching
from hotline.domain.scrubbing.scrubber import Scrubbed, holds_digits, scrub
from hotline.services.kernel.interaction import Interaction
from hotline.services.needs import status
from hotline.services.outbound.envelope import Envelope
from hotline.services.outbound.notify import notify
from hotline.services.sessions import flow_sessions, team_pin
from hotline.services.team import coordinators, crisis_alarms
from hotline.store.messages import relayed
from hotline.store.needs import matches, needs, team_threads
from hotline.store.needs.matches import Match
from hotline.store.needs.team_threads import Thread

# What somebody wrote to the same reader in so long, and how many texts of it, may be half a number.
_WINDOW = timedelta(hours=1)
_LAST_TEXTS = 4
TEAM = "team"  # stands for the category where a thread with the team is offered as a choice


@dataclass(frozen=True)
class RelayTarget:
    """Something over which this member's words can be passed on."""

    reference: str
    category: str
    way: Match | Thread


def lines(interaction: Interaction) -> list[RelayTarget]:
    """Every open line of the member: matches, those in their grace, and threads with the team."""
    relaying = matches.relaying(interaction.db, interaction.member.id, interaction.now)
    found = [RelayTarget(match.reference, match.category, match) for match in relaying]
    taken = {line.reference for line in found}
    with_team = team_threads.open_of(interaction.db, interaction.member.id)
    return found + [
        RelayTarget(t.reference, TEAM, t) for t in with_team if t.reference not in taken
    ]


def is_open(interaction: Interaction) -> bool:
    """Whether there is anybody for words to go to."""
    return bool(lines(interaction))


def only_team(interaction: Interaction) -> bool:
    """Whether nobody but the team is at the other end."""
    return not matches.relaying(interaction.db, interaction.member.id, interaction.now)


def words(interaction: Interaction, typed: str) -> bool:
    """Free words go to the one they can be for; where there are several, we keep them and ask."""
    open_lines = lines(interaction)
    if not open_lines:
        return False
    if len(open_lines) == 1 or all(isinstance(line.way, Thread) for line in open_lines):
        # Several threads with the team are all with the team: the latest will do.
        pass_on(interaction, open_lines[0], typed)
    else:
        _ask_which(interaction, open_lines, typed)
    return True


def _ask_which(interaction: Interaction, open_lines: list[RelayTarget], typed: str) -> None:
    """Keep the words, behind those that were kept before, and ask whom they are for."""
    before = [
        str(kept.session.answers["words"])
        for kept in flow_sessions.open_sessions(interaction)
        if kept.session.flow == flow_sessions.WHICH_WORDS
    ]
    requests = [[line.reference, line.category] for line in open_lines]
    held = {"words": "\n".join([*before, typed]), "requests": requests}
    flow_sessions.begin(interaction, flow_sessions.WHICH_WORDS, held)


def addressed(interaction: Interaction, reference: str, typed: str) -> bool:
    """Words behind a reference; False where the number means nothing to this member."""
    for line in lines(interaction):
        if line.reference == reference:
            pass_on(interaction, line, typed)
            return True
    return _for_the_team(interaction, reference, typed) or _closed(interaction, reference)


def _for_the_team(interaction: Interaction, reference: str, typed: str) -> bool:
    """A coordinator's words to whom the reference stands for, behind the PIN: they speak as our team."""
    if coordinators.served_thread(interaction, reference) is None:
        return False
    return team_pin.holds(interaction, team_pin.WORDS, reference, typed) or coordinators.answer(
        interaction, reference, typed
    )


def _closed(interaction: Interaction, reference: str) -> bool:
    """Words for a match that has ended, or a request of one's own that nobody has taken yet."""
    need = needs.by_reference(interaction.db, reference)
    if need is None:
        return False
    last = matches.last_for_need(interaction.db, need.id)
    if (
        last
        and interaction.member.id in (last.helper_id, last.asker_id)
        and need.state != "seeking"
    ):
        interaction.say("relay-closed", reference=reference)
        return True
    return status.of_one(interaction, reference)


def pass_held(interaction: Interaction, reference: str, typed: str) -> None:
    """The words we kept, now that the number has come."""
    for line in lines(interaction):
        if line.reference == reference:
            return pass_on(interaction, line, typed)
    return interaction.say("relay-held-gone")


def _scrubbed(interaction: Interaction, reader: int, typed: str) -> Scrubbed:
    """The words without numbers and links, also without the second half of a number."""
    if not holds_digits(typed):
        return scrub(typed)
    since = interaction.now - _WINDOW
    author, vault = interaction.member.id, interaction.app.vault
    before = relayed.lately(interaction.db, vault, author, reader, since, _LAST_TEXTS)
    return scrub(typed, before)


def pass_on(interaction: Interaction, line: RelayTarget, typed: str) -> None:
    """Pass words on over a line; the writer hears of it only where something was struck out."""
    if isinstance(line.way, Thread):
        return crisis_alarms.to_team(interaction, line.way, typed)
    message: MessageId = (
        "relay-to-helper" if interaction.member.id == line.way.asker_id else "relay-to-asker"
    )
    reader = line.way.other_side(interaction.member.id)
    passed = _scrubbed(interaction, reader, typed)
    prompt = Prompt(message, {"reference": line.reference, **passed.as_told})
    about = About(need_id=line.way.need_id, author_id=interaction.member.id)
    words = Envelope(member_id=reader, prompts=[prompt], kind=Kind.RELAY, about=about)
    passed_on = notify(interaction, words)
    if not passed_on.told:
        return interaction.say("relay-failed", reference=line.reference)
    if waits_for_vouching(passed_on.decision):
        kept: MessageId = "relay-unvouched-scrubbed" if passed.struck else "relay-unvouched"
        return interaction.say(kept, reference=line.reference)
    if (known := coordinators.when_read(passed_on)) is not None:
        interaction.say(known, reference=line.reference)
    if passed.struck:
        interaction.say("relay-scrubbed", reference=line.reference)
    return _say_how(interaction, line.way, typed)


_ON_OUR_SIDE: Mapping[tuple[News, bool], MessageId] = {
    ("done", True): "relay-done",
    ("cant", True): "relay-cant",
    ("drop", False): "relay-drop",
}
"""How to tell us what was told the other side, by what it is and whether a helper wrote it."""


def _say_how(interaction: Interaction, match: Match, typed: str) -> None:
    """Words do nothing by themselves: whoever wrote that it is done, or cannot be, reads what would."""
    news = heard_news(typed) if match.state == "open" else None
    helps = match.helper_id == interaction.member.id
    if news and (message := _ON_OUR_SIDE.get((news, helps))):
        interaction.say(message, reference=match.reference)
