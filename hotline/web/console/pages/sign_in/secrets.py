"""A secret of codes as a page shows it, once."""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup

from hotline.services.console.sign_in import totp


@dataclass(frozen=True)
class DrawnSecret:
    """A secret to type, as an address for an app on this phone, and as a picture for its camera."""

    secret: str = field(repr=False)
    address: str = field(repr=False)
    picture: Markup = field(repr=False)


def drawn(secret: str | None) -> DrawnSecret | None:
    """How a secret is shown; None where none is."""
    if secret is None:
        return None
    picture = Markup(totp.picture(secret))  # noqa: S704  drawn by us, of letters and digits
    return DrawnSecret(secret, totp.address(secret), picture)
