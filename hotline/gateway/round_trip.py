"""A request to ourselves as the provider would send one: to the public address, signed."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Literal

import requests
from werkzeug.datastructures import MultiDict

from hotline.gateway.signature import sign

PATH = "/twilio/check"
FIELD = "Nonce"

Outcome = Literal["ok", "refused", "open", "stranger", "missing", "certificate", "unreachable"]


def proof(token: str, nonce: str) -> str:
    """What only a server with our auth token can answer: an HMAC over the nonce, in hexadecimal."""
    return hmac.digest(token.encode(), b"hotline check:" + nonce.encode(), hashlib.sha256).hex()


def round_trip(public_url: str, token: str, timeout: float = 10.0) -> tuple[Outcome, int]:
    """Post a form that changes nothing, wrongly signed and then rightly; what it showed, and the last
    HTTP status (0: none).

    `ok`; `refused`: the right signature is not taken there; `open`: a wrong one is; `missing`: the
    address leads to nothing (404); `stranger`: somebody else answers; `certificate`, `unreachable`.
    """
    url, nonce = public_url.rstrip("/") + PATH, secrets.token_hex(16)
    form = {FIELD: nonce}
    try:
        forged = _post(url, form, sign("not the token", url, MultiDict(form)), timeout)
        answer = _post(url, form, sign(token, url, MultiDict(form)), timeout)
    except requests.exceptions.SSLError:
        return "certificate", 0
    except requests.RequestException:
        return "unreachable", 0
    return _judged(forged, answer, proof(token, nonce)), answer.status_code


def _judged(forged: requests.Response, answer: requests.Response, expected: str) -> Outcome:
    if answer.status_code == 403:
        return "refused"
    if answer.status_code == 404:
        return "missing"
    if not hmac.compare_digest(answer.content[:200], expected.encode()):
        return "stranger"
    return "ok" if forged.status_code == 403 else "open"


def _post(url: str, form: dict[str, str], signature: str, timeout: float) -> requests.Response:
    headers = {"X-Twilio-Signature": signature, "User-Agent": "hotline-doctor"}
    return requests.post(url, data=form, headers=headers, timeout=timeout, allow_redirects=False)
