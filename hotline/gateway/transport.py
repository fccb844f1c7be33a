"""How requests reach the provider: one pooled, silent HTTP client for twilio.rest.Client.

The library's own is not used, for four reasons seen in twilio 9.13.0: it returns each answer
through an attribute that all threads share (two at once can receive each other's), it logs request
parameters, it waits for ever by default, and its errors drop Retry-After and quote the number.
"""

import json
import logging
import os
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

import requests
import urllib3
from requests.adapters import HTTPAdapter
from twilio.base.exceptions import TwilioException
from twilio.http import HttpClient
from twilio.http.response import Response as TwilioResponse

_Answer = TypeVar("_Answer")
GONE = 404
REQUEST_TIMEOUT = 408  # may come from a proxy that had already passed the request on
POOL_SIZE = 32  # connections kept; the sending workers use at most 16 at once
_CHUNK = 64 * 1024
_LONGEST_FAULT = 4096  # bytes; an error's JSON takes a few hundred


class Refused(Exception):
    """The provider said no: surely not sent.

    `status` is the HTTP status (300-499), `code` the provider's error code where its answer
    had one, `retry_after` the seconds it asked us to wait, or None. Holds no number and no words.
    """

    def __init__(self, status: int, code: int | None, retry_after: float | None) -> None:
        super().__init__(status, code, retry_after)
        self.status = status
        self.code = code
        self.retry_after = retry_after

    def __str__(self) -> str:
        return f"refused with HTTP {self.status}, code {self.code}"


class Unclear(Exception):
    """It may or may not have been sent: `reason` is a fixed phrase without numbers or words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Unreachable(Unclear):
    """No connection came about, so it was surely not sent; callers that settle Unclear may retry."""


class TooLarge(Exception):
    """The provider holds more bytes than were asked for; nothing of them is kept."""


class Transport(HttpClient):
    """The HTTP client under twilio.rest.Client: raises Refused and Unclear, never retries.

    Safe for threads; `timeout` is in seconds, for connecting and for each wait for an answer.
    """

    def __init__(self, url: str, timeout: float) -> None:
        silent = logging.getLogger("hotline.gateway.transport.silent")
        silent.disabled = True
        super().__init__(silent, False, timeout)
        self._session = _session_for(url)

    def request(
        self,
        method: str,
        url: str,
        params: Mapping[str, object] | None = None,
        data: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,  # noqa: ARG002 - the library's signature
    ) -> TwilioResponse:
        """Answer the provider's 2xx as the library expects it.

        Raises Refused for 3xx and 4xx, Unclear for all else. Redirects are never followed:
        a POST must not be sent twice.
        """
        try:
            answer = self._session.request(
                method,
                url,
                params=dict(params or {}),  # type: ignore[arg-type]
                data=dict(data or {}),
                headers=dict(headers or {}),
                auth=auth,
                timeout=timeout or self.timeout,
                allow_redirects=False,
            )
            text = answer.content.decode("utf-8", "replace")
        except requests.RequestException as fault:
            unclear = _unclear(fault)
        else:
            return _accepted(answer, text)
        raise unclear  # outside the handler, so that the library's fault, which holds the URL, is not chained

    def fetch(self, url: str, auth: tuple[str, str], most: int) -> bytes:
        """The body behind `url`, by GET, of at most `most` bytes.

        Redirects are followed, since media may be kept elsewhere; `auth` stays with the host of
        `url`. Raises TooLarge, Refused and Unclear.
        """
        try:
            with self._session.get(url, auth=auth, timeout=self.timeout, stream=True) as answer:
                body = _read(answer, most)
        except requests.RequestException as fault:
            unclear = _unclear(fault)
        else:
            _accepted(answer, body[:_LONGEST_FAULT].decode("utf-8", "replace"))
            if len(body) > most:
                raise TooLarge
            return body
        raise unclear


def answered(call: Callable[[], _Answer]) -> _Answer:
    """The library's answer, or Unclear where the provider's 2xx could not be read."""
    try:
        return call()
    except (TwilioException, ValueError, TypeError, AttributeError):
        pass
    raise Unclear("an answer that cannot be read")


def unless_gone(ask: Callable[[], object], *codes: int) -> bool:
    """Ask, and whether there still was something to ask it of: no, where the provider says 404 or one
    of these codes. Raises Refused and Unclear."""
    try:
        answered(ask)
    except Refused as refused:
        if refused.status == GONE or refused.code in codes:
            return False
        raise
    return True


def well_formed(sid: str, shape: re.Pattern[str]) -> str:
    """An id from outside, which is about to become part of an address. Raises ValueError."""
    if not shape.fullmatch(sid):
        raise ValueError("no id of the provider's")
    return sid


def _session_for(url: str) -> requests.Session:
    """A session whose proxies and certificates are read from the environment once, not per call."""
    session = requests.Session()
    settings = session.merge_environment_settings(url, {}, None, None, None)
    session.proxies = settings["proxies"]
    session.verify = settings["verify"]
    session.trust_env = False
    adapter = HTTPAdapter(pool_connections=4, pool_maxsize=POOL_SIZE, max_retries=0)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


def _read(answer: requests.Response, most: int) -> bytes:
    """The body, or as much of it as shows that it is longer than `most`."""
    body = bytearray()
    for chunk in answer.iter_content(_CHUNK):
        body += chunk
        if len(body) > most:
            break
    return bytes(body)


def _accepted(answer: requests.Response, text: str) -> TwilioResponse:
    status = answer.status_code
    if 200 <= status < 300:
        return TwilioResponse(status, text, answer.headers)
    if 300 <= status < 500 and status != REQUEST_TIMEOUT:
        raise Refused(status, _code(text), _retry_after(answer.headers.get("Retry-After")))
    raise Unclear(f"HTTP {status}")


def _code(text: str) -> int | None:
    try:
        code = json.loads(text)["code"]
        return int(code)
    except (ValueError, KeyError, TypeError):
        return None


def _retry_after(header: str | None) -> float | None:
    """Seconds to wait: the header holds seconds or an HTTP date (RFC 9110, 10.2.3)."""
    if header is None:
        return None
    if header.strip().isascii() and header.strip().isdigit():
        return float(header)
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _unclear(fault: requests.RequestException) -> Unclear:
    if isinstance(fault, requests.ConnectTimeout) or _never_connected(fault):
        return Unreachable("no connection")
    if isinstance(fault, requests.Timeout):
        return Unclear("no answer in time")
    return Unclear("connection lost")


def _never_connected(fault: BaseException) -> bool:
    inner: object = fault.args[0] if fault.args else None
    reason = getattr(inner, "reason", inner)
    return isinstance(reason, urllib3.exceptions.NewConnectionError)


def is_twilios_own(url: str) -> bool:
    """Whether `url` is Twilio's API; edge and region only build names under twilio.com."""
    host = urllib3.util.parse_url(url).host or ""
    return host == "api.twilio.com" or host.endswith(".twilio.com")


def environment_for(url: str) -> dict[str, str]:
    """The variables twilio.rest.Client may read: TWILIO_EDGE and _REGION, for Twilio's own only."""
    kept = {"PATH": ""}  # never empty: the library would fall back to os.environ
    if is_twilios_own(url):
        kept |= {n: os.environ[n] for n in ("TWILIO_EDGE", "TWILIO_REGION") if n in os.environ}
    return kept
