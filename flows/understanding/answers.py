"""What a person meant: every reader of answers, in one place to import from.

All of them take text as it was typed, in any script, never fail on it, and return None when they
cannot tell.
"""

from __future__ import annotations

from typing import Final, Literal

from flows.text.phrases import split_all, words_of
from flows.understanding.areas import AreaAnswer, read_area, read_areas
from flows.understanding.categories import read_categories, read_category, read_in_turn
from flows.understanding.choices import Option, read_choice, read_several
from flows.understanding.commands import (
    Addressed,
    Command,
    read_addressed,
    read_command,
    read_reference,
)
from flows.understanding.time_ranges import read_span
from flows.understanding.told.one_shot import read_one_shot
from flows.understanding.when import (
    WhenAndCount,
    read_count,
    read_hours,
    read_when,
    read_when_and_count,
)
from flows.vocabulary.lexicon import Lexicon
from flows.vocabulary.vocabulary import Vocabulary

__all__ = [
    "Addressed",
    "AreaAnswer",
    "Command",
    "Option",
    "WhenAndCount",
    "YesNo",
    "is_understood",
    "read_addressed",
    "read_area",
    "read_areas",
    "read_categories",
    "read_category",
    "read_choice",
    "read_command",
    "read_count",
    "read_hours",
    "read_in_turn",
    "read_one_shot",
    "read_reference",
    "read_several",
    "read_skip",
    "read_when",
    "read_when_and_count",
    "read_yes_no",
]

_LONGEST_NOTHING: Final = 7  # words

YesNo = Literal["yes", "no", "soft"]


def is_understood(text: str, lexicon: Lexicon) -> bool:
    """Whether any reader of answers makes anything of `text`, so that it cannot mean something else."""
    vocabulary = lexicon.vocabulary
    plain = (read_command, read_yes_no, read_when, read_hours, read_count, read_skip)
    known = (read_one_shot, read_categories, read_area, read_areas)
    found = (*(read(text, vocabulary) for read in plain), *(read(text, lexicon) for read in known))
    return read_span(text) is not None or any(each not in (None, False) for each in found)


def read_yes_no(text: str, vocabulary: Vocabulary) -> YesNo | None:
    """yes, no, or soft: a yes that never binds and is asked once more. 1 is yes, 2 is no."""
    answer = " ".join(words_of(text))
    if answer in vocabulary.yes:
        return "yes"
    if answer in vocabulary.no:
        return "no"
    if answer in vocabulary.soft:
        return "soft"
    return _said_twice(text, vocabulary)


def read_skip(text: str, vocabulary: Vocabulary) -> bool:
    """Whether `text` says that there is nothing to add, and nothing else but thanks; 1 does."""
    words = words_of(text)
    if " ".join(words) in vocabulary.skip:
        return True
    said = split_all(words, vocabulary.skip_phrases) if len(words) <= _LONGEST_NOTHING else None
    return said is not None and "nothing" in said


def _said_twice(text: str, vocabulary: Vocabulary) -> YesNo | None:
    """ "ok sure", "نعم 👍": what makes a yes or a no as a message makes one as an answer."""
    command = read_command(text, vocabulary)
    if command is None or command.reference is not None:
        return None
    names: dict[str, YesNo] = {"YES": "yes", "NO": "no", "SOFT": "soft"}
    return names.get(command.name)
