"""What the erased leave on the disk: looked for as somebody does who has the files and the key."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, LargeBinary, create_engine, make_url, select, text
from sqlalchemy.pool import NullPool

from hotline.services.inbound.receive import Inbound, receive
from hotline.services.kernel.app import App
from hotline.services.operations import retention, rewriting
from hotline.store.db import remanence
from hotline.store.db.encryption import MEMBER_NAME, MEMBER_PHONE
from hotline.store.schema import leases, members, metadata
from tests.conftest import FakeClock, _named
from tests.support_app import enrol, id_of, rows
from tests.support_copies import Copies, earlier_ids
from tests.support_postgres import Databases

MAYA, SAM = "+9613000001", "+9613000003"
CROWD = 300  # so that pages fill, split and are moved about
_ITS_FOLDER = text("SELECT oid FROM pg_database WHERE datname = :name")
NIGHT = datetime(2026, 3, 3, 1, 30, tzinfo=UTC)  # half past three in Beirut


@dataclass
class Disk:
    """A hotline, and whoever reads its database's files."""

    app: App
    clock: FakeClock
    original: str  # the URL of that of which it is a copy
    sent: int = 0

    def text(self, number: str, *words: str) -> None:
        for one in words:
            self.sent += 1
            receive(self.app, Inbound(f"SM{self.sent:032x}", number, one))

    def kept(self) -> set[bytes]:
        """Every sealed value and keyed hash that the database holds."""
        columns = [
            column
            for table in metadata.sorted_tables
            for column in table.columns
            if isinstance(column.type, LargeBinary)
        ]
        with self.app.database.reading() as db:
            values = [value for column in columns for value in db.execute(select(column)).scalars()]
        return {bytes(value) for value in values if value is not None and len(value) >= 16}

    def hers(self) -> set[bytes]:
        """Maya's name and number, sealed, and the keyed hash of her number."""
        with self.app.database.reading() as db:
            query = select(members.c.name, members.c.phone, members.c.phone_index)
            row = db.execute(query.where(members.c.id == id_of(self.app, MAYA))).one()
        opened = self.app.vault.open(MEMBER_NAME, id_of(self.app, MAYA), row.name)
        assert opened == "Maya"  # with the key it tells
        return {bytes(value) for value in row}

    def files(self) -> dict[str, bytes]:
        """The database's files as they lie on the disk, the logs among them."""
        if self.app.database.is_sqlite:
            file = Path(self.app.database.url.database or "")
            return {path.name: path.read_bytes() for path in file.parent.glob("hotline.db*")}
        with superuser(self.app) as db:
            db.execute(text("CHECKPOINT"))
            home = Path(str(db.execute(text("SHOW data_directory")).scalar()))
            original = db.execute(_ITS_FOLDER, {"name": make_url(self.original).database}).scalar()
        return {
            str(path.relative_to(home)): path.read_bytes()
            for folder in ("base", "pg_wal")
            for path in (home / folder).rglob("*")
            if path.is_file() and path.parent.name != str(original)
        }

    def found(self, values: set[bytes]) -> dict[str, int]:
        """How many of these values lie in which file."""
        counts = {
            name: sum(value in content for value in values)
            for name, content in self.files().items()
        }
        return {name: count for name, count in counts.items() if count}


