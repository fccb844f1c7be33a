"""Who is asked next for a need: a pure function of the need, its history, the people and the time.

A wave has so many places. Somebody who says no (or whom no text reaches) frees theirs for the next
in line, at most once per place; silence keeps it until it lapses. A wave is spent when nobody in it
can still answer and no place is to be filled again; then comes the next wave, and after the last
one coordinators take over. Nobody is asked twice for one need, so every need comes to an end.

Newcomers stand behind whoever is known. Of one need one of them is asked at a time: a wave takes one at
most, and only for a place that no known person can have. So strangers who join in numbers are not all told
of it, and a need ends as soon as it would with known people alone: one who stays silent costs a wave.

Waves are numbered from 1 and never start again: a need that is re-opened or widened goes on
counting, with the sizes from the first one (`waves_before`).
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from hotline.domain.community.community import NEWCOMER, DispatchRules
from hotline.domain.community.days import fits
from hotline.domain.schedule import QuietHours, askable_from
from hotline.domain.states import LIVE_ASKS, AskState

LIVE = frozenset(LIVE_ASKS)
_REFUSED: frozenset[AskState] = frozenset({"declined", "failed"})
_ONCE_ACCEPTED: frozenset[AskState] = frozenset({"accepted", "released"})
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class NeedView:
    """What planning knows of a need.

    `languages` are the asker's, the one they use first. Waves up to `waves_before` belong to an
    earlier search. `pressing`: somebody wants the next people asked now, without waiting for those
    who can still answer.
    """

    category: str
    urgent: bool
    languages: tuple[str, ...]
    asker_id: int
    min_level: int
    expires_at: datetime
    waves_before: int = 0
    pressing: bool = False
    part: str | None = None  # the part of the day for which it is asked


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody with an active offer in the category, in or near the area.

    `in_area` is false for those near it. `answers_ever` counts the asks they answered at all,
    `busy` says that they hold a live ask or an open match, `in_flow` that they are in the middle
    of a conversation, `avoided` that one of the two has blocked the other.
    """

    member_id: int
    level: int
    languages: frozenset[str]
    in_area: bool
    hours: str = "any"
    asks_this_week: int = 0
    asks_ever: int = 0
    answers_ever: int = 0
    last_asked_at: datetime | None = None
    busy: bool = False
    in_flow: bool = False
    already_asked: bool = False
    avoided: bool = False
    away: bool = False  # their offer is for other days
    unsafe: QuietHours | None = None  # when nothing may be sent to them, not even what is urgent

    @property
    def is_newcomer(self) -> bool:
        """Whether nobody of the team has vouched for them."""
        return self.level <= NEWCOMER


@dataclass(frozen=True, slots=True)
class AskView:
    """An ask so far, `newcomer`: of one. Silence on a sent one counts as a no from `lapses_at` on."""

    member_id: int
    wave: int
    state: AskState
    lapses_at: datetime | None = None
    newcomer: bool = False


@dataclass(frozen=True, slots=True)
class AskThese:
    """Ask these, the best first. A wave that `opens` is the next one, else they are replacements.

    `still_looking`: it is not the first of this search, so the asker is told.
    """

    member_ids: tuple[int, ...]
    wave: int
    opens: bool
    still_looking: bool


@dataclass(frozen=True, slots=True)
class Wait:
    """Somebody can still answer; look again then, or when an answer comes. Also where a need is pressing,
    and nobody is left but newcomers, one of whom is being asked."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Later:
    """Nobody may be asked at this hour; asking starts then, before the need expires."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Escalate:
    """Nobody is left to ask (`why` nobody), every wave was asked in vain (spent), or nobody is to be, since a
    report about the asker waits for the team (reported)."""

    why: Literal["nobody", "spent", "reported"]


Move = AskThese | Wait | Later | Escalate


def next_move(
    need: NeedView,
    asks: Sequence[AskView],
    candidates: Collection[Candidate],
    rules: DispatchRules,
    now: datetime,
    quiet: QuietHours,
    weekend: Collection[int] = (5, 6),
) -> Move:
    """What to do now for a need that is being looked for.

    `asks` are all asks ever made for it, in any state. Deterministic; datetimes are aware.
    """
    sizes = rules.sizes(need.urgent)
    search = _Search(need, asks, now)
    people = _People(need, asks, candidates, rules, now, quiet, weekend)
    newcomers = 0 if search.newcomer_asked else 1
    if substitutes := people.best(search.free_places(sizes), newcomers):
        return AskThese(substitutes, search.wave, opens=False, still_looking=False)
    if search.live and not need.pressing:
        return Wait(search.next_lapse(now + rules.gap(need.urgent)))
    if search.waves_done >= len(sizes):
        return Escalate("spent")
    if chosen := people.best(sizes[search.waves_done], newcomers):
        return AskThese(chosen, search.wave + 1, opens=True, still_looking=search.waves_done > 0)
    opening = people.next_opening(newcomers)
    if opening is not None and opening < need.expires_at:
        return Later(opening)
    if search.newcomer_asked and people.next_opening(1) is not None:
        return Wait(search.next_lapse(now + rules.gap(need.urgent)))
    return Escalate("spent" if search.waves_done else "nobody")


