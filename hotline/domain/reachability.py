"""Who may be reached, how and when: the one place that decides.

Whoever wants to tell somebody something asks `decide` when it begins and once more at the moment at
which it would leave, since much may have changed: a text is marked for sending, a phone would ring. It is
given plain values, and whatever it says comes with the reason.

1. Never: somebody erased or blocked; no number, or one in a country where nothing may go; whoever has
   said stop, or has hidden everything, but for what answers their own text or call (from before they
   hid, not even that); words, asks and calls between two who are kept apart; a broadcast that was
   stopped, or that its reader does not want any more.
2. Answers go at any hour.
3. An asker's words wait until somebody of the team has vouched for their helper, by whatever way they would
   go; and no call joins the two before.
4. What is about a request for its asker's ear alone (the phone may not be theirs) waits until they call.
5. Whoever gets no texts is called instead, if calls to them are safe and it is worth a call.
6. Outside their own safe hours nothing leaves. In quiet hours nobody is asked anything, gets a broadcast
   or is rung about what can wait. Where somebody's own hours lie within the quiet ones, theirs count.
7. Words of others wait for the PIN of a shared phone, and a question until they are through with what
   they are in the middle of.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Literal

from hotline.domain.messages import Kind
from hotline.domain.schedule import QuietHours, quiet_end
from hotline.domain.states import MemberOrStranger

HELD_FOR = timedelta(days=1)
"""How long words wait before somebody looks again whether they may be shown; the PIN releases them."""
LOOKED_AFTER = timedelta(hours=1)
"""The same of an asker's words to somebody for whom nobody has vouched. Vouching releases them, but for those
that are written at that very moment."""
GATHERING = timedelta(seconds=30)  # words rarely come alone: one call for those of half a minute

Consent = Literal["unknown", "yes", "no"]


class Way(Enum):
    """By which means."""

    TEXT = "text"
    CALL = "call"


class Reason(Enum):
    """Why."""

    FREE = "nothing stands in the way"
    ANSWERS = "it answers something of theirs"
    ERASED = "they were erased"
    BLOCKED = "they were blocked"
    OPTED_OUT = "they have said stop"
    STRANGER = "they are no member"
    HIDDEN = "they have hidden everything"
    OUT_OF_REACH = "there is no number, or nothing may go to its country"
    KEPT_APART = "the two are kept apart"
    WITHDRAWN = "it was stopped, or is not wanted any more"
    FORGOTTEN = "its words were forgotten"
    NO_CALLS = "calls to them are not safe"
    NOT_ASKED = "they have not said whether calls are safe"
    NO_TEXTS = "they get no texts"
    NEEDLESS = "it is not worth a call"
    UNSPEAKABLE = "it cannot be said in a call"
    BORROWED_PHONE = "it is for their ear alone"
    SAFE_HOURS = "it is not one of their safe hours"
    QUIET_HOURS = "these are quiet hours"
    PIN_LOCK = "words of others wait for the PIN"
    NOT_VOUCHED = "nobody of the team has vouched for who helps"
    MID_FLOW = "they are in the middle of something else"
    NOT_YET = "it is for later"


@dataclass(frozen=True)
class Message:
    """What is to be told, as far as it bears on whether it may be.

    `said_at` is when it was written, `due_at` the moment before which it is of no use.
    """

    kind: Kind
    way: Way = Way.TEXT
    urgent: bool = False  # for a ring: they are on duty just now
    said_at: datetime | None = None
    due_at: datetime | None = None
    wanted: bool = False  # they have asked for this call themselves just now
    waits: bool = False  # while they are in the middle of a flow
    gathers: bool = False  # a call about it waits for more of its kind
    needless_by_call: bool = False
    for_the_ear: bool = False  # about a request of theirs of which they want no texts
    kept_apart: bool = False  # from whoever's words or request it is
    withdrawn: bool = False
    unvouched: bool = (
        False  # from an asker to their helper, or joins them, and the team knows no such one
    )
    forgotten: bool = False  # its words are


@dataclass(frozen=True)
class Recipient:
    """Whom it is for, as things stand at the moment of asking."""

    state: MemberOrStranger  # `stranger` for a number that is nobody's
    hidden_at: datetime | None = None
    in_reach: bool = True  # there is a number, and texts and calls may go to its country
    no_texts: bool = False
    calls: Consent = "unknown"  # whether calls to this phone are safe
    unsafe: QuietHours | None = None  # outside the hours that they have chosen
    locked: bool = False  # texts ask for a PIN before they show words of others
    busy_until: datetime | None = None  # in the middle of a flow


@dataclass(frozen=True)
class Send:
    """Now, by the way that was asked about."""

    reason: Reason = Reason.FREE


@dataclass(frozen=True)
class HoldUntil:
    """Not before `moment`, when it is asked again. `reasons`: all that hold it, the weightiest first."""

    moment: datetime
    reasons: tuple[Reason, ...]

    @property
    def reason(self) -> Reason:
        return self.reasons[0]


@dataclass(frozen=True)
class CallInstead:
    """By a call in place of a text, placed at `due`; `reasons` as of HoldUntil."""

    due: datetime
    reasons: tuple[Reason, ...] = (Reason.NO_TEXTS,)

    @property
    def reason(self) -> Reason:
        return self.reasons[0]


@dataclass(frozen=True)
class KeepForTheEar:
    """Nothing leaves: they hear it when they call."""

    reason: Reason = Reason.BORROWED_PHONE


@dataclass(frozen=True)
class Drop:
    """Never."""

    reason: Reason


Decision = Send | HoldUntil | CallInstead | KeepForTheEar | Drop

_BETWEEN_TWO = frozenset({Kind.RELAY, Kind.ASK, Kind.BRIDGE, Kind.RING})
_ASKED_OR_MANY = frozenset({Kind.ASK, Kind.QUESTION, Kind.BROADCAST})


def decide(message: Message, recipient: Recipient, now: datetime, quiet: QuietHours) -> Decision:
    """Whether, how and when this may reach them; `quiet` are the community's quiet hours."""
    never = _never(message, recipient)
    if never is not None:
        return Drop(never)
    if message.kind.is_answer:
        return Send(Reason.ANSWERS)
    if message.unvouched and message.kind is Kind.RELAY:
        return HoldUntil(now + LOOKED_AFTER, (Reason.NOT_VOUCHED,))
    if message.way is Way.CALL:
        return _rung(message, recipient, now, quiet)
    if message.for_the_ear:
        return KeepForTheEar()
    if recipient.no_texts:
        return _called(message, recipient, now, quiet)
    return _texted(message, recipient, now, quiet)


