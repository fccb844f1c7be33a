"""Arabic in Latin letters, told from English and the rest: badde akel, 3ayez anam, wakha."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from flows.text.phrases import words_of
from flows.vocabulary.wordlists import SHIPPED, WordLists

_FILES: Final = (
    *("categories.yaml", "commands.yaml", "fillers.yaml", "hours.yaml", "numbers.yaml"),
    *(
        "latin.yaml",
        "persons.yaml",
        "polite.yaml",
        "skip.yaml",
        "stops.yaml",
        "when.yaml",
        "yes_no.yaml",
    ),
)
_GROUP: Final = "abz"
_FEWEST: Final = 3  # letters of a word of the lists: la, fi and eh are words of many languages
# A digit for a letter that Latin has not, in a word of three signs or more; not a number (5kg, 10pm).
_SPELT: Final = re.compile(
    r"(?=.{3})(?:[a-z]+[2356789][a-z]*|[23579][aeiouy][a-z]+|[2357][a-z]{3,})"
)
_LONGEST: Final = 60  # words that are looked at


@dataclass(frozen=True)
class _Latin:
    arabic: frozenset[str]
    english: frozenset[str]
    digits: frozenset[str]


def is_arabizi(text: str) -> bool:
    """Whether `text` is Arabic in Latin letters, by more of its words than are English."""
    latin, words = _latin(), words_of(text)[:_LONGEST]
    arabic = sum(_weight(word, latin) for word in words)
    return arabic > sum(word in latin.english for word in words)


def _weight(word: str, latin: _Latin) -> int:
    """Two for a spelling that no other language has, one for a word that we know, nothing for all else."""
    if word in latin.digits or word in latin.english:
        return 0
    if _SPELT.fullmatch(word):
        return 2
    return int(word in latin.arabic)


@cache
def _latin() -> _Latin:
    lists = WordLists(SHIPPED)
    phrases = (phrase for file in _FILES for phrase in lists.of_group(file, _GROUP))
    known = {word for phrase in phrases for word in phrase.split() if len(word) >= _FEWEST}
    arabic = known | set(lists.words("latin.yaml", "arabic"))
    english, digits = (frozenset(lists.words("latin.yaml", name)) for name in ("english", "digits"))
    return _Latin(frozenset(arabic - english), english, digits)
