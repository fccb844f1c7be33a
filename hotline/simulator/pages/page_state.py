"""What the page shows, as plain values for its templates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from hotline.clock import DemoClock
from hotline.services.operations.overview import Overview
from hotline.simulator.calls.handset import PhoneCall
from hotline.simulator.calls.legs import Utterance
from hotline.simulator.core.state import LogEvent, ScreenLine
from hotline.simulator.pages.shown_phones import Part, ShownPhones
from hotline.simulator.server import Simulator
from hotline.simulator.story.script_verbs import Person
from hotline.store.upkeep.overview import AskSeen, MessageSeen, NeedSeen

_LAST_LINES = 40
_LAST_WEBHOOKS = 8
_LIVE_ASKS = ("queued", "sent")


@dataclass(frozen=True)
class CallSeen:
    """A phone's present or last call. `state` is ringing, talking or over; `waits` what for."""

    sid: str
    state: str
    caller: str
    heard: Sequence[Utterance]
    waits: str | None
    until: int | None  # Unix time, in milliseconds, at which silence ends the wait


@dataclass(frozen=True)
class PhoneSeen:
    """One phone on the table."""

    person: Person
    part: Part
    lines: Sequence[ScreenLine]
    call: CallSeen | None

    @property
    def id(self) -> str:
        """A name for HTML: digits alone."""
        return "phone-" + self.person.number.lstrip("+")


@dataclass(frozen=True)
class AskShown:
    """An ask by the name of whom it went to; `until` as in CallSeen, when silence is a no."""

    name: str
    ask: AskSeen
    reference: str
    until: int | None


@dataclass(frozen=True)
class Beneath:
    """What happens underneath."""

    needs: Sequence[NeedSeen]
    asks: Sequence[AskShown]
    messages: Sequence[tuple[str, MessageSeen]]
    webhooks: Sequence[tuple[str, int]]  # path, status


def phones(carrier: Simulator, shelf: ShownPhones) -> list[PhoneSeen]:
    """Every phone on the table, with its last lines and its call."""
    return [_phone(carrier, shelf, person) for person in shelf.people()]


def _phone(carrier: Simulator, shelf: ShownPhones, person: Person) -> PhoneSeen:
    texts = [line for line in carrier.screen(person.number) if line.direction != "heard"]
    calls = carrier.phone(person.number).calls
    call = _call(calls[-1]) if calls else None
    return PhoneSeen(person, shelf.part(person), texts[-_LAST_LINES:], call)


def _call(call: PhoneCall) -> CallSeen:
    waiting, until = call.waiting, call.waits_until
    rings = waiting is not None and waiting.what == "answer"
    state = "over" if call.ended else "ringing" if rings else "talking"
    return CallSeen(
        sid=call.sid,
        state=state,
        caller=call.caller,
        heard=call.heard,
        waits=None if waiting is None or rings else waiting.what,
        until=None if until is None else int(until * 1000),
    )


def beneath(
    overview: Overview, carrier: Simulator, shelf: ShownPhones, clock: DemoClock
) -> Beneath:
    """The overview with names put in. Only asks that wait still run down."""
    by_need = {need.id: need.reference for need in overview.needs}
    name = _namer(overview, shelf)
    return Beneath(
        needs=overview.needs,
        asks=[
            AskShown(name(ask.member_id), ask, by_need[ask.need_id], _until(ask, clock))
            for ask in overview.asks
        ],
        messages=[(name(message.member_id), message) for message in overview.messages],
        webhooks=_webhooks(carrier.log()),
    )


def _namer(overview: Overview, shelf: ShownPhones) -> Callable[[int], str]:
    return lambda member_id: shelf.name(overview.numbers[member_id])


def _until(ask: AskSeen, clock: DemoClock) -> int | None:
    live = ask.state in _LIVE_ASKS
    return int(clock.real(ask.lapses_at).timestamp() * 1000) if live else None


def _webhooks(log: Sequence[LogEvent]) -> list[tuple[str, int]]:
    """The newest first; ids in the path are told short."""
    tried = [event for event in reversed(log[-200:]) if event["kind"] == "webhook"]
    return [(_short(event["url"]), event["status"]) for event in tried[:_LAST_WEBHOOKS]]


def _short(url: str) -> str:
    parts = urlsplit(url).path.split("/")
    return "/".join("…" if part.isdigit() and len(part) > 4 else part for part in parts)
