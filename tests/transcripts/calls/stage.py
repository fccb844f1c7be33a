"""A stage with phones that call: the carrier runs the hotline's documents as the provider would."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from secrets import token_hex

from hotline.carrier.handset import PhoneCall
from hotline.carrier.legs import Heard
from tests.transcripts.calls.script import CallEvent
from tests.transcripts.script import Arrival, Event
from tests.transcripts.stage import Stage

WITHHELD = "+266696687"  # "anonymous" on a keypad: what the provider gives for a number not shown
_DIGITS = {
    "en": ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
    "ar": ["صِفر", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة"],
}
_VALUES = {word: str(value) for words in _DIGITS.values() for value, word in enumerate(words)}
_WORD = "|".join(_VALUES)
_NUMBER = re.compile(rf"\b(?:{_WORD})(?:[,،] (?:{_WORD}))+\b")


class CallStage(Stage):
    """Plays stories of calls. `heard` is what the last event let the caller's phone hear."""

    heard: str = ""

    def attend(self) -> None:
        """Let calls to the number reach the hotline."""
        url = self._line.url
        paths = ("/twilio/sms", "/twilio/voice", "/twilio/voice/status")
        self._carrier.connect(*(url + path for path in paths))
        self._calls: dict[str, PhoneCall] = {}

    def _happen(self, event: Event) -> list[Arrival]:
        self.heard = ""
        if not isinstance(event, CallEvent):
            return super()._happen(event)
        self.tick()
        if event.does == "calls":
            number = self._numbers.get(event.who, WITHHELD)
            self._calls[event.who] = self._carrier.phone(number).call(pace=0)
            before = 0
        else:
            before = len(self._calls[event.who].heard)
            _ACTS[event.does](self._calls[event.who], event)
        self.heard = _told(self._calls[event.who], before)
        return []


_ACTS: Mapping[str, Callable[[PhoneCall, CallEvent], object]] = {
    "presses": lambda call, event: call.press(event.keys),
    "waits": lambda call, _: call.silence(),
    "speaks": lambda call, _: call.speak(token_hex(4), 4),
    "hangs up": lambda call, _: call.hang_up(),
}


def _told(call: PhoneCall, before: int) -> str:
    """What was heard since, prompt by prompt."""
    told = [_one(heard) for heard in call.heard[before:] if heard.kind in ("say", "play", "beep")]
    if call.ended and not (call.heard and not told):
        told.append("[over]")
    return " | ".join(told)


def _one(heard: Heard) -> str:
    if heard.kind == "say":
        return _NUMBER.sub(lambda found: _figures(found[0]), heard.words)
    return "[tone]" if heard.kind == "beep" else "[sound]"


def _figures(spoken: str) -> str:
    return "".join(_VALUES[word] for word in re.split(r"[,،] ", spoken))
