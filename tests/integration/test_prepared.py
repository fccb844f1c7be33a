"""Statements that the driver runs itself give and keep what SQLAlchemy would, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from hotline.store.db.database import Database
from hotline.store.db.ids import new_id
from hotline.store.db.prepared import Prepared
from hotline.store.schema import members

NOW = datetime(2026, 3, 2, 9, 0, 0, 123000, tzinfo=UTC)
_ADD = Prepared(insert(members))
_ALL = Prepared(select(members).where(members.c.level == 2, members.c.id == bindparam("member")))
_CHANGE = Prepared(update(members).where(members.c.id == bindparam("member")))


def _values(row_id: int) -> dict[str, object]:
    return {
        "id": row_id,
        "phone_index": b"\x00index",
        "phone": b"sealed\xff",
        "language": "ar",
        "state": "active",
        "level": 2,
        "created_at": NOW,
    }


def test_it_keeps_and_gives_what_sqlalchemy_does(database: Database) -> None:
    row_id = new_id()
    with database.writing() as db:
        assert _ADD.run(db, **_values(row_id)) == 1
        (row,) = _ALL.rows(db, member=row_id)
        assert row._asdict() == db.execute(select(members)).one()._asdict()
        assert (row.created_at, row.greeted_at, row.by_call) == (NOW, None, False)


def test_an_update_sets_what_it_is_given_and_counts(database: Database) -> None:
    row_id = new_id()
    with database.writing() as db:
        _ADD.run(db, **_values(row_id))
        assert _CHANGE.run(db, member=row_id, greeted_at=NOW) == 1
        assert _CHANGE.run(db, member=row_id, by_call=True, language="en") == 1
        assert _CHANGE.run(db, member=row_id + 1, language="ar") == 0
        (row,) = _ALL.rows(db, member=row_id)
        assert (row.greeted_at, row.by_call, row.language) == (NOW, True, "en")


def test_its_faults_are_sqlalchemys_and_undo_the_transaction(database: Database) -> None:
    row_id = new_id()
    with pytest.raises(IntegrityError) as fault, database.writing() as db:
        _ADD.run(db, **_values(row_id))
        _ADD.run(db, **_values(row_id))
    assert "sealed" not in str(fault.value.statement) + str(fault.value.params)
    with database.reading() as db:
        assert _ALL.rows(db, member=row_id) == []


def test_a_naive_time_is_refused(database: Database) -> None:
    with pytest.raises(TypeError), database.writing() as db:
        _CHANGE.run(db, member=1, greeted_at=NOW.replace(tzinfo=None))