def waits_for_morning(decision: Decision) -> bool:
    """Whether only quiet hours hold it, in which nobody else can be asked either."""
    held = isinstance(decision, HoldUntil) and Reason.QUIET_HOURS in decision.reasons
    return held and not waits_for_own_hours(decision)


def waits_for_vouching(decision: Decision) -> bool:
    """Whether it is an asker's, or joins the two, and nobody has vouched for their helper."""
    held = isinstance(decision, HoldUntil | Drop)
    return held and decision.reason is Reason.NOT_VOUCHED


def waits_for_own_hours(decision: Decision) -> bool:
    """Whether it will reach them, and only their own hours keep it from leaving now."""
    return isinstance(decision, HoldUntil | CallInstead) and Reason.SAFE_HOURS in decision.reasons


# --- never --------------------------------------------------------------------------------------


def _never(message: Message, recipient: Recipient) -> Reason | None:
    if message.forgotten:
        return Reason.FORGOTTEN
    if recipient.state in _GONE:
        return _GONE[recipient.state]
    if not recipient.in_reach:
        return Reason.OUT_OF_REACH
    if message.kind is Kind.CALL_BACK:
        return None
    if recipient.state != "active" and not (
        message.kind is Kind.REPLY and recipient.state == "opted_out"
    ):
        return Reason.OPTED_OUT if recipient.state == "opted_out" else Reason.STRANGER
    if recipient.hidden_at is not None and not _said_since(message, recipient.hidden_at):
        return Reason.HIDDEN
    if message.kept_apart and message.kind in _BETWEEN_TWO:
        return Reason.KEPT_APART
    return Reason.WITHDRAWN if message.withdrawn else None


_GONE = {"blocked": Reason.BLOCKED, "erased": Reason.ERASED}


