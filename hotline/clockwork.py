"""What the clock works with. It only looks and rings, so it needs no words, flows or provider: built
apart from hotline.wiring, it takes half the memory of a App, on machines that have little."""

from __future__ import annotations

from dataclasses import dataclass

from hotline.clock import Clock, clock_of
from hotline.config import Settings
from hotline.doorbell import Doorbell
from hotline.store.db.database import Database


@dataclass(frozen=True)
class Clockwork:
    """The database, the bell and the present: as much of a App as looking takes."""

    database: Database
    doorbell: Doorbell
    clock: Clock


def build(settings: Settings) -> Clockwork:
    """The clock's parts, from settings. The schema has been checked before."""
    database = Database(settings.database_url, pool_size=1)
    return Clockwork(database, Doorbell(settings.redis_url), clock_of(settings))
