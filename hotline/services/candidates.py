"""Who might be asked: a short list from the index, made ready for the planner."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from hotline.domain.planning import Candidate
from hotline.services import safe_hours
from hotline.services.kernel.unit_of_work import Desk
from hotline.store import asks, matches, members, offers
from hotline.store.needs import Need
from hotline.store.offers import EVERYWHERE, Standing

_WEEK = timedelta(days=7)
# Enough to fill any wave even where most of the list may not be asked just now.
_LIST = 120


def shortlist(desk: Desk, need: Need, level: int, asked: set[int]) -> list[Candidate]:
    """Suitable members for a need, those unasked for longest first among each area's.

    The list grows until it holds enough people that could still be asked, or everybody.
    """
    limit = _LIST
    while True:
        found, whole = _standing(desk, need, level, limit)
        new = [person for person in found.values() if person.member_id not in asked]
        ready = _candidates(desk, need, new)
        free = sum(not c.busy and c.asks_this_week < _cap(desk) for c in ready)
        if whole or free >= max(desk.house.community.dispatch.sizes(need.urgent)):
            return ready
        limit *= 8


def _cap(desk: Desk) -> int:
    return desk.house.community.dispatch.asks_per_week


def _standing(desk: Desk, need: Need, level: int, limit: int) -> tuple[dict[int, Standing], bool]:
    """The first `limit` of each area that counts, and whether those were all there are."""
    whole, found = True, dict[int, Standing]()
    for area in _areas(desk, need):
        rows = offers.standing_in(desk.db, need.category, area, level, limit)
        whole = whole and len(rows) < limit
        for row in rows:
            found.setdefault(row.member_id, row)
    return found, whole


def _areas(desk: Desk, need: Need) -> Iterable[str]:
    """The need's area first, then everywhere, then what is near; all of them where any will do.

    Somebody who lives in no area of ours is helped by whoever helps everywhere.
    """
    areas = {area.id: area for area in desk.house.community.areas}
    if need.area in areas:
        return [need.area, EVERYWHERE, *sorted(areas[need.area].near)]
    return [EVERYWHERE, *areas] if need.area == EVERYWHERE else [EVERYWHERE]


def _candidates(desk: Desk, need: Need, people: list[Standing]) -> list[Candidate]:
    ids = [person.member_id for person in people]
    spoken = members.languages(desk.db, ids)
    weekly = asks.weekly(desk.db, ids, desk.now - _WEEK)
    busy = asks.busy(desk.db, ids) | matches.helping(desk.db, ids)
    avoided = members.avoided_by(desk.db, need.asker_id)
    home = {need.area, EVERYWHERE}
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
            busy=person.member_id in busy,
            in_flow=person.in_flow_until is not None and person.in_flow_until > desk.now,
            avoided=person.member_id in avoided,
            unsafe=safe_hours.unsafe(desk.house, person.safe_from, person.safe_until),
        )
        for person in people
    ]


def _moment(milliseconds: int) -> datetime | None:
    return datetime.fromtimestamp(milliseconds / 1000, UTC) if milliseconds else None
