"""Who might be asked: a short list from the index, made ready for the planner."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from hotline.domain.community.community import NEWCOMER
from hotline.domain.planning import Candidate
from hotline.services.kernel.unit_of_work import UnitOfWork
from hotline.services.outbound import safe_hours
from hotline.store.needs import asks, matches
from hotline.store.needs.needs import Need
from hotline.store.people import members, offers
from hotline.store.people.members import COORDINATOR_LEVEL
from hotline.store.people.offers import EVERYWHERE, StandingOffer

_WEEK = timedelta(days=7)
# Enough to fill any wave even where most of the list may not be asked just now.
_LIST = 120


def shortlist(uow: UnitOfWork, need: Need, level: int, asked: set[int]) -> list[Candidate]:
    """Suitable members for a need, those unasked for longest first among each area's.

    Newcomers come by a list of their own: however many have joined, they crowd out nobody who is known.
    """
    known = _listed(uow, need, range(max(level, NEWCOMER + 1), COORDINATOR_LEVEL + 1), asked)
    if level > NEWCOMER:
        return known
    return known + _listed(uow, need, range(level, NEWCOMER + 1), asked)


def _listed(uow: UnitOfWork, need: Need, levels: range, asked: set[int]) -> list[Candidate]:
    """The list grows until it holds enough people that could still be asked, or everybody."""
    limit = _LIST
    while True:
        found, whole = _standing(uow, need, levels, limit)
        new = [person for person in found.values() if person.member_id not in asked]
        ready = _candidates(uow, need, new)
        free = sum(not c.busy and not c.away and c.asks_this_week < _cap(uow) for c in ready)
        if whole or free >= max(uow.app.community.dispatch.sizes(need.urgent)):
            return ready
        limit *= 8


def _cap(uow: UnitOfWork) -> int:
    return uow.app.community.dispatch.asks_per_week


def _standing(
    uow: UnitOfWork, need: Need, levels: range, limit: int
) -> tuple[dict[int, StandingOffer], bool]:
    """The first `limit` of each area that counts, and whether those were all there are."""
    whole, found = True, dict[int, StandingOffer]()
    for area in _areas(uow, need):
        rows = offers.standing_in(uow.db, need.category, area, levels, limit)
        whole = whole and len(rows) < limit
        for row in rows:
            found.setdefault(row.member_id, row)
    return found, whole


def _areas(uow: UnitOfWork, need: Need) -> Iterable[str]:
    """The need's area first, then everywhere, then what is near; all of them where any will do.

    Somebody who lives in no area of ours is helped by whoever helps everywhere.
    """
    areas = {area.id: area for area in uow.app.community.areas}
    if need.area in areas:
        return [need.area, EVERYWHERE, *sorted(areas[need.area].near)]
    return [EVERYWHERE, *areas] if need.area == EVERYWHERE else [EVERYWHERE]


def _candidates(uow: UnitOfWork, need: Need, people: list[StandingOffer]) -> list[Candidate]:
    ids = [person.member_id for person in people]
    spoken = members.languages(uow.db, ids)
    weekly = asks.weekly(uow.db, ids, uow.now - _WEEK)
    busy = asks.busy(uow.db, ids) | matches.helping(uow.db, ids)
    avoided = members.avoided_by(uow.db, need.asker_id)
    home = {need.area, EVERYWHERE}
    first, last = need.when.days(uow.today)
    return [
        Candidate(
            member_id=person.member_id,
            level=person.level,
            languages=spoken.get(person.member_id, frozenset({person.language})),
            in_area=person.area in home,
            hours=person.hours,
            asks_this_week=weekly.get(person.member_id, 0),
            asks_ever=person.asked,
            answers_ever=person.answered,
            last_asked_at=_moment(person.last_asked_at),
            # An ask reaches whoever is in the middle of something only when they have done.
            busy=person.member_id in busy or _is_in_flow(uow, person),
            in_flow=_is_in_flow(uow, person),
            avoided=person.member_id in avoided,
            away=not _is_there(person, first, last),
            unsafe=safe_hours.unsafe(uow.app, person.safe_from, person.safe_until),
        )
        for person in people
    ]


def _is_there(person: StandingOffer, first: date, last: date) -> bool:
    """Whether one of the days on which it is wanted is one of those they offer."""
    begins, ends = person.from_day or first, person.until_day or last
    return begins <= last and first <= ends


def _is_in_flow(uow: UnitOfWork, person: StandingOffer) -> bool:
    return person.in_flow_until is not None and person.in_flow_until > uow.now


def _moment(milliseconds: int) -> datetime | None:
    return datetime.fromtimestamp(milliseconds / 1000, UTC) if milliseconds else None