class _Search:
    """Where the current search stands: since the need was opened, re-opened or widened."""

    def __init__(self, need: NeedView, asks: Sequence[AskView], now: datetime) -> None:
        # An acceptance that did not hold ends a search, also where `waves_before` lags behind.
        accepted = (ask.wave for ask in asks if ask.state in _ONCE_ACCEPTED)
        before = max(need.waves_before, *accepted, 0)
        self.wave = max(before, *(ask.wave for ask in asks), 0)
        self.waves_done = self.wave - before
        self.live = [ask for ask in asks if _is_live(ask, now)]
        self.newcomer_asked = any(ask.newcomer for ask in self.live)
        self._asked = [ask.state for ask in asks if ask.wave == self.wave > before]

    def free_places(self, sizes: Sequence[int]) -> int:
        """Places of the current wave to fill again, since somebody in it said no."""
        refused = sum(state in _REFUSED for state in self._asked)
        if not refused or self.waves_done > len(sizes):
            return 0
        size = sizes[self.waves_done - 1]
        return max(min(size + refused, 2 * size) - len(self._asked), 0)

    def next_lapse(self, unknown: datetime) -> datetime:
        """When the next live ask lapses; `unknown` where none has left yet."""
        known = [ask.lapses_at for ask in self.live if ask.state == "sent" and ask.lapses_at]
        return min(known, default=unknown)


def _is_live(ask: AskView, now: datetime) -> bool:
    if ask.state == "sent" and ask.lapses_at is not None:
        return now < ask.lapses_at
    return ask.state in LIVE


class _People:
    """Those who may be asked for a need at some hour, and those of them who may be now."""

    def __init__(
        self,
        need: NeedView,
        asks: Iterable[AskView],
        candidates: Iterable[Candidate],
        rules: DispatchRules,
        now: datetime,
        quiet: QuietHours,
        weekend: Collection[int],
    ) -> None:
        asked = {need.asker_id, *(ask.member_id for ask in asks)}
        self._main, self._now, self._part = need.languages[:1], now, need.part
        self._suitable = [
            person
            for person in candidates
            if person.member_id not in asked and _suits(person, need, rules)
        ]
        hours = {(person.hours, person.unsafe) for person in self._suitable}
        self._openings = {
            (h, unsafe): askable_from(h, need.urgent, now, quiet, weekend, unsafe)
            for h, unsafe in hours
        }

    def best(self, count: int, newcomers: int) -> tuple[int, ...]:
        """The first `count` in line who may be asked now: known people, then at most so many newcomers."""
        now = [p for p in self._suitable if self._openings[p.hours, p.unsafe] == self._now]
        known = self._first(count, [person for person in now if not person.is_newcomer])
        left = min(newcomers, count - len(known))
        return known + self._first(left, [person for person in now if person.is_newcomer])

    def _first(self, count: int, line: Sequence[Candidate]) -> tuple[int, ...]:
        """The first of these; busy people only where all are busy."""
        if count <= 0:
            return ()
        free = [person for person in line if not person.busy]
        return tuple(p.member_id for p in heapq.nsmallest(count, free or line, self._rank))

    def next_opening(self, newcomers: int) -> datetime | None:
        """The first moment at which one of them may be asked; None where nobody ever may."""
        moments = (
            self._openings[person.hours, person.unsafe]
            for person in self._suitable
            if newcomers or not person.is_newcomer
        )
        return min((moment for moment in moments if moment), default=None)

    def _rank(self, person: Candidate) -> tuple[bool, bool, bool, bool, float, datetime, int]:
        """Least is first: hours that hold the part of the day, area, language, answers, longest unasked;
        people in mid-flow last.

        The share of asks answered starts at a half, so that whoever was never asked gets their turn.
        """
        answered = (person.answers_ever + 1) / (person.asks_ever + 2)
        return (
            person.in_flow,
            not fits(person.hours, self._part),
            not person.in_area,
            not person.languages.issuperset(self._main),
            -answered,
            person.last_asked_at or _LONG_AGO,
            person.member_id,
        )


def _suits(person: Candidate, need: NeedView, rules: DispatchRules) -> bool:
    return (
        not (person.already_asked or person.avoided or person.away)
        and person.level >= need.min_level
        and person.asks_this_week < rules.asks_per_week
        and not person.languages.isdisjoint(need.languages)
    )
