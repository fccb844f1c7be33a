"""What words mean to this process: read anew when somebody has taught or taken back one."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from threading import Lock

from sqlalchemy.exc import SQLAlchemyError

from flows.understanding.learned import with_learned
from flows.vocabulary.lexicon import Lexicon
from hotline.services.kernel.catalog_reload import EVERY
from hotline.store.conversation import learned_words
from hotline.store.db.database import Database
from hotline.store.db.encryption import Vault

log = logging.getLogger(__name__)


class WordsReloader:
    """Holds the lexicon that counts now. A lexicon itself never changes, so whoever has one may go on.

    `own` is what words mean here by the lists alone: what is taught is checked against it.
    """

    def __init__(
        self, own: Lexicon, database: Database, vault: Vault, clock: Callable[[], datetime]
    ) -> None:
        self.own = self.lexicon = own
        self._database, self._vault, self._clock = database, vault, clock
        self._turn = Lock()
        self._version = 0
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
            log.warning("whether words were taught is not known; looking again soon")
        finally:
            self._turn.release()

    def look(self) -> None:
        """See now whether a word was taught or taken back, and if so understand by it."""
        with self._turn:
            self._look()

    def _look(self) -> None:
        self._looked_at = self._clock()
        with self._database.reading() as db:
            version = learned_words.newest(db)
            if version == self._version:
                return
            taught = learned_words.in_use(db, self._vault)
        self.lexicon = with_learned(self.own, taught)
        self._version = version
