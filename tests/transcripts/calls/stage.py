"""A stage with phones that call: the carrier runs the hotline's documents as the provider would."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from secrets import token_hex

from hotline.simulator.calls.handset import PhoneCall
from hotline.simulator.calls.legs import Utterance
from hotline.simulator.core.settings import InjectedFaults
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
_STATUS = "/twilio/voice/status"
_NUMBER = re.compile(rf"\b(?:{_WORD})(?:[,،] (?:{_WORD}))+\b")


class CallStage(Stage):
    """Plays stories of calls. `heard` is what the last event let each phone hear, by its name."""

    def attend(self) -> None:
        """Let calls to the number reach the hotline."""
        url = self._line.url
        paths = ("/twilio/sms", "/twilio/voice", "/twilio/voice/status")
        self._carrier.connect(*(url + path for path in paths))
        self._carrier.faults = InjectedFaults(
            callback_states=()
        )  # calls' ends are told, texts' are not
        self._calls: dict[str, PhoneCall] = {}
        self._seen: dict[str, int] = {}
        self.heard: dict[str, str] = {}

    def _happen(self, event: Event) -> list[Arrival]:
        self.heard = {}
        if not isinstance(event, CallEvent):
            return super()._happen(event)
        self.tick()
        number = self._numbers.get(event.who, WITHHELD)
        if event.does in ("calls", "answers", "refuses"):
            phone = self._carrier.phone(number)
            call = phone.call(pace=0) if event.does == "calls" else phone.ringing()
            self._calls[event.who], self._seen[event.who] = call, 0
        _ACTS[event.does](self._calls[event.who], event)
        for who, call in self._calls.items():
            self._listen(who, call)
        assert self._carrier.wait_for(self._ends_are_told)
        return []

    def _ends_are_told(self) -> bool:
        """Whether the hotline has been told, and has answered, of every call that is over."""
        log = [event for event in self._carrier.log() if event["kind"] == "webhook"]
        told = {event["fields"]["CallSid"] for event in log if _STATUS in event["url"]}
        ours = [call for call in self._carrier.calls() if call.direction != "outbound-dial"]
        return all(call.sid in told for call in ours if call.ended is not None)

    def _listen(self, who: str, call: PhoneCall) -> None:
        heard = call.settle().heard
        told = _told(call, heard[self._seen[who] :])
        self._seen[who] = len(heard) + call.ended  # the end itself is heard once
        if told:
            self.heard[who] = told


_ACTS: Mapping[str, Callable[[PhoneCall, CallEvent], object]] = {
    "calls": lambda call, _: call,
    "answers": lambda call, _: call.answer(),
    "refuses": lambda call, _: call.refuse(),
    "presses": lambda call, event: call.press(event.keys),
    "waits": lambda call, _: call.silence(),
    "speaks": lambda call, _: call.speak(token_hex(4), 4),
    "hangs up": lambda call, _: call.hang_up(),
}


def _told(call: PhoneCall, new: Sequence[Utterance]) -> str:
    """What was heard since, prompt by prompt."""
    told = [_one(heard) for heard in new if heard.kind in ("say", "play", "beep")]
    return " | ".join([*told, "[over]"] if told and call.ended else told)


def _one(heard: Utterance) -> str:
    if heard.kind == "say":
        return _NUMBER.sub(lambda found: _figures(found[0]), heard.words)
    return "[tone]" if heard.kind == "beep" else "[sound]"


def _figures(spoken: str) -> str:
    return "".join(_VALUES[word] for word in re.split(r"[,،] ", spoken))
