"""Rows that a transaction has locked: read once, and known until it ends.

What is locked changes by our own statements alone, so it is not read again by whoever comes to it next. A
row that was read without its lock is never kept: on PostgreSQL (READ COMMITTED) somebody else may change
it between two statements of ours. On SQLite a transaction that writes is alone with the whole file.

Whatever changes rows of such a table says so here, in the very function that does: `changed` of one row,
`forget` where it is any others (tests/house/test_identity_map.py). What is kept belongs to the connection
of one transaction (Database.writing) and goes with it; without one nothing is kept, and every reader reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field, fields, replace
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Generic, Protocol, TypeVar, cast

from sqlalchemy import Connection

if TYPE_CHECKING:

    class _Identified(Protocol):
        """A dataclass with an id."""

        __dataclass_fields__: ClassVar[dict[str, Field[object]]]

        @property
        def id(self) -> int: ...


R = TypeVar("R", bound="_Identified")
_OPTION = "hotline_held"


def begin(db: Connection) -> None:
    """From here on this transaction keeps what it locks."""
    db.execution_options(**{_OPTION: {}})


def forget(db: Connection) -> None:
    """Rows have been changed of which nobody says how: whoever needs one reads it again."""
    db.get_execution_options().get(_OPTION, {}).clear()


class IdentityMap(Generic[R]):
    """The locked rows of one table. `kind` is what is read of one: a frozen dataclass of its columns."""

    def __init__(self, kind: type[R]) -> None:
        self._kind = kind
        self._columns = {column.name for column in fields(kind)}

    def keep(self, db: Connection, row: R) -> R:
        """Keep a row that was read under its lock, or added by this transaction."""
        self._rows(db)[row.id] = row
        return row

    def find(self, db: Connection, row_id: int) -> R | None:
        """The row as it stands, if this transaction holds it; None where it must be read."""
        return self._rows(db).get(row_id)

    def changed(self, db: Connection, row_id: int, values: Mapping[str, object]) -> None:
        """These columns of a row have these values now."""
        rows = self._rows(db)
        if row_id in rows:
            known = {name: _stored(values[name]) for name in self._columns & values.keys()}
            rows[row_id] = replace(rows[row_id], **known)

    def _rows(self, db: Connection) -> dict[int, R]:
        tables = db.get_execution_options().get(_OPTION)
        return {} if tables is None else cast(dict[int, R], tables.setdefault(self._kind, {}))


def _stored(value: object) -> object:
    """A moment is kept in whole milliseconds (store/tables/types.py)."""
    if isinstance(value, datetime):
        return value.replace(microsecond=value.microsecond // 1000 * 1000)
    return value