@contextmanager
def superuser(app: App) -> Iterator[Connection]:
    """A connection outside of transactions."""
    engine = create_engine(app.database.url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as db:
        yield db


@pytest.fixture(scope="session")
def originals() -> dict[str, str]:
    """The URL of a database with the crowd in it, by its kind: it takes two seconds to come about."""
    return {}


@pytest.fixture
def postgres_url(postgres_server: str, postgres_databases: Databases) -> Iterator[str]:
    """A new one, and none of earlier tests beside it: what lies on the disk is read here."""
    postgres_databases.drop_waiting()
    name = postgres_databases.take()
    yield _named(postgres_server, name)
    postgres_databases.give_back(name)


@pytest.fixture
def disk(
    make_house: Callable[..., App],
    clock: FakeClock,
    database_url: str,
    originals: dict[str, str],
    kept_copies: Copies,
    copies: Copies,
) -> Disk:
    """A copy, file by file, of a database with a crowd of members in it."""
    kind = database_url.partition(":")[0]
    if kind not in originals:
        originals[kind] = kept_copies.of(database_url)
        with earlier_ids():
            original = make_house(DATABASE_URL=originals[kind])
            _a_crowd_comes(original)
        original.database.dispose()
    app = make_house(DATABASE_URL=copies.of(originals[kind]))
    return Disk(app, clock, originals[kind])


def _a_crowd_comes(app: App) -> None:
    """Members who come and change, Maya among them."""
    crowd = [
        (f"P{n}", f"+96170{n}", "en", "food", "all", "1") for n in range(100000, 100000 + CROWD)
    ]
    enrol(app, *crowd[: CROWD // 2])
    enrol(app, ("Maya", MAYA, "en", "", "", "0"), ("Sam", SAM, "en", "food", "harbour", "1"))
    enrol(app, *crowd[CROWD // 2 :])
    enrol(app, *[(f"Somebody {name}", *rest) for name, *rest in crowd[::3]])


@pytest.fixture
def nothing_recycled(app: App) -> Iterator[None]:
    """As the guide says for PostgreSQL: old log files are removed, not kept for reuse."""
    if app.database.is_sqlite:
        yield
        return
    with superuser(app) as db:
        db.execute(text("ALTER SYSTEM SET wal_recycle = off"))
        db.execute(text("SELECT pg_reload_conf()"))
        yield
        db.execute(text("ALTER SYSTEM RESET wal_recycle"))
        db.execute(text("SELECT pg_reload_conf()"))


def erase(disk: Disk) -> set[bytes]:
    """Maya asks for something and is forgotten; what had been sealed and is kept no more."""
    disk.text(MAYA, "need food harbour today 2", "wisteria and milk", "1")
    before, hers = disk.kept(), disk.hers()
    assert disk.found(hers)
    disk.text(MAYA, "ERASE", "1")
    gone = before - disk.kept()
    assert hers <= gone
    return gone


def test_the_erased_are_gone_from_the_disk(
    disk: Disk, nothing_recycled: None, clock: FakeClock
) -> None:
    """On SQLite from the log with the next job, on PostgreSQL after the night."""
    gone = erase(disk)
    assert disk.found(gone)  # so it was: for minutes, or until the files were rewritten
    retention.run_due(disk.app)
    if disk.app.database.is_sqlite:
        assert "hotline.db-wal" not in disk.found(gone)
        assert (Path(f"{disk.app.database.url.database}-wal")).stat().st_size == 0
    clock.now = NIGHT
    retention.run_due(disk.app)
    assert disk.found(gone) == {}


def test_what_outlived_its_time_is_gone_from_the_disk_as_well(
    disk: Disk, nothing_recycled: None, clock: FakeClock
) -> None:
    disk.text(MAYA, "need food harbour today 2", "wisteria and milk", "1", "STOP")
    before = disk.kept()
    clock.now = NIGHT + timedelta(days=60, hours=-1)  # clocks were set ahead meanwhile
    retention.run_due(disk.app)
    gone = before - disk.kept()
    assert gone
    assert disk.found(gone) == {}


def test_erase_rings_for_it_at_once(disk: Disk, monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[str] = []
    monkeypatch.setattr(type(disk.app.doorbell), "ring", lambda _, name: rung.append(name))
    disk.text(MAYA, "ERASE", "1")
    assert "retain" in rung


# SQLite's log


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_whoever_reads_stops_it_for_so_long_and_nobody_else_waits(disk: Disk) -> None:
    database = disk.app.database
    disk.text(MAYA, "hello")
    log = Path(f"{database.url.database}-wal")
    with closing(sqlite3.connect(str(database.url.database), isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM members").fetchone()
        disk.text(MAYA, "hello again")
        assert not remanence.cut_log(database)
        disk.text(MAYA, "and again")  # texts are taken meanwhile
        assert log.stat().st_size > 0
        reader.execute("COMMIT")
    assert remanence.cut_log(database)
    assert log.stat().st_size == 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_lies_in_free_space_is_gone_after_the_night(disk: Disk, clock: FakeClock) -> None:
    """As where SQLite moved a row from page to page before it was deleted."""
    hers = disk.hers()
    file = str(disk.app.database.url.database)
    with closing(sqlite3.connect(file, isolation_level=None)) as careless:
        careless.execute("PRAGMA secure_delete=OFF")
        careless.execute("DELETE FROM members WHERE id = ?", (id_of(disk.app, MAYA),))
    remanence.cut_log(disk.app.database)
    assert disk.found(hers) == {"hotline.db": len(hers)}
    clock.now = NIGHT
    retention.run_due(disk.app)
    assert disk.found(hers) == {}


# At night


def test_it_is_done_once_a_night_in_its_hour(disk: Disk, clock: FakeClock) -> None:
    every = len(remanence.parts(disk.app.database))
    done = []
    for moment in (timedelta(hours=-1), timedelta(0), timedelta(minutes=20), timedelta(days=1)):
        clock.now = NIGHT + moment
        done.append(rewriting.run_due(disk.app))
    assert done == [0, every, 0, every]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_what_is_in_use_is_tried_again_a_minute_later(disk: Disk, clock: FakeClock) -> None:
    clock.now = NIGHT
    every = len(remanence.parts(disk.app.database))
    with disk.app.database.reading() as db:
        db.execute(select(members.c.id).limit(1)).all()  # as a backup does, for as long as it takes
        assert rewriting.run_due(disk.app) == every - 1
    clock.advance(minutes=1)
    assert rewriting.run_due(disk.app) == 1
    assert rewriting.run_due(disk.app) == 0


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_where_everything_is_in_use_others_come_first(disk: Disk, clock: FakeClock) -> None:
    clock.now = NIGHT
    first = remanence.parts(disk.app.database)[:6]
    with disk.app.database.writing() as db:
        for name in metadata.tables:
            if name != leases.name:
                db.execute(text(f"LOCK TABLE {name} IN ACCESS SHARE MODE"))
        assert rewriting.run_due(disk.app) <= 1
    kept = {row.name for row in rows(disk.app, leases) if row.held_until > clock.now}
    assert not kept & {rewriting.lease_of(name) for name in first if name != leases.name}


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_the_planner_keeps_no_sample_of_what_is_sealed(
    disk: Disk, nothing_recycled: None, clock: FakeClock
) -> None:
    """ANALYZE, which runs by itself, copies values of a column into statistics of its own."""
    with superuser(disk.app) as db:
        db.execute(text("ANALYZE"))
        assert _samples(db)
        clock.now = NIGHT
        retention.run_due(disk.app)
        assert not _samples(db)
        db.execute(text("ANALYZE"))
        assert not _samples(db)


def _samples(db: Connection) -> list[Any]:
    query = text("SELECT 1 FROM pg_stats WHERE tablename = 'members' AND attname = :name")
    names = (place.place.split(".")[1] for place in (MEMBER_NAME, MEMBER_PHONE))
    return [row for name in names for row in db.execute(query, {"name": name})]


def test_every_part_has_a_lease_of_its_own_that_fits(app: App) -> None:
    names = [rewriting.lease_of(name) for name in (*metadata.tables, remanence.WHOLE)]
    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= 20
