"""One need from first text to thanks, played on the carrier's phones: each step must really happen.

The story types and reads; it knows the hotline only by what comes to the phones. Each text that it
waits for is worded by the community's own Speaker, so a changed wording changes the story with it.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from flows.prompts import Prompt, Value
from flows.speech import Speaker
from hotline.carrier.server import Carrier
from hotline.carrier.stage import Stage

DEADLINE = 30.0  # seconds in which a text must have come
_HERE = "90909"  # stands for the reference in a wording
_REACTION = 0.4  # seconds that even somebody quick needs to read a text
_SPELT = "03 123 456"  # a number that somebody writes, and that must not arrive
_SECRET = re.compile(r"03\D?123\D?456|3123456")

NEED: Mapping[str, Value] = {"category": "food", "area": "harbour", "when": "today", "count": 3}
FIRST_WORDS = "مرحبا"
WORDS = "معي طفل عمره سنة، وحليب لو ممكن"
ON_MY_WAY = "عندي خبز وخضار وحليب، الوصول بعد ساعة"
WITH_A_NUMBER = f"ممتاز! رقمي {_SPELT} لو لزم"
WITHOUT_IT = "ممتاز! رقمي *** لو لزم"
THANKS = "وصل كل شيء، والطفل نام شبعان. شكرا من القلب"


class StepFailed(Exception):
    """A step that did not happen; the message says which and what was missing."""


@dataclass(frozen=True)
class Person:
    """Somebody with a phone, and the language they are written to in."""

    name: str
    number: str = field(repr=False)
    language: str


@dataclass(frozen=True)
class Cast:
    """Who plays: somebody unknown to the hotline, and its volunteers by number."""

    asker: Person
    volunteers: Mapping[str, Person]


class Story:
    """Plays it.

    `pause(letters)` lets the onlooker read what has just been shown; `check()`, called every second
    while something is waited for, may raise to end the waiting.
    """

    def __init__(
        self,
        carrier: Carrier,
        speaker: Speaker,
        cast: Cast,
        stage: Stage,
        pause: Callable[[int], None],
        check: Callable[[], None],
    ) -> None:
        self._carrier = carrier
        self._speaker = speaker
        self._cast = cast
        self._stage = stage
        self._pause = pause
        self._check = check
        self._step = ""
        self._reference = ""

    def play(self) -> None:
        """The whole story. Raises StepFailed at the first thing that does not happen."""
        asker = self._cast.asker
        self._ask_for_food(asker)
        asked = self._who_is_asked()
        helper = self._one_cannot(asked)
        self._another_accepts(helper, asked)
        self._words_pass(asker, helper)
        self._it_is_done(helper)
        self._checked_on(asker, helper)
        self._nobody_saw_a_number(asker)

    def _ask_for_food(self, asker: Person) -> None:
        self._begin(f"{asker.name} has never used the line, and asks for food")
        self._text(asker, FIRST_WORDS)
        self._hears(asker, "welcome-first")
        self._hears(asker, "menu")
        self._text(asker, "1")
        self._hears(asker, self._speaker.area_question("need-area", asker.language))
        self._text(asker, "1")
        self._hears(asker, "need-when")
        self._text(asker, "1 3")
        self._hears(asker, "need-words")
        self._text(asker, WORDS)
        self._hears(asker, "need-confirm", **NEED)
        self._text(asker, "1")
        self._reference = self._reference_given(asker)
        self._hears(asker, "need-opened")

    def _who_is_asked(self) -> list[Person]:
        self._begin("Two volunteers are asked: what, where, when. Not who.")
        return self._asked(2, besides=())

    def _one_cannot(self, asked: Sequence[Person]) -> Person:
        """Somebody says no, and the next in line is asked at once."""
        who = next((one for one in asked if one.language == "en"), asked[-1])
        self._begin(f"{who.name} cannot, so somebody else is asked at once")
        self._text(who, f"NO {self._reference}" if who.language == "en" else "لا")
        self._hears(who, "declined-ack")
        return self._asked(1, besides=asked)[0]

    def _another_accepts(self, helper: Person, asked: Sequence[Person]) -> None:
        self._begin(f"{helper.name} says yes")
        self._text(helper, "نعم" if helper.language == "ar" else "yes")
        self._hears(helper, "accepted-helper")
        self._hears(helper, "relay-to-helper", words=WORDS)
        self._hears(self._cast.asker, "accepted-asker")
        for one in asked:
            if not self._has_declined(one):
                self._hears(one, "covered")

    def _words_pass(self, asker: Person, helper: Person) -> None:
        self._begin("They text each other through the line; a phone number is struck out")
        self._text(helper, ON_MY_WAY)
        self._hears(asker, "relay-to-asker", words=ON_MY_WAY)
        self._text(asker, WITH_A_NUMBER)
        self._hears(helper, "relay-to-helper", words=WITHOUT_IT)
        self._hears(asker, "relay-scrubbed")

    def _it_is_done(self, helper: Person) -> None:
        self._begin(f"{helper.name} has brought it")
        self._text(helper, f"تم {self._reference}" if helper.language == "ar" else "done")
        self._hears(helper, "done-helper")

    def _checked_on(self, asker: Person, helper: Person) -> None:
        self._begin(f"A day later (seconds here) {asker.name} is checked on, and thanks pass back")
        self._hears(asker, "follow-up")
        self._text(asker, "1")
        self._hears(asker, "follow-up-yes")
        self._text(asker, THANKS)
        self._hears(asker, "thanks-kept")
        self._hears(helper, "thanks-delivered", words=THANKS)

    def _nobody_saw_a_number(self, asker: Person) -> None:
        for number in self._carrier.phones():
            for line in self._carrier.screen(number):
                mine = line.direction == "sent" and number == asker.number
                if _SECRET.search(line.body) and not mine:
                    raise self._failure("a phone number reached another phone")

    # The steps' verbs

    def _begin(self, words: str) -> None:
        self._step = words
        self._stage.heading(words)

    def _text(self, who: Person, words: str) -> None:
        """Type on a phone, once what stands there has been read."""
        self._pause(self._stage.show())
        time.sleep(_REACTION)
        self._carrier.text(who.number, words)

    def _hears(self, who: Person, message: str, **args: Value) -> None:
        """Wait until this message has come to the phone."""
        args = {"reference": self._reference, **args}
        wanted = self._speaker.text(Prompt(message, args), who.language)
        found = self._wait(lambda: self._find(who, wanted) is not None)
        self._pause(self._stage.show())
        if not found:
            raise self._failure(f"{who.name} never received: {wanted}")

    def _wait(self, condition: Callable[[], bool]) -> bool:
        """Whether `condition` came true before the deadline."""
        until = time.monotonic() + DEADLINE
        while time.monotonic() < until:
            if self._carrier.wait_for(condition, 1.0):
                return True
            self._check()
        return False

    def _find(self, who: Person, wanted: str) -> int | None:
        lines = self._carrier.screen(who.number)
        texts = (i for i, line in enumerate(lines) if line.direction == "received")
        return next((i for i in texts if wanted in lines[i].body), None)

    def _reference_given(self, asker: Person) -> str:
        """The number that the asker's request was given."""
        opened = self._speaker.text(Prompt("need-opened", {"reference": _HERE}), asker.language)
        shape = re.compile(re.escape(opened).replace(_HERE, r"(\d{2,5})", 1).replace(_HERE, r"\d+"))

        def given() -> list[str]:
            lines = self._carrier.screen(asker.number)
            return [found[1] for line in lines if (found := shape.search(line.body))]

        if not self._wait(lambda: bool(given())):
            raise self._failure(f"{asker.name} was never given a number for the request")
        return given()[0]

    def _asked(self, count: int, besides: Sequence[Person]) -> list[Person]:
        """Wait until so many volunteers, other than `besides`, hold an ask."""

        def holding() -> list[Person]:
            people = self._cast.volunteers.values()
            return [p for p in people if p not in besides and self._holds_ask(p)]

        found = self._wait(lambda: len(holding()) >= count)
        self._pause(self._stage.show())
        if not found:
            raise self._failure(f"{len(holding())} of {count} volunteers were asked")
        return holding()

    def _holds_ask(self, who: Person) -> bool:
        ask = Prompt("ask", {"reference": self._reference, **NEED})
        return self._find(who, self._speaker.text(ask, who.language)) is not None

    def _has_declined(self, who: Person) -> bool:
        thanks = self._speaker.text(Prompt("declined-ack"), who.language)
        return self._find(who, thanks) is not None

    def _failure(self, what: str) -> StepFailed:
        return StepFailed(f"{self._step}: {what}")
