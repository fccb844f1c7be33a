"""Chains: phrases told by their parts, any of many words in each: [he, my father] [hit me, beat me].

A file of chains is a list of rows. A row has a `kind`, what such words say; a `chain` of slots, each a
list of words or phrases of which any fills it (a list within a list counts as its members, so that a YAML
anchor can be used again); perhaps a `gap`, how many other words may stand between two slots; `unless`, one
of which within three words takes the row back; and `likely: true` where the words hint at it and no more,
so that it is asked. END in a slot is the end of the message. Words are compared after folding.

Every text is tried on every row, so rows are found by the words that their first slot may begin with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Final

import yaml

from flows.text.phrases import words_of
from flows.text.yaml_nodes import LOADER

_END: Final = "END"  # in the file: the end of the message
_LAST: Final = ""  # the same among folded words, which are never empty
_NEAR: Final = 3  # words between a chain and what takes it back
_GLUED: Final = ("و", "ف")  # and, so: written with the word that follows
_KEYS: Final = frozenset({"kind", "chain", "gap", "unless", "likely"})

Words = tuple[str, ...]
Slot = Mapping[str, Sequence[Words]]  # ways to fill it by their first word, the longest first


@dataclass(frozen=True)
class Heard:
    """What a text says by one of the rows: its kind, whether that is sure, and which words said so."""

    kind: str
    sure: bool
    begins: int
    ends: int  # the word after the last one


@dataclass(frozen=True)
class _Row:
    """One row of a file, its words folded."""

    kind: str
    sure: bool
    slots: tuple[Slot, ...]
    gap: int
    unless: tuple[Words, ...]


@dataclass(frozen=True)
class Chains:
    """The rows by the words they may begin with. Build it with read_chains()."""

    rows: Mapping[str, Sequence[_Row]]

    def heard(self, text: str) -> Heard | None:
        """The first thing that `text` says by a row that is sure, else by any; None for other texts."""
        unsure: Heard | None = None
        for found in self.all_heard(text):
            if found.sure:
                return found
            unsure = unsure or found
        return unsure

    def all_heard(self, text: str) -> Iterator[Heard]:
        """Everything that `text` says, from its first word to its last."""
        words = (*words_of(text), _LAST)
        for at, word in enumerate(words):
            for first in _readings(word):
                for row in self.rows.get(first, ()):
                    ends = _end(row, words, at, first)
                    if ends is not None and not _taken_back(row.unless, words, at, ends):
                        yield Heard(row.kind, row.sure, at, min(ends, len(words) - 1))


def read_chains(directory: Traversable, file: str) -> Chains:
    """The rows of `file` in `directory`. Raises ValueError that names the file and what is wrong in it."""
    text = (directory / file).read_text(encoding="utf-8")
    trees = yaml.load(text, Loader=LOADER)  # noqa: S506  (a safe one)
    if not isinstance(trees, list) or not trees:
        raise ValueError(f"{file}: expected a list of rows")
    rows: dict[str, list[_Row]] = {}
    for tree in trees:
        row = _row(file, tree)
        for first in row.slots[0]:
            rows.setdefault(first, []).append(row)
    return Chains(rows)


def _row(file: str, tree: object) -> _Row:
    if not isinstance(tree, dict) or not {"kind", "chain"} <= tree.keys() <= _KEYS:
        raise ValueError(
            f"{file}: a row has kind, chain and perhaps gap, unless, likely, not {tree!r}"
        )
    where, chain, gap = f"{file}: {tree['kind']!r}", tree["chain"], tree.get("gap", 0)
    if not isinstance(chain, list) or not chain:
        raise ValueError(f"{where}: chain should be a list of slots")
    if not isinstance(gap, int) or gap < 0:
        raise ValueError(f"{where}: gap should be a number of words, not {gap!r}")
    slots = tuple(_slot(_folded(where, slot)) for slot in chain)
    if _LAST in slots[0]:
        raise ValueError(f"{where}: a chain cannot begin at the end of a message")
    unless = tuple(_folded(where, tree.get("unless", [])))
    return _Row(str(tree["kind"]), tree.get("likely") is not True, slots, gap, unless)


def _slot(ways: Iterable[Words]) -> Slot:
    slot: dict[str, list[Words]] = {}
    for way in sorted(ways, key=len, reverse=True):
        slot.setdefault(way[0], []).append(way)
    return slot


def _folded(where: str, phrases: object) -> list[Words]:
    if not isinstance(phrases, list):
        raise ValueError(f"{where}: {phrases!r} should be a list of words")
    folded: dict[Words, None] = {}
    for phrase in phrases:
        if isinstance(phrase, list):
            folded |= dict.fromkeys(_folded(where, phrase))
        elif isinstance(phrase, str):
            folded[(_LAST,) if phrase == _END else tuple(words_of(phrase))] = None
        else:
            raise ValueError(f"{where}: {phrases!r} should be a list of words")
    if () in folded:
        raise ValueError(f"{where}: a word has no letter to compare")
    return list(folded)


def _readings(word: str) -> Iterable[str]:
    """A word as it is, and without the Arabic "and" or "so" that is written with it."""
    yield word
    if word.startswith(_GLUED) and len(word) > 1:
        yield word[1:]


def _end(row: _Row, words: Words, at: int, first: str) -> int | None:
    """The word after the chain that begins at `at` with `first`; None where it does not stand there."""
    for way in row.slots[0].get(first, ()):
        if words[at + 1 : at + len(way)] == way[1:]:
            ends = _rest(row, words, at + len(way), 1)
            if ends is not None:
                return ends
    return None


def _rest(row: _Row, words: Words, at: int, slot: int) -> int | None:
    """The word after the slots from `slot` on, which begin at `at` or a gap later."""
    if slot == len(row.slots):
        return at
    for start in range(at, min(at + row.gap + 1, len(words))):
        for way in row.slots[slot].get(words[start], ()):
            if words[start : start + len(way)] == way:
                ends = _rest(row, words, start + len(way), slot + 1)
                if ends is not None:
                    return ends
    return None


def _taken_back(unless: Sequence[Words], words: Words, begins: int, ends: int) -> bool:
    """Whether something near says that it is meant otherwise: dying of laughter, a kitchen knife."""
    before, after = words[max(begins - _NEAR, 0) : begins], words[ends : ends + _NEAR]
    return any(_within(excuse, near) for excuse in unless for near in (before, after))


def _within(phrase: Words, words: Words) -> bool:
    starts = range(len(words) - len(phrase) + 1)
    return any(words[start : start + len(phrase)] == phrase for start in starts)
