"""Kinds of need, as people write them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flows.text.phrases import words_of
from flows.understanding.choices import undressed
from flows.vocabulary.lexicon import Lexicon
from flows.vocabulary.vocabulary import Vocabulary

_PREFIXES: Final = ("ال", "لل", "وال", "ول", "و", "ل", "ب", "بال")
_LONGEST_ANSWER: Final = 30  # words


def read_category(text: str, lexicon: Lexicon) -> str | None:
    """The one category that `text` names, by its place in the list, its label or a synonym.

    "1", "(١)", "a bed", "الأكل". A slip ("transprt") is asked about, see near.py.
    """
    named = read_categories(text, lexicon)
    return named[0] if named is not None and len(named) == 1 else None


def read_categories(text: str, lexicon: Lexicon) -> tuple[str, ...] | None:
    """The categories that `text` names, in the community's order: "1 و3", "food and rides", "all".

    None where any part of it cannot be read.
    """
    if " ".join(words_of(text)) in lexicon.vocabulary.everything:
        return lexicon.categories
    named = read_in_turn(text, lexicon) or ()
    return tuple(name for name in lexicon.categories if name in named) or None


def read_in_turn(text: str, lexicon: Lexicon) -> tuple[str, ...] | None:
    """The categories that `text` names, in its own order: "3 and 1" is the third, then the first."""
    words = words_of(text)
    named: dict[str, None] = {}
    at = 0
    while at < len(words) <= _LONGEST_ANSWER:
        step = _next(words, at, lexicon)
        if step is None:
            return None
        named |= {step[0]: None} if step[0] else {}
        at += step[1]
    return tuple(name for name in named if name in lexicon.categories) or None


def category_at(words: Sequence[str], at: int, vocabulary: Vocabulary) -> tuple[str, int] | None:
    """The category whose longest word or phrase stands at `at`, and how many words it takes."""
    found = vocabulary.category_phrases.match(words, at)
    if found is not None or words[at].isascii() or words[at] in vocabulary.single_words:
        return found
    stem = _stem(words[at], vocabulary)
    return vocabulary.category_phrases.match([stem, *words[at + 1 :]]) if stem else None


def _stem(word: str, vocabulary: Vocabulary) -> str | None:
    """An Arabic word of a category without the letters that stick to it, as in ونقل or للاكل."""
    stems = (word.removeprefix(prefix) for prefix in _PREFIXES if word.startswith(prefix))
    return next((stem for stem in stems if stem in vocabulary.categories), None)


def _next(words: Sequence[str], at: int, lexicon: Lexicon) -> tuple[str | None, int] | None:
    """The category named at `at`; none for words like "and"."""
    vocabulary = lexicon.vocabulary
    found = category_at(words, at, vocabulary)
    if found is not None:
        return found
    for length in (2, 1):
        category = _numbered(" ".join(words[at : at + length]), lexicon)
        if category:
            return category, length
    passed = undressed(words, at, vocabulary)
    loose = (vocabulary.joiners, vocabulary.fillers, vocabulary.needs)
    return (None, passed or 1) if passed or any(words[at] in each for each in loose) else None


def _numbered(word: str, lexicon: Lexicon) -> str | None:
    """The category at this place of the list: "3", "three", "ثلاثة", "the third"."""
    number = vocabulary_number(word, lexicon.vocabulary)
    if number is None or not 1 <= number <= len(lexicon.categories):
        return None
    return lexicon.categories[number - 1]


def vocabulary_number(word: str, vocabulary: Vocabulary) -> int | None:
    """The number in digits, spelled, or as a place in a list, with or without و."""
    if word.isdecimal():
        return int(word) if len(word) <= 2 else None
    forms = (word, word.removeprefix("و"))
    told = (
        table.get(form) for table in (vocabulary.numbers, vocabulary.ordinals) for form in forms
    )
    return next(filter(None, told), None)
