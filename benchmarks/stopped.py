"""`python -m benchmarks.stopped clock|worker STOPS`: stops that many, one after the other.

Each is a child forked off this process, in which everything is loaded: what is measured is the end. It is
asked at a random moment; "stopped", the seconds until it was gone and its exit status are written for each.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from importlib import import_module

from hotline.config import read_settings
from hotline.services.kernel.heartbeat import Presence

LONGEST_RUN = 1.2  # seconds: more than one pass of the clock
PARTS = {"clock": "hotline.clockwork", "worker": "hotline.wiring"}


def main() -> None:
    """Stop the process of that name so many times."""
    name, stops = sys.argv[1], int(sys.argv[2])
    import_module(PARTS[name])
    import_module(f"workers.{name}")
    moments = random.Random(name)
    for _ in range(stops):
        print("stopped", *_stop(name, moments.uniform(0, LONGEST_RUN)), flush=True)


def _stop(name: str, after: float) -> tuple[float, int]:
    """Seconds from the request to the end, and the exit status."""
    told, tells = os.pipe()
    child = os.fork()
    if child == 0:
        _work(name, tells)
        sys.exit()
    os.close(tells)
    os.read(told, 1)
    os.close(told)
    time.sleep(after)
    asked = time.monotonic()
    os.kill(child, signal.SIGTERM)
    _, status = os.waitpid(child, 0)
    return time.monotonic() - asked, os.waitstatus_to_exitcode(status)


def _work(name: str, tells: int) -> None:
    """What `hotline clock` and `hotline worker` do."""
    from workers.stopping import listening

    app = import_module(PARTS[name]).build(read_settings(os.environ))
    stop = listening()
    with Presence(app.database, name, app.clock):
        os.write(tells, b".")
        import_module(f"workers.{name}").run(app, stop)


if __name__ == "__main__":
    main()
