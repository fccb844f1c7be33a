"""Transactions on real databases: what is tried again, and what is not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from hotline.store.db.database import Database, insert_new
from hotline.store.schema import leases

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def _hold(db: Connection, name: str) -> bool:
    return insert_new(db, leases, name=name, holder="a test", held_until=NOW, beat_at=NOW)


def test_a_restarted_server_costs_nobody_a_text(postgres_url: str) -> None:
    database = Database(postgres_url)
    with database.writing() as db:
        pid = db.execute(text("SELECT pg_backend_pid()")).scalar_one()
    other = Database(postgres_url)
    with other.writing() as db:
        db.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
    assert database.write(lambda db: _hold(db, "after the restart"))
    database.dispose()
    other.dispose()


def test_a_fault_of_the_work_is_not_tried_again(database: Database) -> None:
    tried = []

    def work(db: Connection) -> None:
        tried.append(db)
        db.execute(leases.insert().values(name="x"))  # holder is missing

    with pytest.raises(IntegrityError):
        database.write(work)
    assert len(tried) == 1


def test_what_an_exception_leaves_changes_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError), database.writing() as db:
        _hold(db, "half done")
        raise RuntimeError
    assert database.write(lambda db: _hold(db, "half done"))
