"""Answers to "which area?"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from flows.text.phrases import words_of
from flows.understanding.choices import undressed
from flows.vocabulary.lexicon import Lexicon

AreaKind = Literal["place", "all", "here", "unsure", "list"]

ALL_KEY: Final = "90"
LIST_KEY: Final = "99"
_LONGEST_ANSWER: Final = 40  # words
_LONGEST_STORY: Final = 16  # words around one name


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

    "2", "area ٢", "its number 2", "in the harbour", "بالميناء", "I live close to the station".
    None where that cannot be told; a slip ("hrbour") is asked about, see near.py.
    """
    words = words_of(text)
    found = _one(words, lexicon)
    place = _named_among(words, lexicon) if found is None else None
    return AreaAnswer("place", (place,)) if place else found


def read_areas(text: str, lexicon: Lexicon) -> AreaAnswer | None:
    """Like read_area, for one area or several: "1 3", "الميناء والسوق", "90".

    None where any part of it cannot be read.
    """
    words = words_of(text)
    one = _one(words, lexicon)
    if one is not None or len(words) > _LONGEST_ANSWER:
        return one
    ids = _several(words, lexicon)
    ordered = tuple(place.id for place in lexicon.places if place.id in ids)
    return AreaAnswer("place", ordered) if ordered else None


def _one(words: Sequence[str], lexicon: Lexicon) -> AreaAnswer | None:
    """One area, or words instead of a name, and nothing beside them."""
    found = _without_names(words, lexicon)
    if found is not None:
        return found
    place = _place(words, lexicon)
    return AreaAnswer("place", (place,)) if place else None


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


def _named_among(words: Sequence[str], lexicon: Lexicon) -> str | None:
    """The one area that is named among other words, none of which is a no: "I live behind the station"."""
    if len(words) > _LONGEST_STORY or not lexicon.vocabulary.negations.isdisjoint(words):
        return None
    named = {
        found[0] for at in range(len(words)) if (found := lexicon.place_index.match(words, at))
    }
    if not named:
        return lexicon.place_index.in_latin(words)
    return named.pop() if len(named) == 1 else None


def _number(words: Sequence[str], lexicon: Lexicon) -> str | None:
    """The one number, among words like "area" and "no." and nothing else: "its number 2", "the second"."""
    vocabulary = lexicon.vocabulary
    numbers: list[str] = []
    at = 0
    while at < len(words):
        number = words[at] if words[at].isdecimal() else vocabulary.ordinals.get(words[at])
        passed = undressed(words, at, vocabulary) or int(words[at] in vocabulary.area_aside)
        if not number and not passed:
            return None
        numbers += [str(number)] if number else []
        at += 1 if number else passed
    return numbers[0] if len(numbers) == 1 else None


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
    found = lexicon.place_index.match(words, at)
    vocabulary = lexicon.vocabulary
    loose = vocabulary.joiners | vocabulary.area_aside | vocabulary.number_marks
    return found or ((None, 1) if words[at] in loose else None)
