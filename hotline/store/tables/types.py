"""Column types that mean the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

# A moment as a statement is made with it: its value, or a parameter that gets one each time it runs.
MomentLike = datetime | ColumnElement[datetime]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime, kept as whole milliseconds since 1970: alike on both databases."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _: Dialect) -> int | None:
        """Milliseconds for the database. A naive datetime raises TypeError: it would be an hour wrong."""
        return None if value is None else (value - _EPOCH) // _MILLISECOND

    def process_result_value(self, value: Any | None, _: Dialect) -> datetime | None:
        return None if value is None else _EPOCH + timedelta(milliseconds=value)
