"""What an authenticator is asked to sign: random, ours, for one purpose and some minutes.

We know a challenge again by a keyed mark in it, so that drawing a page writes nothing.
"""

from __future__ import annotations

import base64
import hmac
import secrets

from hotline.domain.console import CHALLENGE_LIFE
from hotline.services.kernel.app import App

_NONCE, _MOMENT = 16, 8  # bytes


def new(app: App, purpose: str) -> bytes:
    """A challenge of now."""
    body = secrets.token_bytes(_NONCE) + int(app.clock().timestamp()).to_bytes(_MOMENT)
    return body + _mark(app, purpose, body)


def good(app: App, challenge: bytes, purpose: str) -> bytes | None:
    """The challenge, where we made it for this purpose and its time is not over."""
    body, mark = challenge[: _NONCE + _MOMENT], challenge[_NONCE + _MOMENT :]
    if not hmac.compare_digest(mark, _mark(app, purpose, body)):
        return None
    age = app.clock().timestamp() - int.from_bytes(body[_NONCE:])
    return challenge if age < CHALLENGE_LIFE.total_seconds() else None


def _mark(app: App, purpose: str, body: bytes) -> bytes:
    return app.vault.challenge_mark(purpose.encode() + b":" + body)


def encoded(content: bytes) -> str:
    """Base64url without padding, as browsers take it."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """What base64url stands for, with padding or without. Raises ValueError."""
    return base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
