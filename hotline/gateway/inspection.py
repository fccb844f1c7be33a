"""What is set up at the provider, read and never changed: the account, our number, the time there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from hotline.gateway.transport import Refused, Transport, Unclear, Unreachable

__all__ = ["Inspection", "NumberSetup", "ProviderAccount", "Refused", "Unclear", "Unreachable"]


@dataclass(frozen=True)
class ProviderAccount:
    """`status` is active, suspended or closed; `kind` Trial or Full. `time` is the provider's, by its
    answer's Date header, exact to the second; None where it gave none."""

    status: str
    kind: str
    time: datetime | None


@dataclass(frozen=True)
class NumberSetup:
    """The webhooks of a number as the provider holds them; empty where none is set.

    An application takes the place of the webhooks of its kind. Source: Twilio, "IncomingPhoneNumber
    resource", API 2010-04-01.
    """

    sms_url: str
    sms_method: str
    sms_fallback_url: str
    sms_application: str
    voice_url: str
    voice_method: str
    voice_application: str
    trunk: str
    status_callback: str
    status_callback_method: str
    capabilities: frozenset[str] = field(default_factory=frozenset)  # sms, voice, mms…


class Inspection:
    """Reads the account and its number at `api_url`. `timeout` is in seconds.

    Each method raises Refused, Unclear, and as a kind of Unclear Unreachable.
    """

    def __init__(
        self, account_sid: str, auth_token: str, api_url: str, number: str, timeout: float = 10.0
    ) -> None:
        self._auth = (account_sid, auth_token)
        self._number = number
        self._base = f"{api_url.rstrip('/')}/2010-04-01/Accounts/{account_sid}"
        self._transport = Transport(api_url, timeout)

    def account(self) -> ProviderAccount:
        """The account of our credentials."""
        found, headers = self._get(".json", {})
        return ProviderAccount(
            _text(found, "status"), _text(found, "type"), _date(headers.get("Date"))
        )

    def number(self) -> NumberSetup | None:
        """Our number; None where the account has no such one."""
        found, _ = self._get("/IncomingPhoneNumbers.json", {"PhoneNumber": self._number})
        listed = found.get("incoming_phone_numbers")
        for one in listed if isinstance(listed, list) else ():
            if one.get("phone_number") == self._number:
                return _setup(one)
        return None

    def _get(
        self, path: str, params: dict[str, object]
    ) -> tuple[dict[str, object], Mapping[str, str]]:
        answer = self._transport.request("GET", self._base + path, params=params, auth=self._auth)
        try:
            found = json.loads(answer.text)
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise Unclear("an answer that cannot be read")
        return found, answer.headers


def _setup(found: dict[str, object]) -> NumberSetup:
    listed = found.get("capabilities")
    able = [name for name, can in listed.items() if can] if isinstance(listed, dict) else []
    return NumberSetup(
        sms_url=_text(found, "sms_url"),
        sms_method=_text(found, "sms_method"),
        sms_fallback_url=_text(found, "sms_fallback_url"),
        sms_application=_text(found, "sms_application_sid"),
        voice_url=_text(found, "voice_url"),
        voice_method=_text(found, "voice_method"),
        voice_application=_text(found, "voice_application_sid"),
        trunk=_text(found, "trunk_sid"),
        status_callback=_text(found, "status_callback"),
        status_callback_method=_text(found, "status_callback_method"),
        capabilities=frozenset(name.lower() for name in able),
    )


def _text(found: dict[str, object], name: str) -> str:
    value = found.get(name)
    return value if isinstance(value, str) else ""


def _date(header: str | None) -> datetime | None:
    try:
        moment = parsedate_to_datetime(header or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
