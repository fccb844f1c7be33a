"""Statements of every inbound text and every step of a call: compiled once, run by the driver itself.

SQLAlchemy spends some 25 microseconds of bookkeeping on each execution on SQLite and 80 on PostgreSQL,
several times what the driver takes, and an answer takes ten statements. These keep Core's spelling of a
statement and its types, and leave out the rest: no expanding IN, no defaults but constants.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection, Select
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

_Convert = Callable[[object], object]


@dataclass(frozen=True)
class _Compiled:
    """One dialect's form: what is bound in which order, and what becomes of the columns of a row."""

    sql: str
    order: tuple[str, ...] | None  # of the values; None where they go by name
    fixed: dict[str, object]  # values that stand in the statement itself, and defaults
    binds: dict[str, _Convert]
    row: Callable[[Iterable[Any]], Any]
    columns: tuple[_Convert | None, ...]


class Prepared:
    """A Core statement, or a function that makes it for the name of a dialect."""

    def __init__(self, statement: Any) -> None:
        self._statement = statement
        self._compiled: dict[tuple[str, ...], _Compiled] = {}

    def rows(self, db: Connection, **values: object) -> list[Any]:
        """The rows of a SELECT, as named tuples. Raises DBAPIError."""
        compiled = self._for(db.dialect, values)
        found = _executed(db, compiled, values).fetchall()
        return [compiled.row(_converted(compiled, row)) for row in found]

    def run(self, db: Connection, **values: object) -> int:
        """Change rows: the values of an INSERT, bound names and new values of an UPDATE; how many.

        Raises DBAPIError.
        """
        return int(_executed(db, self._for(db.dialect, values), values).rowcount)

    def _for(self, dialect: Dialect, values: Mapping[str, object]) -> _Compiled:
        key = (dialect.name, *values)
        if key not in self._compiled:
            statement = self._statement
            if callable(statement):
                statement = statement(dialect.name)
            self._compiled[key] = _compile(statement, dialect, list(values))
        return self._compiled[key]


def _compile(statement: Any, dialect: Dialect, names: list[str]) -> _Compiled:
    compiled = statement.compile(dialect=dialect, column_keys=names)
    columns = statement.selected_columns if isinstance(statement, Select) else ()
    kinds = {name: bind.type.dialect_impl(dialect) for name, bind in compiled.binds.items()}
    converts = {name: kind.bind_processor(dialect) for name, kind in kinds.items()}
    order = compiled.positiontup if compiled.positional else None
    return _Compiled(
        sql=str(compiled),
        order=tuple(order) if order is not None else None,
        fixed={
            **{name: bind.value for name, bind in compiled.binds.items() if name not in names},
            **{column.key: column.default.arg for column in compiled.insert_prefetch},
        },
        binds={name: convert for name, convert in converts.items() if convert},
        row=namedtuple("Row", [c.key for c in columns])._make,  # type: ignore[misc, attr-defined]
        columns=tuple(_reader(column.type, dialect) for column in columns),
    )


def _reader(kind: TypeEngine[Any], dialect: Dialect) -> _Convert | None:
    return kind.dialect_impl(dialect).result_processor(dialect, None)


def _converted(compiled: _Compiled, row: Iterable[Any]) -> list[Any]:
    pairs = zip(compiled.columns, row, strict=True)
    return [value if convert is None else convert(value) for convert, value in pairs]


def _executed(db: Connection, compiled: _Compiled, values: Mapping[str, object]) -> Any:
    bound: dict[str, object] = {**compiled.fixed, **values}
    for name, convert in compiled.binds.items():
        bound[name] = convert(bound[name])
    given = bound if compiled.order is None else [bound[name] for name in compiled.order]
    cursor = db.connection.cursor()
    try:
        cursor.execute(compiled.sql, given)
    except db.dialect.loaded_dbapi.Error as fault:
        raise _as_usual(db, compiled.sql, fault) from fault
    return cursor


def _as_usual(db: Connection, sql: str, fault: Exception) -> DBAPIError:
    """The exception that SQLAlchemy would have raised, without a value of ours in it."""
    lost = db.dialect.is_disconnect(cast(Any, fault), db.connection.driver_connection, None)
    if lost:
        db.invalidate()
    base = db.dialect.loaded_dbapi.Error
    return cast(
        DBAPIError,
        DBAPIError.instance(
            sql, None, fault, base, hide_parameters=True, connection_invalidated=lost
        ),
    )
