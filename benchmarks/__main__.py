"""`python -m benchmarks [NAMES…] [--quick]`: measure, and print the figures beside their targets."""

from __future__ import annotations

import argparse
import importlib
import signal
import sys

from benchmarks.figures import Figure, machine, table

NAMES = ("inbound", "voice", "first_ask", "draining", "planning", "reading", "memory", "stops")


def main() -> int:
    """0 when every target was met, 1 otherwise."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--quick", action="store_true", help="fewer and shorter runs")
    told = parser.parse_args()
    unknown = [name for name in told.names if name not in NAMES]
    if unknown:
        parser.error(f"no benchmark is called {', '.join(unknown)}")
    signal.signal(signal.SIGTERM, _end)
    print(machine(), flush=True)
    figures: list[Figure] = []
    for name in told.names or NAMES:
        print(f"{name} …", flush=True)
        benchmark = importlib.import_module(f"benchmarks.{name}")
        figures.extend(benchmark.run(told.quick, _report))
    print(f"\n{table(figures)}\n{machine()}")
    return 0 if all(figure.met is not False for figure in figures) else 1


def _end(*_: object) -> None:
    """Leave through every block, so that no process stays behind."""
    sys.exit(143)


def _report(words: str) -> None:
    print(f"  {words}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
