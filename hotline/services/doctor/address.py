"""The public address: https, found, and leading to our own web process, which checks signatures."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

from hotline.services.doctor.bell import is_loopback
from hotline.services.doctor.findings import Finding, Target

_REMEDIES = {
    "refused": (
        "a rightly signed request to it is refused (403)",
        "give the web process this HOTLINE_PUBLIC_URL and TWILIO_AUTH_TOKEN, restart it, and let the"
        " proxy pass paths on unchanged",
    ),
    "open": (
        "a wrongly signed request to it is taken",
        "let nothing but `hotline web` answer there",
    ),
    "missing": (
        "nothing is there (404)",
        "let the proxy pass /twilio/… on to `hotline web`",
    ),
    "stranger": (
        "something else than this hotline answers (HTTP {status})",
        "see that `hotline web` runs, and that the proxy passes /twilio/… on to it",
    ),
    "certificate": (
        "its certificate is not to be trusted",
        "renew it; Twilio hangs up on such",
    ),
    "unreachable": (
        "it does not answer",
        "start `hotline web` and the proxy in front of it, and open its port",
    ),
}


def inspect_public_url(target: Target) -> Iterator[Finding]:
    """A true signed round trip to ourselves, by way of the public address."""
    url = urlsplit(target.settings.public_url)
    host = url.hostname or ""
    if is_loopback(host) and target.settings.is_twilios_own:
        yield Finding(
            "address",
            "HOTLINE_PUBLIC_URL is this machine's own, which Twilio cannot reach",
            "set the https address that the world knows",
        )
    if not _resolves(host, url.port or 443):
        yield Finding(
            "address",
            f"HOTLINE_PUBLIC_URL: the name {host} leads nowhere",
            "set its DNS record, or mend the spelling",
        )
        return
    outcome, status = target.round_trip()
    if outcome != "ok":
        what, change = _REMEDIES[outcome]
        yield Finding("address", f"HOTLINE_PUBLIC_URL: {what.format(status=status)}", change)


def _resolves(host: str, port: int) -> bool:
    try:
        return bool(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    except (OSError, UnicodeError):
        return False
