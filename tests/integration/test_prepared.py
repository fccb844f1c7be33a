"""Statements that the driver runs itself give and keep what SQLAlchemy would, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import BindParameter, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from hotline.store.db import prepared
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


_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_SEVERAL = Prepared(
    select(members.c.id, members.c.created_at)
    .where(
        members.c.id.in_(_IDS),
        members.c.created_at.in_(bindparam("moments", expanding=True)),
        members.c.state.in_(("active", "left")),
    )
    .order_by(members.c.id)
)


@pytest.mark.parametrize("many", [0, 1, 2, 3, 4, 5, 63, 64, 65, 66])
def test_a_list_holds_what_is_in_it_however_long_it_is(database: Database, many: int) -> None:
    ids = [new_id() for _ in range(70)]
    with database.writing() as db:
        for row_id in ids:
            _ADD.run(db, **_values(row_id) | {"phone_index": str(row_id).encode()})
        found = _SEVERAL.rows(db, ids=ids[:many], moments=[NOW, NOW, NOW])
        assert found == [(row_id, NOW) for row_id in sorted(ids[:many])]
        assert _SEVERAL.scalars(db, ids=ids[:many], moments=[]) == []


def test_it_has_few_forms_and_keeps_none_of_long_lists(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepared, "_LONGEST_FILLED", 8)
    several = Prepared(select(members.c.id).where(members.c.id.in_(_IDS)))
    ids = [new_id() for _ in range(12)]
    with database.writing() as db:
        for row_id in ids:
            _ADD.run(db, **_values(row_id) | {"phone_index": str(row_id).encode()})
        for many in range(13):
            assert sorted(several.scalars(db, ids=ids[:many])) == sorted(ids[:many])
    assert len(several._compiled) == len([0, 1, 2, 4, 8])


def test_a_form_remembers_nothing_of_what_it_was_first_run_with(database: Database) -> None:
    several = Prepared(select(members.c.id).where(members.c.id.in_(_IDS), members.c.level == 2))
    with database.reading() as db:
        several.rows(db, ids=[12345, 67890])
    (form,) = several._compiled.values()
    assert list(form.fixed.values()) == [2]


def test_the_first_of_what_is_found_or_nothing(database: Database) -> None:
    one, other = sorted((new_id(), new_id()))
    with database.writing() as db:
        for row_id in (one, other):
            _ADD.run(db, **_values(row_id) | {"phone_index": str(row_id).encode()})
        asked = {"ids": [other, one], "moments": [NOW]}
        assert _SEVERAL.first(db, **asked) == (one, NOW)
        assert _SEVERAL.scalar(db, **asked) == one
        assert _SEVERAL.scalars(db, **asked) == [one, other]
        assert _SEVERAL.first(db, ids=[], moments=[NOW]) is None
        assert _SEVERAL.scalar(db, ids=[], moments=[NOW]) is None


_CHANGE_AND_TELL = Prepared(
    update(members)
    .where(members.c.id.in_(_IDS))
    .values(level=0)
    .returning(members.c.id, members.c.greeted_at, members.c.level)
)


def test_a_change_tells_what_it_has_changed(database: Database) -> None:
    row_id = new_id()
    with database.writing() as db:
        _ADD.run(db, **_values(row_id))
        told = _CHANGE_AND_TELL.rows(db, ids=[row_id, row_id + 1], greeted_at=NOW)
        assert [row._asdict() for row in told] == [{"id": row_id, "greeted_at": NOW, "level": 0}]
        assert _CHANGE_AND_TELL.rows(db, ids=[], greeted_at=NOW) == []
