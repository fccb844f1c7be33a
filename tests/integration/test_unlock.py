"""The master key typed after a start: held in memory, had by those who need it, refused where it is wrong."""

from __future__ import annotations

import base64
import os
import pty
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from hotline.config import read_settings
from hotline.master_key import agent as key_agent
from hotline.services.operations.key_rotation import rotate
from hotline.store.db import keyring
from hotline.store.db.database import Database
from hotline.store.db.encryption import VaultFault
from tests.conftest import KEY
from tests.integration.processes import COMMAND, hotline
from tests.support_line import Line
from tests.support_processes import Processes, answers, free_port, wait_until
from tests.support_rows import NOW

OTHER_KEY = base64.b64encode(bytes(range(1, 33))).decode()
SECRETS = ("HOTLINE_KEY", "TWILIO_AUTH_TOKEN", "HOTLINE_METRICS_TOKEN")


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Which database it is makes no difference to the key."""
    return sqlite_url


@pytest.fixture
def agent_socket() -> Iterator[Path]:
    """Where an agent may listen: a short path, since those of sockets are limited."""
    with tempfile.TemporaryDirectory(prefix="hotline-key-") as home:
        yield Path(home) / "agent.sock"


@pytest.fixture
def locked(environ: dict[str, str], agent_socket: Path) -> dict[str, str]:
    """The environment of a service whose key is typed, with a database that was begun with KEY."""
    database = Database(environ["DATABASE_URL"])
    keyring.open_vault(database, read_settings(environ).keys, NOW)
    database.dispose()
    bare = {name: value for name, value in environ.items() if name != "HOTLINE_KEY"}
    return {**bare, "HOTLINE_KEY_SOCKET": str(agent_socket), "PATH": os.environ["PATH"]}


@dataclass
class Service:
    """Real processes, without a key but for what is typed."""

    children: Processes
    environ: dict[str, str]
    logs: Path

    def said(self, name: str) -> str:
        return (self.logs / f"{name}.log").read_text("utf-8")

    def unlock(self, typed: str) -> subprocess.CompletedProcess[str]:
        return hotline("unlock", environ=self.environ, typed=f"{typed}\n")


@pytest.fixture
def service(locked: dict[str, str], agent_socket: Path, tmp_path: Path) -> Iterator[Service]:
    """With its key agent running."""
    logs = tmp_path / "logs"
    logs.mkdir()
    children = Processes(locked, logs, forked=True)
    children.start("key-agent")
    wait_until(agent_socket.exists, "the agent listens")
    yield Service(children, locked, logs)
    children.end()


def test_who_needs_the_key_waits_for_it_says_so_and_has_it_again_after_a_crash(
    service: Service, agent_socket: Path
) -> None:
    port = free_port()
    service.children.start("web", "--port", str(port), "--workers", "1")
    worker = service.children.start("worker")
    for name in ("web", "worker"):
        wait_until(lambda name=name: "locked: " in service.said(name), f"{name} says so")  # type: ignore[misc]
    assert "`hotline unlock`" in service.said("web")
    line = Line(f"http://127.0.0.1:{port}")
    assert not answers(line)
    assert service.unlock(KEY).returncode == 0
    wait_until(lambda: answers(line), "texts are taken")
    wait_until(lambda: "worker.started" in service.said("worker"), "the worker works")
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    service.children.start("worker")
    wait_until(lambda: service.said("worker").count("worker.started") == 2, "it works again")
    assert service.said("worker").count("locked: ") == 1  # nobody was needed


def test_a_key_that_does_not_open_the_database_is_refused(
    service: Service, agent_socket: Path
) -> None:
    wrong = service.unlock(OTHER_KEY)
    assert wrong.returncode == 1
    assert "this key does not open the database: nothing is unlocked" in wrong.stderr
    assert OTHER_KEY not in wrong.stdout + wrong.stderr
    for none in ("", KEY[:-3], "let me in"):
        assert service.unlock(none).returncode == 1
    assert key_agent.ask(agent_socket) == ""
    assert service.unlock(KEY).returncode == 0
    assert service.unlock(OTHER_KEY).returncode == 1
    assert key_agent.ask(agent_socket) == KEY


def test_while_keys_are_rotated_both_are_typed(
    service: Service, agent_socket: Path, database: Database
) -> None:
    assert service.unlock(f"{OTHER_KEY},{KEY}").returncode == 0
    held = read_settings(service.environ | {"HOTLINE_KEY": key_agent.ask(agent_socket)}).keys
    rotate(database, held, lambda: NOW + timedelta(hours=1), lambda _: None, lambda _: None)
    assert service.unlock(KEY).returncode == 1
    assert service.unlock(OTHER_KEY).returncode == 0


def test_no_file_holds_it(service: Service, agent_socket: Path, tmp_path: Path) -> None:
    assert service.unlock(KEY).returncode == 0
    service.children.start("worker")
    wait_until(lambda: "worker.started" in service.said("worker"), "the worker works")
    folders = (tmp_path, agent_socket.parent)
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 3
    for form in (KEY.encode(), base64.b64decode(KEY), base64.b64decode(KEY).hex().encode()):
        assert not [path for path in files if form in path.read_bytes()]


def test_typed_on_a_terminal_it_is_not_shown(service: Service, agent_socket: Path) -> None:
    ours, theirs = pty.openpty()
    typing = subprocess.Popen(
        [*COMMAND, "unlock"], env=service.environ, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    shown = b""
    while b"Key" not in shown:
        shown += os.read(ours, 1024)
    os.write(ours, f"{KEY}\n".encode())
    while b"Unlocked" not in shown:
        shown += os.read(ours, 1024)
    assert typing.wait() == 0
    os.close(ours)
    assert KEY.encode() not in shown
    assert key_agent.ask(agent_socket) == KEY


def test_a_credential_of_systemd_unlocks_as_well(
    service: Service, agent_socket: Path, tmp_path: Path
) -> None:
    (tmp_path / "hotline.key").write_text(f"{KEY}\n")
    environ = service.environ | {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    assert hotline("unlock", environ=environ).returncode == 0
    assert key_agent.ask(agent_socket) == KEY


def test_commands_have_it_or_say_what_to_do(service: Service, agent_socket: Path) -> None:
    sheet = "name,phone,language,categories,areas,level\n"
    refused = hotline("members", "import", "-", environ=service.environ, typed=sheet)
    assert refused.returncode == 1
    assert "locked: " in refused.stderr and "`hotline unlock`" in refused.stderr
    assert "locked: " in hotline("doctor", environ=service.environ).stdout
    service.unlock(KEY)
    assert hotline("members", "import", "-", environ=service.environ, typed=sheet).returncode == 0
    assert hotline("audit", environ=service.environ).returncode == 0


def test_without_an_agent_it_is_said_what_to_start(locked: dict[str, str]) -> None:
    told = hotline("unlock", environ=locked, typed=f"{KEY}\n")
    assert (told.returncode, "`hotline key-agent`" in told.stderr) == (1, True)
    told = hotline("staff", "invite", "--role", "listener", environ=locked)
    assert (told.returncode, "`hotline key-agent`" in told.stderr) == (1, True)


def test_where_the_key_stands_in_the_environment_there_is_nothing_to_unlock(
    environ: dict[str, str],
) -> None:
    told = hotline("unlock", environ=environ, typed=f"{KEY}\n")
    assert (told.returncode, "HOTLINE_KEY_SOCKET is not set" in told.stderr) == (1, True)


# The agent itself


@pytest.fixture
def agent(agent_socket: Path) -> Path:
    """An agent in this very process."""
    threading.Thread(target=key_agent.serve, args=(agent_socket,), daemon=True).start()
    wait_until(agent_socket.exists, "the agent listens")
    wait_until(lambda: _answers(agent_socket), "it answers")
    return agent_socket


def _answers(path: Path) -> bool:
    try:
        return key_agent.ask(path) == ""
    except key_agent.NoAgent:
        return False


def test_its_socket_is_its_owners_alone(agent: Path) -> None:
    assert stat.S_IMODE(agent.stat().st_mode) == 0o600


def test_another_user_is_told_nothing(agent: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key_agent.hold(agent, KEY)
    monkeypatch.setattr(key_agent, "_ROOT", -1)
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)  # as the agent sees itself
    with suppress(key_agent.NoAgent):  # it hangs up, before or after the question
        assert key_agent.ask(agent) == ""
    monkeypatch.undo()
    assert key_agent.ask(agent) == KEY


@pytest.mark.parametrize("said", [b"", b"\n", b"give\n", b"x" * 5000, b"hold"])
def test_what_is_no_question_changes_nothing(agent: Path, said: bytes) -> None:
    key_agent.hold(agent, KEY)
    with socket.socket(socket.AF_UNIX) as caller:
        caller.connect(str(agent))
        caller.sendall(said)
    assert key_agent.ask(agent) == KEY


def test_there_is_one(agent: Path) -> None:
    with pytest.raises(key_agent.AgentRuns):
        key_agent.serve(agent)


def test_without_a_key_no_database_is_begun(database: Database) -> None:
    for none in ((), (b"",)):
        with pytest.raises(VaultFault, match="no master key"):
            keyring.open_vault(database, none, NOW)


# Who is not given it, and what is not written down


def test_the_clock_needs_no_key_and_asks_for_none(
    locked: dict[str, str], agent_socket: Path, tmp_path: Path
) -> None:
    """Nor the provider's token, the number or the address."""
    bare = {name: locked[name] for name in ("HOTLINE_DATA", "DATABASE_URL", "REDIS_URL", "PATH")}
    children = Processes(bare, tmp_path, forked=True)
    children.start("clock")
    wait_until(lambda: "clock.leading" in children.written(), "the clock looks")
    children.end()


