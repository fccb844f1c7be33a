"""Dial: other phones are rung, the first to answer is joined. Source: Twilio, "TwiML Voice: Dial"."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Thread

from hotline.simulator.calls.call_context import CallContext
from hotline.simulator.calls.legs import (
    LETTERS_A_SECOND,
    LONGEST_CALL,
    SETTLE_SECONDS,
    Act,
    Leg,
    Moved,
    Over,
    TwimlDocument,
    Utterance,
)
from hotline.simulator.calls.ringing import ring
from hotline.simulator.calls.voice_twiml import Verb
from hotline.simulator.core.resources import CallResource, new_sid
from hotline.simulator.texts.outbound import NUMBER

RING_SECONDS = 30
VOICEMAIL_SECONDS = 60  # what a voicemail takes before it hangs up
_BAD_CALLER, _BAD_NUMBER = 13214, 13223
_WORST_LAST = ("no-answer", "busy", "failed", "canceled")


@dataclass
class DialState:
    """What one Dial has come to; changed under its room's lock."""

    parent: Leg
    verb: Verb
    children: list[Leg] = field(default_factory=list)
    first: Leg | None = None  # who picked up
    joined: bool = False
    left: bool = False  # the joined leg was sent elsewhere over the REST API
    failed: bool = False

    def rung_out(self) -> bool:
        """Whether there is nobody left to wait for."""
        return all(child.over for child in self.children)

    def apart(self) -> bool:
        """Whether the conversation is over."""
        return self.left or self.first is None or self.first.over


