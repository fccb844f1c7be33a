"""Shifts of the roster, and who was asked to take one over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict, Unpack

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    delete,
    exists,
    insert,
    select,
    update,
)

from hotline.domain.roster import LEVELS, Span
from hotline.domain.states import ShiftAskState, ShiftState
from hotline.domain.transitions import SHIFT, SHIFT_ASK
from hotline.store.db.database import insert_new
from hotline.store.db.ids import new_id
from hotline.store.db.lifecycle import SHIFT_ASKS, SHIFTS
from hotline.store.db.prepared import Prepared
from hotline.store.schema import members, offers, shift_asks, shifts
from hotline.store.tables.types import MomentLike


@dataclass(frozen=True)
class Shift:
    """Somebody's time on duty; nobody's once its holder is erased. `due_at`: offered to others, and when the
    team hears that nobody took it."""

    id: int
    role: str
    member_id: int | None
    starts_at: datetime
    ends_at: datetime
    state: ShiftState
    due_at: datetime | None

    @property
    def span(self) -> Span:
        """When it is."""
        return Span(self.starts_at, self.ends_at)


@dataclass(frozen=True)
class ShiftAsk:
    """Somebody asked to take a shift; `session_id` while the question is open."""

    member_id: int
    state: ShiftAskState
    session_id: int | None


class ShiftValues(TypedDict, total=False):
    """Whose a shift is, and when the team hears that nobody took it."""

    member_id: int
    due_at: datetime | None


_S, _A = shifts.c, shift_asks.c
_COLUMNS = [_S[name] for name in Shift.__dataclass_fields__]
_RESTING = exists().where(offers.c.member_id == members.c.id, offers.c.state == "paused")
_HERE = (members.c.state == "active", members.c.hidden_at.is_(None), ~_RESTING)


def add(db: Connection, role: str, member_id: int, span: Span) -> int:
    """Plan a shift; its id."""
    row_id = new_id()
    when = {"starts_at": span.start, "ends_at": span.end}
    values = {"id": row_id, "role": role, "member_id": member_id, "state": SHIFT.initial, **when}
    db.execute(insert(shifts).values(**values))
    return row_id


def remove(db: Connection, shift_id: int) -> None:
    """Take a shift off the roster."""
    db.execute(delete(shifts).where(_S.id == shift_id))


def locked(db: Connection, shift_id: int) -> Shift | None:
    """The shift of this id, locked until the transaction ends; None where it is gone."""
    query = select(*_COLUMNS).where(_S.id == shift_id).with_for_update(key_share=True)
    row = db.execute(query).one_or_none()
    return None if row is None else Shift(*row)


def between(db: Connection, within: Span) -> list[Shift]:
    """Every shift of which a part lies in this time, the one that begins first first."""
    return _read(db, _S.starts_at < within.end, _S.ends_at > within.start)


def of_member(db: Connection, member_id: int, now: datetime) -> list[Shift]:
    """The member's shifts that are not over, the next one first."""
    return _read(db, _S.member_id == member_id, _S.ends_at > now)


def overlap(db: Connection, member_id: int, within: Span) -> bool:
    """Whether the member is on duty in any part of this time."""
    mine = _S.member_id == member_id, _S.starts_at < within.end, _S.ends_at > within.start
    return bool(db.execute(select(exists().where(*mine))).scalar())


def on_duty(db: Connection, now: datetime) -> dict[int, str]:
    """The role of each member on duty now; whoever is not there is not (see `there`)."""
    found = _ON_DUTY.rows(db, now=now)
    return {row.member_id: row.role for row in found if row.level >= LEVELS[row.role]}


_NOW = bindparam("now", type_=_S.starts_at.type)
_ON_DUTY = Prepared(
    select(_S.member_id, _S.role, members.c.level)
    .join(members, members.c.id == _S.member_id)
    .where(_S.starts_at <= _NOW, _S.ends_at > _NOW, *_HERE)
)


def able(db: Connection, level: int) -> list[int]:
    """The members whose level allows a role, and who are there."""
    query = select(members.c.id).where(members.c.level >= level, *_HERE)
    return list(db.execute(query.order_by(members.c.id)).scalars())


