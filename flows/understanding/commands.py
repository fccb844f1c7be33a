"""Commands: messages that mean the same at every step of every session."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flows.text.folding import ascii_digits, fold
from flows.text.phrases import split_all, words_of
from flows.vocabulary.vocabulary import Vocabulary

# With a reference, nothing else is a command: "menu 47" or "stop 47" are words for somebody.
_TAKES_REFERENCE: Final = frozenset(
    {"NEED", "STATUS", "DONE", "CANT", "DROP", "CALL", "CHANGE", "REPORT", "BLOCK"}
    | {"UNBLOCK", "YES", "NO", "SOFT"}
)
_LONGEST_COMMAND: Final = 8  # words, the reference and its mark counted
_REPEATABLE: Final = ({"YES"}, {"NO"})  # "ok sure", "no no": the same said twice is said once
_REFERENCE: Final = re.compile(r"[0-9]{2,5}")
_GLUED: Final = re.compile(r"([a-z]+)([0-9]{2,5})|([0-9]{2,5})([a-z]+)")

_INVISIBLE: Final = "\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_ADDRESSED: Final = re.compile(
    rf"[\s#(\[{_INVISIBLE}]{{0,8}}"
    r"(?:(?:no|nr|number|request|رقم|الرقم|طلب|الطلب)[\s.:#]{1,4})?"
    r"(\d{2,5})"
    # 10:30, 7.50 and 2,000 are no references: a digit may only follow after a space.
    rf"[{_INVISIBLE}]*+(?:\s*+[:.,،;\-–—)\]]++(?!\d)\s*+|\s++)[{_INVISIBLE}]*+"
    r"(\S.*)",
    re.DOTALL | re.IGNORECASE,
)


@dataclass(frozen=True)
class Command:
    """A command by name, with the reference of the request it is about, if one was given."""

    name: str
    reference: str | None = None


@dataclass(frozen=True)
class Addressed:
    """Words for whoever stands behind a reference, as they were typed."""

    reference: str
    words: str


def read_command(text: str, vocabulary: Vocabulary) -> Command | None:
    """The command that `text` is, as a whole message, with or without a reference of 2-5 digits.

    Names: NEED OFFER STATUS BACK MENU DONE CANT PAUSE RESUME LANG LANG_AR LANG_EN ERASE DROP CALL
    COMMANDS ABOUT PRIVACY PERSON CHANGE PIN REPORT BLOCK SAFE_WORD
    SAFE_HOURS SHIFTS, YES NO SOFT POLITE, STOP START
    HELP (the carrier's, as single words only), ARABIC_STOP, ARABIC_CANCEL and AMBIGUOUS_STOP.
    """
    words = words_of(text)
    if not words or len(words) > _LONGEST_COMMAND:
        return None
    return _plain(words, vocabulary) or _with_reference(words, vocabulary)


def read_reference(text: str, vocabulary: Vocabulary) -> str | None:
    """The reference that `text` is and nothing else: "47", "#47", "رقم ٤٧"."""
    words = words_of(text)
    if len(words) == 2 and words[0] in vocabulary.number_marks:
        del words[0]
    if len(words) == 1 and _REFERENCE.fullmatch(words[0]):
        return words[0]
    return None


def read_addressed(text: str) -> Addressed | None:
    """A reference and the words after it: "47 on my way", "47: …", "٤٧ …"; None for anything else.

    The words come back as they were typed, without the space around them.
    """
    found = _ADDRESSED.match(text)
    if found is None or not fold(found[2]):
        return None
    return Addressed(ascii_digits(found[1]), found[2].strip())


def _plain(words: Sequence[str], vocabulary: Vocabulary) -> Command | None:
    name = vocabulary.commands.get(" ".join(words)) or _decorated(words, vocabulary)
    return Command(name) if name else None


def _decorated(words: Sequence[str], vocabulary: Vocabulary) -> str | None:
    """A command under hearts and flowers, or a yes or no that was said twice."""
    bare = [word for word in words if not _is_ornament(word, vocabulary)]
    if not bare:
        return None
    name = vocabulary.commands.get(" ".join(bare))
    if name is not None:
        # The carrier acts on a bare word only; it has not seen a keyword here.
        return name if name not in ("STOP", "START", "HELP") else None
    names = set(split_all(bare, vocabulary.command_phrases) or ())
    return names.pop() if names in _REPEATABLE else None


def _is_ornament(word: str, vocabulary: Vocabulary) -> bool:
    if len(word) > 1 or unicodedata.category(word) != "So":
        return False
    return vocabulary.commands.get(word, "POLITE") == "POLITE"


def _with_reference(words: list[str], vocabulary: Vocabulary) -> Command | None:
    words = _unglued(words)
    if len(words) < 2:
        return None
    if _REFERENCE.fullmatch(words[-1]):
        return _about(words[-1], words[:-1], words[:-2], words[-2], vocabulary)
    if _REFERENCE.fullmatch(words[0]):
        return _about(words[0], words[1:], words[1:], words[0], vocabulary)
    if len(words) > 2 and words[0] in vocabulary.number_marks and _REFERENCE.fullmatch(words[1]):
        return _about(words[1], words[2:], words[2:], words[0], vocabulary)
    return None


def _about(
    reference: str, rest: list[str], unmarked: list[str], mark: str, vocabulary: Vocabulary
) -> Command | None:
    """The command in `rest`, or in `unmarked` where `mark` only introduced the reference."""
    command = _plain(rest, vocabulary)
    if command is None and unmarked and mark in vocabulary.number_marks:
        command = _plain(unmarked, vocabulary)
    if command is None:
        return None
    # "الغاء 47" names what is to be closed, so it cannot mean all texts.
    name = "DROP" if command.name == "ARABIC_CANCEL" else command.name
    return Command(name, reference) if name in _TAKES_REFERENCE else None


def _unglued(words: list[str]) -> list[str]:
    """ "yes47" and "47yes" as two words."""
    found = _GLUED.fullmatch(words[-1]) if len(words) == 1 else None
    return [part for part in found.groups() if part] if found else words
