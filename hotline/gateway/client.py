"""Texts out: the provider's Messages resource, as the few calls that the services need."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from twilio.rest import Client
from twilio.rest.api.v2010.account.message import MessageInstance

from hotline.gateway.reach import NO_TEXTS_THERE, Allows, refuse_unless
from hotline.gateway.transport import (
    Refused,
    Transport,
    Unclear,
    Unreachable,
    answered,
    environment_for,
    unless_gone,
    well_formed,
)

__all__ = ["Gateway", "Listed", "Refused", "Sent", "Unclear", "Unreachable"]

PAGE_SIZE = 50
_MESSAGE = re.compile(r"(?:SM|MM)[0-9a-fA-F]{32}")
LONGEST_LIST = 200  # the newest messages to one number that settling ever looks through


@dataclass(frozen=True)
class Sent:
    """The provider took the text: its id for it, and its status (`queued`, as a rule)."""

    sid: str
    status: str


@dataclass(frozen=True)
class Listed:
    """A text that the provider holds; `created_at` is aware and exact to the second."""

    sid: str
    body: str = field(repr=False)
    status: str
    error_code: int | None
    created_at: datetime


class Gateway:
    """Twilio, or a server that speaks its REST API at `api_url`, for one sending number.

    One object serves all threads of a process. `timeout` is in seconds.
    """

    def __init__(
        self,
        account_sid: str,
        auth_token: str,
        api_url: str,
        sender: str,
        allows: Allows,
        timeout: float = 10.0,
    ) -> None:
        self._sender = sender
        self._allows = allows
        client = Client(
            account_sid,
            auth_token,
            http_client=Transport(api_url, timeout),
            environment=environment_for(api_url),
        )
        # The library has no setting for another server: edge and region only build twilio.com names.
        client.api.base_url = api_url.rstrip("/")
        self._messages = (
            client.messages
        )  # built once: the library makes it lazily and without a lock

    def send(self, to: str, body: str, callback_url: str) -> Sent:
        """Hand one text to the provider, once: never retried here.

        `to` is E.164, `callback_url` where its states are to be posted. Characters no encoding can
        carry (lone surrogates) are left out. Raises Refused (surely not sent), Unclear (perhaps
        sent) and, as a kind of Unclear, Unreachable (surely not sent). A number to which nothing may
        go is Refused here.
        """
        refuse_unless(self._allows(to), NO_TEXTS_THERE)
        carried = body.encode("utf-8", "ignore").decode("utf-8")
        message = answered(
            lambda: self._messages.create(
                to=to, from_=self._sender, body=carried, status_callback=callback_url
            )
        )
        if not message.sid:
            raise Unclear("an answer without an id")
        return Sent(sid=str(message.sid), status=str(message.status or "queued"))

    def forget(self, sid: str) -> None:
        """Take the words out of a message that the provider holds, then the message itself.

        For texts either way; one that is not there any more is no fault. Raises Refused (code 20009
        while it has not come to its end) and Unclear; ValueError for a malformed id.
        """
        message = self._messages(well_formed(sid, _MESSAGE))
        unless_gone(lambda: message.update(body=""))
        unless_gone(message.delete)

    def sent_to(self, to: str, since: datetime) -> list[Listed]:
        """The texts from our number to `to` created at or after `since` (aware), newest first.

        At most the newest 200 are looked through. The provider's own date filter is not used: it
        goes by the date of sending, which a text that is still queued has not got.
        Raises Refused or Unclear.
        """
        floor = since.replace(microsecond=0)  # the provider's dates have no fractions
        return answered(lambda: list(_recent(self._stream(to), floor)))

    def _stream(self, to: str) -> Iterator[MessageInstance]:
        stream: Iterator[MessageInstance] = self._messages.stream(
            to=to, from_=self._sender, page_size=PAGE_SIZE, limit=LONGEST_LIST
        )
        return stream


def _recent(stream: Iterator[MessageInstance], floor: datetime) -> Iterator[Listed]:
    """Those created since `floor`; ends at the first that was both created and sent before it.

    Newest first by creation or by sending, whichever the provider sorts by: in both orders
    everything after such a message is older still.
    """
    for message in stream:
        if message.date_created >= floor:
            yield Listed(
                sid=str(message.sid),
                body=message.body or "",
                status=str(message.status),
                error_code=message.error_code,
                created_at=message.date_created,
            )
        elif message.date_sent is not None and message.date_sent < floor:
            return
