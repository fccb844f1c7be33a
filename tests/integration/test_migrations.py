"""Migrations: up and down with data on both databases, and the same schema as the tables say."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, delete, insert, inspect, select, text
from sqlalchemy.types import TypeEngine

from hotline.store import migrations
from hotline.store.db.database import Database
from hotline.store.db.migrate import migrate
from hotline.store.db.versions import chain, pending, unknown
from hotline.store.schema import attempts, calls, members, metadata, needs, recordings
from hotline.store.tables.types import Moment
from hotline.wiring import NotMigrated, refuse_old_schema
from tests.integration.processes import clean_environ, hotline

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_the_migrated_schema_is_what_the_tables_say(database: Database) -> None:
    """Names, types, defaults, checks, keys and indexes, as the database itself tells them."""
    with database.reading() as db:
        migrated = schema_of(db)
        assert compare_metadata(MigrationContext.configure(db), metadata) == []
    migrate(database, "base")
    metadata.create_all(database.engine)
    with database.reading() as db:
        assert migrated == schema_of(db)
    assert set(migrated) == set(metadata.tables)


def schema_of(db: Connection) -> dict[str, dict[str, Any]]:
    """Every table but Alembic's own, in values that compare."""
    look = inspect(db)
    return {
        table: {
            "columns": by_name(look.get_columns(table)),
            "key": plain(look.get_pk_constraint(table)),
            "foreign keys": by_name(look.get_foreign_keys(table)),
            "unique": by_name(look.get_unique_constraints(table)),
            "checks": by_name(look.get_check_constraints(table)),
            "indexes": by_name(look.get_indexes(table)),
        }
        for table in look.get_table_names()
        if table != "alembic_version"
    }


def by_name(things: Iterable[Any]) -> dict[str, Any]:
    return {thing["name"]: plain(thing) for thing in things}


def plain(thing: Any) -> Any:
    """Types and conditions as the words that the database would be told."""
    if isinstance(thing, dict):
        return {name: plain(value) for name, value in thing.items() if name != "comment"}
    return repr(thing) if isinstance(thing, TypeEngine) else str(thing)


def test_the_chain_of_versions_is_the_one_that_alembic_walks() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    walked = ScriptDirectory.from_config(config).walk_revisions()
    theirs = [(script.revision, script.doc) for script in walked]
    assert [(each.revision, each.summary) for each in chain()] == theirs[::-1]


def test_a_revision_that_nobody_knows_is_named_and_left_alone(
    database: Database, environ: dict[str, str]
) -> None:
    with database.writing() as db:
        assert unknown(db) is None
        db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        told = unknown(db)
    assert told
    assert "revision 9999" in told
    assert chain()[-1].revision in told
    for command in (("migrate",), ("migrate", "--check"), ("clock",)):
        done = hotline(*command, environ=clean_environ(**environ))
        assert done.returncode == 1
        assert told in done.stderr
    with database.reading() as db:
        assert len(pending(db)) == len(chain())
        assert db.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9999"


def test_the_service_is_built_on_the_newest_schema_alone(database: Database) -> None:
    at = text("UPDATE alembic_version SET version_num = :revision")
    *_, before, newest = (each.revision for each in chain())
    for revision, why in ((before, f"lacks migration {newest}"), ("9999", "revision 9999")):
        with database.writing() as db:
            refuse_old_schema(db)
            db.execute(at, {"revision": revision})
            with pytest.raises(NotMigrated, match=why):
                refuse_old_schema(db)
            db.execute(at, {"revision": newest})


def test_the_web_process_goes_without_alembic() -> None:
    loaded = (
        "import sys, hotline.cli.web_server.server, hotline.wiring; print('alembic' in sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", loaded], capture_output=True, text=True, check=True
    )
    assert told.stdout == "False\n"


