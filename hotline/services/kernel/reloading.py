"""What a process holds of the database, read anew when it has changed: seldom, by one thread at a time."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from hotline.store.db.database import Database

EVERY = timedelta(seconds=2)  # oftener a process does not ask whether anything has changed

log = logging.getLogger(__name__)


class Reloader(ABC):
    """Looks at a version in the database, and takes what is new where it is another.

    What is held itself never changes, so whoever has it may go on.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database, self._clock = database, clock
        self._turn = Lock()
        self._version: int | None = None
        self.look()

    def refresh(self) -> None:
        """Look, but seldom, and one thread at a time: the others go on with what they have.

        Call it where no connection is held. A database that does not answer leaves all as it is.
        """
        if abs(self._clock() - self._looked_at) < EVERY or not self._turn.acquire(blocking=False):
            return
        try:
            self._look()
        except SQLAlchemyError:
            log.warning("%s: whether anything has changed is not known", type(self).__name__)
        finally:
            self._turn.release()

    def look(self) -> None:
        """See now whether anything was changed, and if so go by it."""
        with self._turn:
            self._look()

    def _look(self) -> None:
        self._looked_at = self._clock()
        with self._database.reading() as db:
            version = self.newest(db)
            if version == self._version:
                return
            take = self.read(db)
        take()
        self._version = version

    @abstractmethod
    def newest(self, db: Connection) -> int:
        """The version that counts now."""

    @abstractmethod
    def read(self, db: Connection) -> Callable[[], None]:
        """What stands there now, read; calling it takes it, with no connection held."""
