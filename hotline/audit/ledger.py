"""The database as the auditor sees it: one snapshot, only read, through sqlite3 or psycopg themselves."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg

Row = tuple[Any, ...]  # of whatever was asked for
_NAME = re.compile(r"(?<!:):(\w+)")


class LedgerFault(Exception):
    """The database cannot be read; the message says why."""


class Ledger:
    """One snapshot. Questions name their values as `:name`, on both databases."""

    def __init__(self, connection: Any, *, is_sqlite: bool) -> None:
        self._connection = connection
        self._is_sqlite = is_sqlite

    def rows(self, question: str, **values: object) -> list[Row]:
        """What the database answers."""
        if not self._is_sqlite:
            question = _NAME.sub(r"%(\1)s", question.replace("%", "%%"))
        return list(self._connection.execute(question, values).fetchall())

    def count(self, table: str) -> int:
        """How many rows a table has."""
        return int(self.rows(f"SELECT count(*) FROM {table}")[0][0])  # noqa: S608 - names are ours


@contextmanager
def opened(url: str) -> Iterator[Ledger]:
    """A snapshot of the database at `url` (as DATABASE_URL names it). Raises LedgerFault."""
    try:
        if url.startswith("sqlite"):
            with closing(_sqlite(url)) as connection:
                yield Ledger(connection, is_sqlite=True)
        else:
            with psycopg.connect(_plain(url)) as connection:
                connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
                connection.read_only = True
                yield Ledger(connection, is_sqlite=False)
    except (sqlite3.Error, psycopg.Error) as fault:
        reason = str(fault).strip().splitlines()
        raise LedgerFault(reason[0] if reason else type(fault).__name__) from fault


def _sqlite(url: str) -> sqlite3.Connection:
    path = url.partition("://")[2].removeprefix("/")
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)
    connection.execute("BEGIN")
    return connection


def _plain(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://", 1)
