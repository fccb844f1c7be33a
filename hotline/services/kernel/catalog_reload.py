"""The words of this process: made anew when somebody has published others."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

from sqlalchemy.exc import SQLAlchemyError

from flows.checks.edits import fitting
from flows.wording.catalog import Catalog, CatalogFault, load_catalog
from flows.wording.renderer import Speaker
from hotline.store.conversation import message_overrides
from hotline.store.db.database import Database

EVERY = timedelta(seconds=2)  # oftener a process does not ask whether words have changed

log = logging.getLogger(__name__)


class CatalogReloader:
    """Holds the speaker that counts now. A speaker itself never changes, so whoever has one may go on.

    `speak` makes a speaker from a catalog.
    """

    def __init__(
        self, speak: Callable[[Catalog], Speaker], database: Database, clock: Callable[[], datetime]
    ) -> None:
        self.speak = speak
        self._database, self._clock = database, clock
        self._turn = Lock()
        self._version: int | None = None
        self.look()

    def refresh(self) -> None:
        """Look, but seldom, and one thread at a time: the others go on with the words they have.

        Call it where no connection is held. A database that does not answer leaves the words as they are.
        """
        if abs(self._clock() - self._looked_at) < EVERY or not self._turn.acquire(blocking=False):
            return
        try:
            self._look()
        except SQLAlchemyError:
            log.warning("whether words have changed is not known; looking again soon")
        finally:
            self._turn.release()

    def look(self) -> None:
        """See now whether a wording has been published, and if so speak by it."""
        with self._turn:
            self._look()

    def _look(self) -> None:
        self._looked_at = self._clock()
        with self._database.reading() as db:
            version = message_overrides.newest(db)
            if version == self._version:
                return
            changes = message_overrides.in_use(db)
        self.speaker = self._spoken(changes)
        self._version = version

    def _spoken(self, changes: dict[message_overrides.Key, str]) -> Speaker:
        try:
            return self.speak(fitting(changes)[0])
        except CatalogFault:
            # Checked when it was published, so it is this release that is at odds with it.
            log.error("published wordings cannot be said in this release: its own words are used")
            return self.speak(load_catalog())
