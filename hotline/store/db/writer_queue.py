"""Whose turn it is to write: SQLite has one writer, and no queue for those who wait.

Its own waiting is sleeping and trying again, up to 100 ms at a time, so that whoever is awake at the
moment wins and an unlucky one waits for half a second. Here the kernel wakes the next in line.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class WriterTurn:
    """One turn for all threads and processes that write to the file `database`.

    Two locks beside it: whoever waits stands in the doorway until the present writer is done, so
    that a busy process cannot take turn after turn before another one has woken up. Both end with
    the process that holds them, however it ends. The database's own lock still decides; this only
    keeps order, and whoever does not know of it (a backup, say) just waits as SQLite does.
    """

    def __init__(self, database: Path) -> None:
        self._paths = [Path(f"{database}-{name}") for name in ("doorway", "writer")]
        self._files: list[int] = []
        self._thread = threading.Lock()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Wait for the turn, and have it until the end of the block."""
        with self._thread:
            doorway, writer = self._opened()
            fcntl.flock(doorway, fcntl.LOCK_EX)
            try:
                fcntl.flock(writer, fcntl.LOCK_EX)
            finally:
                fcntl.flock(doorway, fcntl.LOCK_UN)
            try:
                yield
            finally:
                fcntl.flock(writer, fcntl.LOCK_UN)

    def close(self) -> None:
        """Let go of the files: a forked child must open its own, or it would share the turn."""
        for file in self._files:
            os.close(file)
        self._files = []

    def _opened(self) -> list[int]:
        if not self._files:
            flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
            self._files = [os.open(path, flags, 0o600) for path in self._paths]
        return self._files
