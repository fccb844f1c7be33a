"""Phones that ring so that two people are joined: one row for each time, and who may be rung."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from sqlalchemy import BindParameter, Connection, bindparam, func, null, or_, select, update

from hotline.domain.states import RingState
from hotline.domain.transitions import RING
from hotline.store.db.database import insert_new
from hotline.store.db.encryption import Vault
from hotline.store.db.ids import new_id
from hotline.store.db.lifecycle import RINGS
from hotline.store.db.prepared import Prepared
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
    _END_OF_CALL.run(db, call=call_id, ended_at=now)


_OF_CALL = _R.call_id == bindparam("call")
_END_OF_CALL = Prepared(RINGS.moving("over").where(_OF_CALL))


def rung_in(db: Connection, call_id: int) -> set[int]:
    """Everybody who was rung for this caller."""
    return set(_RUNG_IN.scalars(db, call=call_id))


_RUNG_IN = Prepared(select(_R.member_id).where(_OF_CALL))


def times_rung(db: Connection, call_id: int, member_id: int) -> int:
    """How often this member was rung for this caller."""
    query = select(func.count()).where(_R.call_id == call_id, _R.member_id == member_id)
    return int(db.execute(query).scalar_one())


def last_rung(db: Connection, member_ids: Collection[int]) -> dict[int, datetime]:
    """When each of these was rung last, of those who ever were."""
    return {row[0]: row[1] for row in _LAST_RUNG.rows(db, members=list(member_ids))}


_THESE: BindParameter[int] = bindparam("members", expanding=True)
_LAST_RUNG = Prepared(
    select(_R.member_id, func.max(_R.rung_at))
    .where(_R.member_id.in_(_THESE))
    .group_by(_R.member_id)
)


def on_the_phone(db: Connection, member_ids: Collection[int], now: datetime) -> set[int]:
    """Those of these members who are in a call with us, or whose phone rings for somebody."""
    them = list(member_ids)
    return {*_CALLING.scalars(db, members=them, now=now), *_RUNG.scalars(db, members=them)}


_CALLING = Prepared(
    select(calls.c.member_id).where(
        calls.c.member_id.in_(_THESE),
        calls.c.state == "open",
        calls.c.closes_at > bindparam("now"),
        calls.c.sid_hash.is_not(None),  # not merely ordered
    )
)
_RUNG = Prepared(select(_R.member_id).where(_R.member_id.in_(_THESE), _R.state != "over"))


def listeners(db: Connection, level: int, today: date) -> list[Reachable]:
    """Members from `level` up with an active offer of a talk that holds today, unless calls to them are not
    safe."""
    return _reachables(_LISTENERS.rows(db, level_from=level, today=today))


def team(db: Connection, level: int) -> list[Reachable]:
    """Members from `level` up, with the hours of an active offer, whatever it is of."""
    return _reachables(_TEAM.rows(db, level_from=level))


def rostered(db: Connection, member_ids: Collection[int]) -> list[Reachable]:
    """Those of these members who can be rung, whatever the hours of their offers."""
    return _reachables(_ROSTERED.rows(db, members=list(member_ids), level_from=0))


def _reachables(rows: Iterable[Any]) -> list[Reachable]:
    return [Reachable(Member(*row[1:]), row[0]) for row in rows]


# What is surely needed; hotline/domain/reachability.py has the last word on each.
_REACHABLE = (
    members.c.level >= bindparam("level_from"),
    members.c.state == "active",
    members.c.hidden_at.is_(None),
    members.c.phone.is_not(None),
    members.c.call_safe != "no",
)
_LISTENERS = Prepared(
    select(offers.c.hours, *_MEMBER)
    .distinct()
    .select_from(
        offer_cells.join(offers, offers.c.id == offer_cells.c.offer_id).join(
            members, members.c.id == offers.c.member_id
        )
    )
    .where(
        offer_cells.c.category == "talk",
        offers.c.state == "active",
        or_(offers.c.from_day.is_(None), offers.c.from_day <= bindparam("today")),
        *_REACHABLE,
    )
)
_ACTIVE = (offers.c.member_id == members.c.id) & (offers.c.state == "active")
_TEAM = Prepared(
    select(offers.c.hours, *_MEMBER)
    .select_from(members.outerjoin(offers, _ACTIVE))
    .where(*_REACHABLE)
)
_ROSTERED = Prepared(select(null(), *_MEMBER).where(members.c.id.in_(_THESE), *_REACHABLE))


def conversation_goes_on(db: Connection, call_id: int, closes_at: datetime) -> None:
    """Two people are speaking: nothing is heard of the call for as long as that lasts."""
    db.execute(update(calls).where(calls.c.id == call_id).values(closes_at=closes_at))
