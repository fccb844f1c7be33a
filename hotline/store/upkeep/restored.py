"""Rows of a restored backup, taken into the present: services/operations/restoring.py says what and why."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, func, or_, select, update

from hotline.domain.states import OPEN_ATTEMPTS, UNSETTLED_MESSAGES, MessageState
from hotline.store.db import identity_map
from hotline.store.db.lease_queue import UNLEASED
from hotline.store.db.lifecycle import ASKS, ATTEMPTS, ORDERS
from hotline.store.messages import attempts, outbox
from hotline.store.schema import (
    asks,
    console_sessions,
    inbound_messages,
    leases,
    needs,
    processes,
)
from hotline.store.schema import attempts as tries
from hotline.store.schema import outbox as texts

_UNSETTLED = texts.c.state.in_(UNSETTLED_MESSAGES)


def last_sign_of_life(db: Connection) -> datetime | None:
    """When the database was last written to, as far as its rows tell: about when the backup was made."""
    columns = leases.c.beat_at, texts.c.created_at, inbound_messages.c.received_at
    moments = [db.execute(select(func.max(column))).scalar() for column in columns]
    return max((moment for moment in moments if moment is not None), default=None)


def end_processes(db: Connection, now: datetime) -> None:
    """No process of then is one of now: their leases are over, and everybody signs in anew."""
    db.execute(delete(processes))
    db.execute(delete(console_sessions))  # one that was ended since must not come back
    db.execute(update(leases).values(held_until=now))


def drop_texts(db: Connection, now: datetime, before: datetime) -> int:
    """End the texts that were under way and made before then; how many."""
    under_way = or_(texts.c.state == "queued", _UNSETTLED)
    query = select(texts.c.id, texts.c.state, texts.c.ask_id)
    rows = db.execute(query.where(under_way, texts.c.created_at < before)).all()
    for row in rows:
        ending: MessageState = "canceled" if row.state == "queued" else "failed"
        outbox.move(db, row.id, ending, error="restored")
        open_try = tries.c.message_id == row.id, tries.c.state.in_(OPEN_ATTEMPTS)
        db.execute(ATTEMPTS.moving("lost", ended_at=now).where(*open_try))
        _give_to_others(db, now, row.ask_id)
    return len(rows)


def _give_to_others(db: Connection, now: datetime, ask_id: int | None) -> None:
    """An ask whose text will never leave: its need is looked at, and somebody else is asked."""
    unheard = asks.c.id == ask_id, asks.c.state == "queued"
    withdrawn = ASKS.moving("withdrawn").where(*unheard).returning(asks.c.need_id)
    for need_id in db.execute(withdrawn).scalars().all():
        seeking = needs.c.id == need_id, needs.c.state == "seeking"
        db.execute(update(needs).where(*seeking).values(due_at=now))
    identity_map.forget(db)


def count_as_under_way(db: Connection, now: datetime) -> int:
    """Whatever still waits may have left since the backup: it is looked up first; how many texts are."""
    waiting = select(texts.c.id, texts.c.created_at).where(texts.c.state == "queued")
    for row in db.execute(waiting).all():
        attempts.begin(db, [row.id], row.created_at, again=[row.id])
        outbox.move(db, row.id, "sending", tries=texts.c.tries + 1)
    db.execute(update(texts).where(_UNSETTLED).values(due_at=now, **UNLEASED))
    query = select(func.count()).select_from(texts).where(_UNSETTLED)
    return int(db.execute(query).scalar_one())


def call_off(db: Connection) -> int:
    """End every order of a call; how many."""
    return db.execute(ORDERS.moving("over", phone=None, **UNLEASED)).rowcount
