"""Databases of a PostgreSQL server that are emptied and used again: making one anew and dropping it takes as
long as most of the tests that need one.

What is given back is empty but for what the migrated template holds. Where the schema is no longer the
template's, or anything else is in doubt, the database goes and a new one takes its place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast
from uuid import uuid4

import psycopg
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from tests import support_engines

TEMPLATE = "template_hotline"
_MOST_USES = 100  # what is deleted stays in the files, until the file goes

# Every change of a schema writes rows of these. ("xmin" is the transaction that wrote a row; emptying and
# filling tables changes none of them.)
_SCHEMA = " UNION ALL ".join(
    f"SELECT count(*), sum(xmin::text::bigint) FROM {catalog}"
    for catalog in (
        "pg_class",
        "pg_attribute",
        "pg_constraint",
        "pg_trigger",
        "pg_proc",
        "pg_index",
    )
)
_SETTINGS = """SELECT count(*) FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase
    WHERE d.datname = current_database()"""
_TABLES = (
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
)
# Whoever has not let go of it, except connections that wait for the next test.
_OTHERS = """SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND (application_name <> %s OR state <> 'idle')"""


@dataclass(frozen=True)
class _Template:
    """What a database is brought back to."""

    schema: Sequence[tuple[int, ...]]
    empty: str  # the statements that do it


class Databases:
    """The databases of one server that wait for the next test."""

    def __init__(self, server_url: str, on_server: Callable[[str], None]) -> None:
        self._server_url, self._on_server = server_url, on_server
        self._uses: Counter[str] = Counter()
        self._waiting: list[str] = []
        with self._connected(TEMPLATE) as db:
            self._template = _Template(_schema(db), _emptying(db))
        support_engines.close(TEMPLATE)  # what is open cannot be copied

    def take(self) -> str:
        """The name of an empty one."""
        name = self._waiting.pop() if self._waiting else self._made()
        self._uses[name] += 1
        return name

    def give_back(self, name: str) -> None:
        """Empty it for the next test, or have done with it."""
        if self._uses[name] < _MOST_USES and self._emptied(name):
            self._waiting.append(name)
        else:
            self._dropped(name)

    def drop_waiting(self) -> None:
        """Leave nothing of earlier tests on the disk."""
        while self._waiting:
            self._dropped(self._waiting.pop())

    def _made(self) -> str:
        name = f"test_{uuid4().hex}"
        # Copied as files, at half the cost of the default, which writes it all into the log as well.
        self._on_server(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY FILE_COPY")
        return name

    def _dropped(self, name: str) -> None:
        support_engines.close(name)
        self._on_server(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _emptied(self, name: str) -> bool:
        """Whether it is as the template again."""
        try:
            with self._connected(name) as db:
                db.execute(_OTHERS, (support_engines.APPLICATION,))
                same = _schema(db) == self._template.schema
                if same:
                    db.execute(self._template.empty)
                return same
        except (psycopg.Error, DBAPIError):  # a test may have left anything
            return False

    @contextmanager
    def _connected(self, name: str) -> Iterator[psycopg.Connection]:
        url = make_url(self._server_url).set(database=name)
        engine = support_engines.create(url, pool_size=1, isolation_level="AUTOCOMMIT")
        with engine.connect() as db:
            yield cast(psycopg.Connection, db.connection.driver_connection)
        engine.dispose()


def _schema(db: psycopg.Connection) -> list[tuple[int, ...]]:
    return [*db.execute(_SCHEMA).fetchall(), *db.execute(_SETTINGS).fetchall()]


def _emptying(db: psycopg.Connection) -> str:
    """Statements that leave in each table what is in it now; they must be run in one transaction."""
    tables = [str(name) for (name,) in db.execute(_TABLES).fetchall()]
    lines = ["SET LOCAL session_replication_role = replica"]  # no foreign keys meanwhile
    lines += [f'DELETE FROM "{name}"' for name in tables]
    for name in tables:
        rows = db.execute(f'SELECT json_agg(t)::text FROM "{name}" t').fetchall()[0][0]
        if rows is not None:
            given = f'json_populate_recordset(NULL::"{name}", {_quoted(rows)})'
            lines.append(f'INSERT INTO "{name}" SELECT * FROM {given}')
    return ";".join(lines)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
