"""What words mean to this process: read anew when somebody has taught or taken back one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection

from flows.understanding.learned import with_learned
from flows.vocabulary.lexicon import Lexicon
from hotline.services.kernel.reloading import Reloader
from hotline.store.conversation import learned_words
from hotline.store.db.database import Database
from hotline.store.db.encryption import Vault


class WordsReloader(Reloader):
    """Holds the lexicon that counts now.

    `own` is what words mean here by the lists alone: what is taught is checked against it.
    """

    def __init__(
        self, own: Lexicon, database: Database, vault: Vault, clock: Callable[[], datetime]
    ) -> None:
        self.own = self.lexicon = own
        self._vault = vault
        super().__init__(database, clock)

    def newest(self, db: Connection) -> int:
        return learned_words.newest(db)

    def read(self, db: Connection) -> Callable[[], None]:
        taught = learned_words.in_use(db, self._vault)
        return lambda: self._learn(taught)

    def _learn(self, taught: dict[str, str]) -> None:
        self.lexicon = with_learned(self.own, taught)
