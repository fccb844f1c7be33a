"""What is set up at the provider, and whether its clock and ours agree."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urldefrag

from hotline.gateway.inspection import (
    NumberSetup,
    ProviderAccount,
    Refused,
    Unclear,
    Unreachable,
)
from hotline.services.doctor.findings import Finding, Target

_MOST_DRIFT = timedelta(seconds=3)
"""What looking up texts of unknown whereabouts allows for (services/delivery/reconcile.py)."""
# A failure that the number's webhook must be tried again after: all, or each of them by name.
_FAILURES = {"ct", "rt", "5xx"}


def inspect_provider(target: Target) -> Iterator[Finding]:
    """The account, the clocks, and the webhooks of our number."""
    try:
        yield from _account(target)
        setup = target.inspection.number()
    except Refused as refused:
        yield _refused(refused)
    except Unreachable:
        yield Finding(
            "provider", "TWILIO_API_URL does not answer", "let this machine reach it over https"
        )
    except Unclear as unclear:
        yield Finding("provider", f"it gave no clear answer ({unclear.reason})", "try again later")
    else:
        yield from _number(target, setup)


def _refused(refused: Refused) -> Finding:
    if refused.status in (401, 403, 404):
        return Finding(
            "provider",
            f"it does not know these credentials (HTTP {refused.status})",
            "set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN as its console shows them",
        )
    return Finding("provider", f"it refused to answer ({refused})", "try again in a while")


def _account(target: Target) -> Iterator[Finding]:
    asked = target.clock()
    account = target.inspection.account()
    answered = target.clock()
    if account.status != "active":
        yield Finding(
            "provider",
            f"the account is {account.status or 'in no known state'}",
            "see to it in its console: nothing is sent until then",
        )
    if account.kind == "Trial":
        yield Finding(
            "provider",
            "the account is a trial, which texts only confirmed numbers and adds words of its own",
            "upgrade it",
        )
    yield from _drift(account, asked, answered)


def _drift(account: ProviderAccount, asked: datetime, answered: datetime) -> Iterator[Finding]:
    if account.time is None:
        return
    half = (answered - asked) / 2  # its answer was made somewhere in between
    ahead = asked + half - (account.time + timedelta(milliseconds=500))  # which is in whole seconds
    if abs(ahead) > _MOST_DRIFT + half:
        way = "ahead of" if ahead > timedelta() else "behind"
        yield Finding(
            "provider",
            f"this machine's clock is {abs(ahead.total_seconds()):.0f} seconds {way} the provider's",
            "let it follow a time server (chrony, systemd-timesyncd)",
        )


def _number(target: Target, setup: NumberSetup | None) -> Iterator[Finding]:
    if setup is None:
        yield Finding(
            "provider", "the account has no number like HOTLINE_NUMBER", "set the one it has"
        )
        return
    for kind in ("sms", "voice"):
        if kind not in setup.capabilities:
            yield Finding("provider", f"the number cannot do {kind}", "choose one that can")
    url = target.settings.public_url
    yield from _texts(setup, f"{url}/twilio/sms")
    yield from _calls(setup, f"{url}/twilio/voice")
    yield from _endings(setup, f"{url}/twilio/voice/status")


def _texts(setup: NumberSetup, expected: str) -> Iterator[Finding]:
    if setup.sms_application:
        yield _application("A message comes in")
    else:
        yield from _webhook("A message comes in", setup.sms_url, setup.sms_method, expected)
    if not setup.sms_fallback_url:
        yield Finding(
            "provider",
            "texts have no fallback for when this server is down",
            'set one under "Primary handler fails", as docs/OPERATING.md shows',
        )
    elif urldefrag(setup.sms_fallback_url).url.startswith(expected):
        yield Finding(
            "provider",
            "the fallback of texts is this same server, which is down when it is needed",
            "set a TwiML Bin, as docs/OPERATING.md shows",
        )


def _calls(setup: NumberSetup, expected: str) -> Iterator[Finding]:
    if setup.trunk:
        yield Finding(
            "provider", "calls go to a SIP trunk instead of the hotline", "take the trunk out"
        )
    if setup.voice_application:
        yield _application("A call comes in")
    else:
        yield from _webhook("A call comes in", setup.voice_url, setup.voice_method, expected)


def _endings(setup: NumberSetup, expected: str) -> Iterator[Finding]:
    if urldefrag(setup.status_callback).url != expected or setup.status_callback_method != "POST":
        yield Finding(
            "provider",
            "the hotline is not told that a call is over",
            f'set "Call status changes" to {expected}, POST',
        )


def _application(label: str) -> Finding:
    return Finding(
        "provider",
        f'"{label}" is handed to a TwiML app, whose webhooks are not looked at here',
        "set the webhook on the number itself",
    )


def _webhook(label: str, url: str, method: str, expected: str) -> Iterator[Finding]:
    bare, fragment = urldefrag(url)
    if bare != expected:
        yield Finding(
            "provider",
            f'"{label}" does not lead to this hotline',
            f"set it to {expected}#rc=3&rp=all, POST",
        )
        return
    if method != "POST":
        yield Finding("provider", f'"{label}" is a {method}', "set it to POST")
    given = dict(parse_qsl(fragment))
    policies = set(given.get("rp", "ct").split(","))
    again = given.get("rc", "").isdigit() and int(given["rc"]) >= 1
    if not again or not ("all" in policies or policies >= _FAILURES):
        yield Finding(
            "provider",
            f'"{label}" is not tried again, so that what comes during a restart is lost',
            f"set it to {expected}#rc=3&rp=all",
        )
