"""How many texts led to a question, or were not understood; and how many came in."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Literal

from sqlalchemy import BigInteger, Connection, Executable, func, select, type_coerce
from sqlalchemy.dialects import postgresql, sqlite

from hotline.domain.statistics.counting import week_of
from hotline.store.schema import inbound_messages, reading_counts

Reading = Literal["asked", "unread"]

_SLOTS = 8
_WEEK = timedelta(weeks=1)
_R = reading_counts.c


def add(db: Connection, reading: Reading, now: datetime) -> None:
    """Count one text."""
    values = {
        "week": week_of(now),
        "reading": reading,
        "slot": secrets.randbelow(_SLOTS),
        "texts": 1,
    }
    db.execute(_add(db.dialect.name), values)


@cache
def _add(dialect: str) -> Executable:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    new = insert(reading_counts)
    more = {"texts": _R.texts + new.excluded.texts}
    return new.on_conflict_do_update(index_elements=list(reading_counts.primary_key), set_=more)


def by_week(db: Connection, since: datetime) -> Mapping[tuple[datetime, str], int]:
    """How many of each in each week since then."""
    query = select(_R.week, _R.reading, func.sum(_R.texts)).where(_R.week >= since)
    found = db.execute(query.group_by(_R.week, _R.reading))
    return {(week, reading): int(texts) for week, reading, texts in found}


def since(db: Connection, week: datetime) -> Mapping[str, int]:
    """How many of each since the beginning of a week."""
    found: dict[str, int] = {}
    for (_, reading), texts in by_week(db, week).items():
        found[reading] = found.get(reading, 0) + texts
    return found


def texts_by_week(db: Connection, since: datetime) -> Mapping[datetime, int]:
    """How many texts came in, in each week since `since`, a Monday; those over a limit do not count."""
    c = inbound_messages.c
    passed = type_coerce(c.received_at, BigInteger) - int(since.timestamp() * 1000)
    week = (passed // (_WEEK // timedelta(milliseconds=1))).label("week")
    query = select(week, func.count()).where(c.received_at >= since, c.past_limit.is_(False))
    return {since + _WEEK * int(number): many for number, many in db.execute(query.group_by(week))}