def test_an_empty_database_has_everything_to_come_and_then_nothing(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    with database.reading() as db:
        waiting = pending(db)
    assert waiting[0].revision == "0001"
    assert all(step.summary for step in waiting)
    migrate(database)
    with database.reading() as db:
        assert list(pending(db)) == []
    database.dispose()


def test_down_and_up_again_with_a_row_in_every_table(database: Database) -> None:
    fill(database)
    migrate(database, "base")
    with database.reading() as db:
        assert set(inspect(db).get_table_names()) <= {"alembic_version"}
    migrate(database)
    with database.reading() as db:
        assert not any(db.execute(select(table)).all() for table in metadata.sorted_tables)
    fill(database)
    with database.reading() as db:
        assert db.execute(select(members.c.created_at)).scalar_one() == NOW


def test_each_step_down_and_up_again_keeps_what_older_steps_made(database: Database) -> None:
    """With one step there is nothing between; the next ones are walked from here."""
    fill(database)
    for each in reversed(chain()[:-1]):
        migrate(database, each.revision)
        migrate(database)
        with database.reading() as db:
            assert db.execute(select(members.c.id)).scalar_one() == 1


def test_rows_of_the_first_release_keep_their_order_and_what_is_still_needed(
    database: Database,
) -> None:
    fill(database)
    migrate(database, "0001")
    with database.writing() as db:
        db.execute(text("UPDATE recordings SET provider_sid = 'RE1'"))
        again = "INSERT INTO attempts (id, message_id, state, started_at) VALUES (2, 1, 'lost', 1)"
        db.execute(text(again))
    migrate(database)
    with database.reading() as db:
        tries = select(attempts.c.id, attempts.c.number).order_by(attempts.c.id)
        assert [tuple(row) for row in db.execute(tries)] == [(1, 1), (2, 2)]
        assert db.execute(select(recordings.c.provider_sid)).scalar_one() == b"RE1"
        assert db.execute(select(needs.c.yes_within)).scalar_one() == "5m"


def fill(database: Database) -> None:
    """One row in every table, each pointing at the others' wherever it can."""
    rows: dict[str, dict[str, Any]] = {}
    with database.writing() as db:
        for table in metadata.sorted_tables:
            rows[table.name] = {column.name: value_for(column, rows) for column in table.columns}
            db.execute(insert(table).values(**rows[table.name]))


def value_for(column: Column[Any], rows: Mapping[str, Mapping[str, Any]]) -> Any:
    for key in column.foreign_keys:
        return rows[key.column.table.name][key.column.name]
    if isinstance(column.type, Moment):
        return NOW
    return {int: 1, str: "x", bytes: b"x", bool: True, date: NOW.date()}[column.type.python_type]


def test_a_recording_outlives_its_call_and_its_member(database: Database) -> None:
    """It is still to be deleted at the provider."""
    with database.writing() as db:
        db.execute(insert(members).values(**_member(1)))
        db.execute(insert(calls).values(**_call(3, member_id=1)))
        db.execute(insert(recordings).values(**_recording(4, call_id=3)))
        db.execute(delete(members))
        assert db.execute(select(calls)).all() == []
        left = db.execute(select(recordings.c.provider_sid, recordings.c.call_id)).one()
        assert tuple(left) == (b"RE1", None)


def test_migrating_again_changes_nothing(database: Database) -> None:
    with database.writing() as db:
        db.execute(insert(members).values(**_member(1)))
    migrate(database)
    with database.reading() as db:
        assert db.execute(select(members.c.id)).scalar_one() == 1


def _member(row_id: int) -> dict[str, object]:
    return {
        "id": row_id,
        "phone_index": b"i" * 32,
        "phone": b"sealed",
        "language": "ar",
        "state": "active",
        "level": 0,
        "created_at": NOW,
    }


def _call(row_id: int, member_id: int) -> dict[str, object]:
    return {
        "id": row_id,
        "member_id": member_id,
        "direction": "inbound",
        "purpose": "line",
        "state": "open",
        "turn": 0,
        "node": "flow",
        "started_at": NOW,
        "touched_at": NOW,
        "closes_at": NOW,
    }


def _recording(row_id: int, call_id: int) -> dict[str, object]:
    return {
        "id": row_id,
        "sid_hash": b"s" * 32,
        "provider_sid": b"RE1",
        "call_id": call_id,
        "purpose": "words",
        "state": "kept",
        "seconds": 3,
        "created_at": NOW,
    }
