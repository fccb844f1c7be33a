"""The verbs of a story: text, call, press, and wait for what must come.

A story knows the hotline only by what comes to the phones. Each text or prompt that it waits for is
worded by the community's own Speaker, so a changed wording changes the story with it.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from flows.text.message_ids import MessageId
from flows.text.prompts import Prompt, Value
from flows.wording.renderer import Speaker
from hotline.simulator.calls.handset import PhoneCall
from hotline.simulator.server import Simulator
from hotline.simulator.word_ids import PhoneWordId
from hotline.simulator.wording import Words

DEADLINE = 120.0  # seconds in which a text must have come, on the slowest machine
_HERE = "90909"  # stands for the reference in a wording
_REACTION = 0.4  # seconds that even somebody quick needs to read a text


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


class Onlookers(Protocol):
    """Whoever is shown the story."""

    def step(self, id: PhoneWordId, name: str = "") -> None:
        """A step begins: a message of the demo's words."""

    def show(self) -> int:
        """Show what has come to the phones since; how many letters there are to read."""


@dataclass
class Playing:
    """One performance.

    `pause(letters)` lets onlookers read what has just been shown; `check()`, called every second
    while something is waited for, may raise to end the waiting.
    """

    carrier: Simulator
    speaker: Speaker
    onlookers: Onlookers
    pause: Callable[[int], None]
    check: Callable[[], None]
    pace: float = 0.0  # of calls: 1 lets prompts take their time
    _step: str = ""
    _heard: int = 0  # how much of the present call's prompts the caller has answered
    _before: dict[str, int] = field(default_factory=dict)  # lines that phones showed already

    def __post_init__(self) -> None:
        phones = self.carrier.phones()
        self._before = {number: len(self.carrier.screen(number)) for number in phones}

    def begin(self, id: PhoneWordId, name: str = "") -> None:
        """A step of the story begins."""
        self._step = Words("en")(id, name=name)
        self.onlookers.step(id, name)

    def text(self, who: Person, words: str) -> None:
        """Type on a phone, once what stands there has been read."""
        self._read()
        time.sleep(_REACTION)
        self.carrier.text(who.number, words)

    def hears(self, who: Person, message: MessageId, **args: Value) -> None:
        """Wait until this message has come to the phone."""
        wanted = self.speaker.text(Prompt(message, args), who.language)
        found = self.wait(lambda: self.received(who, wanted))
        self._read()
        if not found:
            raise self.failure(f"{who.name} never received: {wanted}")

    def call(self, who: Person) -> PhoneCall:
        """Call the hotline."""
        self._read()
        self._heard = 0
        return self.carrier.phone(who.number).call(self.pace)

    def press(self, call: PhoneCall, keys: str, *, at: MessageId, language: str) -> None:
        """Press keys once `at` is being said, and has been understood."""
        wanted = self.speaker.voice(Prompt(at), language)
        self._told(call, wanted)
        self.pause(len(wanted))
        self._heard = len(call.heard)
        call.press(keys)

    def told(self, call: PhoneCall, message: MessageId, language: str, **args: Value) -> None:
        """Wait until this prompt is said in the call."""
        self._told(call, self.speaker.voice(Prompt(message, args), language))

    def reference_given(self, who: Person, message: MessageId) -> str:
        """The number that a request was given, as the text `message` tells it."""
        told = self.speaker.text(Prompt(message, {"reference": _HERE}), who.language)
        shape = re.compile(re.escape(told).replace(_HERE, r"(\d{2,5})", 1).replace(_HERE, r"\d+"))

        def given() -> list[str]:
            lines = self.carrier.screen(who.number)
            return [found[1] for line in lines if (found := shape.search(line.body))]

        if not self.wait(lambda: bool(given())):
            raise self.failure(f"{who.name} was never given a number for the request")
        self._read()
        return given()[-1]

    def received(self, who: Person, wanted: str) -> bool:
        """Whether a text with these words stands on the phone."""
        lines = self.carrier.screen(who.number, self._before.get(who.number, 0))
        return any(line.direction == "received" and wanted in line.body for line in lines)

    def played_before(self, who: Person) -> bool:
        """Whether there was something on the phone before this performance."""
        return self._before.get(who.number, 0) > 0

    def wait(self, condition: Callable[[], bool]) -> bool:
        """Whether `condition` came true before the deadline."""
        until = time.monotonic() + DEADLINE
        while time.monotonic() < until:
            if self.carrier.wait_for(condition, 1.0):
                return True
            self.check()
        return False

    def failure(self, what: str) -> StepFailed:
        """That the present step did not happen."""
        return StepFailed(f"{self._step}: {what}")

    def _told(self, call: PhoneCall, wanted: str) -> None:
        def said() -> bool:
            return any(wanted in heard.words for heard in call.heard[self._heard :])

        until = time.monotonic() + DEADLINE
        while not said():
            self.check()
            call.wait_beyond(len(call.heard), 1.0)
            if time.monotonic() > until or (call.ended and not said()):
                raise self.failure(f"the caller never heard: {wanted}")

    def _read(self) -> None:
        self.pause(self.onlookers.show())
