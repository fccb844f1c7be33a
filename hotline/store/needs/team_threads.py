"""Threads: threads between a member and the team."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, bindparam, insert, select, update

from hotline.domain.states import ThreadState
from hotline.domain.transitions import THREAD
from hotline.store.db.ids import new_id, next_turn
from hotline.store.db.lifecycle import THREADS
from hotline.store.db.prepared import Prepared
from hotline.store.needs import references
from hotline.store.schema import threads


@dataclass(frozen=True)
class Thread:
    id: int
    reference: str
    member_id: int
    need_id: int | None
    coordinator_id: int | None
    state: ThreadState
    alarmed_at: datetime | None = None


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
    }
    db.execute(insert(threads).values(opened_at=now, turn=next_turn(), **values))
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
    db.execute(update(threads).where(threads.c.id == thread_id).values(alarmed_at=now))


def close(db: Connection, thread: Thread, now: datetime) -> bool:
    """Close a thread; whether it was open. A reference of its own then rests."""
    closed = THREADS.move(db, thread.id, "closed", closed_at=now)
    if thread.need_id is None:
        references.release(db, thread.id, now)
    return closed


def _where(db: Connection, *conditions: ColumnElement[bool]) -> list[Thread]:
    query = select(*_COLUMNS).where(*conditions).order_by(*_LATEST_FIRST)
    return [Thread(*row) for row in db.execute(query)]
