"""Connections: one engine for SQLite or PostgreSQL, transactions for writing, snapshots for reading."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Executable, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from hotline.store.db import identity_map
from hotline.store.db.prepared import Prepared
from hotline.store.db.writer_queue import WriterTurn

T = TypeVar("T")

_SQLITE_BUSY_SECONDS = 10
_RETRIES = 5
_RETRY_CODES = {"40001", "40P01"}  # PostgreSQL: serialization failure, deadlock


class Database:
    """The truth. `writing()` and `reading()` give a Connection in a transaction."""

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = (
            _sqlite_engine(url, pool_size) if self.is_sqlite else _postgres_engine(url, pool_size)
        )
        self._turn = WriterTurn(Path(self.url.database or "")) if self.is_sqlite else None

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that commits at the end, or changes nothing if an exception leaves it."""
        turn = self._turn.taken() if self._turn else nullcontext()
        with turn, self.engine.connect() as db, db.begin():
            if self.is_sqlite:
                # Deferred transactions that turn into writers fail when another writer was faster.
                db.exec_driver_sql("BEGIN IMMEDIATE")
            identity_map.begin(db)
            yield db

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads; on SQLite it neither waits for a writer nor holds one up."""
        with self.engine.connect() as db, db.begin():
            if self.is_sqlite:
                db.exec_driver_sql("BEGIN")
            yield db

    def write(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in a transaction, again if the database broke a deadlock, was busy or restarted.

        A connection may break while it commits, so `work` can find its own doing done already: it
        changes states by conditional UPDATEs and claims by unique keys, as everything here does.
        """
        for tried in range(_RETRIES):
            try:
                with self.writing() as db:
                    return work(db)
            except DBAPIError as fault:
                if tried == _RETRIES - 1 or not _may_retry(fault):
                    raise
                time.sleep(0.02 * 2**tried)
        raise AssertionError("unreachable")

    def dispose(self) -> None:
        """Close the pool, so that a forked child opens connections of its own."""
        self.engine.dispose()
        if self._turn:
            self._turn.close()


def insert_new(db: Connection, table: Table, **values: object) -> bool:
    """Insert a row unless it would clash with one that is there; whether it was inserted."""
    return _insert_new(table).run(db, **values) == 1


def insert_all_new(db: Connection, table: Table, rows: Sequence[dict[str, object]]) -> None:
    """Insert rows, but for those that would clash with one that is there; on one way to the database."""
    db.execute(_spelled(table, db.dialect.name), rows)


@cache
def _insert_new(table: Table) -> Prepared:
    return Prepared(partial(_spelled, table))


@cache
def _spelled(table: Table, dialect: str) -> Executable:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(table).on_conflict_do_nothing()


def _may_retry(fault: DBAPIError) -> bool:
    code = getattr(fault.orig, "sqlstate", None)
    busy = code in _RETRY_CODES or "database is locked" in str(fault.orig)
    return busy or fault.connection_invalidated


def _postgres_engine(url: str, pool_size: int) -> Engine:
    return create_engine(
        url,
        pool_size=pool_size,
        max_overflow=2,
        pool_pre_ping=False,
        pool_use_lifo=True,  # few busy connections, with their statements prepared, beat many
        pool_recycle=1800,
        hide_parameters=True,
        use_native_hstore=False,  # which is asked for at each start, and which no column has
    )


def _sqlite_engine(url: str, pool_size: int) -> Engine:
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=2,
        pool_use_lifo=True,  # the last writer's connection still knows the pages: writers take turns
        hide_parameters=True,
        connect_args={"timeout": _SQLITE_BUSY_SECONDS, "check_same_thread": False},
    )
    event.listen(engine, "do_connect", _create_private)
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _create_private(_dialect: Any, _record: Any, where: list[Any], _options: Any) -> None:
    """A new file is its owner's alone, whatever the umask; SQLite gives its companions the same mode."""
    file = Path(where[0])
    if not file.exists() and file.parent.is_dir():
        file.touch(mode=0o600)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # Database says BEGIN; a listener would slow every statement
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
