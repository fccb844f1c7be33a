"""Phrases found in a row of words, the longest first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Generic, TypeVar

from flows.text.folding import fold

T = TypeVar("T")

# Arabic glues its small words to digits (و3, لـ3). In Latin letters a digit may be a letter (3ayez).
_EDGE: Final = re.compile(r"(?<=[0-9])(?=[؀-ۿ])|(?<=[؀-ۿ])(?=[0-9])")
_LONGEST_READ: Final = 1600  # characters: no carrier delivers a longer text


def words_of(text: str) -> list[str]:
    """The folded words of `text`; Arabic letters and digits that touch are two words."""
    folded = fold(text[:_LONGEST_READ])
    return _EDGE.sub(" ", folded).split()


class Phrases(Generic[T]):
    """Phrases with their meanings, looked up by their first word."""

    def __init__(self, meanings: Mapping[str, T]) -> None:
        """`meanings` has folded phrases as keys."""
        starts: dict[str, list[tuple[int, list[str], T]]] = {}
        for phrase, meaning in meanings.items():
            words = words_of(phrase)
            starts.setdefault(words[0], []).append((len(words), words, meaning))
        self._starts = {
            first: sorted(rows, key=lambda row: -row[0]) for first, rows in starts.items()
        }

    @property
    def starts(self) -> frozenset[str]:
        """The words that a phrase may begin with."""
        return frozenset(self._starts)

    def match(self, words: Sequence[str], at: int = 0) -> tuple[T, int] | None:
        """The meaning and length, in words, of the longest phrase that stands at `at`."""
        if at >= len(words):
            return None
        for length, phrase, meaning in self._starts.get(words[at], ()):
            if words[at : at + length] == phrase:
                return meaning, length
        return None


def split_all(words: Sequence[str], *tables: Phrases[T]) -> list[T] | None:
    """The meanings of `words` where phrases cover them all, else None; earlier tables win ties."""
    meanings: list[T] = []
    at = 0
    while at < len(words):
        found = longest(words, at, tables)
        if found is None:
            return None
        meanings.append(found[0])
        at += found[1]
    return meanings


def longest(words: Sequence[str], at: int, tables: Iterable[Phrases[T]]) -> tuple[T, int] | None:
    """The longest match of any table at `at`; the earlier table where two are equally long."""
    best: tuple[T, int] | None = None
    for table in tables:
        found = table.match(words, at)
        if found is not None and (best is None or found[1] > best[1]):
            best = found
    return best
