"""What can be a word of one's own that hides everything: never what is texted by chance."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from flows.text.phrases import words_of
from flows.understanding.answers import (
    read_addressed,
    read_area,
    read_areas,
    read_categories,
    read_command,
    read_count,
    read_hours,
    read_one_shot,
    read_skip,
    read_when,
)
from flows.understanding.time_ranges import read_span
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
    return any(reader(text) not in (None, False) for reader in _readers(lexicon))


def _readers(lexicon: Lexicon) -> tuple[Callable[[str], object], ...]:
    vocabulary = lexicon.vocabulary
    return (
        lambda text: read_command(text, vocabulary),
        read_addressed,
        lambda text: read_one_shot(text, lexicon),
        lambda text: read_categories(text, lexicon),
        lambda text: read_area(text, lexicon),
        lambda text: read_areas(text, lexicon),
        lambda text: read_when(text, vocabulary),
        lambda text: read_hours(text, vocabulary),
        lambda text: read_count(text, vocabulary),
        lambda text: read_skip(text, vocabulary),
        read_span,
    )
