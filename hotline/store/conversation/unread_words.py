"""Texts that were not understood, or only after a question: sealed, of nobody, and few."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from hotline.store.db.encryption import UNREAD_WORDS, Vault
from hotline.store.db.ids import new_id
from hotline.store.schema import unread_words

_U = unread_words.c


@dataclass(frozen=True)
class UnreadText:
    """What was written, numbers and names struck. `reading` is what it was asked about, empty for nothing.

    `part` is in which of sixteen parts of the members its writer is, and no more of who that was.
    """

    id: int
    day: datetime
    words: str
    reading: str
    part: int


def add(db: Connection, vault: Vault, text: UnreadText) -> None:
    """Keep a text."""
    content = {"words": text.words, "reading": text.reading, "part": text.part}
    sealed = vault.seal(UNREAD_WORDS, text.id, json.dumps(content, ensure_ascii=False))
    db.execute(insert(unread_words).values(id=text.id, words=sealed, day=text.day))


def new(words: str, reading: str, part: int, day: datetime) -> UnreadText:
    """A text that is not kept yet."""
    return UnreadText(new_id(), day, words, reading, part)


def everything(db: Connection, vault: Vault) -> list[UnreadText]:
    """All of them. Their order tells nothing: it is that of their ids, which are random."""
    rows = db.execute(select(_U.id, _U.day, _U.words)).all()
    return sorted((_opened(vault, *row) for row in rows), key=lambda text: text.id)


def find(db: Connection, vault: Vault, text_id: int) -> UnreadText | None:
    """One of them, its row locked; None where there is none."""
    query = select(_U.id, _U.day, _U.words).where(_U.id == text_id).with_for_update()
    row = db.execute(query).one_or_none()
    return None if row is None else _opened(vault, *row)


def _opened(vault: Vault, row_id: int, day: datetime, sealed: bytes) -> UnreadText:
    content = json.loads(vault.open(UNREAD_WORDS, row_id, sealed))
    return UnreadText(row_id, day, content["words"], content["reading"], content["part"])


def count(db: Connection) -> int:
    """How many there are."""
    return int(db.execute(select(func.count()).select_from(unread_words)).scalar_one())


def remove(db: Connection, text_id: int) -> bool:
    """Let one go; whether it was still there."""
    return db.execute(delete(unread_words).where(_U.id == text_id)).rowcount == 1


def forget_part(db: Connection, vault: Vault, part: int) -> None:
    """Those of one part of the members go: somebody in it is erased."""
    theirs = [text.id for text in everything(db, vault) if text.part == part]
    db.execute(delete(unread_words).where(_U.id.in_(theirs)))


def forget(db: Connection, old: datetime) -> None:
    """Those of a day before `old`."""
    db.execute(delete(unread_words).where(_U.day <= old))
