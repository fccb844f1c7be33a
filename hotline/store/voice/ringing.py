"""Phones that ring so that two people are joined: one row for each time, and who may be rung."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict, Unpack

from sqlalchemy import ColumnElement, Connection, func, null, or_, select, update

from hotline.domain.states import RingState
from hotline.domain.transitions import RING
from hotline.store.db.database import insert_new
from hotline.store.db.encryption import Vault
from hotline.store.db.ids import new_id
from hotline.store.db.lifecycle import RINGS
from hotline.store.people.members import Member
from hotline.store.schema import calls, members, offer_cells, offers, rings


@dataclass(frozen=True)
class Ring:
    """A phone rung for the caller of `call_id`; `bridge_id` where the two hold a match."""

    id: int
    call_id: int
    member_id: int
    bridge_id: int | None
    state: RingState
    sid_hash: bytes | None
    joined_at: datetime | None

    @property
    def is_live(self) -> bool:
        return self.state != "over"


@dataclass(frozen=True)
class Reachable:
    """Somebody whose phone may ring; `hours` of their offer, None where they have none."""

    member: Member
    hours: str | None

    @property
    def member_id(self) -> int:
        return self.member.id


class RingTimes(TypedDict, total=False):
    """What is noted as a ring moves on."""

    joined_at: datetime
    ended_at: datetime


_R = rings.c
_MEMBER = [members.c[name] for name in Member.__dataclass_fields__]
_COLUMNS = [_R[name] for name in Ring.__dataclass_fields__]


def begin(
    db: Connection, call_id: int, member_id: int, now: datetime, bridge_id: int | None = None
) -> int | None:
    """Have a member's phone rung for a caller; None where it rings for another one already.

    A second transaction that wants the same member waits here until the first has ended.
    """
    row_id = new_id()
    about = {"call_id": call_id, "member_id": member_id, "bridge_id": bridge_id}
    new = insert_new(db, rings, id=row_id, state=RING.initial, rung_at=now, **about)
    return row_id if new else None


def find(db: Connection, ring_id: int) -> Ring | None:
    """The ring of this id."""
    row = db.execute(select(*_COLUMNS).where(_R.id == ring_id)).one_or_none()
    return None if row is None else Ring(*row)


def picked_up(db: Connection, vault: Vault, ring_id: int, sid: str) -> bool:
    """The phone was picked up, in the provider's call `sid`; whether it is the call we know of."""
    sid_hash = vault.message_index(sid)
    mine = update(rings).where(
        _R.id == ring_id, or_(_R.sid_hash.is_(None), _R.sid_hash == sid_hash)
    )
    return db.execute(mine.values(sid_hash=sid_hash)).rowcount == 1


def move(db: Connection, ring_id: int, to: RingState, **values: Unpack[RingTimes]) -> bool:
    """Change the state if the table of transitions allows it; whether it did."""
    return RINGS.move(db, ring_id, to, **values)


def end_of_call(db: Connection, call_id: int, now: datetime) -> None:
    """The caller is gone: nobody is rung for them any more."""
    db.execute(RINGS.moving("over", ended_at=now).where(_R.call_id == call_id))


def rung_in(db: Connection, call_id: int) -> set[int]:
    """Everybody who was rung for this caller."""
    return set(db.execute(select(_R.member_id).where(_R.call_id == call_id)).scalars())


def times_rung(db: Connection, call_id: int, member_id: int) -> int:
    """How often this member was rung for this caller."""
    query = select(func.count()).where(_R.call_id == call_id, _R.member_id == member_id)
    return int(db.execute(query).scalar_one())


def last_rung(db: Connection, member_ids: Collection[int]) -> dict[int, datetime]:
    """When each of these was rung last, of those who ever were."""
    query = select(_R.member_id, func.max(_R.rung_at)).where(_R.member_id.in_(member_ids))
    return {row[0]: row[1] for row in db.execute(query.group_by(_R.member_id))}


def on_the_phone(db: Connection, member_ids: Collection[int], now: datetime) -> set[int]:
    """Those of these members who are in a call with us, or whose phone rings for somebody."""
    c = calls.c
    under_way = c.state == "open", c.closes_at > now, c.sid_hash.is_not(None)  # not merely ordered
    calling = select(c.member_id).where(c.member_id.in_(member_ids), *under_way)
    rung = select(_R.member_id).where(_R.member_id.in_(member_ids), _R.state != "over")
    return set(db.execute(calling).scalars()) | set(db.execute(rung).scalars())


def listeners(db: Connection, level: int) -> list[Reachable]:
    """Members from `level` up with an active offer of a talk, unless calls to them are not safe."""
    o, cells = offers.c, offer_cells.c
    query = (
        select(o.hours, *_MEMBER)
        .distinct()
        .select_from(
            offer_cells.join(offers, o.id == cells.offer_id).join(
                members, members.c.id == o.member_id
            )
        )
        .where(cells.category == "talk", o.state == "active", *_reachable(level))
    )
    return _reachables(db.execute(query))


def team(db: Connection, level: int) -> list[Reachable]:
    """Members from `level` up, with the hours of an active offer, whatever it is of."""
    active = (offers.c.member_id == members.c.id) & (offers.c.state == "active")
    query = select(offers.c.hours, *_MEMBER).select_from(members.outerjoin(offers, active))
    return _reachables(db.execute(query.where(*_reachable(level))))


def rostered(db: Connection, member_ids: Collection[int]) -> list[Reachable]:
    """Those of these members who can be rung, whatever the hours of their offers."""
    query = select(null(), *_MEMBER).where(members.c.id.in_(member_ids), *_reachable(0))
    return _reachables(db.execute(query))


def _reachables(rows: Iterable[Any]) -> list[Reachable]:
    return [Reachable(Member(*row[1:]), row[0]) for row in rows]


def _reachable(level: int) -> tuple[ColumnElement[bool], ...]:
    """What is surely needed; hotline/domain/reachability.py has the last word on each."""
    m = members.c
    standing = m.level >= level, m.state == "active", m.hidden_at.is_(None)
    return *standing, m.phone.is_not(None), m.call_safe != "no"


def conversation_goes_on(db: Connection, call_id: int, closes_at: datetime) -> None:
    """Two people are speaking: nothing is heard of the call for as long as that lasts."""
    db.execute(update(calls).where(calls.c.id == call_id).values(closes_at=closes_at))
