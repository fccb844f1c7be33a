"""What every part of a call needs: states, webhooks, recordings and the log."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock

from hotline.simulator.calls.legs import Leg, TwimlDocument, Utterance
from hotline.simulator.calls.progress import Progress, call_fields
from hotline.simulator.calls.recordings import RecordingStore
from hotline.simulator.calls.voice_twiml import BadVoiceTwiml, Verb, read_verbs
from hotline.simulator.core.state import SimulatorState
from hotline.simulator.core.webhooks import Answer, CallbackQueue, Webhooks

MOST_DOCUMENTS = 20  # fetched without the phone or the time doing anything: a loop
# What a caller hears where a document cannot be run.
APPLICATION_ERROR = b"""<Response>
<Say>An application error has occurred. Goodbye.</Say><Hangup/></Response>"""
_DOCUMENTS = frozenset({"text/xml", "application/xml", "text/html"})


class Legs:
    """Every leg there has been, oldest first."""

    def __init__(self) -> None:
        self._legs: list[Leg] = []
        self._lock = Lock()

    def append(self, leg: Leg) -> None:
        """Add one."""
        with self._lock:
            self._legs.append(leg)

    def of(self, number: str) -> list[Leg]:
        """Those that a phone holds or held."""
        with self._lock:
            return [leg for leg in self._legs if leg.number == number]

    def by_sid(self, sid: str) -> Leg | None:
        """The leg of one call."""
        with self._lock:
            return next((leg for leg in self._legs if leg.call.sid == sid), None)

    def live(self) -> list[Leg]:
        """Those that have not ended."""
        with self._lock:
            return [leg for leg in self._legs if not leg.over]


@dataclass(frozen=True)
class CallContext:
    """The carrier's means, as calls use them. `base` is its own address."""

    state: SimulatorState
    webhooks: Webhooks
    callback_queue: CallbackQueue
    progress: Progress
    recordings: RecordingStore
    base: str
    legs: Legs = field(default_factory=Legs)

    def request(self, leg: Leg, page: TwimlDocument) -> Answer:
        """Ask a webhook of the hotline's about a leg."""
        fields = call_fields(leg.call) | page.fields
        return self.webhooks.send(page.method, page.url, fields)

    def verbs(self, leg: Leg, page: TwimlDocument) -> tuple[Verb, ...]:
        """The verbs of a document. Raises BadVoiceTwiml where there is none that can be run."""
        leg.documents += 1
        if leg.documents > MOST_DOCUMENTS:
            raise BadVoiceTwiml(12200, "documents follow one another without end")
        if page.document is not None:
            return read_verbs(page.document, page.url)
        answer = self.request(leg, page)
        if not answer.ok:
            raise BadVoiceTwiml(11200, f"{page.url} answered {answer.status}")
        if answer.kind not in _DOCUMENTS:
            raise BadVoiceTwiml(12300, f"{page.url} answered with {answer.kind or 'no type'}")
        return read_verbs(answer.body, page.url)

    def answer(self, leg: Leg) -> None:
        """Pick up an inbound call, unless that is done."""
        if not leg.answered:
            leg.answered = True
            leg.elapsed = 0.0
            self.progress.enter(leg.call, "in-progress")

    def utter(self, leg: Leg, heard: Utterance, seconds: float, *, listening: bool = False) -> bool:
        """Let a phone hear something, and show it on its screen; whether a key interrupted it."""
        self.note(leg, "heard", heard.as_json())
        if heard.kind in ("say", "play"):
            words = heard.words if heard.kind == "say" else f"[{heard.words}]"
            self.state.show(leg.number, "heard", words)
        return leg.utter(heard, seconds, listening=listening)

    def fault(self, leg: Leg, code: int, text: str) -> None:
        """Log what is wrong with a document, as the provider's debugger does."""
        self.note(leg, "fault", {"code": code, "fault": text})

    def note(self, leg: Leg, kind: str, facts: Mapping[str, object]) -> None:
        """Log something of a leg: the event's kind is `call_` and `kind`."""
        self.state.note(f"call_{kind}", {"sid": leg.call.sid, "phone": leg.number, **facts})

    def finish(self, leg: Leg, status: str) -> None:
        """End a leg and tell whoever asked to know."""
        leg.call.seconds = round(leg.elapsed) if leg.answered else 0
        self.progress.enter(leg.call, status)
        leg.end()