def test_redis_is_given_no_setting_at_all(
    environ: dict[str, str], redis_socket: Path, tmp_path: Path
) -> None:
    own = {"HOTLINE_DATA": str(redis_socket.parent), "REDIS_URL": "embedded"}
    told = {**environ, **dict.fromkeys(SECRETS, "secret" * 8), "HOTLINE_KEY": KEY, **own}
    children = Processes(told, tmp_path)
    server = children.start("redis", "--for-group")
    wait_until(redis_socket.exists, "Redis listens")
    wait_until(lambda: redis_socket.stat().st_mode & stat.S_IWGRP != 0, "its group is let in")
    assert not redis_socket.stat().st_mode & stat.S_IRWXO
    assert Path(f"/proc/{server.pid}/environ").read_bytes() == b""
    children.end()


def test_no_core_dump_of_a_process_that_knows_it(service: Service) -> None:
    service.unlock(KEY)
    running = [service.children.start(name) for name in ("worker", "clock")]
    wait_until(lambda: "worker.started" in service.said("worker"), "the worker works")
    wait_until(lambda: "clock.started" in service.said("clock"), "the clock works")
    for each in running:
        limits = Path(f"/proc/{each.pid}/limits").read_text()
        (line,) = (line for line in limits.splitlines() if "core file" in line)
        assert line.split()[4:6] == ["0", "0"]


def test_nobody_but_root_may_look_into_such_a_process(environ: dict[str, str]) -> None:
    """As the kernel knows it; and children are not given the key."""
    script = (
        "import ctypes, os; from hotline.cli import bootstrap; read = bootstrap.settings();"
        "print(ctypes.CDLL(None).prctl(3), len(read.key), 'HOTLINE_KEY' in os.environ)"
    )
    done = subprocess.run([sys.executable, "-c", script], env=environ, capture_output=True)
    assert done.stdout.split() == [b"0", b"32", b"False"], done.stderr
