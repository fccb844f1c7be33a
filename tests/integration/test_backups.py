"""Backups made while the service runs, and put back: nothing goes out twice, and who was erased is."""

from __future__ import annotations

import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from hotline.audit.report import audit
from hotline.config import read_settings
from hotline.services.delivery import deliver
from hotline.services.inbound.receive import Inbound, receive
from hotline.services.kernel.app import App
from hotline.services.kernel.interaction import Interaction
from hotline.services.members import erasure, erasure_log
from hotline.services.needs import dispatch
from hotline.services.operations import chaining, restoring
from hotline.simulator.server import Simulator
from hotline.store import migrations
from hotline.store.db.database import Database
from hotline.store.db.sqlite_files import FileFault, copy
from hotline.store.db.versions import chain
from hotline.store.people import members as people
from hotline.store.schema import (
    asks,
    call_orders,
    calls,
    console_actions,
    console_sessions,
    members,
    needs,
    outbox,
)
from hotline.wiring import build
from tests import support_engines
from tests.integration.processes import hotline
from tests.support_app import enrol, greet_everybody, rows, settle_down, write_community
from tests.support_rows import add_row

ASKER, HELPERS = "+9613123456", ("+9613222221", "+9613222222", "+9613222223")
ANOTHER_KEY = "//////////////////////////////////////////8="


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """A SQLite file: PostgreSQL has tools of its own."""
    return sqlite_url


@pytest.fixture
def begin(environ: dict[str, str], tmp_path: Path) -> Iterator[Callable[[], App]]:
    """Builds Houses on the present database, in real time and without quiet hours."""
    community = tmp_path / "community.yaml"
    write_community(community, {"quiet_hours.to": "22:00"})
    environ |= {"HOTLINE_COMMUNITY": str(community)}
    houses: list[App] = []

    def make() -> App:
        houses.append(build(read_settings(environ)))
        return houses[-1]

    yield make
    for app in houses:
        end(app)


def end(app: App) -> None:
    """As a process that ends: nothing of it stays open."""
    app.doorbell.close()
    app.database.dispose()


def ask_for_food(app: App) -> str:
    """A request whose first asks wait in the outbox; its reference."""
    enrol(app, *((f"Helper {n}", n, "en", "food", "all", "1") for n in HELPERS))
    greet_everybody(app)
    for number, words in enumerate(("need food harbour today 2", "1", "1"), 1):
        receive(app, Inbound(f"SM{number:032x}", ASKER, words))
    dispatch.run_due(app)
    (need,) = rows(app, needs)
    reference: str = need.reference
    return reference


def texts_to_helpers(carrier: Simulator) -> list[str]:
    return [m.to for m in carrier.messages() if m.to in HELPERS]


def erase(app: App, number: str) -> None:
    """What is done for a member who texts ERASE twice."""

    def forget(db: object) -> None:
        member = people.locked(db, app.vault.phone_index(number))  # type: ignore[arg-type]
        assert member is not None
        erasure.erase(
            Interaction(app, db, app.clock(), member=member, effect_handler=lambda *_: None)  # type: ignore[arg-type]
        )

    app.database.write(forget)


# Backup


def test_a_backup_is_whole_while_others_write(database_url: str, tmp_path: Path) -> None:
    database, target = Database(database_url), tmp_path / "copy.db"
    done = threading.Event()

    def write_pairs() -> None:
        while not done.is_set():
            with database.writing() as db:
                need = add_row(db, needs)
                add_row(db, asks, need_id=need)

    writer = threading.Thread(target=write_pairs)
    writer.start()
    try:
        for number in range(5):
            size = copy(Path(database.url.database or ""), tmp_path / f"copy-{number}.db")
            assert size > 0
    finally:
        done.set()
        writer.join()
        database.dispose()
    for target in tmp_path.glob("copy-*.db"):
        assert stat.S_IMODE(target.stat().st_mode) == 0o600
        with closing(sqlite3.connect(target)) as db:
            pairs = [
                db.execute(f"select count(*) from {name}").fetchone() for name in ("needs", "asks")
            ]
            assert pairs[0] == pairs[1]
    assert not list(tmp_path.glob(".*part*"))


