"""Words that this community has taught its line: what counts has a version, and each change a higher one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from hotline.store.db.encryption import LEARNED_WORDS, Vault
from hotline.store.db.ids import new_id
from hotline.store.db.prepared import Prepared
from hotline.store.schema import learned_words

_L = learned_words.c
_COLUMNS = _L.id, _L.words, _L.version, _L.meaning, _L.tellings, _L.taught_by, _L.taught_at
_NEWEST = Prepared(select(func.coalesce(func.max(_L.version), 0)))


@dataclass(frozen=True)
class LearnedWord:
    """A phrase and its meaning. It counts once it has a version.

    `part` is in which of sixteen parts of the members the first text came from, None where it came from a
    file.
    """

    id: int
    version: int | None
    phrase: str
    meaning: str
    tellings: int
    taught_by: int | None
    taught_at: datetime
    part: int | None


def newest(db: Connection) -> int:
    """The number of the newest change; 0 before the first."""
    found: int = _NEWEST.scalar(db)
    return found


def everything(db: Connection, vault: Vault) -> list[LearnedWord]:
    """All that were not taken back, the oldest first."""
    query = select(*_COLUMNS).where(_L.words.is_not(None)).order_by(_L.taught_at, _L.version)
    return [_opened(vault, *row) for row in db.execute(query)]


def in_use(db: Connection, vault: Vault) -> dict[str, str]:
    """The meaning of each phrase that counts; of one that was taught twice over, the latest."""
    known = (word for word in everything(db, vault) if word.version is not None)
    return {word.phrase: word.meaning for word in sorted(known, key=lambda word: word.version or 0)}


def count(db: Connection) -> int:
    """How many count."""
    known = _L.version.is_not(None), _L.words.is_not(None)
    return int(
        db.execute(select(func.count()).select_from(learned_words).where(*known)).scalar_one()
    )


def taught_since(db: Connection, since: datetime) -> list[datetime]:
    """When each word that counts was taught, of those taught since then."""
    known = _L.version.is_not(None), _L.words.is_not(None), _L.taught_at >= since
    return list(db.execute(select(_L.taught_at).where(*known)).scalars())


def find(db: Connection, vault: Vault, word_id: int) -> LearnedWord | None:
    """One of them, its row locked; None where there is none, or it was taken back."""
    this = _L.id == word_id, _L.words.is_not(None)
    row = db.execute(select(*_COLUMNS).where(*this).with_for_update()).one_or_none()
    return None if row is None else _opened(vault, *row)


def _opened(
    vault: Vault,
    row_id: int,
    words: bytes,
    version: int | None,
    meaning: str,
    tellings: int,
    taught_by: int | None,
    taught_at: datetime,
) -> LearnedWord:
    content = json.loads(vault.open(LEARNED_WORDS, row_id, words))
    about = meaning, tellings, taught_by, taught_at, content["part"]
    return LearnedWord(row_id, version, content["phrase"], *about)


def add(
    db: Connection,
    vault: Vault,
    phrase: str,
    meaning: str,
    *,
    part: int | None,
    taught_by: int | None,
    now: datetime,
) -> int:
    """Keep what a phrase was said to mean, once; its id."""
    row_id = new_id()
    content = json.dumps({"phrase": phrase, "part": part}, ensure_ascii=False)
    sealed = vault.seal(LEARNED_WORDS, row_id, content)
    values = {"meaning": meaning, "tellings": 1, "taught_by": taught_by, "taught_at": now}
    db.execute(insert(learned_words).values(id=row_id, words=sealed, **values))
    return row_id


def told_again(db: Connection, word_id: int) -> None:
    """Somebody else's text was said to mean the same."""
    db.execute(update(learned_words).where(_L.id == word_id).values(tellings=_L.tellings + 1))


def learn(db: Connection, word_id: int) -> bool:
    """Have it count from now on; whether it did not yet. Raises IntegrityError where another was learned
    in the same moment."""
    waits = _L.id == word_id, _L.version.is_(None), _L.words.is_not(None)
    return (
        db.execute(update(learned_words).where(*waits).values(version=newest(db) + 1)).rowcount == 1
    )


def take_back(db: Connection, word_id: int) -> bool:
    """Forget the phrase; whether it was there. What stays says only that something has changed."""
    there = _L.id == word_id, _L.words.is_not(None)
    gone = {"words": None, "version": newest(db) + 1}
    return db.execute(update(learned_words).where(*there).values(**gone)).rowcount == 1


def forget(db: Connection, old: datetime) -> None:
    """What was said only once, or waits for a second person, since before `old`."""
    db.execute(delete(learned_words).where(_L.version.is_(None), _L.taught_at <= old))
