"""Stopping: how long clock and worker take to end once asked, from SIGTERM until the process is gone.

Both at once, so that the clock rings meanwhile and workers are asked with jobs under way as well as without.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.figures import Figure, Report, median, percentile
from benchmarks.ground import BenchmarkFault, Ground, Process

MOST_SECONDS = 5.0
_NAMES = ("clock", "worker")
_STOPS, _QUICK_STOPS = 200, 20
_PATIENCE = 3600.0


def run(quick: bool, report: Report) -> Iterator[Figure]:
    """The longest stop and the 95th percentile of each."""
    stops = _QUICK_STOPS if quick else _STOPS
    with Ground() as ground:
        environ = ground.environ(ground.database("sqlite"))
        Path(environ["HOTLINE_DATA"]).mkdir()
        ground.hotline(environ, "redis")
        started = [ground.python(environ, "benchmarks.stopped", n, str(stops)) for n in _NAMES]
        with ThreadPoolExecutor(len(_NAMES)) as threads:
            found = dict(zip(_NAMES, threads.map(_stops, started), strict=True))
    for name, each in found.items():
        seconds = [one for one, _ in each]
        report(f"{name}: median {median(seconds):.2f} s")
        yield _figure(name, seconds, sum(status != 0 for _, status in each))


def _stops(stopping: Process) -> list[tuple[float, int]]:
    """The seconds and the exit status of each. Raises BenchmarkFault where it broke off."""
    if stopping.running.wait(_PATIENCE):
        raise BenchmarkFault(stopping.output.read_text()[-2000:])
    words = [line.split() for line in stopping.output.read_text().splitlines()]
    return [(float(line[1]), int(line[2])) for line in words if line[0] == "stopped"]


def _figure(name: str, seconds: list[float], cut_off: int) -> Figure:
    return Figure(
        f"longest of {len(seconds)} stops of {name}",
        f"{max(seconds):.2f} s",
        f"{percentile(seconds, 0.95):.2f} s (p95)",
        f"< {MOST_SECONDS:.0f} s",
        max(seconds) < MOST_SECONDS,
        f"asked at a random moment of its work; {cut_off} did not end by themselves in time",
    )
