"""The statements that a database is given, by SQLAlchemy or by the driver itself (store/prepared.py)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from hotline.services.house import House
from hotline.store import prepared


@contextmanager
def statements(house: House) -> Iterator[list[str]]:
    """Those given while the block lasts, without their values; where a transaction begins is none."""
    seen: list[str] = []

    def note(*told: Any) -> None:
        if not told[2].startswith("BEGIN"):
            seen.append(" ".join(told[2].split()))

    execute = prepared._executed

    def executed(db: Any, compiled: Any, values: Any) -> Any:
        seen.append(" ".join(compiled.sql.split()))
        return execute(db, compiled, values)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prepared, "_executed", executed)
        event.listen(house.database.engine, "before_cursor_execute", note)
        yield seen
        event.remove(house.database.engine, "before_cursor_execute", note)
