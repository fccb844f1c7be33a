"""The present. In a demo its processes share a clock that can be set ahead and sped up."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hotline.config import Settings

Clock = Callable[[], datetime]
DEMO_CLOCK = "demo-clock.json"  # under HOTLINE_DATA
FASTEST = 600.0  # demo seconds in a real one; beyond it leases end before anybody can use them


def present() -> datetime:
    """The time, aware and in UTC."""
    return datetime.now(UTC)


def clock_of(settings: Settings) -> Clock:
    """The clock that a process with these settings goes by."""
    return DemoClock(settings.data / DEMO_CLOCK) if settings.demo else present


@dataclass(frozen=True)
class _Setting:
    """From the moment `real` on, when the demo's clock showed `shown`, it runs at `rate`."""

    real: datetime
    shown: datetime
    rate: float


@dataclass
class DemoClock:
    """Real time until somebody sets it; what is set stands in `file`, so that all processes follow.

    Never goes back. For the demo only: the time of a real line is nobody's to set.
    """

    file: Path
    _written: int = field(default=0, init=False)  # when the file was, as last read
    _setting: _Setting | None = field(default=None, init=False)

    def __call__(self) -> datetime:
        """The demo's present, aware and in UTC."""
        return self._shown(present())

    def real(self, shown: datetime) -> datetime:
        """When this clock shows that, if it goes on as now."""
        setting = self._read()
        return shown if setting is None else setting.real + (shown - setting.shown) / setting.rate

    @property
    def rate(self) -> float:
        """Demo seconds in a real one."""
        setting = self._read()
        return 1.0 if setting is None else setting.rate

    def set(self, rate: float | None = None, ahead: timedelta = timedelta(0)) -> None:
        """Go on at `rate` (as before unless given), `ahead` from here. Raises ValueError."""
        rate = self.rate if rate is None else rate
        if not 1.0 <= rate <= FASTEST or ahead < timedelta(0):
            raise ValueError(
                f"a demo's clock runs 1 to {FASTEST:.0f} times as fast, and never back"
            )
        now = present()
        shown = self._shown(now) + ahead
        words = {"real": now.isoformat(), "shown": shown.isoformat(), "rate": rate}
        fresh = self.file.with_suffix(".new")
        fresh.write_text(json.dumps(words), "utf-8")
        fresh.replace(self.file)  # whole or not at all: others read it meanwhile

    def _shown(self, now: datetime) -> datetime:
        setting = self._read()
        return now if setting is None else setting.shown + (now - setting.real) * setting.rate

    def _read(self) -> _Setting | None:
        try:
            written = self.file.stat().st_mtime_ns
            if written != self._written:
                found = json.loads(self.file.read_text("utf-8"))
                real, shown = (datetime.fromisoformat(found[name]) for name in ("real", "shown"))
                self._setting = _Setting(real, shown, float(found["rate"]))
                self._written = written
        except FileNotFoundError:
            self._setting = None
        return self._setting
