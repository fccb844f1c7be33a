"""Threads: threads between a member and the team."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, bindparam, func, insert, select, update

from hotline.domain.states import ThreadState
from hotline.domain.transitions import THREAD
from hotline.store.db.ids import new_id, next_turn
from hotline.store.db.lifecycle import THREADS
from hotline.store.db.prepared import Prepared
from hotline.store.needs import references
from hotline.store.schema import threads
from hotline.store.tables.types import MomentLike


@dataclass(frozen=True)
class Thread:
    id: int
    reference: str
    member_id: int
    need_id: int | None
    coordinator_id: int | None
    state: ThreadState
    opened_at: datetime
    alarmed_at: datetime | None = None
    alarms: int = 0  # texts of crisis of which the team has not been told
    alarm_due_at: datetime | None = None  # when it is, at the latest


_COLUMNS = [threads.c[name] for name in Thread.__dataclass_fields__]

_LATEST_FIRST = threads.c.opened_at.desc(), threads.c.turn.desc(), threads.c.id.desc()
_OPEN_OF = Prepared(
    select(*_COLUMNS)
    .where(threads.c.member_id == bindparam("member"), threads.c.state == "open")
    .order_by(*_LATEST_FIRST)
)


def open_new(
    db: Connection, member_id: int, now: datetime, *, need_id: int | None, reference: str | None
) -> Thread:
    """Open a thread; with a need it bears that need's reference, else one of its own."""
    row_id = new_id()
    values = {
        "id": row_id,
        "reference": reference or references.take(db, row_id, now),
        "member_id": member_id,
        "need_id": need_id,
        "coordinator_id": None,
        "state": THREAD.initial,
        "opened_at": now,
    }
    db.execute(insert(threads).values(turn=next_turn(), **values))
    return Thread(**values)  # type: ignore[arg-type]  # the values are those of the columns above


def open_of(db: Connection, member_id: int) -> list[Thread]:
    """The member's open threads, latest first."""
    return [Thread(*row) for row in _OPEN_OF.rows(db, member=member_id)]


def open_by_reference(db: Connection, reference: str) -> Thread | None:
    """The open thread of this reference."""
    found = _where(db, threads.c.reference == reference, threads.c.state == "open")
    return found[0] if found else None


def last_by_reference(db: Connection, reference: str) -> Thread | None:
    """The latest thread of this reference, closed ones included."""
    found = _where(db, threads.c.reference == reference)
    return found[0] if found else None


def open_for_need(db: Connection, need_id: int) -> Thread | None:
    """The open thread about a need."""
    found = _where(db, threads.c.need_id == need_id, threads.c.state == "open")
    return found[0] if found else None


def answered_by(db: Connection, thread_id: int, coordinator_id: int) -> None:
    """From now on the member's words go to this coordinator."""
    db.execute(
        update(threads).where(threads.c.id == thread_id).values(coordinator_id=coordinator_id)
    )


def alarm(db: Connection, thread_id: int, now: datetime) -> None:
    """The team is told now that this one cannot wait."""
    told = {"alarmed_at": now, "alarms": 0, "alarm_due_at": None}
    db.execute(update(threads).where(threads.c.id == thread_id).values(**told))


def alarmed_since(db: Connection, since: datetime) -> int:
    """Of how many threads the team was told since then that they cannot wait."""
    query = select(func.count()).select_from(threads).where(threads.c.alarmed_at > since)
    return db.execute(query).scalar_one()


def count_alarm(db: Connection, thread: Thread, due_at: datetime) -> None:
    """One more text of which the team is to be told by then."""
    due = min(due_at, thread.alarm_due_at or due_at)
    counted = {"alarms": threads.c.alarms + 1, "alarm_due_at": due}
    db.execute(update(threads).where(threads.c.id == thread.id).values(**counted))


def put_alarms(db: Connection, thread_id: int, alarms: int, due_at: datetime | None) -> None:
    """So many are left of which the team is to be told by then."""
    left = {"alarms": alarms, "alarm_due_at": due_at}
    db.execute(update(threads).where(threads.c.id == thread_id).values(**left))


def with_alarms(db: Connection) -> list[Thread]:
    """Threads with texts of crisis of which the team has not been told, locked, the oldest first; those that
    others lock are left."""
    waiting = select(*_COLUMNS).where(threads.c.alarm_due_at.is_not(None))
    query = waiting.order_by(threads.c.opened_at, threads.c.turn)
    return [Thread(*row) for row in db.execute(query.with_for_update(skip_locked=True))]


def any_alarm_due(now: MomentLike) -> tuple[ColumnElement[bool], ...]:
    """What holds for a thread of which the team is to be told."""
    return (threads.c.alarm_due_at <= now,)


def close(db: Connection, thread: Thread, now: datetime) -> bool:
    """Close a thread; whether it was open. A reference of its own then rests."""
    closed = THREADS.move(db, thread.id, "closed", closed_at=now)
    if thread.need_id is None:
        references.release(db, thread.id, now)
    return closed


def _where(db: Connection, *conditions: ColumnElement[bool]) -> list[Thread]:
    query = select(*_COLUMNS).where(*conditions).order_by(*_LATEST_FIRST)
    return [Thread(*row) for row in db.execute(query)]
