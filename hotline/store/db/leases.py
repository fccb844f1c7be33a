"""Leases: one holder at a time, for as long as it keeps renewing."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, or_, select, update

from hotline.store.db.database import insert_new
from hotline.store.db.prepared import Prepared
from hotline.store.schema import leases


def hold(db: Connection, name: str, holder: str, now: datetime, length: timedelta) -> bool:
    """Take or renew the lease `name` until `now + length`; False while somebody else holds it.

    One that is held for longer than that was taken before the system's clock was set back: it is over.
    """
    values = {"holder": holder, "held_until": now + length, "beat_at": now}
    if insert_new(db, leases, name=name, **values):
        return True
    held = leases.c.held_until
    free = or_(leases.c.holder == holder, held <= now, held > now + length)
    renewed = update(leases).where(leases.c.name == name, free).values(**values)
    return db.execute(renewed).rowcount == 1


def is_held(db: Connection, name: str, now: datetime) -> bool:
    """Whether anybody holds the lease."""
    return _HELD_AFTER.scalar(db, lease=name, now=now) is not None


_HELD_AFTER = Prepared(
    select(leases.c.held_until).where(
        leases.c.name == bindparam("lease"), leases.c.held_until > bindparam("now")
    )
)


def release(db: Connection, name: str, holder: str, now: datetime) -> None:
    """Let the next one in at once."""
    mine = leases.c.name == name, leases.c.holder == holder
    db.execute(update(leases).where(*mine).values(held_until=now))


def last_beat(db: Connection, name: str) -> datetime | None:
    """When the lease was last taken or renewed; None if it never was."""
    return db.execute(select(leases.c.beat_at).where(leases.c.name == name)).scalar_one_or_none()
