"""Messages and calls as the provider shows them (Twilio REST API 2010-04-01), and its errors."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from secrets import token_hex

from flows.text.segments import segments_for

API_VERSION = "2010-04-01"
FINAL = frozenset({"delivered", "undelivered", "failed", "canceled", "received", "read"})
CALL_OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})


class ApiFault(Exception):
    """A refusal with the provider's error code; `text` is for people, `retry_after` in seconds."""

    def __init__(
        self, status: int, code: int, text: str = "", retry_after: int | None = None
    ) -> None:
        super().__init__(status, code)
        self.status = status
        self.code = code
        self.text = text
        self.retry_after = retry_after

    def as_json(self) -> dict[str, object]:
        """The error's body."""
        return {
            "code": self.code,
            "message": self.text,
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.status,
        }


def new_sid(kind: str) -> str:
    """A fresh id such as SM…, MM… or CA…: two letters and 32 hexadecimal digits."""
    return kind + token_hex(16)


@dataclass
class MessageResource:
    """One text in the carrier's state. `callback` is where its states are posted, if anywhere."""

    sid: str
    account_sid: str
    sender: str = field(repr=False)
    to: str = field(repr=False)
    body: str = field(repr=False)
    direction: str
    status: str
    callback: str | None = None
    media: int = 0
    error_code: int | None = None
    created: datetime = field(default_factory=lambda: datetime.now(UTC))
    sent: datetime | None = None
    updated: datetime = field(default_factory=lambda: datetime.now(UTC))
    segments: int = 1

    def __post_init__(self) -> None:
        self.segments = max(1, segments_for(self.body).segments)

    def enter(self, status: str, error_code: int | None = None) -> None:
        """Move to `status`, now; a final state is never left."""
        if self.status in FINAL:
            return
        self.status = status
        self.error_code = error_code
        self.updated = datetime.now(UTC)
        if status == "sent":
            self.sent = self.updated

    def as_json(self) -> dict[str, object]:
        """The Message resource."""
        uri = f"/{API_VERSION}/Accounts/{self.account_sid}/Messages/{self.sid}"
        return {
            "account_sid": self.account_sid,
            "api_version": API_VERSION,
            "body": self.body,
            "date_created": _rfc2822(self.created),
            "date_sent": _rfc2822(self.sent),
            "date_updated": _rfc2822(self.updated),
            "direction": self.direction,
            "error_code": self.error_code,
            "error_message": None if self.error_code is None else f"Error {self.error_code}",
            "from": self.sender,
            "messaging_service_sid": None,
            "num_media": str(self.media),
            "num_segments": str(self.segments),
            "price": None,
            "price_unit": "USD",
            "sid": self.sid,
            "status": self.status,
            "subresource_uris": {"media": f"{uri}/Media.json"},
            "to": self.to,
            "uri": f"{uri}.json",
        }


@dataclass
class CallResource:
    """One call in the carrier's state. `callback` is where its `events` are posted, if anywhere;
    `seconds` is how long it lasted since it was answered."""

    sid: str
    account_sid: str
    sender: str = field(repr=False)
    to: str = field(repr=False)
    direction: str
    status: str = "queued"
    callback: str | None = None
    callback_method: str = "POST"
    events: frozenset[str] = frozenset({"completed"})
    parent_sid: str | None = None
    reported: int = 0  # callbacks so far: the next one's SequenceNumber
    seconds: int = 0
    created: datetime = field(default_factory=lambda: datetime.now(UTC))
    started: datetime | None = None
    ended: datetime | None = None

    def as_json(self) -> dict[str, object]:
        """The Call resource."""
        uri = f"/{API_VERSION}/Accounts/{self.account_sid}/Calls/{self.sid}"
        return {
            "account_sid": self.account_sid,
            "answered_by": None,
            "api_version": API_VERSION,
            "date_created": _rfc2822(self.created),
            "date_updated": _rfc2822(self.ended or self.started or self.created),
            "direction": self.direction,
            "duration": None if self.ended is None else str(self.seconds),
            "end_time": _rfc2822(self.ended),
            "from": self.sender,
            "parent_call_sid": self.parent_sid,
            "price": None,
            "price_unit": "USD",
            "sid": self.sid,
            "start_time": _rfc2822(self.started),
            "status": self.status,
            "subresource_uris": {"recordings": f"{uri}/Recordings.json"},
            "to": self.to,
            "uri": f"{uri}.json",
        }


def _rfc2822(moment: datetime | None) -> str | None:
    return None if moment is None else format_datetime(moment)
