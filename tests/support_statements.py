"""The statements that a database is given, by SQLAlchemy or by the driver itself (store/db/prepared.py)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import event

from hotline.services.kernel.app import App
from hotline.store.db import prepared


@dataclass(frozen=True)
class Statement:
    """One statement on one line, and the values that it was given, in any order."""

    sql: str
    values: tuple[Any, ...]

    def reads(self, table: str) -> bool:
        """Whether it gives back rows of this table, or of this and others."""
        if self.sql.startswith(f"UPDATE {table} "):
            return "RETURNING" in self.sql
        return self.sql.startswith("SELECT") and bool(
            re.search(rf"(FROM|JOIN) {table}\b", self.sql)
        )


def reads_of(seen: Iterable[Statement], table: str, *keys: object) -> list[str]:
    """Those that read a row of this table which is known by any of these values."""
    mine = (one for one in seen if any(key in one.values for key in keys))
    return [one.sql for one in mine if one.reads(table)]


@contextmanager
def statements(app: App) -> Iterator[list[Statement]]:
    """Those given while the block lasts; where a transaction begins is none."""
    seen: list[Statement] = []
    execute = prepared._executed

    def note(*told: Any) -> None:
        if not told[2].startswith("BEGIN"):
            seen.append(Statement(" ".join(told[2].split()), _flat(told[3])))

    def executed(db: Any, compiled: Any, values: dict[str, Any]) -> Any:
        seen.append(Statement(" ".join(compiled.sql.split()), tuple(values.values())))
        return execute(db, compiled, values)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prepared, "_executed", executed)
        event.listen(app.database.engine, "before_cursor_execute", note)
        yield seen
        event.remove(app.database.engine, "before_cursor_execute", note)


def _flat(values: Any) -> tuple[Any, ...]:
    """The values of a statement, or of one that was run for several rows at once."""
    if isinstance(values, dict):
        return tuple(values.values())
    return tuple(
        x for one in values for x in (_flat(one) if isinstance(one, dict | tuple) else [one])
    )
