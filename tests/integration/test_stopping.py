"""Stopping: at whatever step of the interpreter the request comes, and whoever keeps a process waiting."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from hotline.doorbell import Doorbell
from hotline.embedded_redis import running
from hotline.services.kernel.app import App
from hotline.simulator.core.settings import InjectedFaults
from hotline.simulator.server import Simulator
from hotline.store.db.database import Database
from tests.integration import forked
from tests.integration.texts import add_member, add_text, new_number, states
from workers.stopping import UNFINISHED

_PATIENCE = 60.0  # on the slowest machine; what is too long is said where it is looked at

# Sends the signal at the n-th step of waiting and of what the first signal sets off, for every n: a lock
# that the handler wants as well is then held at one of them, and that round never ends.
_EVERY_STEP = """
import signal, sys
from workers.stopping import Stop

def rounds():
    step = 1
    while one_round(step):
        step += 1
    return step

def one_round(step):
    stop, left = Stop(), step
    stop.listen()
    def tracing(frame, event, _):
        nonlocal left
        left -= 1
        if left == 0:
            sys.settrace(None)
            signal.raise_signal(signal.SIGTERM)
        return tracing
    sys.settrace(tracing)
    stop.wait(0.001)
    if FIRST:
        signal.raise_signal(signal.SIGTERM)
    stop.wait(0.001)
    sys.settrace(None)
    assert left > 0 or stop.asked
    return left <= 0

print(rounds())
"""


@pytest.mark.parametrize("first", [False, True], ids=["waiting", "stopping already"])
def test_a_request_at_any_step_of_waiting_is_heard(first: bool) -> None:
    program = f"FIRST = {first}\n{_EVERY_STEP}"
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        check=True,
    )
    assert int(done.stdout) > 10


_PROCESS = """
import json, sys
from importlib import import_module
from hotline.config import read_settings
from workers.stopping import listening

parts, runs, environ, grace = sys.argv[1:]
app = import_module(parts).build(read_settings(json.loads(environ)))
import_module(runs).run(app, listening(float(grace)))
"""


@contextmanager
def process(
    parts: str, runs: str, environ: Mapping[str, str], grace: float, log: Path
) -> Iterator[forked.Child]:
    """A worker or a clock, once it runs."""
    program = ("-c", _PROCESS, parts, runs, json.dumps(dict(environ)), str(grace))
    with log.open("wb") as out, forked.start(program, os.environ, out) as child:
        try:
            wait_until(lambda: b".started" in log.read_bytes())
            yield child
        finally:
            child.kill()


def wait_until(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + _PATIENCE
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.02)


def ring(redis_url: str) -> None:
    bell = Doorbell(redis_url)
    bell.ring("deliver")
    bell.close()


def test_a_worker_ends_beside_a_redis_that_has_stopped_answering(
    environ: dict[str, str], redis_socket: Path, tmp_path: Path
) -> None:
    environ |= {"REDIS_URL": f"unix://{redis_socket}"}
    worker = process("hotline.wiring", "workers.worker", environ, 20.0, tmp_path / "log")
    with running(redis_socket) as server, worker as child:
        server.send_signal(signal.SIGSTOP)
        try:
            child.terminate()
            assert child.wait(_PATIENCE) == 0  # by itself
        finally:
            server.send_signal(signal.SIGCONT)


def test_a_clock_that_waits_for_the_database_is_ended(
    environ: dict[str, str], database: Database, tmp_path: Path
) -> None:
    """Its lease runs out by itself."""
    clock = process("hotline.clockwork", "workers.clock", environ, 0.5, tmp_path / "log")
    with clock as child:
        wait_until(lambda: _has_a_lease(database))
        with database.writing() as db:
            db.execute(sql("UPDATE leases SET holder = 'another'"))
            child.terminate()
            assert child.wait(_PATIENCE) == UNFINISHED


def _has_a_lease(database: Database) -> bool:
    with database.reading() as db:
        return bool(db.execute(sql("SELECT count(*) FROM leases")).scalar())


def test_a_job_that_takes_too_long_is_left_to_its_lease(
    environ: dict[str, str], app: App, redis_socket: Path, carrier: Simulator, tmp_path: Path
) -> None:
    carrier.faults = InjectedFaults(stall_after=1, stall=30.0)
    add_text(app, add_member(app, new_number()))
    environ |= {"REDIS_URL": f"unix://{redis_socket}"}
    worker = process("hotline.wiring", "workers.worker", environ, 0.5, tmp_path / "log")
    with running(redis_socket), worker as child:
        ring(environ["REDIS_URL"])
        assert carrier.wait_for(lambda: len(carrier.messages()) == 1, _PATIENCE)
        child.terminate()
        assert child.wait(_PATIENCE) == UNFINISHED
    assert states(app) == ["sending"]  # which the clock finds, and settle looks up


def test_a_job_under_way_is_finished_and_no_other_begins(
    environ: dict[str, str], app: App, redis_socket: Path, carrier: Simulator, tmp_path: Path
) -> None:
    carrier.faults = InjectedFaults(latency=1.0)
    add_text(app, add_member(app, new_number()))
    environ |= {"REDIS_URL": f"unix://{redis_socket}"}
    worker = process("hotline.wiring", "workers.worker", environ, _PATIENCE, tmp_path / "log")
    with running(redis_socket), worker as child:
        ring(environ["REDIS_URL"])
        wait_until(lambda: states(app) == ["sending"])
        ring(environ["REDIS_URL"])
        child.terminate()
        assert child.wait(_PATIENCE) == 0
        assert states(app) == ["sent"]
