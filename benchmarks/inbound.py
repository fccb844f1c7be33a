"""The inbound turn: whole conversations, beside a bare app that does one durable insert.

Runs of the two alternate, each with new numbers, and medians are taken, so that whatever else the machine
does falls on both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from xml.sax.saxutils import escape

from benchmarks.figures import Figure, Report, median, percentile
from benchmarks.ground import KINDS, BenchmarkFault, Ground, calm, free_port, wait_for_http
from benchmarks.load import Measured, Plan, measure
from flows.text.prompts import Prompt
from hotline.config import load_community, read_settings
from hotline.wiring import lexicon_of, speaker_of

WORKERS, THREADS = 2, 8  # as `hotline web` has them by default
SHARE, SLOWER = 0.4, 4.0  # at least so much of the bare app's rate; p99 under so many times its own

_WHEN = {"when": "today", "count": 2}
# A conversation to an opened need, and the message that each text must be answered with.
TALK = (
    ("need", Prompt("need-category")),
    ("1", Prompt("need-area")),
    ("1", Prompt("need-when")),
    ("today 2", Prompt("need-words")),
    ("1", Prompt("need-confirm", {"category": "food", "area": "harbour", **_WHEN})),
    ("1", Prompt("need-opened", {"reference": "000"})),
)


@dataclass
class _Side:
    """The bare app or ours: where it listens and what was measured."""

    port: int
    expected: Sequence[str]
    runs: list[Measured] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return median([run.per_second for run in self.runs])

    def latency(self, share: float) -> float:
        return median([percentile(run.latencies, share) for run in self.runs])


def run(quick: bool, report: Report) -> Iterator[Figure]:
    """The figures of both databases."""
    for kind in KINDS:
        with Ground() as ground:
            bare, ours = _bare(ground, kind), _ours(ground, kind)
            _alternate(
                bare, ours, rounds=2 if quick else 5, sessions=60 if quick else 200, report=report
            )
        yield from _figures(kind, bare, ours)


def _alternate(bare: _Side, ours: _Side, *, rounds: int, sessions: int, report: Report) -> None:
    numbers = count(96170000000, sessions + 1)
    for side in (bare, ours):  # not counted: connections, caches
        _checked(Plan(side.port, 40, next(numbers), [t for t, _ in TALK], side.expected))
    for _ in range(rounds):
        calm()
        for side in (bare, ours):
            plan = Plan(side.port, sessions, next(numbers), [t for t, _ in TALK], side.expected)
            side.runs.append(_checked(plan))
        report(f"bare {bare.runs[-1].per_second:.0f}/s, ours {ours.runs[-1].per_second:.0f}/s")


def _checked(plan: Plan) -> Measured:
    measured = measure(plan)
    if measured.wrong:
        raise BenchmarkFault("wrong answers:\n" + "\n".join(measured.wrong))
    return measured


def _bare(ground: Ground, kind: str) -> _Side:
    return _Side(serve_bare(ground, kind), ["<Message>noted</Message>"] * len(TALK))


def _ours(ground: Ground, kind: str) -> _Side:
    environ = ground.environ(ground.database(kind))
    return _Side(serve_ours(ground, environ), expected(environ))


def serve_bare(ground: Ground, kind: str) -> int:
    """The bare app on a database of its own; its port."""
    port = free_port()
    told = (str(port), ground.empty_database(kind), str(WORKERS), str(THREADS))
    process = ground.python(ground.environ(""), "benchmarks.bare", *told)
    wait_for_http(process, f"http://127.0.0.1:{port}/healthz")
    return port


def serve_ours(ground: Ground, environ: dict[str, str]) -> int:
    """The web process with the embedded Redis beside it, as they run in earnest; workers have a rest."""
    port = free_port()
    ground.hotline(environ, "redis")
    sizes = ("--workers", str(WORKERS), "--threads", str(THREADS))
    process = ground.hotline(environ, "web", "--port", str(port), *sizes)
    wait_for_http(process, f"http://127.0.0.1:{port}/healthz")
    return port


def expected(environ: dict[str, str]) -> list[str]:
    """What every answer must hold, in the words that the catalogs have at present."""
    community = load_community(read_settings(environ))
    speaker = speaker_of(community, lexicon_of(community))
    spoken = (speaker.text(prompt, "en") for _, prompt in TALK)
    return [escape(max(words.split("000"), key=len)) for words in spoken]


def _figures(kind: str, bare: _Side, ours: _Side) -> Iterator[Figure]:
    share = ours.rate / bare.rate
    yield Figure(
        f"inbound turns, {kind}",
        f"{ours.rate:.0f}/s ({share:.0%})",
        f"{bare.rate:.0f}/s",
        f">= {SHARE:.0%} of bare",
        share >= SHARE,
        f"{len(ours.runs)} runs each; runs of ours {_rates(ours)}, of bare {_rates(bare)}",
    )
    slower = ours.latency(0.99) / bare.latency(0.99)
    yield Figure(
        f"inbound p99, {kind}",
        f"{ours.latency(0.99):.1f} ms ({slower:.1f}x)",
        f"{bare.latency(0.99):.1f} ms",
        f"< {SLOWER:.0f}x bare",
        slower < SLOWER,
        f"p50 {ours.latency(0.5):.1f} ms, of bare {bare.latency(0.5):.1f} ms",
    )


def _rates(side: _Side) -> str:
    return ", ".join(f"{run.per_second:.0f}" for run in side.runs)
