"""A phone whose owner has hidden, in somebody else's hand: nothing tells it from a number never seen.

Whatever is texted, both get the same answers, text for text, also after they have wanted something again.
What has a random number of its own (a request, a thread) is compared by its place among those.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from tests.attacks.conftest import Worlds
from tests.attacks.hidden import WORD, Phones
from tests.support_app import enrol


def alike(phones: Phones, hidden: str, stranger: str, texts: Sequence[str]) -> None:
    """Both write the same in turn, and read the same."""
    known: dict[str, list[str]] = {hidden: [], stranger: []}
    for words in texts:
        answers = []
        for number in (hidden, stranger):
            before = phones.references()
            said = phones.say(number, _own(words, known[number]))
            known[number] += sorted(phones.references() - before)
            answers.append([_neutral(text, known[number]) for text in said])
        assert answers[0] == answers[1], (words, texts)


def _own(words: str, references: list[str]) -> str:
    """`NEW` in a text stands for the number that came last on this phone."""
    return words.replace("NEW", references[-1] if references else "555")


def _neutral(text: str, references: list[str]) -> str:
    for place, reference in enumerate(references):
        text = re.sub(rf"\b{reference}\b", f"<{place}>", text)
    return text


CONVERSATIONS = {
    "a bare number": ("555", "555"),
    "words behind a number": ("570 hi",),
    "another language": ("مرحبا", "1", "hello"),
    "stop in one language, then the other": ("توقف", "hello", "start", "مرحبا"),
    "a request, and all that was": (
        *("need food same place today 2", "1", "1", "1", "status", "STATUS NEW", "CHANGE NEW"),
        *("offer", "resume", "pause", "pin", "menu", "safe hours", "menu", "safe word", "menu"),
        *("DROP NEW", "need", "1", "same place", "1", "0", "back", "erase", "2"),
    ),
    "an offer anew": ("offer", "2", "1", "1", "1", "status", "offer", "menu", "resume", "pause"),
    "a word anew": ("safe word", "green candle", "green candle", "safe word", "3"),
    "a person": ("0", "are you there", "NEW hello", "0"),
    "forgotten": ("erase", "1", "hello", "status"),
    "back by a word": ("resume", "status", "yes", "offer"),
    "a crisis": ("he has a knife", "status", "offer"),
}


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("about", CONVERSATIONS)
def test_so_they_do_in_a_whole_conversation(worlds: Worlds, language: str, about: str) -> None:
    phones, hidden, _ = worlds(language)
    alike(phones, hidden, phones.new_number(), CONVERSATIONS[about])


def test_numbers_of_what_was_tell_nothing_in_any_shape(worlds: Worlds) -> None:
    for shape in ("{}", "{} hi", "YES {}", "STATUS {}", "REPORT {}", "DONE {}", "نعم {}"):
        phones, hidden, past = worlds("en")
        assert len(past) >= 4
        alike(phones, hidden, phones.new_number(), [shape.format(number) for number in past])


def test_one_who_had_said_stop_before_looks_new_as_well(phones: Phones) -> None:
    number = phones.new_number()
    enrol(phones.app, ("Maya", number, "ar", "", "", "1"))
    for words in ("safe word", WORD["ar"], WORD["ar"], "توقف", WORD["ar"]):
        said = phones.say(number, words)
    assert said == ["عذرا، لا شيء هنا لهذا الرقم."]
    phones.clock.advance(hours=2)
    alike(phones, number, phones.new_number(), ("hello", "1", "status"))
