"""A process says every few seconds that it runs, in the database: for `hotline doctor`, and so that a key
is not taken from a process that needs it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError

from hotline.store.db.database import Database
from hotline.store.db.ids import new_id
from hotline.store.upkeep import processes

BEAT_SECONDS = 10.0

log = structlog.get_logger(__name__)


class Presence:
    """Says from a thread of its own that this process, of that `kind`, runs. For use with `with`.

    `knows` are the marks of the master keys that it was given. An outage of the database is waited out.
    """

    def __init__(
        self, database: Database, kind: str, clock: Callable[[], datetime], knows: str = ""
    ) -> None:
        self._database = database
        self._kind, self._knows, self._clock = kind, knows, clock
        self._id = new_id()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="presence", daemon=True)

    def begin(self) -> None:
        """Start saying so."""
        self._thread.start()

    def end(self) -> None:
        """Stop, and say that this process ends."""
        self._ended.set()
        self._thread.join()

    def __enter__(self) -> Presence:
        self.begin()
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def _run(self) -> None:
        while not self._ended.is_set():
            self._try(self._beat)
            self._ended.wait(BEAT_SECONDS)
        self._try(self._leave)

    def _beat(self) -> None:
        now = self._clock()
        self._database.write(lambda db: processes.beat(db, self._id, self._kind, self._knows, now))

    def _leave(self) -> None:
        self._database.write(lambda db: processes.leave(db, self._id))

    def _try(self, work: Callable[[], None]) -> None:
        try:
            work()
        except (SQLAlchemyError, OSError) as fault:
            log.warning("presence.no_database", fault=type(fault).__name__)
