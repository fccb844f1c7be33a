"""What a wording may not lure its reader into: calling a number that somebody put there, or telling where
and who they are.

It is looked for in the wording as it is written: what is filled in when it is sent (a reference, an hour,
the community's own crisis contacts) is not the wording's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

import yaml
from fluent.syntax import ast

from flows.text.banned import forms_of, holds
from flows.text.folding import ascii_digits, fold
from flows.text.yaml_nodes import LOADER
from flows.wording.catalog import read_pattern

_FILLED_IN = " ¤ "  # stands for what is filled in: no letter and no digit
_SHORT_NUMBER = re.compile(r"[0-9]{3,}")
_NUMBER = re.compile(r"[0-9](?:[\s().\-/_*+–—·•]*[0-9]){4,}")
_IN_WORDS = 5  # digits in words, in a row


@dataclass(frozen=True)
class Lures:
    """The word lists of flows/vocabulary/lures.yaml, folded."""

    asked: Sequence[tuple[str, ...]]
    asked_not: Sequence[str]
    digits: frozenset[str]

    def found(self, text: str) -> Iterator[str]:
        """What is wrong with words, each as "kind: word"."""
        digits = ascii_digits(text)
        numbers = _SHORT_NUMBER.search(digits) or _NUMBER.search(digits)
        if numbers or self._tells_digits(fold(text).split()):
            yield "number: only crisis contacts of the community may stand in a text"
        yield from (f"asks for: {' '.join(phrase)}" for phrase in self._asks(text))

    def _tells_digits(self, words: Sequence[str]) -> bool:
        run = 0
        for word in words:
            run = run + 1 if not self.digits.isdisjoint(forms_of(word)) else 0
            if run == _IN_WORDS:
                return True
        return False

    def _asks(self, text: str) -> Iterator[tuple[str, ...]]:
        words = f" {' '.join(fold(text).split())} "
        for phrase in self.asked_not:
            words = words.replace(f" {phrase} ", _FILLED_IN)
        said = [forms_of(word) for word in words.split()]
        every = frozenset[str]().union(*said)
        likely = filter(every.issuperset, self.asked)  # few phrases: their order is looked at then
        return (phrase for phrase in likely if holds(said, phrase))


@cache
def load_lures() -> Lures:
    """The list that comes with the project."""
    file = resources.files("flows") / "vocabulary" / "lures.yaml"
    data = yaml.load(file.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506  (a safe one)
    longest_first = sorted(map(fold, _flat(data["asked_not"])), key=len, reverse=True)
    return Lures(
        tuple(dict.fromkeys(tuple(fold(each).split()) for each in _flat(data["asked"]))),
        tuple(longest_first),
        frozenset(map(fold, _flat(data["digits"]))),
    )


@lru_cache(maxsize=4096)
def lures_in(pattern: str) -> tuple[str, ...]:
    """What is wrong with a wording as it is written. Raises CatalogFault where it cannot be read."""
    found = (lure for reading in readings(pattern) for lure in load_lures().found(reading))
    return tuple(dict.fromkeys(found))


def readings(pattern: str) -> list[str]:
    """The words of a wording that are its own: as often as each of its variants is said once."""
    return _readings(read_pattern(pattern))


def _readings(pattern: ast.Pattern) -> list[str]:
    parts = [_variants(element) for element in pattern.elements]
    usual = [variants[0] for variants in parts]
    found = ["".join(usual)]
    for at, variants in enumerate(parts):
        found += ["".join([*usual[:at], each, *usual[at + 1 :]]) for each in variants[1:]]
    return found


def _variants(part: object) -> list[str]:
    """What a part of a wording may say. Literals in curly brackets are words of it like all others."""
    if isinstance(part, ast.TextElement):
        return [part.value]
    if isinstance(part, ast.Literal):
        return [str(part.parse()["value"])]
    if isinstance(part, ast.Placeable):
        return _variants(part.expression)
    if isinstance(part, ast.SelectExpression):
        return [each for variant in part.variants for each in _readings(variant.value)]
    return [_FILLED_IN]


def _flat(rows: Iterable[Iterable[str]]) -> list[str]:
    return [word for row in rows for word in row]
