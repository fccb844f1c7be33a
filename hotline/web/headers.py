"""Headers that stand on every answer, faults among them."""

from __future__ import annotations

from flask import Response, current_app

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
HTTPS_ALONE = "max-age=31536000"
"""For a year a browser that was here opens this address by https, whatever a link or a network says."""


def put(response: Response) -> Response:
    """Add the headers to an answer."""
    for name, value in ALWAYS.items():
        response.headers[name] = value
    for name, value in UNLESS_SET.items():
        response.headers.setdefault(name, value)
    if current_app.extensions["hotline"].settings.public_url.startswith("https:"):
        response.headers["Strict-Transport-Security"] = HTTPS_ALONE
    return response
