"""Kinds of need, as people write them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flows.text.phrases import words_of
from flows.vocabulary.lexicon import Lexicon
from flows.vocabulary.vocabulary import Vocabulary

_PREFIXES: Final = ("ال", "لل", "وال", "ول", "و", "ل", "ب", "بال")
_LONGEST_ANSWER: Final = 30  # words


def read_category(text: str, lexicon: Lexicon) -> str | None:
    """The one category that `text` names, by its place in the list, its label or a synonym.

    "1", "(١)", "a bed", "الأكل", "transprt" (one slip in five letters or more).
    """
    named = read_categories(text, lexicon)
    return named[0] if named is not None and len(named) == 1 else None


def read_categories(text: str, lexicon: Lexicon) -> tuple[str, ...] | None:
    """The categories that `text` names, in the community's order: "1 و3", "food and rides", "all".

    None where any part of it cannot be read.
    """
    words = words_of(text)
    if " ".join(words) in lexicon.vocabulary.everything:
        return lexicon.categories
    named: set[str] = set()
    at = 0
    while at < len(words) <= _LONGEST_ANSWER:
        step = _next(words, at, lexicon)
        if step is None:
            return None
        named |= {step[0]} if step[0] else set()
        at += step[1]
    return tuple(name for name in lexicon.categories if name in named) or None


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


def misspelt_category(word: str, vocabulary: Vocabulary) -> str | None:
    """The category that `word` misses by one slip; the first letter is hardly ever the wrong one.

    None where the word is understood as something else, or lies as close to another.
    """
    return vocabulary.category_slips.corrected(word)


def _next(words: Sequence[str], at: int, lexicon: Lexicon) -> tuple[str | None, int] | None:
    """The category named at `at`; none for words like "and"."""
    vocabulary = lexicon.vocabulary
    found = category_at(words, at, vocabulary)
    if found is not None:
        return found
    word = words[at]
    category = _numbered(word, lexicon) or misspelt_category(word, vocabulary)
    loose = (vocabulary.joiners, vocabulary.number_marks, vocabulary.fillers, vocabulary.needs)
    return (category, 1) if category or any(word in words for words in loose) else None


def _numbered(word: str, lexicon: Lexicon) -> str | None:
    """The category at this place of the list: "3", "three", "ثلاثة"."""
    number = vocabulary_number(word, lexicon.vocabulary)
    if number is None or not 1 <= number <= len(lexicon.categories):
        return None
    return lexicon.categories[number - 1]


def vocabulary_number(word: str, vocabulary: Vocabulary) -> int | None:
    """The number in digits or spelled, with or without و."""
    if word.isdecimal():
        return int(word) if len(word) <= 2 else None
    return vocabulary.numbers.get(word) or vocabulary.numbers.get(word.removeprefix("و"))
