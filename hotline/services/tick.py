"""The clock looks at what is due now, and rings for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from hotline.doorbell import Doorbell
from hotline.store import due
from hotline.store.database import Database


class Looker(Protocol):
    """Whoever looks: a House, or the clock's own smaller set of parts."""

    @property
    def database(self) -> Database: ...

    @property
    def doorbell(self) -> Doorbell: ...

    @property
    def clock(self) -> Callable[[], datetime]: ...


def ring_what_is_due(house: Looker, *, also: set[str]) -> set[str]:
    """Ring for everything that is due and for `also`; what was rung for."""
    with house.database.reading() as db:
        rings = due.kinds(db, house.clock()) | also
    return {name for name in sorted(rings) if house.doorbell.ring(name)}
