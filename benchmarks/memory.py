"""Memory: the proportional set sizes of web, worker and clock together, after some traffic."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.app import App, open_house
from benchmarks.figures import Figure, Report
from benchmarks.ground import Ground, free_port
from benchmarks.inbound import TALK, expected
from benchmarks.load import Plan, measure

MOST_MB = 350.0
_SETTLE_SECONDS = 2.0


def run(quick: bool, report: Report) -> Iterator[Figure]:
    """The one figure; its baseline is what the same processes take before the first text."""
    with Ground() as ground:
        app = open_house(ground, "sqlite", free_port())
        before = _megabytes(app)
        plan = Plan(
            app.port,
            20 if quick else 100,
            96170000000,
            [t for t, _ in TALK],
            expected(app.environ),
        )
        measure(plan)
        time.sleep(_SETTLE_SECONDS)
        after = _megabytes(app)
        report(f"{before} before, {after} after {plan.sessions} conversations")
    total = sum(after.values())
    yield Figure(
        "memory of web, worker and clock",
        f"{total:.0f} MB",
        f"{sum(before.values()):.0f} MB (idle)",
        f"< {MOST_MB:.0f} MB",
        total < MOST_MB,
        "PSS after traffic: " + ", ".join(f"{name} {size:.0f}" for name, size in after.items()),
    )


def _megabytes(app: App) -> dict[str, float]:
    return {
        name: sum(_pss(pid) for pid in _family(process.running.pid)) / 1024
        for name, process in app.processes.items()
        if name != "redis"
    }


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in _family(int(child)))]


def _pss(pid: int) -> float:
    """Kilobytes; what several processes share is counted once among them."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    found = re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)
    return float(found[1]) if found else 0.0
