"""Texts from the hotline: accepted or refused, shown on phones, confirmed by callbacks."""

import re
from collections.abc import Mapping
from functools import partial
from urllib.parse import urlsplit

from hotline.simulator.core.resources import API_VERSION, ApiFault, MessageResource, new_sid
from hotline.simulator.core.state import SimulatorState
from hotline.simulator.core.webhooks import CallbackQueue, Webhooks

NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
LONGEST_BODY = 1600


class TextsToPhones:
    """Takes the hotline's texts and sees each through its states."""

    def __init__(
        self, state: SimulatorState, webhooks: Webhooks, callback_queue: CallbackQueue
    ) -> None:
        self._state = state
        self._webhooks = webhooks
        self._errands = callback_queue

    def create(self, form: Mapping[str, str]) -> MessageResource:
        """Accept a text asked for over the REST API. Raises ApiFault with the provider's code."""
        self._check(form)
        message = self._message(
            form["To"], form["Body"], "outbound-api", form.get("StatusCallback")
        )
        self._state.add(message)
        return message

    def reply(self, to: str, body: str, callback: str | None) -> MessageResource:
        """Take a text that answers an inbound one; a refusal becomes its final state."""
        message = self._message(to, body, "outbound-reply", callback)
        self._state.add(message)
        if len(body) > LONGEST_BODY:
            self._end(message, "failed", 21617)
        elif self._state.opted_out(to):
            self._end(message, "failed", 21610)
        else:
            self.deliver(message)
        return message

    def deliver(self, message: MessageResource) -> None:
        """Take an accepted text through queued and sent to its end, with callbacks."""
        reached = message.to not in self._state.faults.unreachable
        if reached:
            self._state.show(message.to, "received", message.body)
        self._state.note("message_shown" if reached else "message_failed", {"sid": message.sid})
        last = ("delivered", None) if reached else ("undelivered", 30003)
        self._announce(message, [("queued", None), ("sent", None), last])

    def _end(self, message: MessageResource, status: str, code: int) -> None:
        self._state.note("message_failed", {"sid": message.sid})
        self._announce(message, [(status, code)])

    def _message(self, to: str, body: str, direction: str, callback: str | None) -> MessageResource:
        return MessageResource(
            sid=new_sid("SM"),
            account_sid=self._state.account.account_sid,
            sender=self._state.account.number,
            to=to,
            body=body,
            direction=direction,
            status="queued",
            callback=callback or None,
        )

    def _check(self, form: Mapping[str, str]) -> None:
        to, sender, body = form.get("To", ""), form.get("From", ""), form.get("Body", "")
        callback = form.get("StatusCallback")
        checks = [
            (not to, 21604, "A 'To' number is required."),
            (not NUMBER.fullmatch(to), 21211, f"The 'To' number {to} is not a phone number."),
            (not sender, 21603, "A 'From' number is required."),
            (
                sender != self._state.account.number,
                21606,
                f"'From' {sender} is not of this account.",
            ),
            (to == sender, 21266, "'To' and 'From' cannot be the same."),
            (not body, 21602, "A message needs a body."),
            (len(body) > LONGEST_BODY, 21617, "The body is longer than 1600 characters."),
            (callback and not _is_url(callback), 21609, "The StatusCallback is not a valid URL."),
            (self._state.opted_out(to), 21610, f"{to} does not want messages from {sender}."),
        ]
        for wrong, code, text in checks:
            if wrong:
                raise ApiFault(400, code, text)

    # States and callbacks

    def _announce(self, message: MessageResource, states: list[tuple[str, int | None]]) -> None:
        faults = self._state.faults
        if message.callback is None or not faults.callbacks:
            for status, code in states:
                self._state.enter(message, status, code)
            return
        step = partial(self._callbacks, message, states)
        self._errands.run(step, faults.callback_delay)

    def _callbacks(self, message: MessageResource, states: list[tuple[str, int | None]]) -> None:
        faults = self._state.faults
        if faults.callback_reorder:
            for status, code in states:
                self._state.enter(message, status, code)
            states = states[::-1]
        for status, code in states:
            self._state.enter(message, status, code)
            if status in faults.callback_states:
                self._call_back(message, status, code, faults.callback_copies)

    def _call_back(
        self, message: MessageResource, status: str, code: int | None, copies: int
    ) -> None:
        fields = self._callback_fields(message, status, code)
        if self._state.take("callback_drop"):
            self._state.note("callback_dropped", {"sid": message.sid, "status": status})
            return
        for _ in range(copies):
            self._webhooks.post(message.callback or "", fields)

    def _callback_fields(
        self, message: MessageResource, status: str, code: int | None
    ) -> dict[str, str]:
        fields = {
            "AccountSid": message.account_sid,
            "ApiVersion": API_VERSION,
            "From": message.sender,
            "MessageSid": message.sid,
            "MessageStatus": status,
            "SmsSid": message.sid,
            "SmsStatus": status,
            "To": message.to,
        }
        return fields if code is None else fields | {"ErrorCode": str(code)}


def _is_url(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.hostname)
