"""What is open, and one need with everything that has become of it. Never a number.

Whoever is asked or helps is told apart by the name they chose and their level. The asker's words are
for the helper alone, as the asker was promised: also here. Whoever is kept apart from somebody finds nothing
of theirs: no request that they ask for or help with, and not their name beside others'.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from sqlalchemy import Connection

from hotline.domain.states import LIVE_NEEDS, NeedState
from hotline.domain.two_people import RAISED_BY_TWO
from hotline.services.console import members as member_views
from hotline.services.kernel.app import App
from hotline.store.console.staff import Staff
from hotline.store.needs import asks, matches, needs
from hotline.store.needs.asks import Ask, AskTally
from hotline.store.needs.matches import Match
from hotline.store.needs.needs import Need
from hotline.store.people import members, reports

STATES: tuple[NeedState, ...] = get_args(NeedState)  # in the order in which the list offers them
MOST = 200  # rows of one list


@dataclass(frozen=True)
class NeedRow:
    """A need in the list, and how its asks went; who has said nothing may yet."""

    need: Need
    tally: AskTally


@dataclass(frozen=True)
class ShownMember:
    """A member as the console shows one; an empty `name` where none was chosen."""

    id: int
    name: str
    level: int


@dataclass(frozen=True)
class AskedMember:
    """One ask, and of whom."""

    person: ShownMember
    ask: Ask


@dataclass(frozen=True)
class NeedDetail:
    """One need: its waves in order, the latest match, and words where the reader is its helper.

    `asker_held`: a report about its asker keeps it with the team, of which they themselves hear nothing.
    `seen` is what a form says back, so that nobody acts on what has changed meanwhile.
    """

    need: Need
    asker: ShownMember
    waves: tuple[tuple[int, tuple[AskedMember, ...]], ...]
    match: Match | None
    helper: ShownMember | None
    words: str | None
    asker_held: bool
    seen: str
    words_level: int  # from which on a helper gets what the asker writes

    @property
    def unvouched(self) -> bool:
        """Whether that waits until somebody of the team has vouched for the helper."""
        return self.is_matched and self.helper is not None and self.helper.level < self.words_level

    @property
    def vouched_by_one(self) -> bool:
        """Whether one person alone raises a member to that level."""
        return self.words_level < RAISED_BY_TWO

    @property
    def is_matched(self) -> bool:
        return self.match is not None and self.match.state == "open"


def rows(app: App, reader: Staff, state: str, area: str, category: str) -> list[NeedRow]:
    """The needs of a state (`open`: every live one), an area and a category, empty for any."""
    wanted = tuple(one for one in STATES if one == state) or LIVE_NEEDS
    with app.database.reading() as db:
        apart = member_views.apart_from(db, reader)
        found = needs.listed(db, wanted, area or None, category or None, MOST, but=apart)
        counted = asks.tallies(db, [need.id for need in found])
    return [NeedRow(need, counted.get(need.id, AskTally())) for need in found]


def need_detail(app: App, reference: str, reader: Staff) -> NeedDetail | None:
    """One need by its reference; None where the number means none, or none for this reader."""
    with app.database.reading() as db:
        need = met(db, reader, reference)
        return None if need is None else _file(app, db, need, reader)


def met(db: Connection, reader: Staff, reference: str) -> Need | None:
    """The need of a reference as far as this reader may know of it: not where they are kept apart from
    whoever asks, or from whoever helps now."""
    need = needs.by_reference(db, reference)
    if need is None:
        return None
    match = matches.open_for_need(db, need.id)
    sides = {need.asker_id} | ({match.helper_id} if match else set())
    return None if sides & member_views.apart_from(db, reader) else need


def _file(app: App, db: Connection, need: Need, reader: Staff) -> NeedDetail:
    apart = member_views.apart_from(db, reader)
    asked = [ask for ask in asks.of_need(db, need.id) if ask.member_id not in apart]
    match = matches.last_for_need(db, need.id)
    if match is not None and match.helper_id in apart:
        match = None
    people = _people(app, db, need, asked, match)
    helps = match is not None and match.state == "open" and match.helper_id == reader.member_id
    return NeedDetail(
        need=need,
        asker=people[need.asker_id],
        waves=tuple(
            (wave, tuple(AskedMember(people[a.member_id], a) for a in asked if a.wave == wave))
            for wave in sorted({a.wave for a in asked})
        ),
        match=match,
        helper=None if match is None else people[match.helper_id],
        words=needs.words_of(db, app.vault, need.id) if helps else None,
        asker_held=need.asker_id != reader.member_id and reports.is_held(db, need.asker_id),
        seen=seen(need, match),
        words_level=app.community.words_level(need.category),
    )


def _people(
    app: App, db: Connection, need: Need, asked: Sequence[Ask], match: Match | None
) -> dict[int, ShownMember]:
    ids = {need.asker_id, *(ask.member_id for ask in asked)} | (
        {match.helper_id} if match else set()
    )
    names, levels = members.names_of(db, app.vault, ids), members.levels_of(db, ids)
    return {one: ShownMember(one, names.get(one, ""), levels[one]) for one in ids}


def seen(need: Need, match: Match | None) -> str:
    """What a page was drawn from, as far as acting on it matters."""
    held = match.id if match is not None and match.state == "open" else 0
    return f"{need.state}.{need.wave}.{held}"
