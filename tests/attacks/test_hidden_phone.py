"""A phone whose owner has hidden, in somebody else's hand: nothing tells it from a number never seen.

Whatever is texted, both get the same answers, text for text, also after they have wanted something again.
What has a random number of its own (a request, a thread) is compared by its place among those.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import count
from secrets import token_hex

import pytest

from hotline.services.inbound.receive import Inbound, receive
from hotline.services.kernel.app import App
from hotline.store.schema import members, needs, threads
from tests.attacks.conftest import Limited
from tests.conftest import FakeClock
from tests.support_app import enrol, id_of, rows, settle_down

WORD = {"en": "purple lantern", "ar": "فانوس بنفسجي بعيد"}
KIM = "+9613000001"

_numbers = count(10_000)


class Phones:
    """A line with a team, somebody who asks, and phones in pairs: one hidden, one never seen."""

    def __init__(self, app: App, clock: FakeClock) -> None:
        self.app, self.clock = app, clock
        enrol(app, ("Kim", KIM, "en;ar", "", "", "3"))

    def say(self, number: str, words: str) -> list[str]:
        self.clock.advance(minutes=1)
        sent = receive(self.app, Inbound(f"SM{token_hex(16)}", number, words))
        return [text.body for text in sent]

    def references(self) -> set[str]:
        return {str(row.reference) for table in (needs, threads) for row in rows(self.app, table)}

    def others(self) -> str:
        """The number of a request that is open, and somebody else's."""
        asker = self.new_number()
        enrol(self.app, ("Omar", asker, "en;ar", "", "", "1"))
        return self.ask(asker, "need talk hill today")

    def new_number(self) -> str:
        return f"+96171{next(_numbers):06d}"

    def hidden(self, language: str) -> tuple[str, list[str]]:
        """A member of level 2 with everything that a member can have, who then hides; and the numbers that
        stood for something of theirs."""
        number, before = self.new_number(), self.references()
        enrol(self.app, ("Maya", number, language, "", "", "2"))
        for words in _PAST:
            self.say(number, words)
        self._helps(number)
        word = WORD[language]
        for words in ("safe word", word, word):
            self.say(number, words)
        self.say(number, word)
        (maya,) = [row for row in rows(self.app, members) if row.id == id_of(self.app, number)]
        assert maya.hidden_at is not None and maya.veiled_at is not None
        settle_down(self.app)
        self.clock.advance(hours=2)
        return number, sorted(self.references() - before)

    def _helps(self, number: str) -> None:
        """They are asked twice, and say yes to the second."""
        asker = self.new_number()
        enrol(self.app, ("Omar", asker, "en;ar", "", "", "1"))
        self.ask(asker, "need talk market today")
        newest = self.ask(asker, "need food market today 2")
        settle_down(self.app)
        self.say(number, f"YES {newest}")
        settle_down(self.app)

    def ask(self, number: str, words: str) -> str:
        """Open a request; its number."""
        before = self.references()
        for each in (words, "1", "1"):
            self.say(number, each)
        (reference,) = self.references() - before
        return reference


_PAST = (
    *("offer", "1 and 5", "90", "1", "1"),
    *("safe hours", "0-23"),
    *("pin", "4071", "4071", "2"),
    *("need transport hill today 2", "1", "1"),
    *("0", "calls are not safe"),
    "drop",
)


@pytest.fixture
def phones(limited: Limited, clock: FakeClock) -> Phones:
    """So many texts would cost more than a day may."""
    return Phones(limited({"limits.spend": {"per_day": "0"}}), clock)


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
def test_so_they_do_in_a_whole_conversation(phones: Phones, language: str, about: str) -> None:
    hidden, _ = phones.hidden(language)
    alike(phones, hidden, phones.new_number(), CONVERSATIONS[about])


def test_numbers_of_what_was_tell_nothing_in_any_shape(phones: Phones) -> None:
    for shape in ("{}", "{} hi", "YES {}", "STATUS {}", "REPORT {}", "DONE {}", "نعم {}"):
        hidden, past = phones.hidden("en")
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
