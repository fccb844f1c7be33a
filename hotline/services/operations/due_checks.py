"""The clock looks at what is due now, and rings for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from hotline.doorbell import Doorbell
from hotline.store.db.database import Database
from hotline.store.upkeep import due


class Looker(Protocol):
    """Whoever looks: a App, or the clock's own smaller set of parts."""

    @property
    def database(self) -> Database: ...

    @property
    def doorbell(self) -> Doorbell: ...

    @property
    def clock(self) -> Callable[[], datetime]: ...


def ring_what_is_due(app: Looker, *, also: set[str]) -> set[str]:
    """Ring for everything that is due and for `also`; what was rung for."""
    with app.database.reading() as db:
        wakeups = due.kinds(db, app.clock()) | also
    return {name for name in sorted(wakeups) if app.doorbell.ring(name)}
