"""The words of this process: made anew when somebody has published others."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection

from flows.checks.edits import fitting
from flows.wording.catalog import Catalog, CatalogFault, load_catalog
from flows.wording.renderer import Speaker
from hotline.services.kernel.reloading import Reloader
from hotline.store.conversation import message_overrides
from hotline.store.db.database import Database

log = logging.getLogger(__name__)


class CatalogReloader(Reloader):
    """Holds the speaker that counts now. `speak` makes a speaker from a catalog."""

    def __init__(
        self, speak: Callable[[Catalog], Speaker], database: Database, clock: Callable[[], datetime]
    ) -> None:
        self.speak = speak
        super().__init__(database, clock)

    def newest(self, db: Connection) -> int:
        return message_overrides.newest(db)

    def read(self, db: Connection) -> Callable[[], None]:
        changes = message_overrides.in_use(db)
        return lambda: self._take(changes)

    def _take(self, changes: dict[message_overrides.Key, str]) -> None:
        self.speaker = self._spoken(changes)

    def _spoken(self, changes: dict[message_overrides.Key, str]) -> Speaker:
        try:
            return self.speak(fitting(changes)[0])
        except CatalogFault:
            # Checked when it was published, so it is this release that is at odds with it.
            log.error("published wordings cannot be said in this release: its own words are used")
            return self.speak(load_catalog())
