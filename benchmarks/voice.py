"""A step of a call: whole calls by keys, beside a bare app that does one durable insert for each step.

Two loads, twenty calls at once in both. *Paced*: each caller presses a key a second or so after the
document came, as people do; the target is of this one. *Saturated*: each presses the next key at once,
so that twenty requests are always waiting: what the machine can do, which no target is set for.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from xml.sax.saxutils import escape

from benchmarks.callers import CallPlan, measure
from benchmarks.figures import Figure, Report, median, percentile
from benchmarks.ground import KINDS, BenchmarkFault, Ground, calm
from benchmarks.inbound import serve_bare, serve_ours
from benchmarks.load import Measured
from flows.text.prompts import Prompt
from hotline.config import load_community, read_settings
from hotline.wiring import lexicon_of, speaker_of

MOST_MS = 50.0
AT_ONCE = 20
PACE = 1.0  # seconds, give or take a half
_PACED = 60  # callers in a paced run, and
_SATURATED = 100  # in a saturated one

_NEED = {"category": "food", "area": "harbour", "when": "today", "count": 2}
# The first call of a number: language, nothing asked for yet, a need, no text of its reference. The
# second: how it stands. Keys, and a message that each document must hold.
_FIRST = (
    ("", Prompt("v-language")),
    ("2", Prompt("menu")),
    ("7", Prompt("status-none")),
    ("1", Prompt("need-area")),
    ("1", Prompt("need-when")),
    ("1", Prompt("need-count")),
    ("2", Prompt("v-count-check", {"count": 2})),
    ("1", Prompt("need-words")),
    ("1", Prompt("need-confirm", _NEED)),
    ("1", Prompt("v-text-permission")),
    ("2", Prompt("v-no-text")),
)
_SECOND = (("", Prompt("menu")), ("7", Prompt("status-seeking", {"reference": "000", "people": 0})))

Calls = Sequence[Sequence[tuple[str, str]]]


@dataclass
class _Side:
    """The bare app or ours: where it listens and what was measured."""

    port: int
    calls: Calls
    paced: list[Measured] = field(default_factory=list)
    saturated: list[Measured] = field(default_factory=list)

    def waited(self, share: float) -> float:
        """Milliseconds for a paced step, over all runs."""
        return percentile([one for run in self.paced for one in run.latencies], share)

    @property
    def rate(self) -> float:
        return median([run.per_second for run in self.saturated])

    def waited_saturated(self, share: float) -> float:
        return median([percentile(run.latencies, share) for run in self.saturated])


def run(quick: bool, report: Report) -> Iterator[Figure]:
    """The figures of both databases."""
    for kind in KINDS:
        with Ground() as ground:
            environ = ground.environ(ground.database(kind))
            expected = _expected(environ)
            noted = [[(keys, "noted") for keys, _ in call] for call in expected]
            bare = _Side(serve_bare(ground, kind), noted)
            ours = _Side(serve_ours(ground, environ), expected)
            _alternate(bare, ours, 1 if quick else 3, report)
        yield from _figures(kind, bare, ours)


def _alternate(bare: _Side, ours: _Side, rounds: int, report: Report) -> None:
    numbers = count(96170000000, 1000)
    for side in (bare, ours):  # not counted: connections, caches
        _measured(side, 40, next(numbers), 0)
    for _ in range(rounds):
        for side in (bare, ours):
            os.sync()  # what others have left to be written would be waited for in these calls
            calm()
            side.paced.append(_measured(side, _PACED, next(numbers), PACE))
        for side in (bare, ours):
            side.saturated.append(_measured(side, _SATURATED, next(numbers), 0))
        report(
            f"p99 paced: bare {bare.waited(0.99):.1f} ms, ours {ours.waited(0.99):.1f} ms; "
            f"saturated: bare {bare.rate:.0f}/s, ours {ours.rate:.0f}/s"
        )


def _measured(side: _Side, callers: int, first_number: int, pace: float) -> Measured:
    measured = measure(CallPlan(side.port, callers, first_number, side.calls, pace, AT_ONCE))
    if measured.wrong:
        raise BenchmarkFault("wrong answers:\n" + "\n".join(measured.wrong))
    return measured


def _expected(environ: dict[str, str]) -> Calls:
    """The calls, with what every document must hold, in the words that the catalogs have at present."""
    community = load_community(read_settings(environ))
    speaker = speaker_of(community, lexicon_of(community))

    def spoken(prompt: Prompt) -> str:
        said = speaker.voice(prompt, "en")
        return escape(max(said.split("0 0 0"), key=len).strip())

    return [[(keys, spoken(prompt)) for keys, prompt in call] for call in (_FIRST, _SECOND)]


def _figures(kind: str, bare: _Side, ours: _Side) -> Iterator[Figure]:
    steps = sum(len(run.latencies) for run in ours.paced)
    yield Figure(
        f"voice step p99, {kind}",
        f"{ours.waited(0.99):.1f} ms",
        f"{bare.waited(0.99):.1f} ms",
        f"< {MOST_MS:.0f} ms",
        ours.waited(0.99) < MOST_MS,
        f"{AT_ONCE} calls at once, a key every {PACE:.0f} s or so in each; {_quantiles(ours.waited)}; "
        f"of bare {_quantiles(bare.waited)}; {steps} steps, {_pace(ours):.0f}/s",
    )
    yield Figure(
        f"voice steps saturated, {kind}",
        f"{ours.rate:.0f}/s ({ours.rate / bare.rate:.0%})",
        f"{bare.rate:.0f}/s",
        "-",
        None,
        f"{AT_ONCE} calls whose next key comes at once; {_quantiles(ours.waited_saturated)}, "
        f"p99 {ours.waited_saturated(0.99):.1f} ms; of bare {_quantiles(bare.waited_saturated)}, "
        f"p99 {bare.waited_saturated(0.99):.1f} ms",
    )


def _quantiles(waited: Callable[[float], float]) -> str:
    return f"p50 {waited(0.5):.1f} ms, p95 {waited(0.95):.1f} ms"


def _pace(side: _Side) -> float:
    return median([run.per_second for run in side.paced])
