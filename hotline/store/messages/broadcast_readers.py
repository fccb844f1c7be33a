"""Who a broadcast is for: members who have agreed to be written to.

Those are the members whose offer is active (its last question asks for that consent, and PAUSE takes it
back), and coordinators always. Nobody gets one who has said stop, was blocked or erased, has hidden
everything, or is called instead of texted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    exists,
    func,
    or_,
    select,
)

from hotline.store.messages.broadcasts import Broadcast
from hotline.store.people.members import COORDINATOR_LEVEL
from hotline.store.people.offers import EVERYWHERE
from hotline.store.schema import (
    broadcast_recipients,
    broadcasts,
    members,
    offer_cells,
    offers,
)


@dataclass(frozen=True)
class Reader:
    """Somebody whom a broadcast is for."""

    id: int
    language: str


@dataclass(frozen=True)
class ReaderGroup:
    """So many members of one language; `greeted` have had the first-contact notice before."""

    language: str
    greeted: bool
    people: int


_B = broadcasts.c
_R = broadcast_recipients.c


def readers(
    db: Connection,
    broadcast: Broadcast,
    languages: Iterable[str],
    limit: int,
) -> list[Reader]:
    """The next whom an approved broadcast has not been given to, in the order of ids.

    Who agreed only after it was approved is not among those counted then, and does not get it.
    """
    m = members.c
    query = select(m.id, m.language).where(
        m.id > broadcast.after_member,
        m.language.in_(list(languages)),
        *_meant(broadcast.category, broadcast.area, broadcast.approved_at),
    )
    return [Reader(*row) for row in db.execute(query.order_by(m.id).limit(limit))]


def groups(db: Connection, category: str | None, area: str | None) -> list[ReaderGroup]:
    """Whom it would be for now, counted."""
    m = members.c
    greeted = case((m.greeted_at.is_(None), 0), else_=1).label("greeted")
    query = select(m.language, greeted, func.count()).where(*_meant(category, area, None))
    query = query.group_by(m.language, greeted).order_by(m.language, greeted)
    return [
        ReaderGroup(language, bool(known), people) for language, known, people in db.execute(query)
    ]


def still_meant(db: Connection, member_id: int, message_id: int) -> bool:
    """Whether a text of a broadcast may still leave: not stopped, and its reader agrees as before."""
    stopped = (
        select(_B.id)
        .join(broadcast_recipients, _R.broadcast_id == _B.id)
        .where(or_(_R.message_id == message_id, _R.greeting_id == message_id))
        .where(_R.member_id == member_id, _B.state == "stopped")
    )
    agrees = select(members.c.id).where(members.c.id == member_id, *_meant(None, None, None))
    return bool(db.execute(select(and_(~stopped.exists(), agrees.exists()))).scalar())


def _meant(
    category: str | None, area: str | None, since: datetime | None
) -> tuple[ColumnElement[bool], ...]:
    """What holds for members who get it, agreed before `since` (None: whenever)."""
    m = members.c
    team = [m.level >= COORDINATOR_LEVEL] + ([] if since is None else [m.created_at <= since])
    return (
        m.state == "active",
        m.hidden_at.is_(None),
        m.phone.is_not(None),
        ~m.by_call,
        or_(and_(*team), exists(_offering(category, area, since))),
    )


def _offering(category: str | None, area: str | None, since: datetime | None) -> Select[Any]:
    query = select(offers.c.id).where(
        offers.c.member_id == members.c.id, offers.c.state == "active"
    )
    if since is not None:
        query = query.where(offers.c.agreed_at <= since)
    if category is None and area is None:
        return query
    cells = select(offer_cells.c.offer_id).where(offer_cells.c.offer_id == offers.c.id)
    if category is not None:
        cells = cells.where(offer_cells.c.category == category)
    if area is not None:
        cells = cells.where(offer_cells.c.area.in_((area, EVERYWHERE)))
    return query.where(exists(cells))
