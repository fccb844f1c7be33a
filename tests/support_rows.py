"""A row for any table, with whatever it points at: what is not given gets some value of its type."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Integer, LargeBinary, Table, insert, update

from hotline.store.db import identity_map
from hotline.store.db.ids import new_id
from hotline.store.schema import metadata
from hotline.store.tables.types import Moment

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_numbers = count(1)


def add_row(db: Connection, table: Table, **given: Any) -> int | None:
    """Add a row; the value of its primary key where that is one number."""
    values = {c.name: _value(db, c) for c in table.columns if _needed(c) and c.name not in given}
    db.execute(insert(table).values(**values, **given))
    (first, *_) = table.primary_key.columns
    found: int | None = (values | given).get(first.name)
    return found


def change_row(db: Connection, table: Table, row_id: int, **values: object) -> None:
    """Set columns of a row as they stand in the database, whatever the house says of them."""
    db.execute(update(table).where(table.c.id == row_id).values(**values))
    identity_map.forget(db)


def _needed(column: Column[Any]) -> bool:
    return not column.nullable and column.server_default is None


def _value(db: Connection, column: Column[Any]) -> Any:
    for key in column.foreign_keys:
        parent = metadata.tables[key.column.table.name]
        return add_row(db, parent) if key.column.name == "id" else _named(db, parent)
    if isinstance(column.type, Moment):
        return NOW
    if column.primary_key and isinstance(column.type, Integer):
        return new_id()
    if isinstance(column.type, LargeBinary):
        return next(_numbers).to_bytes(32)
    if isinstance(column.type, Boolean):
        return False
    if isinstance(column.type, Integer):
        return 0
    return f"x{next(_numbers)}"[: getattr(column.type, "length", None)]


def _named(db: Connection, parent: Table) -> str:
    (key,) = parent.primary_key.columns
    name = f"x{next(_numbers)}"
    add_row(db, parent, **{key.name: name})
    return name
