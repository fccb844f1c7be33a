"""Migrations: up and down with data on both databases, and the same schema as the tables say."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import delete, insert, inspect, select, text

from hotline.store import migrations
from hotline.store.database import Database
from hotline.store.migrate import migrate
from hotline.store.schema import calls, members, metadata, outbox, recordings
from hotline.store.versions import chain, newer, pending

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_the_migrated_schema_is_what_the_tables_say(database: Database) -> None:
    with database.reading() as db:
        context = MigrationContext.configure(db, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_chain_of_versions_is_the_one_that_alembic_walks() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    walked = ScriptDirectory.from_config(config).walk_revisions()
    theirs = [(script.revision, script.doc) for script in walked]
    assert [(each.revision, each.summary) for each in chain()] == theirs[::-1]


def test_a_schema_of_a_later_release_is_newer(database: Database) -> None:
    with database.writing() as db:
        assert not newer(db)
        db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        assert newer(db)


def test_the_web_process_goes_without_alembic() -> None:
    loaded = "import sys, hotline.cli.serving, hotline.wiring; print('alembic' in sys.modules)"
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


def test_down_and_up_again_with_data(database: Database) -> None:
    with database.writing() as db:
        db.execute(insert(members).values(**_member(1)))
        db.execute(insert(outbox).values(**_message(2, member_id=1)))
    migrate(database, "base")
    with database.reading() as db:
        assert set(inspect(db).get_table_names()) <= {"alembic_version"}
    migrate(database)
    with database.writing() as db:
        assert db.execute(select(members)).all() == []
        db.execute(insert(members).values(**_member(1)))
        assert db.execute(select(members.c.created_at)).scalar_one() == NOW


def test_back_to_texts_alone_and_to_calls_again_with_data(database: Database) -> None:
    """What stands in the first release's tables outlives the way down and up again."""
    with database.writing() as db:
        db.execute(insert(members).values(**_member(1)))
        db.execute(insert(calls).values(**_call(3, member_id=1)))
        db.execute(insert(recordings).values(**_recording(4, call_id=3)))
    migrate(database, "0001")
    with database.reading() as db:
        assert not {"calls", "recordings"} & set(inspect(db).get_table_names())
    migrate(database)
    with database.writing() as db:
        assert db.execute(select(members.c.id)).scalar_one() == 1
        assert db.execute(select(calls)).all() == db.execute(select(recordings)).all() == []


def test_a_recording_outlives_its_call_and_its_member(database: Database) -> None:
    """It is still to be deleted at the provider."""
    with database.writing() as db:
        db.execute(insert(members).values(**_member(1)))
        db.execute(insert(calls).values(**_call(3, member_id=1)))
        db.execute(insert(recordings).values(**_recording(4, call_id=3)))
        db.execute(delete(members))
        assert db.execute(select(calls)).all() == []
        left = db.execute(select(recordings.c.provider_sid, recordings.c.call_id)).one()
        assert tuple(left) == ("RE1", None)


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
        "place": "talk",
        "started_at": NOW,
        "touched_at": NOW,
        "closes_at": NOW,
    }


def _recording(row_id: int, call_id: int) -> dict[str, object]:
    return {
        "id": row_id,
        "sid_hash": b"s" * 32,
        "provider_sid": "RE1",
        "call_id": call_id,
        "purpose": "words",
        "state": "kept",
        "seconds": 3,
        "created_at": NOW,
    }


def _message(row_id: int, member_id: int) -> dict[str, object]:
    return {
        "id": row_id,
        "member_id": member_id,
        "kind": "notice",
        "priority": 1,
        "body": b"sealed",
        "state": "queued",
        "due_at": NOW,
        "inline": False,
        "waits": False,
        "greets": False,
        "tries": 0,
        "created_at": NOW,
    }