class Dialling:
    """Runs Dial. `whisper` runs a document on a called leg before it is joined."""

    def __init__(
        self, exchange: CallContext, whisper: Callable[[Leg, TwimlDocument], None]
    ) -> None:
        self._exchange = exchange
        self._whisper = whisper

    def dial(self, leg: Leg, verb: Verb) -> TwimlDocument | None:
        """Ring, join, and answer the action to go on with; None where it has none.

        A caller who hangs up ends it; the action is asked for all the same, to no effect.
        """
        bridge = DialState(leg, verb)
        if not verb.flag("answerOnBridge"):
            self._exchange.answer(leg)
        try:
            self._connect(bridge)
        except Over as over:
            self._part(bridge)
            self._tell(bridge, over)
            raise
        except Moved:
            self._part(bridge)
            raise
        self._part(bridge)
        return self._action(bridge)

    def _connect(self, bridge: DialState) -> None:
        nouns = bridge.verb.inside or (bridge.verb,)
        caller = self._caller(bridge)
        if caller is None or not self._callable(bridge, nouns):
            bridge.failed = True
            return
        one_by_one = bridge.verb.flag("sequential")
        for some in [[noun] for noun in nouns] if one_by_one else [list(nouns)]:
            self._ring(bridge, some, caller)
            if bridge.first is not None:
                break
        if bridge.joined:
            self._exchange.answer(bridge.parent)
            self._conversation(bridge)

    def _caller(self, bridge: DialState) -> str | None:
        """The number that the called phones are shown: ours, or the caller's own; None otherwise."""
        ours, theirs = self._exchange.state.account.number, bridge.parent.call.sender
        caller = bridge.verb.given.get("callerId", theirs)
        if caller in (ours, theirs):
            return caller
        self._exchange.fault(bridge.parent, _BAD_CALLER, "callerId is no number of this account")
        return None

    def _callable(self, bridge: DialState, nouns: Sequence[Verb]) -> bool:
        if all(NUMBER.fullmatch(noun.words) for noun in nouns):
            return True
        self._exchange.fault(bridge.parent, _BAD_NUMBER, "a number to dial is none")
        return False

    # Ringing, as the caller's leg sees it

    def _ring(self, bridge: DialState, nouns: Sequence[Verb], caller: str) -> None:
        parent, seconds = bridge.parent, bridge.verb.whole("timeout", RING_SECONDS)
        self._exchange.note(parent, "dialling", {"numbers": [noun.words for noun in nouns]})
        legs = [self._leg(bridge, noun, caller) for noun in nouns]
        for leg, noun in zip(legs, nouns, strict=True):
            work = (bridge, leg, noun, seconds)
            Thread(target=self._called, args=work, name="leg", daemon=True).start()
        while True:
            act = parent.wait("dial", seconds, lambda: bridge.joined or bridge.rung_out())
            if act is None:
                return
            if self._is_star(bridge, act):
                self._stop(bridge, "completed")
            elif act.kind == "silence" and bridge.first is None:
                self._stop(bridge, "no-answer")

    def _leg(self, bridge: DialState, noun: Verb, caller: str) -> Leg:
        given = noun.given if noun.name == "Number" else {}
        call = CallResource(
            new_sid("CA"), bridge.parent.call.account_sid, caller, noun.words, "outbound-dial"
        )
        call.parent_sid = bridge.parent.call.sid
        call.callback = noun.url("statusCallback") if given else None
        call.callback_method = given.get("statusCallbackMethod", "POST")
        call.events = frozenset(given.get("statusCallbackEvent", "completed").split())
        leg = Leg(call, noun.words, bridge.parent.room)
        bridge.children.append(leg)
        self._exchange.state.add_call(call)
        self._exchange.legs.append(leg)
        return leg

    def _is_star(self, bridge: DialState, act: Act) -> bool:
        return act.kind == "press" and act.words == "*" and bridge.verb.flag("hangupOnStar")

    def _stop(self, bridge: DialState, unanswered: str) -> None:
        """End every leg that was called: answered ones are completed."""
        for child in bridge.children:
            child.interrupt(Over("completed" if child.answered else unanswered))

    def _part(self, bridge: DialState) -> None:
        """See that nobody is left on a leg whose Dial has ended."""
        if not bridge.left:
            self._stop(bridge, "canceled")
        room = bridge.parent.room
        with room.changed:
            room.changed.wait_for(lambda: bridge.left or bridge.rung_out(), SETTLE_SECONDS)

    # A called leg, in a thread of its own

    def _called(self, bridge: DialState, leg: Leg, noun: Verb, seconds: int) -> None:
        try:
            ring(self._exchange, leg, seconds)
            self._pick_up(bridge, leg)
            url = noun.url("url") if noun.name == "Number" else None
            if url is not None:
                self._whisper(leg, TwimlDocument(url, noun.method()))
            self._join(bridge, leg)
            status = "completed"
        except Over as over:
            status = over.status
        self._exchange.finish(leg, status)

    def _pick_up(self, bridge: DialState, leg: Leg) -> None:
        """The first pick-up wins; the other phones stop ringing."""
        with leg.room.changed:
            if bridge.first is not None:
                raise Over("canceled")
            bridge.first = leg
            for other in bridge.children:
                if other is not leg:
                    other.interrupt(Over("canceled"))
        self._exchange.answer(leg)

    def _join(self, bridge: DialState, leg: Leg) -> None:
        leg.check()
        with leg.room.changed:
            bridge.joined = True
            bridge.parent.wake()
        try:
            self._speak(leg, bridge.parent, self._limit(bridge))
        except Moved as moved:
            with leg.room.changed:
                bridge.left = True
                bridge.parent.wake()
            self._whisper(leg, moved.page)

    def _speak(self, leg: Leg, other: Leg, seconds: int) -> None:
        """The called one's side of the conversation. Raises Over at its end."""
        while True:
            act = leg.wait("conversation", seconds)
            if act is None or act.kind == "silence":
                raise Over("completed")
            self._pass_on(leg, other, act)

    # The conversation, as the caller's leg sees it

    def _conversation(self, bridge: DialState) -> None:
        parent, child = bridge.parent, bridge.first
        self._exchange.note(parent, "joined", {"with": child.number if child else None})
        while child is not None:
            act = parent.wait("conversation", self._limit(bridge), bridge.apart)
            if act is None:
                return
            if act.kind == "silence" or self._is_star(bridge, act):
                child.interrupt(Over("completed"))
            else:
                self._pass_on(parent, child, act)

    def _limit(self, bridge: DialState) -> int:
        machine = bridge.parent.machine or (bridge.first is not None and bridge.first.machine)
        longest = VOICEMAIL_SECONDS if machine else LONGEST_CALL
        return min(longest, bridge.verb.whole("timeLimit", LONGEST_CALL))

    def _pass_on(self, leg: Leg, other: Leg, act: Act) -> None:
        """What one says or presses, the other hears."""
        seconds = act.seconds or max(1, round(len(act.words) / LETTERS_A_SECOND))
        heard = Utterance("words" if act.kind == "speak" else "keys", act.words)
        self._exchange.note(other, "heard", heard.as_json())
        self._exchange.state.show(other.number, "heard", act.words)
        with leg.room.changed:
            leg.elapsed += seconds
            other.elapsed += seconds
            other.hear(heard)

    # What the action hears

    def _action(self, bridge: DialState) -> TwimlDocument | None:
        url = bridge.verb.url("action")
        return (
            None if url is None else TwimlDocument(url, bridge.verb.method(), self._result(bridge))
        )

    def _tell(self, bridge: DialState, over: Over) -> None:
        page = self._action(bridge)
        if page is not None:
            page.fields["CallStatus"] = over.status
            self._exchange.request(bridge.parent, page)

    def _result(self, bridge: DialState) -> dict[str, str]:
        """DialCallStatus is completed as soon as somebody picked up, even where they were never
        joined: DialBridged tells the two apart."""
        fields = {"DialCallStatus": "failed", "DialBridged": str(bridge.joined).lower()}
        if bridge.first is not None:
            fields |= {"DialCallStatus": "completed", "DialCallSid": bridge.first.call.sid}
            fields["DialCallDuration"] = str(round(bridge.first.elapsed))
        elif bridge.children:
            ends = {child.call.status for child in bridge.children}
            fields["DialCallStatus"] = next((s for s in _WORST_LAST if s in ends), "failed")
            fields["DialCallSid"] = bridge.children[-1].call.sid
        return fields
