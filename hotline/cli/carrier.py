"""`hotline carrier` and `hotline phone`: a provider on this machine, and phones to hold."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from hotline.cli import bootstrap
from hotline.config import DEMO_API_URL, Settings
from hotline.domain.phones import webhook_number

if TYPE_CHECKING:
    from hotline.simulator.core.settings import SimulatedAccount

# The provider's connection settings, as one is to set them with the real one: three tries more, on
# any failure, four seconds each.
OVERRIDES = "#rc=3&rp=all&rt=4000"


@click.command()
@click.option("--port", default=8010, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--web",
    metavar="URL",
    help="Where `hotline web` listens on this machine; needed where HOTLINE_PUBLIC_URL is not here.",
)
@click.option(
    "--record",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Append every message and webhook to this file: lines of JSON, with numbers and words.",
)
def carrier(port: int, web: str | None, record: Path | None) -> None:
    """Stand in for the provider on this machine: for development, never for people's texts.

    Set TWILIO_API_URL of the other processes to http://127.0.0.1:PORT. Webhooks go, signed, to
    HOTLINE_PUBLIC_URL.
    """
    from hotline.simulator.server import serve

    with bootstrap.told_plainly():
        account = account_of(bootstrap.settings(), web)
    click.echo(f"The local carrier listens on http://127.0.0.1:{port}. Ctrl+C ends it.")
    try:
        serve(port, account, record)
    except OSError as fault:
        raise click.ClickException(f"--port {port}: {fault.strerror}; choose another") from fault


def account_of(settings: Settings, web: str | None = None) -> SimulatedAccount:
    """The account that the settings name, its webhooks at their public URL."""
    from hotline.simulator.core.settings import SimulatedAccount

    return SimulatedAccount(
        account_sid=settings.twilio_account_sid,
        auth_token=settings.twilio_auth_token,
        number=settings.number,
        sms_url=f"{settings.public_url}/twilio/sms{OVERRIDES}",
        sms_fallback_url="https://handler.twilio.com/twiml/EH" + "0" * 32,
        voice_url=f"{settings.public_url}/twilio/voice#rc=3&rp=all",
        voice_status_url=f"{settings.public_url}/twilio/voice/status",
        reroutes={settings.public_url: web.rstrip("/")} if web else {},
    )


@click.command()
@click.argument("number")
@click.option(
    "--carrier",
    "carrier_url",
    metavar="URL",
    help=f"Where the local carrier listens.  [default: {DEMO_API_URL}]",
)
@click.option("--speak", is_flag=True, help="Say prompts aloud, with espeak-ng.")
def phone(number: str, carrier_url: str | None, speak: bool) -> None:
    """Be the phone NUMBER, as in +9613123456, on the local carrier.

    Each line typed is a text to the hotline; what it receives is shown after "<". The line `call`
    calls the hotline, and shows what is said after "~". In a call digits are keys, other words are
    spoken, an empty line or waiting is silence, and `hang up` ends it. When the phone rings, type
    `answer` or `hang up`. Ctrl+D puts the phone away.
    """
    from hotline.simulator.terminal.phone import run_phone
    from hotline.simulator.terminal.speech import speaker

    if webhook_number(number) is None:
        raise click.ClickException("NUMBER: write it in full, + and digits, as in +9613123456")
    url = carrier_url or os.environ.get("TWILIO_API_URL") or DEMO_API_URL
    voice = speaker() if speak else None
    if speak and voice is None:
        raise click.ClickException("--speak needs the program espeak-ng")
    if sys.stdin.isatty():
        click.echo(f"This is the phone {number}. Type a text and press Enter; Ctrl+D ends it.")
    try:
        pace = 1.0 if sys.stdin.isatty() else 0.0  # a script says itself when it is silent
        status = run_phone(number, url, _utf8(sys.stdin), _utf8(sys.stdout), pace, voice)
    except KeyboardInterrupt:
        status = 0
    if status:
        raise click.ClickException(f"no local carrier at {url}; start `hotline demo`, or name it")


def _utf8(stream: TextIO) -> TextIO:
    """Texts are UTF-8 whatever the terminal's locale says."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="replace")
    return stream
