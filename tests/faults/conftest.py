"""What a storm needs: a short home, and a database of each kind that can be broken."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from hotline.simulator.core.settings import SimulatedAccount
from hotline.simulator.server import Simulator
from tests import conftest
from tests.faults.crowd import FALLBACK
from tests.faults.ground import COMMUNITY, Disk, Ground, PostgresServer, ground


@pytest.fixture
def home() -> Iterator[Path]:
    """A directory with a short path, for the embedded Redis' socket is in it."""
    with tempfile.TemporaryDirectory(prefix="hotline-faults-") as home:
        Path(home).chmod(0o711)  # PostgreSQL, as another user, must reach what lies in it
        yield Path(home)


@pytest.fixture
def carrier() -> Iterator[Simulator]:
    """A provider with a fallback, as docs/OPERATING.md tells operators to set one."""
    account = SimulatedAccount(
        conftest.ACCOUNT_SID, conftest.AUTH_TOKEN, conftest.OUR_NUMBER, fallback=FALLBACK
    )
    with Simulator(account) as carrier:
        yield carrier


@pytest.fixture
def community() -> Mapping[str, Any]:
    """What is changed of the community that everybody begins with; a suite may have its own."""
    return COMMUNITY


@pytest.fixture
def on_sqlite(
    sqlite_template: Path, carrier: Simulator, home: Path, community: Mapping[str, Any]
) -> Iterator[Ground]:
    """The processes on a SQLite file, on a small disk where one can be mounted."""
    disk = Disk(home / "disk")
    shutil.copy(sqlite_template, disk.folder / "hotline.db")
    url = f"sqlite:///{disk.folder / 'hotline.db'}"
    with ExitStack() as stack:
        stack.callback(disk.close)
        yield stack.enter_context(ground(url, carrier, home, community, disk=disk))


@pytest.fixture
def on_postgresql(
    postgres_url: str, carrier: Simulator, home: Path, community: Mapping[str, Any]
) -> Iterator[Ground]:
    """The processes on a PostgreSQL that can be restarted."""
    server = PostgresServer(postgres_url)
    with ground(postgres_url, carrier, home, community, postgres=server) as settled:
        yield settled


@pytest.fixture(params=["on_sqlite", "on_postgresql"])
def where(request: pytest.FixtureRequest) -> Ground:
    """The processes on each database in turn."""
    found: Ground = request.getfixturevalue(request.param)
    return found
