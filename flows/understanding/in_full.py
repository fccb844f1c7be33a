"""Answers said in full, to a question that was just put: "my pin is 4821", "no my husband is here"."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from flows.text.phrases import words_of
from flows.understanding.pins import is_pin
from flows.vocabulary.chains import Chains, load_chains
from flows.vocabulary.vocabulary import Vocabulary

_FILE: Final = "in_full.yaml"
_LONGEST_LEAD: Final = 4  # words of a yes or no that begins a longer text
# Behind a no these make it a yes: no problem, لا مشكلة.
_NO_TROUBLE: Final = frozenset(
    {"problem", "problems", "worries", "worry", "issue", "issues", "prob", "probs", "complaints"}
    | {"مشكله", "مشكل", "مانع", "باس", "عليك", "تقلق", "تقلقو", "moshkle", "meshkle", "mechkil"}
)


def read_in_full(flow: str, reads: str, text: str, vocabulary: Vocabulary) -> str | None:
    """What a long answer to a question of `flow` comes to, in a word that its reader takes; None where that
    is in doubt. `reads` is what the question reads."""
    if reads in ("pin", "digits"):
        return pin_within(text)
    return _yes_no(flow, text, vocabulary) if reads == "yes-no" else None


def pin_within(text: str) -> str | None:
    """The only number in `text`, where it can be a PIN: "my pin is 4821", "it's 48 21"."""
    numbers = _numbers(text)
    return numbers[0] if len(numbers) == 1 and is_pin(numbers[0]) else None


def may_hold_pin(text: str) -> bool:
    """Whether any number in `text` could be a PIN, or one is named."""
    return any(map(is_pin, _numbers(text))) or names_pin(text)


def _numbers(text: str) -> list[str]:
    """Numbers as they were meant: digits that stand beside each other are one."""
    numbers: list[str] = []
    follows = False
    for word in words_of(text):
        if word.isdecimal() and follows:
            numbers[-1] += word
        elif word.isdecimal():
            numbers.append(word)
        follows = word.isdecimal()
    return numbers


def names_pin(text: str, *, surely: bool = False) -> bool:
    """Whether `text` says that its number is a PIN and not that of a gate; `surely`: not just a code."""
    told = [found for found in _chains().all_heard(text) if found.kind == "pin"]
    return any(found.sure or not surely for found in told)


def _chains() -> Chains:
    return load_chains(_FILE)


def _kinds(text: str) -> set[str]:
    return {found.kind for found in _chains().all_heard(text)}


def _yes_no(flow: str, text: str, vocabulary: Vocabulary) -> str | None:
    """A no by its first word or by a row, a yes by a row alone: what follows a yes may be for anybody."""
    kinds, words = _kinds(text), words_of(text)
    behind_no = _behind(words, vocabulary.no)
    says_yes = f"{flow} yes" in kinds or _behind(words, vocabulary.yes) is not None
    says_no = f"{flow} no" in kinds or (behind_no is not None and behind_no not in _NO_TROUBLE)
    if says_yes == says_no:
        return None
    return "no" if says_no else "yes" if f"{flow} yes" in kinds else None


def _behind(words: Sequence[str], leads: Collection[str]) -> str | None:
    """The word behind a yes or a no that the words begin with; None where they do not."""
    for length in range(min(_LONGEST_LEAD, len(words)), 0, -1):
        lead = " ".join(words[:length])
        if lead in leads and not lead.isdecimal():
            return words[length] if length < len(words) else ""
    return None
