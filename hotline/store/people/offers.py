"""Offers: standing willingness, and who of them may be asked next."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from sqlalchemy import ColumnElement, Connection, Integer, bindparam, delete, insert, select, update

from hotline.domain.states import OfferState
from hotline.domain.transitions import OFFER
from hotline.store.db.ids import new_id
from hotline.store.db.lifecycle import OFFERS
from hotline.store.db.prepared import Prepared
from hotline.store.people import reports
from hotline.store.schema import members, offer_cells, offers
from hotline.store.tables.types import MomentLike

EVERYWHERE = "all"


@dataclass(frozen=True)
class Offer:
    id: int
    state: OfferState
    hours: str
    categories: tuple[str, ...]
    areas: tuple[str, ...]
    from_day: date | None = None  # the first and the last day, of an offer for some days
    until_day: date | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True)
class StandingOffer:
    """Somebody who offers what is needed: the raw material for planning."""

    member_id: int
    language: str
    level: int
    hours: str
    asked: int
    answered: int
    last_asked_at: int  # milliseconds since 1970; 0 if never
    area: str
    in_flow_until: datetime | None
    safe_from: int | None  # minutes of the day, as of a member
    safe_until: int | None
    from_day: date | None
    until_day: date | None


def of_member(db: Connection, member_id: int) -> Offer | None:
    """The member's standing offer, active or paused."""
    return of_members(db, [member_id]).get(member_id)


def of_members(db: Connection, member_ids: Collection[int]) -> dict[int, Offer]:
    """The standing offer of each of these members, active or paused; who has none is left out."""
    found = _OF_MEMBERS.rows(db, members=list(member_ids))
    covered: dict[int, list[tuple[str, str]]] = {row.id: [] for row in found}
    for cell in _CELLS.rows(db, offers=list(covered)) if found else ():
        covered[cell.offer_id].append((cell.category, cell.area))
    return {row.member_id: _offer(row, covered[row.id]) for row in found}


_OF_MEMBERS = Prepared(
    select(offers).where(
        offers.c.member_id.in_(bindparam("members", expanding=True)), offers.c.state != "ended"
    )
)
_CELLS = Prepared(
    select(offer_cells.c.offer_id, offer_cells.c.category, offer_cells.c.area).where(
        offer_cells.c.offer_id.in_(bindparam("offers", expanding=True))
    )
)


def _offer(row: Any, cells: list[tuple[str, str]]) -> Offer:
    categories, areas = (dict.fromkeys(cell[n] for cell in cells) for n in (0, 1))
    days = row.from_day, row.until_day, row.ends_at
    return Offer(row.id, row.state, row.hours, tuple(categories), tuple(areas), *days)


def save(
    db: Connection,
    member_id: int,
    *,
    categories: Sequence[str],
    areas: Sequence[str],
    hours: str,
    now: datetime,
    days: Days | None = None,
) -> None:
    """Begin the member's offer, or change the one that stands; it is active afterwards.

    `days` where it is for some days and ends by itself.
    """
    first, last, ends_at = days or (None, None, None)
    terms = {
        "hours": hours,
        "agreed_at": now,
        "from_day": first,
        "until_day": last,
        "ends_at": ends_at,
    }
    standing = of_member(db, member_id)
    if standing is None:
        offer_id = new_id()
        values = {"id": offer_id, "member_id": member_id, "asked": 0, "answered": 0}
        new = insert(offers).values(state=OFFER.initial, **terms, **values)
        db.execute(new)
    else:
        offer_id = standing.id
        agreed = update(offers).where(offers.c.id == offer_id)
        db.execute(agreed.values(**terms))
        OFFERS.move(db, offer_id, "active")
    _cover(db, offer_id, categories, areas)


Days = tuple[date, date, datetime]
"""The first and the last day of an offer, and when that is over."""


def over(now: MomentLike) -> tuple[ColumnElement[bool], ...]:
    """What holds for an offer whose days have passed."""
    return offers.c.ends_at <= now, offers.c.state != "ended"


