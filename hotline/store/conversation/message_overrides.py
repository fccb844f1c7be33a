"""Wordings that were published in place of the project's own: rows are only ever added."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, func, insert, select

from hotline.store.db.ids import new_id
from hotline.store.db.prepared import Prepared
from hotline.store.schema import wordings

Key = tuple[str, str, bool]
"""A message's id, a language, and whether it is its spoken wording."""


@dataclass(frozen=True)
class Published:
    """One version: what was published for a wording, by whom; None is the project's own again."""

    id: int
    version: int
    pattern: str | None
    staff_id: int | None
    published_at: datetime


_W = wordings.c
_COLUMNS = [_W[name] for name in Published.__dataclass_fields__]
_NEWEST = Prepared(select(func.coalesce(func.max(_W.version), 0)))


_ALL = Prepared(select(_W.message, _W.language, _W.voice, _W.pattern).order_by(_W.version))


def newest(db: Connection) -> int:
    """The number of the newest version of anything; 0 before the first."""
    found: int = _NEWEST.scalar(db)
    return found


def in_use(db: Connection) -> dict[Key, str]:
    """The wordings that count in place of the project's own."""
    found = _ALL.rows(db)
    latest = {(row.message, row.language, row.voice): row.pattern for row in found}
    return {key: pattern for key, pattern in latest.items() if pattern is not None}


def history(db: Connection, key: Key, limit: int = 50) -> list[Published]:
    """The latest versions of one wording, the newest first."""
    query = select(*_COLUMNS).where(_this(key)).order_by(_W.version.desc()).limit(limit)
    return [Published(*row) for row in db.execute(query)]


def changed_at(db: Connection, messages: Collection[str]) -> dict[Key, datetime]:
    """When each wording of these messages was published last; those that never were are left out."""
    wording = _W.message, _W.language, _W.voice
    query = select(*wording, func.max(_W.published_at)).where(_W.message.in_(messages))
    found = db.execute(query.group_by(*wording))
    return {(message, language, voice): at for message, language, voice, at in found}


def _this(key: Key) -> ColumnElement[bool]:
    return and_(_W.message == key[0], _W.language == key[1], _W.voice == key[2])


def add(db: Connection, key: Key, pattern: str | None, staff_id: int, now: datetime) -> int:
    """Publish a version; the id of its row. Raises IntegrityError where another was at the same time."""
    row_id = new_id()
    values = {"message": key[0], "language": key[1], "voice": key[2], "pattern": pattern}
    own = {"id": row_id, "version": newest(db) + 1, "staff_id": staff_id, "published_at": now}
    db.execute(insert(wordings).values(**own, **values))
    return row_id
