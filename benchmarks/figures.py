"""What a benchmark found, and the table that shows it."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured figure beside its baseline and its target, as they are to be read.

    `met` is None where there is no target. `note` says how the figure came about.
    """

    name: str
    value: str
    baseline: str
    target: str
    met: bool | None
    note: str = ""


Report = Callable[[str], None]


def machine() -> str:
    """The machine and the interpreter, in one line."""
    cores = len(os.sched_getaffinity(0))
    load = os.getloadavg()[0]
    return (
        f"{cores} cores, {platform.machine()}, Python {platform.python_version()}, load {load:.1f}"
    )


def table(figures: Sequence[Figure]) -> str:
    """The figures as aligned columns, notes below."""
    rows = [("figure", "value", "baseline", "target", "met")]
    rows += [(f.name, f.value, f.baseline, f.target, _verdict(f.met)) for f in figures]
    widths = [max(len(row[i]) for row in rows) for i in range(5)]
    lines = ["  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) for row in rows]
    lines.insert(1, "  ".join("-" * width for width in widths))
    lines += [f"  {f.name}: {f.note}" for f in figures if f.note]
    return "\n".join(line.rstrip() for line in lines)


def _verdict(met: bool | None) -> str:
    return {True: "yes", False: "NO", None: "-"}[met]


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of `values` lie, nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return percentile(values, 0.5)
