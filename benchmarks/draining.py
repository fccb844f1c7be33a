"""How fast one worker drains the outbox, to a carrier that answers at once and to one that takes 100 ms.

The worker is the real process, woken by a real ring. Beside it: the same number of texts sent to the same
carrier by as many threads as a worker has, with no database and nothing written down.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import Connection as Pipe

from sqlalchemy import Connection, func, select

from benchmarks.figures import Figure, Report, median
from benchmarks.ground import (
    ACCOUNT_SID,
    AUTH_TOKEN,
    KINDS,
    OUR_NUMBER,
    BenchmarkFault,
    Ground,
    Process,
    calm,
    wait_for_line,
)
from hotline.config import read_settings
from hotline.domain.messages import Kind
from hotline.services.delivery.deliver import THREADS
from hotline.services.kernel.app import App
from hotline.simulator.core.settings import InjectedFaults, SimulatedAccount
from hotline.simulator.server import Simulator
from hotline.store.messages import outbox
from hotline.store.people import members
from hotline.store.schema import outbox as outbox_table
from hotline.wiring import build

# Each carrier by its latency in seconds, and the least texts a second to it.
_CASES = ((0.0, 200), (0.1, 60))
_MEMBERS = 50
_PATIENCE = 60.0


def run(quick: bool, report: Report) -> Iterator[Figure]:
    """A figure for each carrier on each database."""
    for kind in KINDS:
        for latency, least in _CASES:
            with _carrier(latency) as url, Ground() as ground:
                passes = 2 if quick else 3
                rates, plain = _measure(ground, kind, url, passes, 200 if quick else 600)
            rate = median(rates)
            report(f"{kind}, {latency * 1000:.0f} ms: {[round(r) for r in rates]} texts/s")
            yield Figure(
                f"draining, {kind}, carrier {latency * 1000:.0f} ms",
                f"{rate:.0f}/s",
                f"{median(plain):.0f}/s (no outbox)",
                f">= {least}/s",
                rate >= least,
                f"{passes} passes: {', '.join(f'{r:.0f}' for r in rates)}",
            )


def _measure(
    ground: Ground, kind: str, carrier: str, passes: int, texts: int
) -> tuple[list[float], list[float]]:
    """Texts a second of the worker and of plain threads, in turn."""
    environ = ground.environ(ground.database(kind), TWILIO_API_URL=carrier)
    ground.hotline(environ, "redis")
    worker = ground.hotline(environ, "worker")
    wait_for_line(worker, "worker.started")
    app = build(read_settings(environ))
    to = _members(app)
    _drain(app, worker, to, THREADS)  # not counted: connections
    rates, plain = [], []
    for _ in range(passes):
        calm()
        plain.append(_plainly(app, texts))
        rates.append(_drain(app, worker, to, texts))
    app.database.dispose()
    return rates, plain


def _drain(app: App, worker: Process, to: list[int], texts: int) -> float:
    """Texts a second, from the ring until none is queued or under way."""
    app.database.write(lambda db: [_add(app, db, to, number) for number in range(texts)])
    begun = time.perf_counter()
    app.doorbell.ring("deliver")
    while _left(app):
        worker.check()
        if time.perf_counter() - begun > _PATIENCE:
            raise BenchmarkFault(f"{_left(app)} of {texts} texts never left")
        time.sleep(0.02)
    return texts / (time.perf_counter() - begun)


def _add(app: App, db: Connection, to: list[int], number: int) -> int:
    text = outbox.Outgoing(
        member_id=to[number % len(to)],
        body=f"Request {number}: food, Harbour, today. YES {number} or NO {number}",
        kind=Kind.NOTICE,
        priority=Kind.NOTICE.priority(),
        now=app.clock(),
    )
    return outbox.add(db, app.vault, text)


def _left(app: App) -> int:
    under_way = outbox_table.c.state.in_(("queued", "sending", "unclear"))
    with app.database.reading() as db:
        return int(db.execute(select(func.count()).where(under_way)).scalar_one())


def _plainly(app: App, texts: int) -> float:
    def send(number: int) -> None:
        app.gateway.send(
            f"+961712{number % _MEMBERS:05}", f"Request {number}", "https://x.example/"
        )

    begun = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(send, range(texts)))
    return texts / (time.perf_counter() - begun)


def _members(app: App) -> list[int]:
    numbers = [f"+961712{n:05d}" for n in range(_MEMBERS)]
    with app.database.writing() as db:
        now = app.clock()
        return [members.get_or_add(db, app.vault, n, "en", now)[0].id for n in numbers]


@contextmanager
def _carrier(latency: float) -> Iterator[str]:
    """The URL of a carrier in a process of its own, as the provider is."""
    ours, theirs = multiprocessing.Pipe()
    spawn = multiprocessing.get_context("spawn")
    process = spawn.Process(target=_carry, args=(theirs, latency), daemon=True)
    process.start()
    theirs.close()  # so that a carrier that never starts is an error here, not silence
    try:
        yield str(ours.recv())
    finally:
        ours.close()
        process.join()


def _carry(pipe: Pipe, latency: float) -> None:
    with Simulator(SimulatedAccount(ACCOUNT_SID, AUTH_TOKEN, OUR_NUMBER)) as carrier:
        carrier.faults = InjectedFaults(latency=latency, callbacks=False)
        pipe.send(carrier.url)
        pipe.poll(None)  # until the other end is closed
