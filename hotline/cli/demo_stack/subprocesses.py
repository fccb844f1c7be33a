"""Processes that the demo starts, watches, and ends with itself."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

_PATIENCE = 15.0  # seconds in which a process asked to end must have ended
_TAIL = 12  # lines of a dead process's log that are worth showing


class ChildFailed(Exception):
    """A process ended that should not have; the message holds the end of its log."""


@dataclass
class Children:
    """`hotline …` processes with one environment; the log of each in a file of its own."""

    environ: Mapping[str, str]
    logs: Path
    _running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def run(self, *command: str) -> None:
        """Run `hotline COMMAND` to its end. Raises ChildFailed unless it went well."""
        name = command[0]
        if self._begin(name, command).wait():
            raise self._failure(name)
        del self._running[name]

    def start(self, *command: str) -> None:
        """Start `hotline COMMAND` and go on."""
        self._begin(command[0], command)

    def check(self) -> None:
        """Raise ChildFailed where one has ended."""
        for name, child in self._running.items():
            if child.poll() is not None:
                raise self._failure(name)

    def end(self) -> None:
        """End them all, the last one started first, by force where asking does not help."""
        for child in reversed(self._running.values()):
            child.terminate()
            try:
                child.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        self._running.clear()

    def _begin(self, name: str, command: Sequence[str]) -> subprocess.Popen[bytes]:
        with self._log(name).open("ab") as log:
            self._running[name] = started(command, self.environ, log)
        return self._running[name]

    def _log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def _failure(self, name: str) -> ChildFailed:
        lines = self._log(name).read_text("utf-8", "replace").splitlines()[-_TAIL:]
        return ChildFailed("\n".join([f"hotline {name} ended by itself:", *lines]))


def started(
    command: Sequence[str], environ: Mapping[str, str], log: IO[bytes]
) -> subprocess.Popen[bytes]:
    """Begin `hotline COMMAND` in a session of its own: Ctrl+C is for the demo, which ends all in order."""
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "hotline.cli", *command],
        env=dict(environ),
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


@contextmanager
def children(environ: Mapping[str, str], logs: Path) -> Iterator[Children]:
    """Children that do not outlive the block, with which the program ends. In the main thread only."""
    found = Children(environ, logs)
    try:
        yield found
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)  # ending is not to be interrupted
        found.end()
