"""Whether a webhook is truly the provider's."""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from werkzeug.datastructures import MultiDict

_ORIGIN = re.compile(r"(https?://)([^/?#]*?)(:[0-9]+)?(?=[/?#]|$)(.*)", re.DOTALL)
_DEFAULT_PORTS = {"http://": ":80", "https://": ":443"}


def genuine(token: str, url: str, params: "MultiDict[str, str]", header: str | None) -> bool:
    """Whether `header` (X-Twilio-Signature) signs `url` and every field of `params` with `token`.

    `url` must be the one the provider posted to, raw (see `public_url`); it is tried as it stands,
    without its port and with the scheme's own, since the provider is not consistent in this.
    Never raises: a missing or odd header is False.
    Source: Twilio, "Webhooks security": base64(HMAC-SHA1(token, url + sorted name+value…)), a
    field's equal values counted once, as twilio-python's RequestValidator has it.
    """
    if not header:
        return False
    given = header.encode("utf-8", "replace")
    fields = _signed_fields(params)
    return any(hmac.compare_digest(_sign(token, u, fields), given) for u in _spellings(url))


def sign(token: str, url: str, params: "MultiDict[str, str]") -> str:
    """The X-Twilio-Signature of a POST of `params` to `url`, as the provider would make it."""
    return _sign(token, url, _signed_fields(params)).decode("ascii")


def public_url(base: str, environ: Mapping[str, object]) -> str:
    """The URL the provider signed: the configured public `base` and the request's raw target.

    The raw path and query come from the server (gunicorn's RAW_URI, others' REQUEST_URI):
    a rebuilt URL re-encodes and breaks signatures over %D8, + and %2F. Raises LookupError
    where the server hands over neither.
    """
    raw = environ.get("RAW_URI") or environ.get("REQUEST_URI")
    if not raw:
        raise LookupError("this WSGI server gives neither RAW_URI nor REQUEST_URI")
    target = str(raw).encode("latin-1", "replace").decode("utf-8", "replace")
    return base.rstrip("/") + _without_origin(target)


def _signed_fields(params: "MultiDict[str, str]") -> str:
    names = sorted(set(params.keys()))
    return "".join(name + value for name in names for value in sorted(set(params.getlist(name))))


def _sign(token: str, url: str, fields: str) -> bytes:
    signed = (url + fields).encode("utf-8", "replace")
    digest = hmac.new(token.encode("utf-8", "replace"), signed, hashlib.sha1).digest()
    return base64.b64encode(digest)


def _spellings(url: str) -> Iterator[str]:
    yield url
    parts = _ORIGIN.fullmatch(url)
    if parts is None:
        return
    scheme, host, port, rest = parts.groups()
    if port is None:
        yield scheme + host + _DEFAULT_PORTS[scheme] + rest
    else:
        yield scheme + host + rest


def _without_origin(target: str) -> str:
    """The path and query of a request target; an absolute one (RFC 9112, 3.2.2) loses its host."""
    if target.startswith("/"):
        return target
    parts = urlsplit(target)
    return target[len(f"{parts.scheme}://{parts.netloc}") :] if parts.netloc else target
