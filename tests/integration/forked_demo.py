"""`hotline demo` whose processes need not read the whole program anew: forked ones (forked.py).

As a program of its own it is the demo itself, anew, with such children: `python -m
tests.integration.forked_demo OPTIONS`. They come from the process that forks for the tests, which knows them
by no environment; `writing_under` finds them by their logs.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from hotline.cli.demo_stack import subprocesses
from tests.integration import forked

COMMAND = (sys.executable, "-m", __name__)
_NURSERY = "FORKED_FOR_TESTS"


def environ() -> Mapping[str, str]:
    """What the demo as a program must find in its environment."""
    return {_NURSERY: str(forked._nursery())}


@contextmanager
def forked_children() -> Iterator[None]:
    """Demos of this process have such children."""
    anew = vars(subprocesses)["started"]
    vars(subprocesses)["started"] = forked.start
    try:
        yield
    finally:
        vars(subprocesses)["started"] = anew


def writing_under(home: Path) -> dict[int, Path]:
    """By pid, the file under `home` that is a live process's stdout, removed or not (Linux)."""
    found = {}
    for stdout in Path("/proc").glob("[0-9]*/fd/1"):
        try:
            log = stdout.readlink()
        except OSError:
            continue  # gone meanwhile, or somebody else's
        if log.is_relative_to(home):
            found[int(stdout.parts[2])] = log
    return found


if __name__ == "__main__":
    from hotline.cli import main

    vars(forked)["_nursery"] = lambda: Path(os.environ[_NURSERY])
    with forked_children():
        main(["demo", *sys.argv[1:]], prog_name="hotline")
