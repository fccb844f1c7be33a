"""Statements of every inbound text and every step of a call: compiled once, run by the driver itself.

SQLAlchemy spends some 25 microseconds of bookkeeping on each execution on SQLite and 80 on PostgreSQL,
several times what the driver takes, and an answer takes ten statements. These keep Core's spelling of a
statement and its types, and leave out the rest: no defaults but constants.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import ExpandedState, SQLCompiler
from sqlalchemy.types import TypeEngine

_Convert = Callable[[object], object]
_List = list[object]

# Lists are filled up to the next power of two, so that a statement with one has but a few forms; of longer
# ones none is kept.
_LONGEST_FILLED = 1024


@dataclass(frozen=True)
class _Compiled:
    """One dialect's form: what is bound in which order, and what becomes of the columns of a row."""

    sql: str
    order: tuple[str, ...] | None  # of the values; None where they go by name
    fixed: dict[str, object]  # values that stand in the statement itself, and defaults
    binds: dict[str, _Convert]
    row: Callable[[Iterable[Any]], Any]
    columns: tuple[tuple[int, _Convert], ...]  # those whose values become something else, by place


class Prepared:
    """A Core statement, or a function that makes it for the name of a dialect.

    What it is bound to may be lists: `column.in_(bindparam("ids", expanding=True))`.
    """

    def __init__(self, statement: Any) -> None:
        self._statement = statement
        self._compiled: dict[tuple[object, ...], _Compiled] = {}

    def rows(self, db: Connection, **values: object) -> list[Any]:
        """The rows of a SELECT, or of RETURNING, as named tuples. Raises DBAPIError."""
        compiled, found = self._found(db, values)
        return [compiled.row(_converted(compiled, row)) for row in found]

    def first(self, db: Connection, **values: object) -> Any:
        """The first row, or the only one; None where there is none. Raises DBAPIError."""
        rows = self.rows(db, **values)
        return rows[0] if rows else None

    def scalars(self, db: Connection, **values: object) -> list[Any]:
        """The first column of each row. Raises DBAPIError."""
        compiled, found = self._found(db, values)
        return [_converted(compiled, row)[0] for row in found]

    def scalar(self, db: Connection, **values: object) -> Any:
        """The first column of the first row; None where there is none. Raises DBAPIError."""
        found = self.scalars(db, **values)
        return found[0] if found else None

    def run(self, db: Connection, **values: object) -> int:
        """Change rows: the values of an INSERT, bound names and new values of an UPDATE; how many.

        Raises DBAPIError.
        """
        lists = _lists_of(values)
        compiled = self._for(db.dialect, values, lists)
        return int(_executed(db, compiled, _spread(values, lists)).rowcount)

    def _found(
        self, db: Connection, values: Mapping[str, object]
    ) -> tuple[_Compiled, Iterable[Any]]:
        lists = _lists_of(values)
        compiled = self._for(db.dialect, values, lists)
        return compiled, _executed(db, compiled, _spread(values, lists)).fetchall()

    def _for(
        self, dialect: Dialect, values: Mapping[str, object], lists: Mapping[str, _List]
    ) -> _Compiled:
        lengths = [(name, len(filled)) for name, filled in lists.items()] if lists else ()
        key = (dialect.name, *values, *lengths)
        compiled = self._compiled.get(key)
        if compiled is None:
            statement = self._statement
            if callable(statement):
                statement = statement(dialect.name)
            compiled = _compile(statement, dialect, {**values, **lists})
            if all(length <= _LONGEST_FILLED for _, length in lengths):
                self._compiled[key] = compiled
        return compiled


def _lists_of(values: Mapping[str, object]) -> dict[str, _List]:
    """Those of the values that are lists, filled up."""
    return {name: _filled(value) for name, value in values.items() if isinstance(value, list)}


def _filled(values: _List) -> _List:
    """By its last value: to `IN` one that stands there twice is as one."""
    if not values or len(values) > _LONGEST_FILLED:
        return values
    room = 1 << (len(values) - 1).bit_length()
    return values + values[-1:] * (room - len(values))


def _spread(values: Mapping[str, object], lists: Mapping[str, _List]) -> Mapping[str, object]:
    """A value for each place of a list, named as SQLAlchemy names them."""
    if not lists:
        return values
    spread = {name: value for name, value in values.items() if name not in lists}
    for name, filled in lists.items():
        spread.update((f"{name}_{place}", value) for place, value in enumerate(filled, 1))
    return spread


def _compile(statement: Any, dialect: Dialect, values: dict[str, object]) -> _Compiled:
    compiled = statement.compile(dialect=dialect, column_keys=list(values))
    columns = compiled.returning or getattr(statement, "selected_columns", ())
    readers = [_reader(column.type, dialect) for column in columns]
    spelled = compiled.construct_expanded_state(values)
    defaults = {column.key: column.default.arg for column in compiled.insert_prefetch}
    given = values.keys() | {
        place for name in values for place in spelled.parameter_expansion.get(name, ())
    }
    return _Compiled(
        sql=spelled.statement,
        order=spelled.positiontup and tuple(spelled.positiontup),
        fixed={name: x for name, x in spelled.parameters.items() if name not in given} | defaults,
        binds=_binders(compiled, dialect, spelled),
        row=namedtuple("Row", [str(c.key) for c in columns], rename=True)._make,  # type: ignore[attr-defined]
        columns=tuple((place, reader) for place, reader in enumerate(readers) if reader),
    )


def _binders(
    compiled: SQLCompiler, dialect: Dialect, spelled: ExpandedState
) -> dict[str, _Convert]:
    """What makes of a value what the driver takes, where that is not the value itself."""
    kinds = {name: bind.type.dialect_impl(dialect) for bind, name in compiled.bind_names.items()}
    converts = {
        name: kind.bind_processor(dialect)
        for name, kind in kinds.items()
        if name not in spelled.parameter_expansion
    }
    single = {name: convert for name, convert in converts.items() if convert}
    return single | cast(dict[str, _Convert], dict(spelled.processors))


def _reader(kind: TypeEngine[Any], dialect: Dialect) -> _Convert | None:
    return kind.dialect_impl(dialect).result_processor(dialect, None)


def _converted(compiled: _Compiled, row: Iterable[Any]) -> list[Any]:
    values = list(row)
    for place, convert in compiled.columns:
        values[place] = convert(values[place])
    return values


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
