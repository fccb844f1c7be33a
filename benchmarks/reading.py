"""Reading a text: all that the order of understanding asks of it, beside folding it into words alone.

Processor time of one process, with every list read before. The texts are those of tests/understanding; the
longest is a story of as many letters as any carrier delivers.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks.figures import Figure, Report, median
from flows.text.phrases import words_of
from flows.understanding.answers import read_command, read_reference
from flows.understanding.ask_answers import read_ask_answer
from flows.understanding.leaving import read_leaving
from flows.understanding.own_request import read_about_request
from flows.understanding.told.offer_text import read_offer
from flows.understanding.told.wants import read_want
from flows.vocabulary.arabizi import is_arabizi
from flows.vocabulary.chains import read_ahead
from flows.vocabulary.crisis import load_crisis
from flows.vocabulary.lexicon import Lexicon
from flows.vocabulary.vocabulary import load_vocabulary
from flows.wording.worst_case_args import PLACES

TEXTS = Path(__file__).parents[1] / "tests" / "understanding"
CATEGORIES = ("food", "shelter", "transport", "money", "talk", "urgent")
LONGEST = 1600  # letters
MOST_MS, MOST_LONG_MS = 0.3, 2.0


def run(quick: bool, report: Report) -> Iterator[Figure]:
    """The middle one of many texts, and the longest there can be."""
    read_ahead()
    lexicon = Lexicon(load_vocabulary(), CATEGORIES, PLACES)
    texts = _texts()[:: 5 if quick else 1]
    report(f"{len(texts)} texts")
    whole, words = (_each(read, texts) for read in (lambda text: read_all(text, lexicon), words_of))
    yield _figure("reading a text", whole, words, MOST_MS, f"slowest {max(whole):.2f} ms")
    story = " ".join(texts)[:LONGEST]
    long, plain = (
        _each(read, [f"{n} {story}"[:LONGEST] for n in range(20)])
        for read in (lambda text: read_all(text, lexicon), words_of)
    )
    yield _figure(f"reading {LONGEST} letters", long, plain, MOST_LONG_MS, "a story of many texts")


def read_all(text: str, lexicon: Lexicon) -> None:
    """Every reader that a text may meet on its way down the order, each once."""
    vocabulary = lexicon.vocabulary
    load_crisis().heard(text)
    read_command(text, vocabulary)
    read_reference(text, vocabulary)
    read_leaving(text, vocabulary)
    read_ask_answer(text, vocabulary)
    read_about_request(text)
    read_want(text, lexicon)
    read_offer(text, lexicon)
    is_arabizi(text)


def _each(read: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    """Milliseconds of processor time for each text, the better of three times."""
    return [min(_once(read, text) for _ in range(3)) for text in texts]


def _once(read: Callable[[str], object], text: str) -> float:
    words_of("another text between")  # nobody reads the same text twice in a row
    load_crisis().heard("another text between")
    begun = time.process_time_ns()
    read(text)
    return (time.process_time_ns() - begun) / 1e6


def _texts() -> list[str]:
    names = ("seen.jsonl", "set_aside.jsonl", "harmless.jsonl")
    lines = (line for name in names for line in (TEXTS / name).read_text("utf-8").splitlines())
    return [json.loads(line)["text"] for line in lines]


def _figure(
    name: str, whole: Sequence[float], words: Sequence[float], most: float, note: str
) -> Figure:
    middle = median(whole)
    return Figure(
        name,
        f"{middle:.2f} ms",
        f"{median(words):.3f} ms (its words alone)",
        f"< {most:.1f} ms",
        middle < most,
        note,
    )
