"""Engines that a test has disposed of, for the next that opens the same PostgreSQL database.

Each connection is a process of the server that reads about every table and plans every statement anew, for
longer than a small test takes. Here it stays, as it does in earnest, and is ready for the next.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import ExitStack
from functools import partial
from typing import Any

import sqlalchemy
from sqlalchemy import Engine, make_url
from sqlalchemy.exc import DBAPIError

APPLICATION = "kept for the next test"  # what the server calls its connections

_waiting: defaultdict[str, list[tuple[str, Engine]]] = defaultdict(list)  # by the database's name


def create(url: Any, **options: Any) -> Engine:
    """As SQLAlchemy's create_engine; for PostgreSQL perhaps one that was made for an earlier test."""
    where = make_url(url)
    if where.get_backend_name() != "postgresql":
        return sqlalchemy.create_engine(url, **options)
    how = f"{where!r} {options!r}"
    return _waiting_one(str(where.database), how) or _made(where, how, options)


def close(name: str) -> None:
    """Really dispose of those that wait for this database: it is to be copied or dropped."""
    for _, engine in _waiting.pop(name, ()):
        Engine.dispose(engine)


def close_all() -> None:
    """Really dispose of all that wait: their server ends."""
    for name in tuple(_waiting):
        close(name)


def _waiting_one(name: str, how: str) -> Engine | None:
    for place, (made, engine) in enumerate(_waiting[name]):
        if made == how:
            del _waiting[name][place]
            return engine if _answers(engine) else None
    return None


def _made(where: sqlalchemy.URL, how: str, options: dict[str, Any]) -> Engine:
    told = {"application_name": APPLICATION, **options.pop("connect_args", {})}
    engine = sqlalchemy.create_engine(where, connect_args=told, **options)
    engine.dispose = partial(_left, engine, how, _listeners(engine))  # type: ignore[method-assign]
    return engine


def _left(engine: Engine, how: str, listeners: int, close: bool = True) -> None:
    """Keep it, unless somebody still holds a connection of it or listens to it."""
    waiting = _waiting[str(engine.url.database)]
    if engine.pool.checkedout() or _listeners(engine) != listeners:  # type: ignore[attr-defined]
        Engine.dispose(engine, close)
    elif all(engine is not one for _, one in waiting):
        waiting.append((how, engine))


def _listeners(engine: Engine) -> int:
    heard = engine.pool.dispatch.connect, engine.dispatch.before_cursor_execute
    return sum(len(list(each)) for each in heard)


def _answers(engine: Engine) -> bool:
    """Whether all its connections are as new; a test may have ended them, or the server."""
    try:
        with ExitStack() as stack:
            for _ in range(engine.pool.checkedin()):  # type: ignore[attr-defined]
                db = stack.enter_context(engine.connect())
                db.exec_driver_sql("RESET ALL")
                db.commit()
    except DBAPIError:
        Engine.dispose(engine)
        return False
    return True