def there(db: Connection, planned: Iterable[Shift]) -> set[int]:
    """Those of these shifts whose holders have not left the line, do not rest, do not hide, and have the
    level that it takes still."""
    holders = {shift.id: shift.member_id for shift in planned if shift.member_id is not None}
    who = members.c.id.in_(set(holders.values()))
    query = select(members.c.id, members.c.level).where(who, *_HERE)
    levels = {row.id: row.level for row in db.execute(query)}
    return {
        one.id
        for one in planned
        if one.id in holders and levels.get(holders[one.id], -1) >= LEVELS[one.role]
    }


def move(db: Connection, shift: Shift, to: ShiftState, **values: Unpack[ShiftValues]) -> bool:
    """Change the state of a shift, if its holder is still the same and the table allows it."""
    same = _S.id == shift.id, _S.member_id == shift.member_id
    return db.execute(SHIFTS.moving(to, **values).where(*same)).rowcount == 1


def told(db: Connection, shift_id: int) -> None:
    """The team has heard that nobody took it."""
    db.execute(update(shifts).where(_S.id == shift_id).values(due_at=None))


def hurry(db: Connection, shift_id: int, now: datetime) -> None:
    """The team is to hear it now."""
    waiting = _S.id == shift_id, _S.due_at > now
    db.execute(update(shifts).where(*waiting).values(due_at=now))


def any_due(now: MomentLike) -> tuple[ColumnElement[bool], ...]:
    """What holds for an offered shift of which the team must hear."""
    return (_S.due_at <= now,)


def due(db: Connection, now: datetime, limit: int) -> list[int]:
    """Shifts of which the team must hear that nobody took them."""
    query = select(_S.id).where(*any_due(now)).order_by(_S.due_at).limit(limit)
    return list(db.execute(query).scalars())


def forget(db: Connection, before: datetime, limit: int) -> int:
    """Delete shifts that were over by then; how many."""
    old = select(_S.id).where(_S.ends_at <= before).limit(limit)
    return db.execute(delete(shifts).where(_S.id.in_(old))).rowcount


# --- who was asked -------------------------------------------------------------------------------


def ask(db: Connection, shift_id: int, member_id: int, session_id: int) -> bool:
    """Note that a member is asked; False where they were before."""
    about = {"shift_id": shift_id, "member_id": member_id, "session_id": session_id}
    return insert_new(db, shift_asks, **about, state=SHIFT_ASK.initial)


def asked(db: Connection, shift_id: int) -> list[ShiftAsk]:
    """Everybody who was asked to take this shift since it was offered last."""
    query = select(_A.member_id, _A.state, _A.session_id).where(_A.shift_id == shift_id)
    return [ShiftAsk(*row) for row in db.execute(query.order_by(_A.member_id))]


def open_asks(db: Connection, member_id: int) -> list[int]:
    """The shifts that this member has been asked to take, and has said neither yes nor no to."""
    theirs = _A.member_id == member_id, _A.state == "open"
    return list(db.execute(select(_A.shift_id).where(*theirs)).scalars())


def answered(db: Connection, shift_id: int, member_id: int, to: ShiftAskState) -> bool:
    """Keep what became of an ask; whether it was open."""
    mine = _A.shift_id == shift_id, _A.member_id == member_id
    return db.execute(SHIFT_ASKS.moving(to).where(*mine)).rowcount == 1


def covered(db: Connection, member_id: int, now: datetime) -> int | None:
    """A shift to come that the member was asked to take, and somebody else has taken meanwhile."""
    theirs = _A.member_id == member_id, _A.state == "covered", _S.ends_at > now
    query = select(_S.id).join(shift_asks, _A.shift_id == _S.id).where(*theirs)
    return db.execute(query.order_by(_S.starts_at).limit(1)).scalar()


def forget_asks(db: Connection, shift_id: int) -> None:
    """The shift is somebody else's: should it be offered again, everybody can be asked."""
    db.execute(delete(shift_asks).where(_A.shift_id == shift_id))


def _read(db: Connection, *where: ColumnElement[bool]) -> list[Shift]:
    query = select(*_COLUMNS).where(*where).order_by(_S.starts_at, _S.role, _S.id)
    return [Shift(*row) for row in db.execute(query)]
