"""Answers said in full, to a question that was just put: "my pin is 4821", "no my husband is here"."""

from __future__ import annotations

from functools import cache
from typing import Final

from flows.text.phrases import words_of
from flows.understanding.pins import is_pin
from flows.vocabulary.chains import Chains, read_chains
from flows.vocabulary.vocabulary import Vocabulary
from flows.vocabulary.wordlists import SHIPPED

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
    numbers: list[str] = []
    follows = False
    for word in words_of(text):
        if word.isdecimal() and follows:
            numbers[-1] += word
        elif word.isdecimal():
            numbers.append(word)
        follows = word.isdecimal()
    return numbers[0] if len(numbers) == 1 and is_pin(numbers[0]) else None


def names_pin(text: str, *, surely: bool = False) -> bool:
    """Whether `text` says that its number is a PIN and not that of a gate; `surely`: not just a code."""
    told = [found for found in _chains().all_heard(text) if found.kind == "pin"]
    return any(found.sure or not surely for found in told)


@cache
def _chains() -> Chains:
    return read_chains(SHIPPED, _FILE)


def _kinds(text: str) -> set[str]:
    return {found.kind for found in _chains().all_heard(text)}


def _yes_no(flow: str, text: str, vocabulary: Vocabulary) -> str | None:
    """A no by its first word or by a row, a yes by a row alone: what follows a yes may be for anybody."""
    kinds, leads_no = _kinds(text), _begins_with_no(text, vocabulary)
    says_yes, says_no = f"{flow} yes" in kinds, f"{flow} no" in kinds
    if says_yes and not says_no and not leads_no:
        return "yes"
    return "no" if (says_no or leads_no) and not says_yes else None


def _begins_with_no(text: str, vocabulary: Vocabulary) -> bool:
    words = words_of(text)
    for length in range(min(_LONGEST_LEAD, len(words)), 0, -1):
        lead = " ".join(words[:length])
        if lead in vocabulary.no and not lead.isdecimal():
            return words[length : length + 1] == [] or words[length] not in _NO_TROUBLE
    return False
