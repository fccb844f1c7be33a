"""The states of calls, and the callbacks that tell of them: in order, one after the other."""

from collections import deque
from datetime import UTC, datetime
from email.utils import format_datetime
from threading import Lock

from hotline.simulator.core.resources import API_VERSION, CALL_OVER, CallResource
from hotline.simulator.core.state import SimulatorState
from hotline.simulator.core.webhooks import CallbackQueue, Webhooks

_EVENTS = {"initiated": "initiated", "ringing": "ringing", "in-progress": "answered"}
_PLACES = ("City", "Country", "State", "Zip")


def call_fields(call: CallResource) -> dict[str, str]:
    """What every webhook of a call carries. Source: Twilio, "TwiML Voice: Twilio's request"."""
    fields = {
        "AccountSid": call.account_sid,
        "ApiVersion": API_VERSION,
        "CallSid": call.sid,
        "CallStatus": call.status,
        "Called": call.to,
        "Caller": call.sender,
        "Direction": call.direction,
        "From": call.sender,
        "To": call.to,
    }
    if call.parent_sid is not None:
        fields["ParentCallSid"] = call.parent_sid
    people = ("From", "To", "Caller", "Called")
    return fields | {f"{who}{place}": "" for who in people for place in _PLACES}


class Progress:
    """Moves calls through their states and posts what was subscribed to.

    Each call's callbacks go out in order; the faults lose, double or delay them.
    """

    def __init__(
        self, state: SimulatorState, webhooks: Webhooks, callback_queue: CallbackQueue
    ) -> None:
        self._state = state
        self._webhooks = webhooks
        self._errands = callback_queue
        self._due: dict[str, deque[dict[str, str]]] = {}
        self._lock = Lock()

    def enter(self, call: CallResource, status: str) -> None:
        """Move a call to `status`: initiated, ringing, in-progress, or one of its ends."""
        if call.ended is not None:
            return
        self._state.enter_call(call, status)
        event = "completed" if status in CALL_OVER else _EVENTS[status]
        if call.callback is not None and event in call.events and self._state.faults.callbacks:
            self._report(call, self._fields(call, status))

    def _report(self, call: CallResource, fields: dict[str, str]) -> None:
        with self._lock:
            waiting = self._due.setdefault(call.sid, deque())
            waiting.append(fields)
            if len(waiting) > 1:
                return  # somebody is posting this call's already
        self._errands.run(lambda: self._drain(call), self._state.faults.callback_delay)

    def _drain(self, call: CallResource) -> None:
        waiting = self._due[call.sid]
        while True:
            self._post(call, waiting[0])
            with self._lock:
                waiting.popleft()
                if not waiting:
                    return

    def _post(self, call: CallResource, fields: dict[str, str]) -> None:
        if self._state.take("callback_drop"):
            dropped = {"sid": call.sid, "status": fields["CallStatus"]}
            self._state.note("callback_dropped", dropped)
            return
        for _ in range(self._state.faults.callback_copies):
            self._webhooks.send(call.callback_method, call.callback or "", fields)

    def _fields(self, call: CallResource, status: str) -> dict[str, str]:
        fields = call_fields(call) | {
            "CallStatus": status,
            "CallbackSource": "call-progress-events",
            "SequenceNumber": str(call.reported),
            "Timestamp": format_datetime(datetime.now(UTC)),
        }
        call.reported += 1
        if status in CALL_OVER:
            minutes = -(-call.seconds // 60)
            fields |= {"CallDuration": str(call.seconds), "Duration": str(minutes)}
        return fields
