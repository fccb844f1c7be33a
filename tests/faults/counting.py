"""What must not have happened, counted: from the database, and from what the phones really received.

The two books are read apart, neither through the service's own code, and what either shows counts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

from hotline.audit.ledger import Ledger
from hotline.simulator.core.state import ScreenLine
from tests.faults import numbers
from tests.faults.doors import Entry

Phones = Mapping[str, Sequence[ScreenLine]]
Tokens = Mapping[str, Sequence[str]]
"""By the number of whoever writes them: words that nobody else ever says."""

_UNDER_WAY = timedelta(seconds=3)  # a text that had left before may be shown just after
_OPENED = re.compile(r"Request (\d+) is (?:open|kept)|سجلنا طلبك (\d+)\.")
_URGENT_NOW = re.compile(r"^Is this right\? urgent|^طارئ، ")
_ASKED = re.compile(r"(?s)^(?:Request|طلب) (\d+).*(?:Could you\?|ممكن؟)")
_MINE = re.compile(r"Request (\d+) is yours\.|الطلب (\d+) (?:معك|لك)\b")
_REPORT = re.compile(r"^(?:REPORT|تبليغ) (\d+)$")
_REPORTED = re.compile(r"^Thank you for telling us\. Nothing passes|^شكرا على التبليغ")
_FORGOTTEN = re.compile(r"^All forgotten\.|^تم محو كل شيء")
_TEAM = re.compile(r"equest (\d+).*(?:To take it: YES|it is yours)")


@dataclass(frozen=True)
class Parting:
    """Two who were kept apart by a report of the first, from a moment on the carrier's clock.

    `late`: the other one had been forgotten by then, and may have come back.
    """

    reporter: str
    other: str
    at: datetime
    late: bool = False


@dataclass
class Story:
    """What the phones tell: who asked what, who took it, who reported whom."""

    phones: Phones
    askers: dict[str, str] = field(default_factory=dict)  # by reference
    opened: dict[str, datetime] = field(default_factory=dict)
    urgent: set[str] = field(default_factory=set)
    takers: dict[str, list[tuple[datetime, str]]] = field(default_factory=lambda: defaultdict(list))
    forgotten: dict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    partings: list[Parting] = field(default_factory=list)

    def __post_init__(self) -> None:
        for number, lines in self.phones.items():
            self._read_requests(number, lines)
        for number, lines in self.phones.items():
            self._read_reports(number, lines)

    def _read_requests(self, number: str, lines: Sequence[ScreenLine]) -> None:
        is_urgent = False
        for line in _received(lines):
            if "?" in line.body or "؟" in line.body:
                is_urgent = bool(_URGENT_NOW.search(line.body))
            if (reference := _found(_OPENED, line.body)) and reference not in self.askers:
                self.askers[reference], self.opened[reference] = number, line.at
                self.urgent |= {reference} if is_urgent else set()
            if reference := _found(_MINE, line.body):
                self.takers[reference].append((line.at, number))
            if _FORGOTTEN.search(line.body):
                self.forgotten[number].append(line.at)

    def _read_reports(self, number: str, lines: Sequence[ScreenLine]) -> None:
        reference, sent = "", lines[0].at
        for line in lines:
            if line.direction == "sent" and (found := _found(_REPORT, line.body)):
                reference, sent = found, line.at
            elif reference and _REPORTED.search(line.body):
                self._part(number, reference, sent, line.at)
                reference = ""

    def _part(self, number: str, reference: str, sent: datetime, at: datetime) -> None:
        """Whoever took it while the report was on its way may not be whom it is about: the books know."""
        met = sorted((when, who) for when, who in self.takers[reference] if when <= at)
        asker = self.askers.get(reference, "")
        if asker != number:
            met = [(when, asker) for when, who in met if who == number]
        if met and (asker != number or met[-1][0] <= sent):
            since, other = met[-1]
            late = any(since < moment <= at for moment in self.forgotten[other])
            self.partings.append(Parting(number, other, at, late))


def _received(lines: Iterable[ScreenLine]) -> Iterable[ScreenLine]:
    return (line for line in lines if line.direction != "sent")


def _found(pattern: re.Pattern[str], words: str) -> str:
    found = pattern.search(words)
    return next(filter(None, found.groups()), "") if found else ""


# 1. Brought together who must not be.

# Whoever came back has another id and the same hash; of them everything counts, since they are new.
_APART = """SELECT a.member_id AS one, a.other_id AS two FROM avoidances a
    UNION SELECT a.other_id, a.member_id FROM avoidances a
    UNION SELECT x.id, y.id FROM kept_apart k JOIN members x ON x.phone_index = k.first_index
        JOIN members y ON y.phone_index = k.second_index
    UNION SELECT y.id, x.id FROM kept_apart k JOIN members x ON x.phone_index = k.first_index
        JOIN members y ON y.phone_index = k.second_index"""
_SINCE = """coalesce((SELECT min(r.ended_at) FROM matches r WHERE r.state = 'reported'
    AND ((r.asker_id = p.one AND r.helper_id = p.two)
    OR (r.asker_id = p.two AND r.helper_id = p.one))),
    (SELECT min(r.at) FROM reports r WHERE (r.subject_id = p.one AND r.reporter_id = p.two)
    OR (r.subject_id = p.two AND r.reporter_id = p.one)), 0)"""
_TOGETHER = {
    "asks": """SELECT k.id FROM pairs p JOIN needs n ON n.asker_id = p.one
        JOIN asks k ON k.need_id = n.id AND k.member_id = p.two WHERE k.created_at > {since}
        AND NOT (k.state = 'declined' AND k.answered_at <= {since})""",  # taken back as they parted
    "matches": """SELECT m.id FROM pairs p JOIN matches m ON m.asker_id = p.one
        AND m.helper_id = p.two WHERE m.opened_at > {since}""",
    "outbox": """SELECT o.id FROM pairs p JOIN outbox o ON o.author_id = p.one
        AND o.member_id = p.two WHERE o.created_at > {since} AND o.thread_id IS NULL
        AND o.sent_at IS NOT NULL""",
}


def together_in_books(ledger: Ledger) -> list[str]:
    """Asks, matches and words between two who were kept apart before, in either direction.

    To be read within the hour: after that moments are coarse (hotline/store/upkeep/moments.py).
    """
    found = []
    for table, question in _TOGETHER.items():
        asked = f"WITH pairs AS ({_APART}) {question.format(since=_SINCE)}"
        found += [f"{table} {row[0]}" for row in ledger.rows(asked)]
    return found


def together_on_phones(phones: Phones, tokens: Tokens) -> list[str]:
    """The same, as it was read."""
    story = Story(phones)
    found: set[str] = set()
    for parting in story.partings:
        for one, two in ((parting.reporter, parting.other), (parting.other, parting.reporter)):
            found.update(_reached(story, tokens, one, two, parting.at + _UNDER_WAY))
    return sorted(found)


def _reached(story: Story, tokens: Tokens, one: str, two: str, since: datetime) -> Iterable[str]:
    """What of the one reached the other."""
    for line in _received(story.phones.get(two, ())):
        if line.at <= since:
            continue
        for pattern, what in ((_ASKED, "asked"), (_MINE, "matched")):
            reference = _found(pattern, line.body)
            if reference and story.askers.get(reference) == one:
                yield f"{what}: {reference} {one} {two}"
        if _holds(line.body, tokens.get(one, ())):
            yield f"words: {one} {two} {line.at:%H:%M:%S}"


def _holds(words: str, tokens: Iterable[str]) -> bool:
    return not set(words.split()).isdisjoint(tokens)


def asked_though_reported(
    phones: Phones, dangerous: Iterable[str], trusted: Iterable[str], team: Iterable[str]
) -> list[str]:
    """Whoever of the dangerous was reported by somebody trusted and has asked, or was asked, since then.

    The team alone may be asked for one who asks; until it has decided, nobody is brought to one who helps.
    """
    story, found = Story(phones), []
    for parting in story.partings:
        if parting.reporter in trusted and parting.other in dangerous:
            since = parting.at + _UNDER_WAY
            found += _asks_to(story, parting.other, since)
            found += _asks_for(story, parting.other, since, frozenset(team))
    return sorted(set(found))


def _asks_to(story: Story, helper: str, since: datetime) -> list[str]:
    lines = [x for x in _received(story.phones.get(helper, ())) if x.at > since]
    return [f"asked: {r} {helper}" for x in lines if (r := _found(_ASKED, x.body))]


def _asks_for(story: Story, asker: str, since: datetime, team: frozenset[str]) -> list[str]:
    theirs = {r for r, who in story.askers.items() if who == asker and story.opened[r] > since}
    return [
        f"asked for: {r} {number}"
        for number, lines in story.phones.items()
        if number not in team
        for line in _received(lines)
        if (r := _found(_ASKED, line.body)) in theirs
    ]


# 2. Words of an asker, read by somebody not vouched for.

_READ = """SELECT o.id FROM outbox o JOIN members p ON p.id = o.member_id
    JOIN matches m ON m.asker_id = o.author_id AND m.helper_id = o.member_id
    WHERE o.sent_at IS NOT NULL AND o.thread_id IS NULL AND p.level < :level"""


def read_in_books(ledger: Ledger, level: int) -> list[str]:
    """Texts with words of an asker that left to a helper below this level."""
    return [f"outbox {row[0]}" for row in ledger.rows(_READ, level=level)]


def read_on_phones(
    phones: Phones, words_of_askers: Tokens, levels: Mapping[str, int], level: int
) -> list[str]:
    """The same as it was read, or heard in a call; whoever stands in no list has no level."""
    return [
        f"{number} of {asker}: {line.direction} {line.at:%H:%M:%S}"
        for number, lines in phones.items()
        if levels.get(number, 0) < level
        for line in _received(lines)
        for asker, tokens in words_of_askers.items()
        if asker != number and _holds(line.body, tokens)
    ]


# 3. Urgent requests that nobody was asked for or told of.

_UNHEARD = """SELECT n.reference, w.phone_index FROM needs n JOIN members w ON w.id = n.asker_id
    WHERE n.urgent AND NOT EXISTS (SELECT 1 FROM asks a WHERE a.need_id = n.id
        AND a.sent_at IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM outbox o JOIN members p ON p.id = o.member_id
        WHERE o.need_id = n.id AND o.member_id <> n.asker_id AND p.level = 3
        AND o.sent_at IS NOT NULL)"""


def unheard_in_books(ledger: Ledger, honest: Mapping[bytes, str]) -> list[str]:
    """Urgent requests of these, by the keyed hash of their number, with no ask that was sent and no text to
    the team."""
    found = [(str(reference), bytes(index or b"")) for reference, index in ledger.rows(_UNHEARD)]
    return [f"{reference} of {honest[index]}" for reference, index in found if index in honest]


def unheard_on_phones(phones: Phones, honest: Iterable[str]) -> list[str]:
    """The same: urgent requests on the phones of honest askers, of which no other phone read."""
    story, of_honest = Story(phones), set(honest)
    heard = {
        (reference, number)
        for number, lines in phones.items()
        for line in _received(lines)
        if (reference := _found(_ASKED, line.body) or _found(_TEAM, line.body))
    }
    known = {reference for reference, number in heard if story.askers.get(reference) != number}
    return sorted(r for r in story.urgent - known if story.askers[r] in of_honest)


# 4. Staff locked out.

_SIGNED_IN = """SELECT s.id, (SELECT count(*) FROM console_actions c
    WHERE c.staff_id = s.id AND c.action = 'signed-in') FROM staff s"""


def shut_out(entries: Iterable[Entry]) -> list[str]:
    """Right tries that did not open."""
    return [f"{entry.who} by {entry.way}" for entry in entries if not entry.opened]


def shut_out_in_books(ledger: Ledger, tries: Mapping[int, int]) -> list[str]:
    """Staff, by id, who got in less often than they rightly tried."""
    signed_in = {int(staff): int(times) for staff, times in ledger.rows(_SIGNED_IN)}
    return [f"staff {who}" for who, times in tries.items() if signed_in.get(who, 0) < times]


# And what else must not be.


def numbers_shown(phones: Phones, theirs: Iterable[str]) -> list[str]:
    """Numbers that can be read on the phone of somebody else, in one text or in two that came together."""
    found = []
    for reader, lines in phones.items():
        bodies = [re.sub(r"^\d{2,5}:? ", "", line.body) for line in _received(lines)]
        texts = [*bodies, *(f"{a} {b}" for a, b in pairwise(bodies))]
        digits = "\n".join(map(numbers.digits_in, texts))
        found += [f"{n} to {reader}" for n in theirs if n != reader and numbers.local(n) in digits]
    return found


_BLOCKED = "SELECT p.phone_index FROM members p WHERE p.state = 'blocked'"


def blocked_in_books(ledger: Ledger, honest: Mapping[bytes, str]) -> list[str]:
    """Honest members, by the keyed hash of their number, who are blocked."""
    blocked = {bytes(index) for (index,) in ledger.rows(_BLOCKED)}
    return [number for index, number in honest.items() if index in blocked]


def said_in_the_teams_name(phones: Phones, forged: Tokens, team: Iterable[str]) -> list[str]:
    """Words of forgers on the phone of a member. One of the team may read them, as words of somebody
    unknown who asks for a person."""
    words, ours = [token for tokens in forged.values() for token in tokens], set(team)
    return [
        f"{number}: {line.at:%H:%M:%S}"
        for number, lines in phones.items()
        if number not in ours
        for line in _received(lines)
        if _holds(line.body, words)
    ]
