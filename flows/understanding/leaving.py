"""Whether somebody wants no more texts, in words of their own."""

from __future__ import annotations

import re
from typing import Final, Literal

from flows.text.phrases import words_of
from flows.vocabulary.chains import Chains, load_chains
from flows.vocabulary.vocabulary import Vocabulary

FILE: Final = "leave.yaml"
Wish = Literal["sure", "likely"]

_DRAWN_OUT: Final = re.compile(r"(.)\1+")  # stooop, ستوووب
_STOPS: Final = ("STOP", "ARABIC_STOP")


def read_leaving(text: str, vocabulary: Vocabulary) -> Wish | None:
    """Whether `text` asks for no more texts: sure, or likely and worth a question; None for other texts."""
    heard = load_leaving().heard(text)
    if heard is not None:
        return "sure" if heard.sure else "likely"
    return _drawn_out(text, vocabulary)


def load_leaving() -> Chains:
    """The chains of flows/vocabulary/leave.yaml, read once."""
    return load_chains(FILE)


def _drawn_out(text: str, vocabulary: Vocabulary) -> Wish | None:
    """A word for it alone that is drawn out (sure), or of which two letters changed places (likely)."""
    words = words_of(text)
    if len(words) != 1 or len(words[0]) < 4:
        return None
    word = words[0]
    stops = {word for name in _STOPS for word in vocabulary.words_for(name) if " " not in word}
    if _DRAWN_OUT.sub(r"\1", word) in {_DRAWN_OUT.sub(r"\1", stop) for stop in stops}:
        return "sure"
    return "likely" if word not in vocabulary.known and _turned_round(word) & stops else None


def _turned_round(word: str) -> set[str]:
    pairs = range(len(word) - 1)
    return {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in pairs}
