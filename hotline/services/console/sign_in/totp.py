"""Six-digit codes that change every half minute (TOTP, RFC 6238), as apps on a phone show them."""

from __future__ import annotations

import hmac
from datetime import datetime

from flows.vocabulary.vocabulary import ascii_digits

_SECONDS = 30
_DRIFT = (0, -1, 1)  # steps by which the two clocks may differ
# What the entry is called in the app, for everybody to see: neither the project nor the person.
_LABEL = "Notes"
NOBODYS = "A" * 32  # stands for the secret of somebody unknown, so that the cost is the same


def new_secret() -> str:
    """160 random bits in base32, as apps take them."""
    import pyotp

    return pyotp.random_base32()


def step_of(secret: str, typed: str, now: datetime) -> int | None:
    """The half minute (counted from 1970) whose code was typed; None where it is none of now's.

    Digits of any script are taken, and spaces between them.
    """
    import pyotp

    code = "".join(ascii_digits(typed).split())
    totp, present = pyotp.TOTP(secret), int(now.timestamp()) // _SECONDS
    steps = [present + drift for drift in _DRIFT]
    right = [s for s in steps if hmac.compare_digest(totp.generate_otp(s).encode(), code.encode())]
    return right[0] if right else None


def address(secret: str) -> str:
    """The secret as an otpauth:// address, which a phone's camera hands to the app."""
    import pyotp

    return pyotp.TOTP(secret).provisioning_uri(name=_LABEL)


def picture(secret: str) -> str:
    """That address as a QR code: an inline SVG without a style of its own."""
    import segno

    return str(segno.make(address(secret), error="m").svg_inline(scale=4, border=4, light="white"))
