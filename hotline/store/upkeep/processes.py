"""The processes that run: each says so every few seconds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select, update

from hotline.store.db.database import insert_new
from hotline.store.schema import processes

_P = processes.c
GONE_AFTER = timedelta(seconds=45)
"""One that has said nothing for so long has ended, or is stuck."""
_FORGOTTEN_AFTER = timedelta(hours=1)


@dataclass(frozen=True)
class Running:
    """A process: `kind` is web, worker or clock, `knows` the marks of the master keys it was given."""

    id: int
    kind: str
    knows: frozenset[str]
    started_at: datetime


def beat(db: Connection, id_: int, kind: str, knows: str, now: datetime) -> None:
    """Say that a process runs; `knows` is written at the first beat. Those long gone are forgotten."""
    values = {"kind": kind, "knows": knows, "started_at": now, "beat_at": now}
    if not insert_new(db, processes, id=id_, **values):
        db.execute(update(processes).where(_P.id == id_).values(beat_at=now))
    db.execute(delete(processes).where(_P.beat_at < now - _FORGOTTEN_AFTER))


def leave(db: Connection, id_: int) -> None:
    """Say that a process ends."""
    db.execute(delete(processes).where(_P.id == id_))


def running(db: Connection, now: datetime) -> list[Running]:
    """Those that have spoken lately, the oldest first."""
    query = select(processes).where(_P.beat_at >= now - GONE_AFTER).order_by(_P.started_at, _P.id)
    return [
        Running(row.id, row.kind, frozenset(row.knows.split()), row.started_at)
        for row in db.execute(query)
    ]
