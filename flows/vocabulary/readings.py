"""A text as chains read it: its words, and under which other forms each of them may be known."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from flows.text.phrases import words_of
from flows.vocabulary.romanised import BY_CONSONANTS, consonants

LAST: Final = ""  # the end of the message among its words, which are never empty

Words = tuple[str, ...]

_AND: Final = ("و", "ف")  # and, so: written with the word that follows
# The article with what may stand before it; and prepositions. The longest first.
_ARTICLES: Final = ("بهال", "عهال", "وال", "بال", "فال", "كال", "عال", "هال", "مال", "ال", "لل")
_PREPOSITIONS: Final = ("ب", "ل", "ع")
_GLUED_TO: Final = frozenset("وفبلعهاكم")
_LEFT: Final = 3  # letters that must be left after a preposition; after an article two will do
_DRAWN_OUT: Final = re.compile(r"([^\W\d])\1{2,}")


@dataclass(frozen=True)
class Text:
    """Each word of a text in all its readings, as it stands first; and where each reading stands."""

    words: Sequence[Words]
    places: Mapping[str, Sequence[int]]

    def has(self, phrase: Words, at: int) -> bool:
        """Whether the phrase stands at `at`, each word in one of its readings."""
        if not phrase:
            return True
        if at + len(phrase) > len(self.words) or phrase[0] not in self.words[at]:
            return False  # nearly always, and at little cost
        return all(word in self.words[at + n] for n, word in enumerate(phrase))


@lru_cache(maxsize=1)  # every list of chains reads the same text, one after the other
def read_text(text: str) -> Text:
    """The readings of `text`; its last word is LAST."""
    plain = words_of(text)
    if _DRAWN_OUT.search(text):
        twice = [_DRAWN_OUT.sub(r"\1\1", word) for word in plain]  # killll is kill
        plain = [_DRAWN_OUT.sub(r"\1", word) for word in plain]
    else:
        twice = plain
    words = [
        (*_readings(word, bare), *(() if word == double else (double,)))
        for word, bare, double in zip(plain, consonants(plain), twice, strict=True)
    ]
    words.append((LAST,))
    places: dict[str, list[int]] = {}
    for at, readings in enumerate(words):
        for reading in readings:
            places.setdefault(reading, []).append(at)
    return Text(words, places)


def written(phrase: str) -> Words:
    """The words of a phrase as a list of chains has them; `~` stands for consonants alone."""
    if BY_CONSONANTS not in phrase:
        return tuple(_DRAWN_OUT.sub(r"\1", word) for word in words_of(phrase))
    return tuple(word for part in phrase.split() for word in _written_word(part))


def _written_word(word: str) -> Words:
    plain = [_DRAWN_OUT.sub(r"\1", one) for one in words_of(word)]
    return tuple(consonants(plain)) if word.startswith(BY_CONSONANTS) else tuple(plain)


def _readings(word: str, bare: str) -> Words:
    if bare:
        return (word, bare)
    if word[0] not in _GLUED_TO or len(word) < _LEFT:
        return (word,)
    if word.startswith(_AND):
        return (word, word[1:], *_unglued(word[1:]), *_unglued(word))
    return (word, *_unglued(word))


def _unglued(word: str) -> Words:
    """The word without article and preposition, where enough of it is left."""
    for article in _ARTICLES:
        if word.startswith(article):
            rest = word[len(article) :]
            return (rest, "ال" + rest) if len(rest) >= _LEFT - 1 else ()
    return (word[1:],) if word.startswith(_PREPOSITIONS) and len(word) > _LEFT else ()
