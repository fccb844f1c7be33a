"""From the last answer of an asker to the first ask handed to the provider, through every real process.

The carrier stands in this process, which has nothing else to do: it posts the asker's texts as signed
webhooks, and accepts the asks that the worker sends.
"""

from __future__ import annotations

import io
import time
from collections.abc import Iterator

from benchmarks.app import App, open_house
from benchmarks.figures import Figure, Report, median, percentile
from benchmarks.ground import (
    ACCOUNT_SID,
    AUTH_TOKEN,
    KINDS,
    OUR_NUMBER,
    PUBLIC_URL,
    SMS_PATH,
    BenchmarkFault,
    Ground,
    free_port,
)
from hotline.config import read_settings
from hotline.services.members.member_import import import_members
from hotline.simulator.core.settings import SimulatedAccount
from hotline.simulator.server import Simulator
from hotline.wiring import build

MOST_SECONDS = 1.0
_VOLUNTEERS = 150  # three asks a need, three a week for each
_TEXTS = ("need food harbour today 2", "1", "1")
_PATIENCE = 20.0


def run(quick: bool, report: Report) -> Iterator[Figure]:
    """The figures of both databases."""
    for kind in KINDS:
        port = free_port()
        reroutes = {PUBLIC_URL: f"http://127.0.0.1:{port}"}
        account = SimulatedAccount(ACCOUNT_SID, AUTH_TOKEN, OUR_NUMBER, reroutes=reroutes)
        with Simulator(account) as carrier, Ground() as ground:
            app = open_house(ground, kind, port, TWILIO_API_URL=carrier.url)
            waits, answers = _measure(app, carrier, needs=8 if quick else 40)
        slowest = percentile(waits, 0.95)
        report(f"{kind}: {len(waits)} needs, median {median(waits):.0f} ms")
        yield Figure(
            f"first ask p95, {kind}",
            f"{slowest:.0f} ms",
            f"{percentile(answers, 0.95):.0f} ms (the answer)",
            f"< {MOST_SECONDS * 1000:.0f} ms",
            slowest < MOST_SECONDS * 1000,
            f"median {median(waits):.0f} ms of {len(waits)} needs, slowest {max(waits):.0f} ms",
        )


def _measure(app: App, carrier: Simulator, needs: int) -> tuple[list[float], list[float]]:
    """Milliseconds from answer to ask, and from text to answer, of each need."""
    _enrol(app.environ)
    carrier.connect(PUBLIC_URL + SMS_PATH)
    measured = [_one(carrier, f"+96171{number:06}") for number in range(needs + 2)]
    waits, answers = zip(*measured[2:], strict=True)  # the first two warm up
    return list(waits), list(answers)


def _one(carrier: Simulator, number: str) -> tuple[float, float]:
    before = _asks(carrier)
    for words in _TEXTS[:-1]:
        carrier.text(number, words)
    begun = time.perf_counter()
    carrier.text(number, _TEXTS[-1])
    answered = time.perf_counter()
    if not carrier.wait_for(lambda: _asks(carrier) > before, _PATIENCE):
        raise BenchmarkFault(f"nobody was asked within {_PATIENCE} s")
    asked = time.perf_counter()
    carrier.wait_for(lambda: _asks(carrier) >= before + 3)  # the worker is idle again
    time.sleep(0.1)
    return (asked - answered) * 1000, (answered - begun) * 1000


def _asks(carrier: Simulator) -> int:
    return sum(message.to.startswith("+96170") for message in carrier.messages())


def _enrol(environ: dict[str, str]) -> None:
    app = build(read_settings(environ))
    rows = (f"V,+96170{n:06},ar;en,food,harbour,2" for n in range(_VOLUNTEERS))
    head = "name,phone,language,categories,areas,level"
    found = import_members(app, io.StringIO("\n".join([head, *rows])))
    app.database.dispose()
    if found.added != _VOLUNTEERS:
        raise BenchmarkFault(
            f"{found.added} of {_VOLUNTEERS} volunteers were added: {found.bad[:1]}"
        )
