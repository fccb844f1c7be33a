"""Calls out: the provider's Calls and Recordings, as the few things that the services need."""

from __future__ import annotations

import re

from twilio.rest import Client

from hotline.gateway.reach import NO_CALLS_THERE, Allows, refuse_unless
from hotline.gateway.transport import (
    GONE,
    Refused,
    TooLarge,
    Transport,
    Unclear,
    Unreachable,
    answered,
    environment_for,
    unless_gone,
    well_formed,
)

__all__ = ["GONE", "CallGateway", "Refused", "TooLarge", "Unclear", "Unreachable"]

LARGEST_RECORDING = 5 * 1024 * 1024
"""Bytes: more than 20 minutes of the provider's MP3 of 32 kbit/s, far beyond what is recorded."""

NOT_IN_PROGRESS = 21220  # Twilio, error 21220: the call has not begun, or has ended

_CALL = re.compile(r"CA[0-9a-fA-F]{32}")
_RECORDING = re.compile(r"RE[0-9a-fA-F]{32}")


class CallGateway:
    """Twilio, or a server that speaks its REST API at `api_url`, for calls from our number.

    One object serves all threads of a process; nothing is retried here; `timeout` is in seconds.
    Faults hold no number. Malformed ids raise ValueError before anything is asked.
    """

    def __init__(
        self,
        account_sid: str,
        auth_token: str,
        api_url: str,
        our_number: str,
        allows: Allows,
        timeout: float = 10.0,
    ) -> None:
        self._ours = our_number
        self._allows = allows
        self._auth = (account_sid, auth_token)
        self._transport = Transport(api_url, timeout)
        self._client = Client(
            account_sid,
            auth_token,
            http_client=self._transport,
            environment=environment_for(api_url),
        )
        # As for texts: no setting names another server, and lists are made lazily without a lock.
        self._client.api.base_url = api_url.rstrip("/")
        self._calls = self._client.calls
        self._recordings = self._client.recordings

    def place(self, to: str, url: str, status_url: str, ring_seconds: int) -> str:
        """Ring `to` for `ring_seconds`; the call's id. Whoever picks up gets the document of `url`.

        `status_url` is told once, how the call ended (`completed`, `busy`, `no-answer`, `failed`,
        `canceled`). Raises Refused (surely not rung), Unclear (perhaps rung) and, as a kind of
        Unclear, Unreachable (surely not rung). A number that may not be rung is Refused here.
        """
        refuse_unless(self._allows(to), NO_CALLS_THERE)
        call = answered(
            lambda: self._calls.create(
                to=to,
                from_=self._ours,
                url=url,
                method="POST",
                status_callback=status_url,
                status_callback_method="POST",
                status_callback_event=["completed"],
                timeout=ring_seconds,
            )
        )
        if not call.sid:
            raise Unclear("an answer without an id")
        return str(call.sid)

    def hang_up(self, sid: str) -> None:
        """End a call, ringing or answered; one that is over already is no fault.

        Raises Refused and Unclear.
        """
        context = self._calls(well_formed(sid, _CALL))
        unless_gone(lambda: context.update(status="completed"), NOT_IN_PROGRESS)

    def redirect(self, sid: str, url: str) -> bool:
        """Break off what a call is doing and go on with the document of `url`.

        False where there is no such call any more. Raises Refused and Unclear.
        """
        context = self._calls(well_formed(sid, _CALL))
        return unless_gone(lambda: context.update(url=url, method="POST"), NOT_IN_PROGRESS)

    def forget(self, sid: str) -> None:
        """Remove what the provider holds of a call; one that is not there any more is no fault.

        Raises Refused (code 20009 while it is not over) and Unclear.
        """
        unless_gone(self._calls(well_formed(sid, _CALL)).delete)

    def recording(self, sid: str, most: int = LARGEST_RECORDING) -> bytes:
        """A recording as MP3, fetched with our credentials.

        Raises Refused (with status 404 also while the provider still prepares it), Unclear, and
        TooLarge where it has more than `most` bytes.
        """
        path = f"/2010-04-01/Accounts/{self._auth[0]}/Recordings/{well_formed(sid, _RECORDING)}"
        url = self._client.get_hostname(f"{self._client.api.base_url}{path}.mp3")
        sound = self._transport.fetch(url, self._auth, most)
        if not sound:
            raise Unclear("a recording without sound")
        return sound

    def delete_recording(self, sid: str) -> None:
        """Remove a recording at the provider; one that is not there any more is no fault.

        Raises Refused and Unclear.
        """
        context = self._recordings(well_formed(sid, _RECORDING))
        unless_gone(context.delete)
