"""Figures that a run of the tests prints at its end: "hostile inputs tried 1234, 5xx seen 0".

Each is counted from several tests, and with xdist from several processes: all append to one file, which
the process that prints has named in the environment.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

VARIABLE = "HOTLINE_TEST_FIGURES"


def count(name: str, amount: int) -> None:
    """Add to the figure of this name."""
    file = os.environ.get(VARIABLE)
    if file is not None:
        with Path(file).open("a", encoding="utf-8") as lines:
            lines.write(f"{name}\t{amount}\n")  # one short write: no other process comes between


def totals(file: Path) -> Counter[str]:
    """Every figure, summed up."""
    found: Counter[str] = Counter()
    for line in file.read_text("utf-8").splitlines():
        name, amount = line.rsplit("\t", 1)
        found[name] += int(amount)
    return found
