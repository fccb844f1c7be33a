"""Say, Play and Pause, on their own or inside a Gather."""

from hotline.simulator.calls.call_context import CallContext
from hotline.simulator.calls.legs import LETTERS_A_SECOND, Leg, Utterance
from hotline.simulator.calls.voice_twiml import Verb
from hotline.simulator.calls.voices import language_of

_MOST_TIMES = 10  # a loop of 0 is a thousand times with the provider: long enough here
_PLAYED_SECONDS = 5.0  # of a file, which is not decoded


def prompt(exchange: CallContext, leg: Leg, verb: Verb, *, listening: bool = False) -> bool:
    """Let a prompt be heard; answers whether a key interrupted it (only where `listening`)."""
    if verb.name == "Pause":
        return leg.pause(verb.whole("length", 1), listening=listening)
    times = min(verb.whole("loop", 1), _MOST_TIMES) or _MOST_TIMES
    made = _said(verb) if verb.name == "Say" else _played(exchange, leg, verb)
    if made is None:
        return False
    heard, seconds = made
    return any(exchange.utter(leg, heard, seconds, listening=listening) for _ in range(times))


def _said(verb: Verb) -> tuple[Utterance, float]:
    voice = verb.given.get("voice", "")
    language = verb.given.get("language") or language_of(voice) or "en"
    return Utterance("say", verb.words, language, voice), len(verb.words) / LETTERS_A_SECOND


def _played(exchange: CallContext, leg: Leg, verb: Verb) -> tuple[Utterance, float] | None:
    """A file is fetched, to see that it is there and is audio; what it says is not known here."""
    if "digits" in verb.given:
        return Utterance("keys", verb.given["digits"]), 0.5 * len(verb.given["digits"])
    answer = exchange.webhooks.get(verb.address(), {})
    if not answer.ok or not answer.kind.startswith("audio/"):
        what = f"{verb.address()}: {answer.status} {answer.kind}".rstrip()
        exchange.fault(leg, 12300 if answer.ok else 11200, f"nothing to play at {what}")
        return None
    return Utterance("play", verb.address()), _PLAYED_SECONDS