def with_days_over(db: Connection, now: datetime, limit: int) -> list[int]:
    """Whose offers were for days that have passed."""
    query = select(offers.c.member_id).where(*over(now)).order_by(offers.c.ends_at)
    return list(db.execute(query.limit(limit)).scalars())


def _cover(db: Connection, offer_id: int, categories: Sequence[str], areas: Sequence[str]) -> None:
    last = _LAST_ASKED.scalar(db, offer=offer_id) or 0
    _UNCOVER.run(db, offer=offer_id)
    cells = [
        {"category": category, "area": area, "offer_id": offer_id, "last_asked_at": last}
        for category in dict.fromkeys(categories)
        for area in dict.fromkeys(areas)
    ]
    db.execute(insert(offer_cells), cells)


_THIS = offer_cells.c.offer_id == bindparam("offer")
_LAST_ASKED = Prepared(
    select(offer_cells.c.last_asked_at)
    .where(_THIS)
    .order_by(offer_cells.c.last_asked_at.desc())
    .limit(1)
)
_UNCOVER = Prepared(delete(offer_cells).where(_THIS))


class OfferTimes(TypedDict, total=False):
    """When an offer ended."""

    ended_at: datetime


def move(db: Connection, member_id: int, to: OfferState, **values: Unpack[OfferTimes]) -> bool:
    """Pause, resume or end the member's offer if the table allows it; whether it did."""
    theirs = OFFERS.moving(to, **values).where(offers.c.member_id == member_id)
    return db.execute(theirs).rowcount == 1


def standing_in(
    db: Connection, category: str, area: str, levels: range, limit: int
) -> list[StandingOffer]:
    """Active offers of a category in one area by members of these levels, those asked longest ago first.

    One range of one index, so that it costs the same among fifty members and fifty thousand.
    """
    where = {"category": category, "area": area, "lowest": levels[0], "highest": levels[-1]}
    return [StandingOffer(*row) for row in _STANDING_IN.rows(db, many=limit, **where)]


_STANDING_IN = Prepared(
    select(
        offers.c.member_id,
        members.c.language,
        members.c.level,
        offers.c.hours,
        offers.c.asked,
        offers.c.answered,
        offer_cells.c.last_asked_at,
        offer_cells.c.area,
        members.c.in_flow_until,
        members.c.safe_from,
        members.c.safe_until,
        offers.c.from_day,
        offers.c.until_day,
    )
    .select_from(
        offer_cells.join(offers, offers.c.id == offer_cells.c.offer_id).join(
            members, members.c.id == offers.c.member_id
        )
    )
    .where(
        offer_cells.c.category == bindparam("category"),
        offer_cells.c.area == bindparam("area"),
        offers.c.state == "active",
        members.c.state == "active",
        members.c.level.between(bindparam("lowest"), bindparam("highest")),
        reports.not_held(),
    )
    .order_by(offer_cells.c.last_asked_at, offer_cells.c.offer_id)
    .limit(bindparam("many", type_=Integer))
)


def note_asked(db: Connection, member_ids: Iterable[int], now: datetime) -> None:
    """Count an ask of each, and move them to the end of the line. In the order of ids, always."""
    stamp = int(now.timestamp() * 1000)
    for member_id in sorted(member_ids):
        query = select(offers.c.id).where(
            offers.c.member_id == member_id, offers.c.state != "ended"
        )
        offer_id = db.execute(query).scalar_one_or_none()
        if offer_id is None:
            continue
        asked = update(offers).where(offers.c.id == offer_id).values(asked=offers.c.asked + 1)
        db.execute(asked)
        moved = update(offer_cells).where(offer_cells.c.offer_id == offer_id)
        db.execute(moved.values(last_asked_at=stamp))


def note_answered(db: Connection, member_id: int) -> None:
    """Count an answer, yes or no: both are better than silence."""
    mine = offers.c.member_id == member_id, offers.c.state != "ended"
    db.execute(update(offers).where(*mine).values(answered=offers.c.answered + 1))
