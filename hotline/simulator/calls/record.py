"""Record: a caller's words. Source: Twilio, "TwiML Voice: Record"."""

from functools import partial

from hotline.simulator.calls.call_context import CallContext
from hotline.simulator.calls.legs import (
    LETTERS_A_SECOND,
    Leg,
    Moved,
    Over,
    TwimlDocument,
    Utterance,
)
from hotline.simulator.calls.recordings import RecordingResource
from hotline.simulator.calls.voice_twiml import Verb

SECONDS = 5
_LONGEST = 3600
_ANY_KEY = "1234567890*#"
HUNG_UP = "hangup"  # what Digits says then


def record(exchange: CallContext, leg: Leg, verb: Verb) -> TwimlDocument | None:
    """Record until silence, a finishing key, the limit or the end of the call.

    Answers the action to go on with; None where nothing was said, which asks for no action. A
    caller who hangs up ends the recording: the action is asked for, its answer of no effect.
    """
    if verb.flag("playBeep", True):
        exchange.utter(leg, Utterance("beep", "beep"), 1)
    taken = _Take(leg, verb)
    try:
        taken.listen()
    except Moved:
        _kept(exchange, leg, verb, taken, "")
        raise
    except Over as over:
        page = _kept(exchange, leg, verb, taken, HUNG_UP if over.hung_up else "")
        if page is not None:
            page.fields["CallStatus"] = over.status
            exchange.request(leg, page)
        raise
    return _kept(exchange, leg, verb, taken, taken.finished_on)


class _Take:
    """What is being recorded."""

    def __init__(self, leg: Leg, verb: Verb) -> None:
        self._leg = leg
        self._timeout = verb.whole("timeout", SECONDS)
        self._finish = verb.given.get("finishOnKey", _ANY_KEY)
        self._longest = verb.whole("maxLength", _LONGEST)
        self.words: list[str] = []
        self.seconds = 0
        self.finished_on = ""

    def listen(self) -> None:
        while self.seconds < self._longest:
            act = self._leg.wait("words", self._timeout)
            if act is None or act.kind == "silence":
                return
            if act.kind == "press" and act.words in self._finish:
                self.finished_on = act.words
                return
            if act.kind == "speak":
                self._add(act.words, act.seconds)

    def _add(self, words: str, seconds: int) -> None:
        seconds = seconds or max(1, round(len(words) / LETTERS_A_SECOND))
        seconds = min(seconds, self._longest - self.seconds)
        self.words.append(words)
        self.seconds += seconds
        self._leg.spend(seconds)


def _kept(
    exchange: CallContext, leg: Leg, verb: Verb, taken: _Take, digits: str
) -> TwimlDocument | None:
    if not taken.words:
        _report(exchange, leg, verb, {"RecordingStatus": "absent", "RecordingDuration": "0"})
        return None
    words = " ".join(taken.words)
    kept = RecordingResource(leg.call.account_sid, leg.call.sid, words, taken.seconds)
    exchange.recordings.add(kept)
    exchange.note(leg, "recorded", {"recording": kept.sid, "words": words, "seconds": kept.seconds})
    fields = {
        "RecordingSid": kept.sid,
        "RecordingUrl": f"{exchange.base}{kept.path}",
        "RecordingDuration": str(kept.seconds),
    }
    _report(exchange, leg, verb, fields | {"RecordingStatus": "completed"})
    return TwimlDocument(
        verb.url("action") or verb.base, verb.method(), fields | {"Digits": digits}
    )


def _report(exchange: CallContext, leg: Leg, verb: Verb, fields: dict[str, str]) -> None:
    """Tell the recording's own callback, beside the call."""
    callback = verb.url("recordingStatusCallback")
    wanted = verb.given.get("recordingStatusCallbackEvent", "completed").split()
    if callback is None or fields["RecordingStatus"] not in wanted:
        return
    more = {
        "AccountSid": leg.call.account_sid,
        "CallSid": leg.call.sid,
        "RecordingChannels": "1",
        "RecordingSource": "RecordVerb",
    }
    method = verb.method("recordingStatusCallbackMethod")
    tell = partial(exchange.webhooks.send, method, callback, fields | more)
    exchange.callback_queue.run(tell, exchange.state.faults.callback_delay)
