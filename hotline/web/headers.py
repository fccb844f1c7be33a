"""Headers that stand on every answer, faults among them."""

from __future__ import annotations

from flask import Response

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
}
UNLESS_SET = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}
"""A page that shows more, and a recording that may be kept for a while, say so themselves."""


def put(response: Response) -> Response:
    """Add the headers to an answer."""
    for name, value in ALWAYS.items():
        response.headers[name] = value
    for name, value in UNLESS_SET.items():
        response.headers.setdefault(name, value)
    return response
