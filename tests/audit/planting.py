"""Rows put where they must not be, past every constraint: what a broken restore or a broken hand does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import Boolean, Connection, LargeBinary, Table, create_engine, insert, text
from sqlalchemy.pool import NullPool

from hotline.store.schema import metadata
from hotline.store.tables.types import Moment

NOW = datetime.now(UTC).replace(microsecond=0)
LONG_AGO = NOW - timedelta(days=3)
_TABLES = metadata.tables
_ids = count(1001)  # rows planted one after the other do not meet


class Soil:
    """A database that takes any row."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def row(self, name: str, /, **values: Any) -> int:
        """Plant a row; columns that must hold something and are not given hold something. Its id."""
        table = _TABLES[name]
        row_id = next(_ids)
        self._db.execute(insert(table).values(_something(table, row_id) | values))
        return row_id

    def run(self, statement: str) -> None:
        """Plant by SQL."""
        self._db.execute(text(statement))


@contextmanager
def soil(url: str) -> Iterator[Soil]:
    """The database at `url`, its references unguarded; what is planted stays."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as db:
        if engine.dialect.name == "postgresql":
            db.exec_driver_sql("SET session_replication_role = replica")
        yield Soil(db)
    engine.dispose()


def _something(table: Table, row_id: int) -> dict[str, Any]:
    return {
        column.name: _of_kind(column, row_id)
        for column in table.columns
        if column.primary_key or not column.nullable
    }


def _of_kind(column: Any, row_id: int) -> Any:
    if column.primary_key and not isinstance(column.type, LargeBinary | Moment):
        return str(row_id)[-2:] if column.type.python_type is str else row_id
    if isinstance(column.type, Moment):
        return NOW
    if isinstance(column.type, LargeBinary):
        return row_id.to_bytes(32)
    if isinstance(column.type, Boolean):
        return False
    return row_id if column.type.python_type is int else "x"
