"""A signer for test webhooks, written from the provider's description alone.

It shares no code with the check under test nor with the provider's library, so that a mistake in
either cannot hide in both.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from urllib.parse import urlencode

Pairs = Iterable[tuple[str, str]]


def signature(token: str, url: str, pairs: Pairs = ()) -> str:
    """The X-Twilio-Signature of a POST of `pairs` (in any order) to `url`, as written on the wire."""
    signed = bytearray(url.encode())
    for name, value in sorted(set(pairs)):
        signed += name.encode() + value.encode()
    mac = hmac.digest(token.encode(), bytes(signed), hashlib.sha1)
    return base64.standard_b64encode(mac).decode("ascii")


def form(pairs: Pairs) -> bytes:
    """`pairs` as a form body, repeated names kept."""
    return urlencode(list(pairs)).encode("ascii")


def headers(token: str, url: str, pairs: Pairs) -> dict[str, str]:
    """The headers of a signed form POST."""
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Twilio-Signature": signature(token, url, list(pairs)),
    }
