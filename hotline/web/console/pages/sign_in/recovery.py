"""A lost phone: name, password and a recovery code, then a new secret and its first code."""

from __future__ import annotations

from flask import Response, request

from hotline.services.console.sign_in import recovery
from hotline.services.console.sign_in.passwords import Busy
from hotline.services.console.sign_in.recovery import Enrolling
from hotline.web.console import access
from hotline.web.console.pages.sign_in.secrets import drawn
from hotline.web.console.rendering import go, show
from hotline.web.console.routing import ANYONE, app, page
from hotline.web.console.word_ids import ConsoleWordId


@page("/recovery", role=ANYONE)
def start() -> Response:
    """Where whoever lost their phone types a recovery code; or what this browser has begun."""
    if recovery.is_under_way(app(), access.enrolment()):
        return _new_phone()
    return show("recovery.html")


@page("/recovery", role=ANYONE, post=True)
def begin() -> Response:
    """Use a recovery code, and show a new secret, this once."""
    typed = request.form
    try:
        begun = recovery.begin(
            app(),
            access.client(),
            typed.get("name", ""),
            typed.get("password", ""),
            typed.get("recovery", ""),
        )
    except Busy:
        return show("recovery.html", 503, "sign-in-busy")
    return show("recovery.html", 403, "recovery-wrong") if begun is None else _shown(begun)


@page("/recovery/secret", role=ANYONE, post=True)
def another() -> Response:
    """Another secret, for whoever could not take in the one before."""
    begun = recovery.another_secret(app(), access.enrolment())
    return go("recovery_start") if begun is None else _shown(begun)


@page("/recovery/finish", role=ANYONE, post=True)
def finish() -> Response:
    """Sign in by the first code of the new secret."""
    opened = recovery.finish(
        app(), access.client(), access.enrolment(), request.form.get("code", "")
    )
    if opened is not None:
        access.begin(opened)
        return go("auth_account", "recovery-done")
    if recovery.is_under_way(app(), access.enrolment()):
        return _new_phone("link-code")
    return go("recovery_start")


def _shown(begun: Enrolling) -> Response:
    access.begin_enrolment(begun.token)
    return _new_phone(secret=begun.secret)


def _new_phone(problem: ConsoleWordId | None = None, secret: str | None = None) -> Response:
    return show("new_phone.html", 400 if problem else 200, problem, drawn=drawn(secret))
