"""Calls, their steps, phones rung for a caller, recordings: as the provider posts them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from hotline.gateway.webhooks.form import ANY, CALL_SID, RECORDING_SID, Fields, FormFault, Params

_MOST_KEYS = 32
_SECONDS = re.compile(r"[1-9][0-9]{0,4}")
# CallStatus is queued, ringing, in-progress, or one of these (Twilio, "TwiML Voice: call status values").
_OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})

_CALL = Fields(
    {
        "AccountSid": ANY,
        "CallSid": CALL_SID,
        "CallStatus": re.compile(r"[a-z-]{1,20}"),
        "From": ANY,
        "To": ANY,
    },
    ("Digits", "RecordingSid", "RecordingDuration", "DialCallStatus", "DialBridged"),
)
_RING = Fields({"AccountSid": ANY, "CallSid": CALL_SID}, ("Digits",))
_RECORDING = Fields({"AccountSid": ANY, "RecordingSid": ANY})


@dataclass(frozen=True)
class RecordingMade:
    """The provider's id of a recording, and its length in seconds, 1 or more."""

    sid: str
    seconds: int


@dataclass(frozen=True)
class DialEnd:
    """The end of a Dial. `joined`: whether the two could speak, None where the provider does not say;
    `unanswered`: it rang, and nobody took it up or turned it down."""

    joined: bool | None
    unanswered: bool


@dataclass(frozen=True)
class CallForm:
    """What is known of a call, well formed and of our account, and what the last document led to.

    `other` is whoever is at the other end, whichever way the call goes, as the provider writes it;
    `to_or_from_us` whether our number is at one of its ends. `keys` are digits, * and #; the key that
    ended a recording is none of them.
    """

    call_sid: str
    status: str
    to_or_from_us: bool
    other: str = field(repr=False)
    keys: str = field(repr=False)
    recording: RecordingMade | None
    dial: DialEnd | None

    @property
    def is_over(self) -> bool:
        """Whether the provider says that the call has ended."""
        return self.status in _OVER


@dataclass(frozen=True)
class RingForm:
    """The second call, to a phone that was rung for a caller: the keys pressed, as they came."""

    call_sid: str
    is_over: bool
    keys: str = field(repr=False)


@dataclass(frozen=True)
class RecordingForm:
    """A recording can be fetched; `recording_sid` is None where the provider's id is of no known shape."""

    recording_sid: str | None


def read_call(params: Params, account_sid: str, our_number: str) -> CallForm | FormFault:
    """Read a signed webhook of a call: its arrival, the action of a document, or its status.

    Source: Twilio, "TwiML Voice: Twilio's request" (CallSid, AccountSid, From, To, CallStatus),
    "<Gather>" (Digits), "<Record>" (RecordingSid, RecordingDuration),
    "<Dial>" (DialCallStatus, DialBridged).
    """
    if fault := _CALL.fault(params, account_sid):
        return fault
    ends = params["From"], params["To"]
    return CallForm(
        call_sid=params["CallSid"],
        status=params["CallStatus"],
        to_or_from_us=our_number in ends,
        other=params["To"] if params["From"] == our_number else params["From"],
        keys="" if params.get("RecordingSid") else _keys(params),
        recording=_recording(params),
        dial=_dial(params),
    )


def read_ring(params: Params, account_sid: str) -> RingForm | FormFault:
    """Read a signed webhook of a call that a Dial placed: picked up, answered with a key, or over.

    Source: Twilio, "TwiML Voice: <Number>" (the documents at `url`, `statusCallback`).
    """
    if fault := _RING.fault(params, account_sid):
        return fault
    is_over = params.get("CallStatus") in _OVER
    return RingForm(params["CallSid"], is_over, params.get("Digits", ""))


def read_recording(params: Params, account_sid: str) -> RecordingForm | FormFault:
    """Read a signed word that a recording can be fetched.

    Source: Twilio, "TwiML Voice: <Record>" (`recordingStatusCallback`: AccountSid, RecordingSid).
    """
    if fault := _RECORDING.fault(params, account_sid):
        return fault
    sid = params["RecordingSid"]
    return RecordingForm(sid if RECORDING_SID.fullmatch(sid) else None)


def _keys(params: Params) -> str:
    return re.sub(r"[^0-9*#]", "", params.get("Digits", ""))[:_MOST_KEYS]


def _recording(params: Params) -> RecordingMade | None:
    sid, seconds = params.get("RecordingSid", ""), params.get("RecordingDuration", "")
    if RECORDING_SID.fullmatch(sid) and _SECONDS.fullmatch(seconds):
        return RecordingMade(sid, int(seconds))
    return None


def _dial(params: Params) -> DialEnd | None:
    status = params.get("DialCallStatus")
    if status is None:
        return None
    joined = {"true": True, "false": False}.get(params.get("DialBridged", ""))
    return DialEnd(joined, status == "no-answer")
