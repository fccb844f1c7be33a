"""Ending on request: SIGTERM or Ctrl+C lets what is under way finish."""

from __future__ import annotations

import signal
from threading import Event
from types import FrameType


class Stop:
    """Whether this process was asked to end. Only for the main thread, where signals arrive."""

    def __init__(self) -> None:
        self._asked = Event()

    @property
    def asked(self) -> bool:
        return self._asked.is_set()

    def listen(self) -> None:
        """Take SIGTERM and SIGINT as the request to end."""
        signal.signal(signal.SIGTERM, self._on_signal)
        signal.signal(signal.SIGINT, self._on_signal)

    def request(self) -> None:
        """Ask for the end from within."""
        self._asked.set()

    def wait(self, seconds: float) -> bool:
        """Sleep, but not past the request to end; whether it came."""
        return self._asked.wait(seconds)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._asked.set()
