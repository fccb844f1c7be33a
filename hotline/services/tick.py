"""What is due now, told by cheap questions to indexed columns: the clock asks and rings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection, exists, select

from hotline.doorbell import Doorbell
from hotline.store import bridges, broadcasts, call_orders, calls, copies, outbox, roster, sounds
from hotline.store.database import Database
from hotline.store.needs import LIVE
from hotline.store.schema import needs


class Looker(Protocol):
    """Whoever looks: a House, or the clock's own smaller set of parts."""

    @property
    def database(self) -> Database: ...

    @property
    def doorbell(self) -> Doorbell: ...

    @property
    def clock(self) -> Callable[[], datetime]: ...


def due(db: Connection, now: datetime) -> set[str]:
    """The bells to ring: those for which at least one row is due. Does not touch the rows."""
    questions = {
        "dispatch": [needs.c.due_at <= now],
        "follow_up": [needs.c.follow_up_at <= now],
        "expire": [needs.c.state.in_(LIVE), needs.c.expires_at <= now],
        "recordings": sounds.any_due(now),
        "forget": copies.any_due(now),
        "broadcast": broadcasts.any_due(now),
        "roster": roster.any_due(now),
    }
    rings = {name for name, where in questions.items() if _any(db, *where)}
    if _any(db, *calls.over_time(now)) or _any(db, *bridges.over_time(now)):
        rings.add("expire")
    if call_orders.any_due(db, now):
        rings.add("call")
    if outbox.any_due(db, now):
        rings.add("deliver")
    if outbox.any_unsettled(db, now):
        rings.add("settle")
    return rings


def ring_what_is_due(house: Looker, *, also: set[str]) -> set[str]:
    """Ring for everything that is due and for `also`; what was rung for."""
    with house.database.reading() as db:
        rings = due(db, house.clock()) | also
    return {name for name in sorted(rings) if house.doorbell.ring(name)}


def _any(db: Connection, *where: object) -> bool:
    return bool(db.execute(select(exists().where(*where))).scalar())  # type: ignore[arg-type]
