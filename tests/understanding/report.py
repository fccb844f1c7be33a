"""How much was understood: by kind and by language, and in full what went wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import get_args

from tests.understanding.corpus import Example
from tests.understanding.judging import Verdict, judge, meaning
from tests.understanding.scenes import Played, Scenes

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


@dataclass(frozen=True)
class Line:
    """One text, what came of it, and how that is."""

    example: Example
    played: Played
    verdict: Verdict

    def __str__(self) -> str:
        meant = meaning(self.played)
        told = ", ".join(sorted(meant.intents)) or "nothing"
        slots = {key: meant.slots[key] for key in self.example.slots if key in meant.slots}
        answer = " | ".join(self.played.answer)[:110]
        return (
            f"{self.verdict}: [{self.example.context}] {self.example.text!r} meant"
            f" {dict(self.example.expect)}, taken for {told} {slots or ''}: {answer}"
        )


def play(scenes: Scenes, examples: Iterable[Example]) -> Iterator[Line]:
    """Send each text to where it was sent, and judge what comes of it."""
    with scenes.listening():
        for example in examples:
            played = scenes.play(example.context, example.text, example.lang)
            yield Line(example, played, judge(example, played))


def share(lines: Sequence[Line], *verdicts: Verdict) -> float:
    """The part of the lines that has one of these verdicts, 0 to 1."""
    return sum(line.verdict in verdicts for line in lines) / max(len(lines), 1)


def tables(lines: Sequence[Line]) -> str:
    """How many of each verdict, by kind, by language, and of all."""
    by: tuple[Callable[[Example], str], ...] = (lambda e: e.kind, lambda e: e.lang, lambda _: "all")
    return "\n\n".join(_table(lines, of) for of in by)


def in_full(lines: Sequence[Line]) -> str:
    """Each line that is neither right nor asked about, the worst first."""
    bad = sorted((line for line in lines if line.verdict not in ("right", "asked")), key=_rank)
    return "\n".join(map(str, bad))


def _rank(line: Line) -> tuple[int, str]:
    return -VERDICTS.index(line.verdict), line.example.context


def _table(lines: Sequence[Line], of: Callable[[Example], str]) -> str:
    groups = Counter(of(line.example) for line in lines)
    rows = [f"{'':12}{'texts':>7}" + "".join(f"{verdict:>16}" for verdict in VERDICTS)]
    for group, size in sorted(groups.items()):
        those = [line for line in lines if of(line.example) == group]
        parts = (sum(line.verdict == verdict for line in those) for verdict in VERDICTS)
        rows.append(f"{group:12}{size:>7}" + "".join(f"{n:>8} {n / size:>6.0%} " for n in parts))
    return "\n".join(rows)
