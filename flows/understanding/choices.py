"""Answers to a question with options: one of them, or several."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from flows.text.folding import fold
from flows.text.phrases import words_of
from flows.vocabulary.vocabulary import Vocabulary

_LONGEST_PHRASE = 8  # words


@dataclass(frozen=True)
class Option:
    """One of the answers to a question: its value, the digits that choose it, its words.

    `words` holds the label in every language and the synonyms, in any spelling.
    """

    value: str
    key: str | None
    words: Iterable[str] = ()

    @cached_property
    def folded(self) -> frozenset[str]:
        """The words in the form in which they are compared."""
        return frozenset(map(fold, self.words)) - {""}


def read_choice(text: str, options: Sequence[Option], vocabulary: Vocabulary) -> str | None:
    """The value of the option that `text` names.

    By its key in any script and shape ("3", "3.", "(٣)", "option 3", "three", "ثلاثة", "التالت"), its
    label, a synonym, or a line of the menu ("3 rides"), in any dress ("i choose 4", "1 please"). With
    two meanings there is no answer.
    """
    words = words_of(text)
    exact = {option.value for option in options if " ".join(words) in option.folded}
    named = exact or _named(words, _meanings(options), vocabulary)
    return named.pop() if named and len(named) == 1 else None


def read_several(
    text: str, options: Sequence[Option], vocabulary: Vocabulary, all_key: str | None = None
) -> tuple[str, ...] | None:
    """The values that `text` names, in the order of `options`; all of them for "all" or `all_key`.

    "1 3", "1 و3", "1,3", "1-3" (one and three), "13", "food and rides", "طعام ونقل". None where any
    part of it is unreadable: nothing is taken half understood.
    """
    words = words_of(text)
    if " ".join(words) in vocabulary.everything or (all_key and words == [all_key]):
        return tuple(option.value for option in options)
    meanings = _meanings(options)
    named = _named(words, meanings, vocabulary)
    if named is None and len(words) == 1:
        named = _keys_in_a_row(words[0], options)
    return tuple(o.value for o in options if o.value in named) if named else None


def _key(words: Sequence[str], vocabulary: Vocabulary) -> str:
    """The number that the words are, as digits: "3", "three"; else nothing."""
    if len(words) == 1 and words[0].isdecimal():
        return words[0].lstrip("0") or "0"
    phrase = " ".join(words)
    forms = (phrase, phrase.removeprefix("و"))
    told = (
        table.get(form) for table in (vocabulary.numbers, vocabulary.ordinals) for form in forms
    )
    return str(next(filter(None, told), ""))


def undressed(words: Sequence[str], at: int, vocabulary: Vocabulary) -> int:
    """How many words at `at` are only put around an answer: "please", "i choose", "رقم", 🙏."""
    found = vocabulary.dress_phrases.match(words, at)
    return found[1] if found else int(is_ornament(words[at]))


def is_ornament(word: str) -> bool:
    """Whether `word` is one heart, flower or the like."""
    return len(word) == 1 and unicodedata.category(word) == "So"


def _meanings(options: Iterable[Option]) -> dict[str, str]:
    meanings = {option.key: option.value for option in options if option.key}
    for option in options:
        meanings |= dict.fromkeys(option.folded, option.value)
    return meanings


def _named(
    words: Sequence[str], meanings: Mapping[str, str], vocabulary: Vocabulary
) -> set[str] | None:
    """The values of a row of names and numbers, or None where one is unreadable."""
    named: set[str] = set()
    at = 0
    while at < len(words):
        step = _next_named(words, at, meanings, vocabulary)
        if step is None:
            return None
        value, length = step
        named |= {value} if value else set()
        at += length
    return named


def _next_named(
    words: Sequence[str], at: int, meanings: Mapping[str, str], vocabulary: Vocabulary
) -> tuple[str | None, int] | None:
    """The longest name at `at` with its length; no value for a word like "and"."""
    for length in range(min(_LONGEST_PHRASE, len(words) - at), 0, -1):
        value = _meaning(list(words[at : at + length]), meanings, vocabulary)
        if value is not None:
            return value, length
    passed = undressed(words, at, vocabulary) or int(words[at] in vocabulary.joiners)
    return (None, passed) if passed else None


def _meaning(words: list[str], meanings: Mapping[str, str], vocabulary: Vocabulary) -> str | None:
    phrase = " ".join(words)
    for form in (phrase, phrase.removeprefix("و"), phrase.removeprefix("وال")):
        if form in meanings:
            return meanings[form]
    return meanings.get(_key(words, vocabulary))


def _keys_in_a_row(word: str, options: Sequence[Option]) -> set[str] | None:
    """ "13" for 1 and 3, where no key has two digits and none is pressed twice."""
    keys = {option.key: option.value for option in options if option.key}
    if any(len(key) > 1 for key in keys) or len(set(word)) != len(word):
        return None
    return {keys[digit] for digit in word} if keys.keys() >= set(word) else None
