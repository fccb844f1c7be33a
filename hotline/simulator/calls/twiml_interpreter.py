"""Running a leg's documents verb by verb, as the provider does."""

from collections.abc import Callable

from hotline.simulator.calls.call_context import APPLICATION_ERROR, CallContext
from hotline.simulator.calls.dial import Dialling
from hotline.simulator.calls.gather import gather
from hotline.simulator.calls.legs import Leg, Moved, Over, TwimlDocument
from hotline.simulator.calls.record import record
from hotline.simulator.calls.say_play import prompt
from hotline.simulator.calls.voice_twiml import BadVoiceTwiml, Verb

Handler = Callable[[Leg, Verb], TwimlDocument | None]
# These do not pick up a call that still rings. Source: Twilio, "Reject" and "Pause".
_BEFORE_ANSWER = frozenset({"Reject", "Pause", "Dial"})
_NOT_WHISPERED = frozenset({"Dial", "Record"})


class TwimlInterpreter:
    """Runs documents on legs, each in the thread that calls it."""

    def __init__(self, exchange: CallContext) -> None:
        self._exchange = exchange
        self._dialling = Dialling(exchange, self.whisper)
        self._handlers: dict[str, Handler] = {
            "Say": self._prompt,
            "Play": self._prompt,
            "Pause": self._prompt,
            "Gather": lambda leg, verb: gather(exchange, leg, verb),
            "Record": lambda leg, verb: record(exchange, leg, verb),
            "Dial": self._dialling.dial,
            "Redirect": _redirect,
            "Reject": _reject,
            "Hangup": _hang_up,
        }

    def run(self, leg: Leg, page: TwimlDocument) -> None:
        """Run a leg to its end; the last document's end hangs up."""
        try:
            self._follow(leg, page, frozenset())
            status = "completed"
        except Over as over:
            status = over.status
        self._exchange.finish(leg, status)

    def whisper(self, leg: Leg, page: TwimlDocument) -> None:
        """Run a document on a called leg before it is joined. Raises Over where it ends the leg."""
        self._follow(leg, page, _NOT_WHISPERED)

    def _follow(self, leg: Leg, page: TwimlDocument, forbidden: frozenset[str]) -> None:
        following: TwimlDocument | None = page
        while following is not None:
            try:
                following = self._document(leg, following, forbidden)
            except Moved as moved:
                following = moved.page
            except BadVoiceTwiml as fault:
                self._exchange.fault(leg, fault.code, str(fault))
                leg.documents = 0
                following = TwimlDocument("", document=APPLICATION_ERROR)

    def _document(
        self, leg: Leg, page: TwimlDocument, forbidden: frozenset[str]
    ) -> TwimlDocument | None:
        """Run one document; answers what comes after it."""
        for verb in self._exchange.verbs(leg, page):
            if verb.name in forbidden:
                raise BadVoiceTwiml(12200, f"<{verb.name}> cannot run before legs are joined")
            if verb.name not in _BEFORE_ANSWER:
                self._exchange.answer(leg)
            leg.check()
            following = self._handlers[verb.name](leg, verb)
            leg.forget_keys()
            if following is not None:
                return following
        leg.check()
        return None

    def _prompt(self, leg: Leg, verb: Verb) -> None:
        prompt(self._exchange, leg, verb)


def _redirect(_leg: Leg, verb: Verb) -> TwimlDocument:
    return TwimlDocument(verb.address(), verb.method())


def _reject(leg: Leg, verb: Verb) -> TwimlDocument | None:
    """Busy or no-answer where the call still rings; on an answered one it is a Hangup."""
    if leg.answered:
        raise Over("completed")
    busy = verb.given.get("reason", "rejected") == "busy"
    raise Over("busy" if busy else "no-answer")


def _hang_up(_leg: Leg, _verb: Verb) -> TwimlDocument | None:
    raise Over("completed")
