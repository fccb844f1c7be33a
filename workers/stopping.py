"""Ending on request: SIGTERM or Ctrl+C lets what is under way finish, for a few seconds.

A handler runs between any two steps of the main thread, also while that holds a lock, so it must want
none. threading.Event has one: Event.set() in a handler waits for ever where it interrupts Event.wait(),
or another set(), with the lock taken (CPython says so of locks and handlers in the notes on threading,
gh-144706, and of the Event of multiprocessing in gh-126434). So the handler sets an attribute, and raises
where the main thread only waits.

Whoever is asked to end while the database, Redis or the provider keeps it waiting ends all the same: what
it had claimed is taken back when the lease runs out, as after a crash.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

SIGNALS = (signal.SIGTERM, signal.SIGINT)
GRACE_SECONDS = 4.0  # for a job under way; supervisors lose patience after ten
UNFINISHED = 1  # the exit status where that was not enough

_NUMBERS = frozenset(int(number) for number in SIGNALS)


class Asked(BaseException):
    """Raised out of `Stop.waiting()`. No Exception: libraries that a wait passes through swallow those."""


class Stop:
    """Whether this process was asked to end. Only for the main thread, where handlers run."""

    def __init__(self) -> None:
        self._asked = False
        self._waiting = False

    @property
    def asked(self) -> bool:
        """Whether it was."""
        return self._asked

    def listen(self) -> None:
        """Take SIGTERM and SIGINT as the request to end."""
        for number in SIGNALS:
            signal.signal(number, self._on_signal)

    def wait(self, seconds: float) -> bool:
        """Sleep, but not past the request to end; whether it came."""
        with suppress(Asked), self.waiting():
            time.sleep(seconds)
        return self._asked

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """A block that can be given up at any step: the request to end raises Asked in it, once."""
        self._waiting = True
        try:
            self._break()  # it may have come before
            yield
        finally:
            self._waiting = False

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._asked = True
        self._break()

    def _break(self) -> None:
        if self._asked and self._waiting:
            self._waiting = False
            raise Asked


def listening(grace: float = GRACE_SECONDS) -> Stop:
    """A Stop that listens, in a process that ends `grace` seconds after the request at the latest.

    What is loaded by now is no garbage until the end, when looking through it would take half a second
    of processor time: several on a busy machine, which looks as if the process hung.
    """
    gc.freeze()
    stop = Stop()
    stop.listen()
    watch = threading.Thread(target=_end_in_time, args=(_wakeups(), grace), daemon=True)
    watch.start()
    return stop


def _wakeups() -> int:
    """A pipe in which the interpreter writes the number of each signal that comes.

    It does so at once, whereas the handler waits for the main thread to come back from a call to SQLite.
    """
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    return reading


def _end_in_time(wakeups: int, grace: float) -> None:
    """In a thread of its own; it is over with the process, if that ends by itself."""
    while not _NUMBERS.intersection(os.read(wakeups, 64)):
        continue  # RQ's alarms
    time.sleep(grace)
    os._exit(UNFINISHED)
