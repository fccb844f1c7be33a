"""The real processes, `hotline web`, `worker` and `clock`, for tests of what happens between them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.integration import forked
from tests.support_line import Line

Child = subprocess.Popen[bytes] | forked.Child
PATIENCE = 120.0  # seconds until something that must happen counts as not happening


class Processes:
    """`hotline …` as child processes with one environment; what each writes goes to a file.

    With `forked` they need not read the program first (tests/integration/forked.py).
    """

    def __init__(self, environ: Mapping[str, str], logs: Path, *, forked: bool = False) -> None:
        self.environ = {**environ, "PATH": os.environ["PATH"], "PYTHONUNBUFFERED": "1"}
        self._logs = logs
        self._forked = forked
        self._children: list[Child] = []

    def run(self, *command: str) -> None:
        """Run `hotline COMMAND` to its end, which must be a good one."""
        assert self._begin(*command).wait(PATIENCE) == 0, self.written()

    def start(self, *command: str) -> Child:
        """Start `hotline COMMAND` and go on."""
        child = self._begin(*command)
        self._children.append(child)
        return child

    def written(self) -> str:
        """Everything that the processes have written so far."""
        return "\n".join(path.read_text("utf-8") for path in sorted(self._logs.glob("*.log")))

    def end(self) -> None:
        """End them all, and see that they do."""
        for child in self._children:
            child.terminate()
        for child in self._children:
            child.wait(PATIENCE)

    def _begin(self, *command: str) -> Child:
        with (self._logs / f"{command[0]}.log").open("ab") as log:
            if self._forked:
                return forked.start(command, self.environ, log)
            return subprocess.Popen(
                [sys.executable, "-m", "hotline.cli", *command],
                env=self.environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )


@contextmanager
def processes(environ: Mapping[str, str], logs: Path) -> Iterator[tuple[Processes, Line]]:
    """Processes that end with the block, and the address at which `hotline web` answers."""
    port = free_port()
    line = Line(f"http://127.0.0.1:{port}")
    logs.mkdir()
    children = Processes({**environ, "HOTLINE_PUBLIC_URL": line.url}, logs, forked=True)
    try:
        children.start("web", "--port", str(port), "--workers", "1")
        wait_until(lambda: answers(line), "the web process answers")
        yield children, line
    finally:
        children.end()


def answers(line: Line) -> bool:
    """Whether the web process can take texts."""
    try:
        return line.send("GET", "/readyz").status == 200
    except OSError:
        return False


def wait_until(condition: Callable[[], bool], what: str) -> None:
    """Wait for what must happen; how long it takes is not the question."""
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until, f"in vain: {what}"
        time.sleep(0.05)


def free_port() -> int:
    """A port on which nobody listens at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