def _said_since(message: Message, hidden_at: datetime) -> bool:
    """Whether this answers what they wrote when they hid, or afterwards."""
    return message.kind is Kind.REPLY and (message.said_at is None or message.said_at >= hidden_at)


# --- by call ------------------------------------------------------------------------------------


def _rung(message: Message, recipient: Recipient, now: datetime, quiet: QuietHours) -> Decision:
    refused = _no_call(message, recipient)
    if refused is not None:
        return Drop(refused)
    if message.wanted:
        return Send(Reason.ANSWERS)
    moment, reasons = _opening(message, recipient, now, quiet if _rests(message) else None)
    return HoldUntil(moment, reasons) if moment > now else Send()


def _no_call(message: Message, recipient: Recipient) -> Reason | None:
    """Calls to a member without texts are safe until they say otherwise; the two of a match are asked,
    and never rung on a phone that may not be theirs."""
    if recipient.calls == "no":
        return Reason.NO_CALLS
    if message.kind is not Kind.BRIDGE:
        return None
    if message.unvouched:
        return Reason.NOT_VOUCHED
    if message.for_the_ear:
        return Reason.BORROWED_PHONE
    asked = recipient.calls == "yes" or recipient.no_texts
    return None if asked else Reason.NOT_ASKED


def _rests(message: Message) -> bool:
    """Whether quiet hours hold a call: all but those that bring two together who wait for it, and asks
    and rings that are urgent."""
    if message.kind in (Kind.ASK, Kind.RING):
        return not message.urgent
    return message.kind is not Kind.BRIDGE


def _called(message: Message, recipient: Recipient, now: datetime, quiet: QuietHours) -> Decision:
    if message.kind is Kind.BROADCAST:
        return Drop(Reason.NO_TEXTS)
    if recipient.calls == "no":
        return Drop(Reason.NO_CALLS)
    if message.needless_by_call:
        return Drop(Reason.NEEDLESS)
    soonest = now + GATHERING if message.gathers else now
    moment, reasons = _opening(message, recipient, soonest, quiet if _rests(message) else None)
    return CallInstead(moment, (*(r for r in reasons if r is not Reason.NOT_YET), Reason.NO_TEXTS))


# --- by text ------------------------------------------------------------------------------------


def _texted(message: Message, recipient: Recipient, now: datetime, quiet: QuietHours) -> Decision:
    rests = message.kind in _ASKED_OR_MANY and not message.urgent
    moment, reasons = _opening(message, recipient, now, quiet if rests else None)
    if message.kind.holds_words and recipient.locked:
        moment, reasons = max(moment, now + HELD_FOR), (*reasons, Reason.PIN_LOCK)
    busy_until = recipient.busy_until
    if message.waits and busy_until is not None and busy_until > now:
        moment, reasons = max(moment, busy_until), (*reasons, Reason.MID_FLOW)
    return HoldUntil(moment, reasons) if moment > now else Send()


# --- hours --------------------------------------------------------------------------------------


def _opening(
    message: Message, recipient: Recipient, soonest: datetime, quiet: QuietHours | None
) -> tuple[datetime, tuple[Reason, ...]]:
    """From when on the hours allow it, and what of them holds it until then."""
    begins = max(soonest, message.due_at or soonest)
    moment = _outside(begins, recipient.unsafe, quiet)
    holds = {
        Reason.SAFE_HOURS: moment > begins and _after(begins, recipient.unsafe) > begins,
        Reason.QUIET_HOURS: moment > begins and _after(begins, quiet) > begins,
        Reason.NOT_YET: begins > soonest,
    }
    return moment, tuple(reason for reason, held in holds.items() if held)


_MOST_TURNS = 16  # of clocks: two sets of hours have met by then, or never do


def _outside(moment: datetime, unsafe: QuietHours | None, quiet: QuietHours | None) -> datetime:
    """The first moment from this one on that lies in neither; where there is none their own hours count."""
    opens = moment
    for _ in range(_MOST_TURNS):
        later = _after(_after(opens, quiet), unsafe)
        if later == opens:
            return opens
        opens = later
    return _after(moment, unsafe)


def _after(moment: datetime, hours: QuietHours | None) -> datetime:
    return moment if hours is None else quiet_end(moment, hours)
