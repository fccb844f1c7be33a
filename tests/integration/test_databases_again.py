"""Databases that tests use one after the other (tests/support_postgres.py): each finds it as if new."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from sqlalchemy import Connection, func, select, text

from hotline.store.db.database import Database
from hotline.store.schema import metadata
from tests import support_engines
from tests.conftest import _named
from tests.support_postgres import Databases
from tests.support_rows import add_row

Opened = Callable[[str], AbstractContextManager[Connection]]


@pytest.fixture
def databases(postgres_server: str, on_postgres: Callable[[str], None]) -> Iterator[Databases]:
    """Some that no other test knows."""
    databases = Databases(postgres_server, on_postgres)
    yield databases
    databases.drop_waiting()


@pytest.fixture
def opened(postgres_server: str) -> Opened:
    """Opens a database by its name, as a test does, to write."""

    @contextmanager
    def opened_by(name: str) -> Iterator[Connection]:
        database = Database(_named(postgres_server, name))
        with database.writing() as db:
            yield db
        database.dispose()

    return opened_by


def test_no_row_of_an_earlier_test_is_left(databases: Databases, opened: Opened) -> None:
    name = databases.take()
    with opened(name) as db:
        add_row(db, metadata.tables["members"])
        db.execute(text("UPDATE alembic_version SET version_num = 'another'"))
    databases.give_back(name)
    assert databases.take() == name
    with opened(name) as db:
        tables = metadata.sorted_tables
        counts = [db.scalar(select(func.count()).select_from(table)) or 0 for table in tables]
        version = db.scalar(text("SELECT version_num FROM alembic_version"))
    databases.give_back(name)
    assert sum(counts) == 0
    assert version != "another"


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE members ADD COLUMN planted integer",
        "ALTER TABLE members DROP COLUMN name",
        "ALTER TABLE members ALTER COLUMN level TYPE bigint",
        "CREATE TABLE planted (id integer)",
        "CREATE INDEX planted ON members (level)",
        "ALTER TABLE members ADD CONSTRAINT planted CHECK (level >= 0)",
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET lock_timeout = 7', current_database()); END $$",
    ],
)
def test_what_was_changed_otherwise_is_used_no_more(
    databases: Databases, opened: Opened, change: str
) -> None:
    name = databases.take()
    with opened(name) as db:
        db.execute(text(change))
    databases.give_back(name)
    following = databases.take()
    databases.give_back(following)
    assert following != name


def test_a_connection_waits_for_the_next_that_opens_the_database(
    databases: Databases, opened: Opened
) -> None:
    name = databases.take()
    with opened(name) as db:
        first = db.scalar(text("SELECT pg_backend_pid()"))
        db.execute(text("SET lock_timeout = 7"))
    databases.give_back(name)
    with opened(databases.take()) as db:
        assert db.scalar(text("SELECT pg_backend_pid()")) == first
        assert db.scalar(text("SHOW lock_timeout")) == "0"
    databases.give_back(name)


def test_a_connection_that_was_ended_is_made_anew(
    databases: Databases, opened: Opened, on_postgres: Callable[[str], None]
) -> None:
    name = databases.take()
    with opened(name) as db:
        first = db.scalar(text("SELECT pg_backend_pid()"))
    on_postgres(f"SELECT pg_terminate_backend({first}, 5000)")
    with opened(name) as db:
        assert db.scalar(text("SELECT pg_backend_pid()")) != first
    databases.give_back(name)


def test_who_still_holds_a_connection_loses_it(
    databases: Databases, postgres_server: str, opened: Opened
) -> None:
    name = databases.take()
    engine = support_engines.create(_named(postgres_server, name))
    held = engine.connect()
    held.execute(text("LOCK TABLE members"))
    databases.give_back(name)
    with opened(databases.take()) as db:
        add_row(db, metadata.tables["members"])
    databases.give_back(name)
    held.invalidate()
    held.close()
    engine.dispose()
