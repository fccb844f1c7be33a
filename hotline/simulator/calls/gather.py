"""Gather: keys, or words where speech is asked for. Source: Twilio, "TwiML Voice: Gather"."""

from hotline.simulator.calls.call_context import CallContext
from hotline.simulator.calls.legs import Leg, TwimlDocument
from hotline.simulator.calls.say_play import prompt
from hotline.simulator.calls.voice_twiml import Verb

SECONDS = 5
_UNLIMITED = 1_000


def gather(exchange: CallContext, leg: Leg, verb: Verb) -> TwimlDocument | None:
    """Say what is inside until a key is pressed, and collect keys.

    Answers the action to go on with; None on silence (or the finishing key alone), which falls
    through to the next verb unless `actionOnEmptyResult` is true.
    """
    listens = verb.flag("bargeIn", True)
    for inside in verb.inside:
        if prompt(exchange, leg, inside, listening=listens):
            break
    keys, finished, words = _collect(leg, verb)
    facts: dict[str, object] = {"keys": keys, "finished_on": finished, "words": words}
    exchange.note(leg, "gathered", facts | {"unheard": leg.forget_keys()})
    if words:
        return _action(verb, {"SpeechResult": words, "Confidence": "0.9"})
    if not keys and not verb.flag("actionOnEmptyResult"):
        return None
    return _action(verb, {"Digits": keys, "FinishedOnKey": finished, "msg": "Gather End"})


def _collect(leg: Leg, verb: Verb) -> tuple[str, str, str]:
    """Keys, the key that finished them, and words."""
    most = verb.whole("numDigits", _UNLIMITED)
    finish, inputs = verb.given.get("finishOnKey", "#"), verb.given.get("input", "dtmf")
    keys = ""
    while len(keys) < most:
        act = leg.wait("keys", verb.whole("timeout", SECONDS))
        if act is None or act.kind == "silence":
            break
        if act.kind == "speak" and "speech" in inputs:
            return "", "", act.words
        if act.kind == "press" and "dtmf" in inputs:
            if act.words == finish:
                return keys, finish, ""
            keys += act.words
    return keys, "", ""


def _action(verb: Verb, fields: dict[str, str]) -> TwimlDocument:
    return TwimlDocument(verb.url("action") or verb.base, verb.method(), fields)
