"""Answers to "which area?"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from flows.text.phrases import words_of
from flows.vocabulary.lexicon import Lexicon

AreaKind = Literal["place", "all", "here", "unsure", "list"]

ALL_KEY: Final = "90"
LIST_KEY: Final = "99"
_LONGEST_ANSWER: Final = 40  # words


@dataclass(frozen=True)
class AreaAnswer:
    """What was said about areas.

    place: `ids` holds the areas named, in the order of the community's list; all: every area (or
    "90"); here: where the person is, which we cannot see; unsure: does not know, or none of these;
    list: "99", show the names.
    """

    kind: AreaKind
    ids: tuple[str, ...] = ()

    @property
    def id(self) -> str | None:
        """The area, where exactly one was named."""
        return self.ids[0] if len(self.ids) == 1 else None


def read_area(text: str, lexicon: Lexicon) -> AreaAnswer | None:
    """The one area that `text` names by code or name, or what it says instead of a name.

    "2", "area ٢", "in the harbour", "بالميناء", "hrbour" (one slip in five letters or more).
    None where that cannot be told.
    """
    words = words_of(text)
    found = _without_names(words, lexicon)
    if found is not None:
        return found
    place = _place(words, lexicon)
    return AreaAnswer("place", (place,)) if place else None


def read_areas(text: str, lexicon: Lexicon) -> AreaAnswer | None:
    """Like read_area, for one area or several: "1 3", "الميناء والسوق", "90".

    None where any part of it cannot be read.
    """
    words = words_of(text)
    one = read_area(text, lexicon)
    if one is not None or len(words) > _LONGEST_ANSWER:
        return one
    ids = _several(words, lexicon)
    ordered = tuple(place.id for place in lexicon.places if place.id in ids)
    return AreaAnswer("place", ordered) if ordered else None


def _without_names(words: Sequence[str], lexicon: Lexicon) -> AreaAnswer | None:
    kinds: dict[str, AreaKind] = {"all": "all", "here": "here", "unsure": "unsure"}
    keys: dict[str, AreaKind] = {ALL_KEY: "all", LIST_KEY: "list"}
    kind = kinds.get(lexicon.vocabulary.area_words.get(" ".join(words), ""))
    number = _number(words, lexicon)
    if number is not None:
        kind = keys.get(number, kind)
    return AreaAnswer(kind) if kind else None


def _place(words: Sequence[str], lexicon: Lexicon) -> str | None:
    number = _number(words, lexicon)
    if number is not None:
        return lexicon.place_index.by_code(number)
    return lexicon.place_index.whole(words)


def _number(words: Sequence[str], lexicon: Lexicon) -> str | None:
    """The digits that stand alone or behind words like "area" and "no."."""
    if not words or not words[-1].isdecimal():
        return None
    loose = lexicon.vocabulary.area_aside | lexicon.vocabulary.number_marks
    return words[-1] if loose.issuperset(words[:-1]) else None


def _several(words: Sequence[str], lexicon: Lexicon) -> set[str]:
    """The areas named in a row; none at all where one of them is unreadable."""
    ids: set[str] = set()
    at = 0
    while at < len(words):
        step = _next(words, at, lexicon)
        if step is None:
            return set()
        place, length = step
        ids |= {place} if place else set()
        at += length
    return ids


def _next(words: Sequence[str], at: int, lexicon: Lexicon) -> tuple[str | None, int] | None:
    """The area named at `at` and the words it takes; no area for words like "and" and "in"."""
    code = lexicon.place_index.by_code(words[at])
    if code is not None:
        return code, 1
    found = lexicon.place_index.match(words, at, slips=True)
    vocabulary = lexicon.vocabulary
    loose = vocabulary.joiners | vocabulary.area_aside | vocabulary.number_marks
    return found or ((None, 1) if words[at] in loose else None)
