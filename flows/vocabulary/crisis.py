"""Words of crisis: whether a text speaks of self-harm, or of danger here and now.

Every inbound text is tried, in every language, so the rows of flows/vocabulary/crisis.yaml are spelled
out once into phrases by their first word; a text then costs a look-up for each of its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable
from itertools import product
from typing import Final

import yaml

from flows.text.phrases import words_of
from flows.text.yaml_nodes import LOADER
from flows.vocabulary.wordlists import SHIPPED

FILE: Final = "crisis.yaml"
_END: Final = "END"  # in the file: the end of the message
_LAST: Final = ""  # the same among folded words, which are never empty
_NEAR: Final = 3  # words between a phrase and what takes it back
_GLUED: Final = ("و", "ف")  # and, so: written with the word that follows
_KEYS: Final = frozenset({"kind", "chain", "unless"})

Words = tuple[str, ...]


@dataclass(frozen=True)
class _Row:
    """What takes a phrase of this row back, and what the row is about (for whoever reads the file)."""

    kind: str
    unless: tuple[Words, ...]


@dataclass(frozen=True)
class Crisis:
    """The phrases by their first word, each with its row. Build it with load_crisis()."""

    phrases: Mapping[str, Sequence[tuple[Words, _Row]]]

    def heard(self, text: str) -> str | None:
        """The kind of crisis that `text` speaks of, as the file calls it; None for any other text."""
        words = (*words_of(text), _LAST)
        for at, word in enumerate(words):
            for first in _readings(word):
                for phrase, row in self.phrases.get(first, ()):
                    if _stands(phrase, words, at) and not _taken_back(row, words, at, len(phrase)):
                        return row.kind
        return None


@cache
def load_crisis() -> Crisis:
    """The phrases of flows/vocabulary/crisis.yaml, read once."""
    return read_crisis(SHIPPED)


def read_crisis(directory: Traversable) -> Crisis:
    """The phrases of crisis.yaml in `directory`. Raises ValueError that names what is wrong in it."""
    text = (directory / FILE).read_text(encoding="utf-8")
    rows = yaml.load(text, Loader=LOADER)  # noqa: S506  (a safe one)
    if not isinstance(rows, list) or not rows:
        raise ValueError(f"{FILE}: expected a list of rows")
    found: dict[str, list[tuple[Words, _Row]]] = {}
    for tree in rows:
        row, slots = _row(tree)
        for chain in product(*slots):
            phrase = tuple(word for part in chain for word in part)
            found.setdefault(phrase[0], []).append((phrase, row))
    return Crisis(found)


def _row(tree: object) -> tuple[_Row, list[list[Words]]]:
    if not isinstance(tree, dict) or not {"kind", "chain"} <= tree.keys() <= _KEYS:
        raise ValueError(f"{FILE}: a row has kind, chain and perhaps unless, not {tree!r}")
    kind = str(tree["kind"])
    chain = tree["chain"]
    if not isinstance(chain, list) or not chain:
        raise ValueError(f"{FILE}: {kind!r}: chain should be a list of slots")
    slots = [_folded(kind, slot) for slot in chain]
    if any(_LAST in way for way in slots[0]):
        raise ValueError(f"{FILE}: {kind!r}: a chain cannot begin at the end of a message")
    return _Row(kind, tuple(_folded(kind, tree.get("unless", [])))), slots


def _folded(kind: str, phrases: object) -> list[Words]:
    if not isinstance(phrases, list) or not all(isinstance(each, str) for each in phrases):
        raise ValueError(f"{FILE}: {kind!r}: {phrases!r} should be a list of words")
    folded = dict.fromkeys((_LAST,) if p == _END else tuple(words_of(p)) for p in phrases)
    if () in folded:
        raise ValueError(f"{FILE}: {kind!r}: a word has no letter to compare")
    return list(folded)


def _readings(word: str) -> Iterable[str]:
    """A word as it is, and without the Arabic "and" or "so" that is written with it."""
    yield word
    if word.startswith(_GLUED) and len(word) > 1:
        yield word[1:]


def _stands(phrase: Words, words: Words, at: int) -> bool:
    return words[at + 1 : at + len(phrase)] == phrase[1:]


def _taken_back(row: _Row, words: Words, at: int, length: int) -> bool:
    """Whether something near says that it is meant otherwise: dying of laughter, a kitchen knife."""
    before, after = words[max(at - _NEAR, 0) : at], words[at + length : at + length + _NEAR]
    return any(_within(excuse, near) for excuse in row.unless for near in (before, after))


def _within(phrase: Words, words: Words) -> bool:
    starts = range(len(words) - len(phrase) + 1)
    return any(words[start : start + len(phrase)] == phrase for start in starts)
