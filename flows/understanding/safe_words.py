"""What can be a word of one's own that hides everything: never what is texted by chance."""

from __future__ import annotations

from typing import Final

from flows.text.phrases import words_of
from flows.understanding.answers import is_understood, read_addressed
from flows.understanding.leaving import read_leaving
from flows.vocabulary.crisis import load_crisis
from flows.vocabulary.lexicon import Lexicon

_FEWEST_LETTERS: Final = 4
_MOST_LETTERS: Final = 40
_MOST_WORDS: Final = 4


def is_poor(text: str, lexicon: Lexicon) -> bool:
    """Whether `text` is too short, too long or too usual for it, or means something here already."""
    words = words_of(text)
    letters = [letter for word in words for letter in word if letter.isalpha()]
    if not _FEWEST_LETTERS <= len(letters) <= _MOST_LETTERS or len(words) > _MOST_WORDS:
        return True
    vocabulary = lexicon.vocabulary
    usual = vocabulary.known | vocabulary.usual | vocabulary.fillers
    if len(set(letters)) < _FEWEST_LETTERS - 1 or usual.issuperset(words):
        return True
    if " ".join(words) in vocabulary.usual or load_crisis().heard(text) is not None:
        return True
    if read_addressed(text) is not None or read_leaving(text, vocabulary) is not None:
        return True
    return is_understood(text, lexicon)