def test_the_operator_gets_a_file_and_never_loses_one(
    environ: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "backup.db"
    done = hotline("backup", str(file), environ=environ)
    assert done.returncode == 0, done.stderr
    assert "sound" in done.stdout
    before = file.read_bytes()
    again = hotline("backup", str(file), environ=environ)
    assert again.returncode == 1
    assert "is there already" in again.stderr
    assert file.read_bytes() == before


def test_postgresqls_own_way_is_told_without_its_password(
    environ: dict[str, str], tmp_path: Path
) -> None:
    environ |= {"DATABASE_URL": "postgresql://us:hush@db.example.org/line"}
    for command, tool in (("backup", "pg_dump"), ("restore", "pg_restore")):
        done = hotline(command, str(tmp_path / "x.dump"), environ=environ)
        assert done.returncode == 1
        assert tool in done.stderr
        assert "us:***@db.example.org/line" in done.stderr
        assert "hush" not in done.stderr


# Restore


def test_a_backup_comes_back_audited_and_the_present_is_kept(
    begin: Callable[[], App], environ: dict[str, str], tmp_path: Path
) -> None:
    app, file = begin(), tmp_path / "backup.db"
    reference = ask_for_food(app)
    target = Path(app.database.url.database or "")
    copy(target, file)
    receive(app, Inbound(f"SM{9:032x}", ASKER, f"DROP {reference}"))
    end(app)
    done = hotline("restore", str(file), "--replace", environ=environ)
    assert done.returncode == 0, done.stderr + done.stdout
    assert "Every promise is kept." in done.stdout
    (need,) = rows(begin(), needs)
    assert (need.reference, need.state) == (reference, "seeking")
    (aside,) = target.parent.glob("hotline.db.before-*")
    kept = Database(f"sqlite:///{aside}")
    with kept.reading() as db:
        assert len(db.execute(select(needs)).all()) == 1
    kept.dispose()
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert not list(target.parent.glob("*restoring*"))


def test_what_left_since_the_backup_is_not_sent_again(
    begin: Callable[[], App], environ: dict[str, str], carrier: Simulator, tmp_path: Path
) -> None:
    app, file = begin(), tmp_path / "backup.db"
    ask_for_food(app)
    copy(Path(app.database.url.database or ""), file)
    deliver.run(app)
    assert sorted(texts_to_helpers(carrier)) == sorted(HELPERS)
    end(app)
    done = hotline("restore", str(file), "--replace", environ=environ)
    assert done.returncode == 0, done.stderr + done.stdout
    settle_down(begin())
    assert sorted(texts_to_helpers(carrier)) == sorted(HELPERS)


def test_what_never_left_is_sent_after_all(
    begin: Callable[[], App], environ: dict[str, str], carrier: Simulator, tmp_path: Path
) -> None:
    app, file = begin(), tmp_path / "backup.db"
    ask_for_food(app)
    copy(Path(app.database.url.database or ""), file)
    end(app)
    done = hotline("restore", str(file), "--replace", environ=environ)
    assert done.returncode == 0, done.stderr + done.stdout
    settle_down(begin())
    assert sorted(texts_to_helpers(carrier)) == sorted(HELPERS)


def test_what_waited_long_ago_is_not_sent_and_others_are_asked(
    begin: Callable[[], App], environ: dict[str, str], carrier: Simulator, tmp_path: Path
) -> None:
    app, file = begin(), tmp_path / "backup.db"
    ask_for_food(app)
    days_ago = app.clock() - timedelta(days=2)
    with app.database.writing() as db:
        db.execute(update(outbox).values(created_at=days_ago, due_at=days_ago))
    copy(Path(app.database.url.database or ""), file)
    waiting = [row for row in rows(app, outbox) if row.ask_id]
    end(app)
    done = hotline("restore", str(file), "--replace", environ=environ)
    assert done.returncode == 0, done.stderr + done.stdout
    app = begin()
    after = {row.id: row.state for row in rows(app, outbox)}
    assert {after[row.id] for row in waiting} == {"canceled"}
    assert {ask.state for ask in rows(app, asks)} == {"withdrawn"}
    (need,) = rows(app, needs)
    assert need.due_at <= app.clock()


def test_whoever_was_erased_since_is_forgotten_again(
    begin: Callable[[], App], environ: dict[str, str], tmp_path: Path
) -> None:
    app, file = begin(), tmp_path / "backup.db"
    ask_for_food(app)
    copy(Path(app.database.url.database or ""), file)
    erase(app, ASKER)
    assert erasure_log.keep(app) == 1
    assert erasure_log.keep(app) == 0
    database = Path(app.database.url.database or "")
    index = app.vault.phone_index(ASKER)
    end(app)
    for leftover in database.parent.glob("hotline.db*"):  # the disk is gone; the list is not
        leftover.unlink()
    done = hotline("restore", str(file), environ=environ)
    assert done.returncode == 0, done.stderr + done.stdout
    assert "1 member(s) who were erased since" in done.stdout
    restored = begin()
    with restored.database.reading() as db:
        assert people.by_index(db, index) is None
    assert [need.words for need in rows(restored, needs)] == [None]


def test_the_replaced_database_also_tells_who_was_erased(
    begin: Callable[[], App], environ: dict[str, str], tmp_path: Path
) -> None:
    app, file = begin(), tmp_path / "backup.db"
    ask_for_food(app)
    copy(Path(app.database.url.database or ""), file)
    erase(app, HELPERS[0])
    index = app.vault.phone_index(HELPERS[0])
    end(app)
    done = hotline("restore", str(file), "--replace", environ=environ)
    assert done.returncode == 0, done.stderr + done.stdout
    with begin().database.reading() as db:
        assert people.by_index(db, index) is None


def test_the_record_goes_on_from_where_the_backup_ends(
    begin: Callable[[], App], environ: dict[str, str], tmp_path: Path
) -> None:
    app, file = begin(), tmp_path / "backup.db"
    ask_for_food(app)
    assert chaining.run_due(app) > 0
    done = hotline("backup", str(file), environ=environ)
    assert f"mark of the record in it: {chaining.newest(app).short}." in done.stdout
    erase(app, HELPERS[0])
    chaining.run_due(app)
    note = chaining.file_of(app.settings)
    later = note.read_text()
    end(app)
    done = hotline("restore", str(file), "--replace", environ=environ)
    assert done.returncode == 0, done.stderr + done.stdout
    assert not note.exists()
    assert [each.read_text() for each in note.parent.glob("record.head.before-*")] == [later]
    restored = begin()
    assert "restored" in {row.action for row in rows(restored, console_actions)}
    chaining.run_due(restored)
    assert note.read_text().strip() == str(chaining.newest(restored))
    assert "record noted" not in hotline("audit", environ=environ).stdout
    assert "record noted" in hotline("audit", "--mark", later.strip(), environ=environ).stdout


def test_a_list_cut_off_in_the_middle_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    file = tmp_path / "erasures.log"
    file.write_bytes(b"12\n34\n\xff\n5")
    assert erasure_log.listed(file) == {12, 34, 5}
    assert erasure_log.listed(tmp_path / "none") == set()


def test_the_list_of_the_erased_does_not_tell_when(begin: Callable[[], App]) -> None:
    app = begin()
    file = erasure_log.file_of(app.settings)
    for number in ("+9613000001", "+9613000002", "+9613000003"):
        enrol(app, ("Maya", number, "en", "", "", "0"))
        erase(app, number)
        assert erasure_log.keep(app) == 1
    ids = [int(line) for line in file.read_text("ascii").splitlines()]
    assert len(ids) == 3
    assert ids == sorted(ids)
    assert file.stat().st_mtime == 0
    assert file.stat().st_mode & 0o777 == 0o600


REFUSALS = {
    "is there already": lambda file, environ: None,
    "is no database": lambda file, environ: file.write_text("no database"),
    "does not open this backup": lambda file, environ: environ.update(HOTLINE_KEY=ANOTHER_KEY),
    "nothing of a hotline": lambda file, environ: statement(file, "drop table data_keys"),
    "carries revision 9,": lambda file, environ: statement(file, "update alembic_version set version_num=9"),
}  # fmt: skip


def dump(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as db:
        return list(db.iterdump())


def statement(file: Path, sql: str) -> None:
    with closing(sqlite3.connect(file)) as db, db:
        db.execute(sql)


@pytest.mark.parametrize("told", REFUSALS)
def test_what_cannot_be_put_back_leaves_everything_as_it_is(
    begin: Callable[[], App], environ: dict[str, str], tmp_path: Path, told: str
) -> None:
    app, file = begin(), tmp_path / "backup.db"
    target = Path(app.database.url.database or "")
    copy(target, file)
    end(app)
    before = dump(target)
    REFUSALS[told](file, environ)  # type: ignore[no-untyped-call]
    more = () if told == "is there already" else ("--replace",)
    done = hotline("restore", str(file), *more, environ=environ)
    assert done.returncode == 1
    assert told in done.stderr
    assert dump(target) == before
    assert not list(target.parent.glob("hotline.db.*"))


def test_nothing_is_put_back_while_a_process_has_it_open(
    begin: Callable[[], App], environ: dict[str, str], tmp_path: Path
) -> None:
    app, file = begin(), tmp_path / "backup.db"
    copy(Path(app.database.url.database or ""), file)
    rows(app, members)  # a connection stays in its pool
    done = hotline("restore", str(file), "--replace", environ=environ)
    assert done.returncode == 1
    assert "is in use: stop the service first" in done.stderr


NEXT_STEP = """'''Planted: a table more.'''

import sqlalchemy as sa
from alembic import op

revision = "planted"
down_revision = "NEWEST"


def upgrade() -> None:
    op.create_table("planted", sa.Column("id", sa.Integer, primary_key=True))


def downgrade() -> None:
    op.drop_table("planted")
"""
# The command line of a release whose schema has gone on by that step.
NEXT_RELEASE = """
import sys
from pathlib import Path
from hotline.store.db import migrate, versions
migrate._HERE = Path(sys.argv.pop(1))
versions._FILES = migrate._HERE / "versions"
from hotline.cli import main
main()
"""


def test_a_backup_of_an_older_release_is_migrated(
    begin: Callable[[], App], environ: dict[str, str], tmp_path: Path
) -> None:
    app, file, steps = begin(), tmp_path / "backup.db", tmp_path / "migrations"
    database = Path(app.database.url.database or "")
    copy(database, file)
    end(app)
    shutil.copytree(Path(migrations.__file__).parent, steps)
    (steps / "versions" / "m9999_planted.py").write_text(
        NEXT_STEP.replace("NEWEST", chain()[-1].revision)
    )
    program = [sys.executable, "-c", NEXT_RELEASE, str(steps), "restore", str(file), "--replace"]
    done = subprocess.run(program, env=environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr + done.stdout
    with closing(sqlite3.connect(database)) as db:
        assert db.execute("SELECT version_num FROM alembic_version").fetchall() == [("planted",)]
        assert db.execute("SELECT count(*) FROM planted").fetchall() == [(0,)]


def test_a_damaged_backup_is_refused(database_url: str, tmp_path: Path) -> None:
    source, file = Path(database_url.removeprefix("sqlite:///")), tmp_path / "copy.db"
    copy(source, file)
    content = bytearray(file.read_bytes())
    content[4096:40960] = bytes(36864)
    file.write_bytes(content)
    with pytest.raises(FileFault):
        copy(file, tmp_path / "again.db")


def test_nobody_is_signed_in_by_a_backup(begin: Callable[[], App]) -> None:
    app = begin()
    with app.database.writing() as db:
        add_row(db, console_sessions)
    restoring.settle(app, timedelta(hours=1))
    assert rows(app, console_sessions) == []


def test_no_phone_rings_for_what_was_before(begin: Callable[[], App]) -> None:
    app = begin()
    with app.database.writing() as db:
        call = add_row(db, calls)
        add_row(db, call_orders, call_id=call, state="queued", phone=b"sealed")
    assert restoring.settle(app, timedelta(hours=1)).calls == 1
    (order,) = rows(app, call_orders)
    assert (order.state, order.phone) == ("over", None)


# PostgreSQL: put back by its own tools, and then brought into the present


def test_on_postgresql_the_rest_is_done_in_place(
    postgres_url: str,
    postgres_server: str,
    begin: Callable[[], App],
    environ: dict[str, str],
    carrier: Simulator,
) -> None:
    from tests.conftest import _named, _run_on

    environ |= {"DATABASE_URL": postgres_url}
    app = begin()
    ask_for_food(app)
    end(app)
    name = postgres_url.rpartition("/")[2].partition("?")[0]
    copied = f"{name[:40]}_copy"
    support_engines.close(name)
    _run_on(postgres_server, f"CREATE DATABASE {copied} TEMPLATE {name}")
    try:
        deliver.run(app)
        end(app)
        environ |= {"DATABASE_URL": _named(postgres_server, copied)}
        done = hotline("restore", "--in-place", environ=environ)
        assert done.returncode == 0, done.stderr + done.stdout
        assert "Every promise is kept." in done.stdout
        after = begin()
        settle_down(after)
        end(after)
        assert sorted(texts_to_helpers(carrier)) == sorted(HELPERS)
        found = audit(environ["DATABASE_URL"], masters=after.settings.keys)
        assert found.clean, found.lines()
    finally:
        support_engines.close(copied)
        _run_on(postgres_server, f"DROP DATABASE {copied} WITH (FORCE)")
