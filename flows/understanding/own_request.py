"""What people say about a request of theirs: how does it stand, it is off, it is for more, did it happen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Literal

from flows.text.phrases import words_of
from flows.text.prompts import Value
from flows.understanding.told.people import number_of
from flows.vocabulary.chains import Chains, Heard, load_chains
from flows.vocabulary.lexicon import Lexicon
from flows.vocabulary.vocabulary import Vocabulary

About = Literal["news", "off", "change"]
Outcome = Literal["yes", "partly", "no", "unsure"]

_ABOUT: Final[tuple[About, ...]] = ("off", "change", "news")
_LONGEST: Final = 30  # words; more is a story
# What stands behind these is what was said before: "4 instead of 2".
_BEFORE: Final = frozenset({"instead", "of", "not", "بدل", "بدال", "عوض", "مش", "مو", "badal"})
_OPENINGS: Final = {"YES": "yes", "NO": "no"}
# In a longer text than this many words, what is not sure is hardly an answer.
_UNSURE: Final = 10
_LIKELY: Final = 4


def load_request_words() -> Chains:
    """The chains of flows/vocabulary/request_words.yaml, read once."""
    return load_chains("request_words.yaml")


def load_outcomes() -> Chains:
    """The chains of flows/vocabulary/outcomes.yaml, read once."""
    return load_chains("outcomes.yaml")


def read_about_request(text: str) -> About | None:
    """What `text` is about where a request is open: news of it, its end, or a change of it."""
    if len(words_of(text)) > _LONGEST:
        return None
    kinds = {heard.kind for heard in load_request_words().all_heard(text)}
    return next((kind for kind in _ABOUT if kind in kinds), None)


def read_changes(text: str, lexicon: Lexicon) -> dict[str, Value]:
    """What a request is to be changed to, as far as that is said once: count, when, area."""
    told: dict[str, set[str | int]] = {"count": set(), "when": set(), "area": set()}
    words = words_of(text)[:_LONGEST]
    at = 0
    while at < len(words):
        slot, value, length = _slot(words, at, lexicon)
        if slot and not _is_what_was(words, at):
            told[slot].add(value)
        at += length
    return {slot: values.pop() for slot, values in told.items() if len(values) == 1}


def _slot(words: Sequence[str], at: int, lexicon: Lexicon) -> tuple[str, str | int, int]:
    place = lexicon.place_index.match(words, at)
    if place is not None:
        return "area", *place
    for length in range(min(4, len(words) - at), 0, -1):
        phrase = " ".join(words[at : at + length])
        if phrase in lexicon.vocabulary.when:
            return "when", lexicon.vocabulary.when[phrase], length
        number = number_of(phrase, lexicon.vocabulary)
        if number is not None:
            return "count", number, length
    return "", "", 1


def _is_what_was(words: Sequence[str], at: int) -> bool:
    return at > 0 and words[at - 1] in _BEFORE


def read_outcome(text: str, vocabulary: Vocabulary) -> Outcome | None:
    """What `text` says to "did it happen?": unsure where it says something and not which.

    None where it says nothing to that: it may be for whoever helps.
    """
    words = words_of(text)
    opening = list(_opening(words, vocabulary))
    found = _apart([*load_outcomes().all_heard(text), *opening])
    sure = {heard.kind for heard in found if heard.sure}
    likely = {heard.kind for heard in found}
    whole = sum(heard.ends - heard.begins for heard in found) == len(words)
    outcome = _weighed(sure, likely, whole=whole or "thanks" in likely)
    if outcome is not None or len(words) > _LIKELY:
        return None if outcome == "unsure" and len(words) > _UNSURE else outcome
    return "unsure" if opening or likely & {"no", "partly"} else None


def _weighed(sure: set[str], likely: set[str], *, whole: bool) -> Outcome | None:
    """What is sure decides; what is likely does where it is all that was said."""
    if "partly" in sure or (whole and "partly" in likely):
        return "partly"
    for kinds in (sure, likely if whole else set()):
        if {"yes", "no"} <= kinds:
            return "partly" if "but" in likely else "unsure"
        if kinds & {"yes", "no"}:
            return _unless_taken_back(kinds, likely)
    return None


def _unless_taken_back(kinds: set[str], likely: set[str]) -> Outcome:
    """A yes with something behind a "but" is not known to be one; a no stays one."""
    if "no" in kinds:
        return "no"
    return "unsure" if likely & {"but", "no", "partly"} else "yes"


def _opening(words: Sequence[str], vocabulary: Vocabulary) -> Iterator[Heard]:
    """A yes or no at the beginning: it says which, though not alone whether that is for us."""
    match = vocabulary.command_phrases.match(words)
    if match is not None and match[0] in _OPENINGS:
        yield Heard(_OPENINGS[match[0]], False, 0, match[1])


def _apart(heard: list[Heard]) -> list[Heard]:
    """The longest of what overlaps: "no complaints" holds no no."""
    taken: list[Heard] = []
    for each in sorted(heard, key=lambda h: (h.begins - h.ends, not h.sure)):
        if all(each.ends <= other.begins or other.ends <= each.begins for other in taken):
            taken.append(each)
    return taken
