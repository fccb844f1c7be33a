"""Signing in and out, one's own account, the language, and the quick way out."""

from __future__ import annotations

from typing import cast

from flask import Response, abort, redirect, request, session

from hotline.domain.console import INVITATION_LIFE, SHORTEST_PASSWORD
from hotline.services.console.sign_in import accounts, recovery, signing_in
from hotline.services.console.sign_in.passwords import Busy
from hotline.web.console import access
from hotline.web.console.rendering import go, here, me, my_session, show
from hotline.web.console.routing import ANYONE, LISTENER, app, page
from hotline.web.console.word_ids import ConsoleWordId

FIRST_PAGE = "needs_index"


@page("/", role=LISTENER)
def home() -> Response:
    """Straight to what is open."""
    return go(FIRST_PAGE)


@page("/sign-in", role=ANYONE)
def sign_in() -> Response:
    """Name, password, and code or passkey; whoever is in already is led on."""
    return go(FIRST_PAGE) if here() else show("sign_in.html")


@page("/sign-in", role=ANYONE, post=True)
def do_sign_in() -> Response:
    """One message for everything that may be wrong with the three."""
    try:
        opened = signing_in.sign_in(
            app(),
            access.client(),
            _typed("name"),
            _typed("password"),
            code=_typed("code"),
            passkey=_typed("passkey"),
        )
    except Busy:
        return show("sign_in.html", 503, problem="sign-in-busy")
    if opened is None:
        return show("sign_in.html", 403, problem="sign-in-wrong")
    access.begin(opened)
    return go(FIRST_PAGE)


@page("/sign-out", role=ANYONE, post=True)
def sign_out() -> Response:
    """End the session here and in the browser."""
    access.end()
    return go("auth_sign_in", "signed-out")


@page("/away", role=ANYONE, by_itself=True)
def away() -> Response:
    """The quick way out: the session ends, and some harmless page is shown.

    Also without script: the button is a link to here. Other pages cannot make a browser sign out by a
    link, since cookies that are SameSite=Strict are not sent with it.
    """
    access.end()
    target = app().community.quick_exit
    if not target:
        return Response("<!doctype html><title>.</title>")
    return cast(Response, redirect(target, 303))


@page("/language", role=ANYONE, post=True)
def set_language() -> Response:
    """Read on in another language, on this very page."""
    chosen = _typed("language")
    if chosen not in app().community.languages:
        abort(404)
    session["language"] = chosen
    if here():
        accounts.set_language(app(), me(), chosen)
    target = _typed("back")
    inside = target.startswith("/console/") and "\\" not in target and "//" not in target
    return cast(Response, redirect(target if inside else "/console/", 303))


@page("/account", role=LISTENER, menu="menu-account", order=90)
def account() -> Response:
    """Who one is here, by what one gets in, and signing out."""
    return _account()


def _account(problem: ConsoleWordId | None = None) -> Response:
    mine = accounts.ways_in(app(), me())
    status = 400 if problem else 200
    return show("account.html", status, problem, mine=mine, shortest=SHORTEST_PASSWORD)


@page("/account/password", role=LISTENER, post=True)
def change_password() -> Response:
    """Another password, with the old one and a code."""
    if _typed("password") != _typed("again"):
        return _account("link-again")
    try:
        changed = accounts.change_password(
            app(), access.client(), my_session(), _typed("old"), _typed("code"), _typed("password")
        )
    except Busy:
        return _account("sign-in-busy")
    if changed == "changed":
        return go("auth_account", "password-changed")
    return _account("sign-in-wrong" if changed == "wrong" else "link-password")


@page("/account/recovery-codes", role=LISTENER, post=True)
def make_recovery_codes() -> Response:
    """Fresh recovery codes, shown in this one answer; those of before are good for nothing."""
    try:
        codes = recovery.ask_for_codes(
            app(), access.client(), my_session(), _typed("old"), _typed("code")
        )
    except Busy:
        return _account("sign-in-busy")
    return _account("sign-in-wrong") if codes is None else show("recovery_codes.html", codes=codes)


@page("/account/devices/forget", role=LISTENER, post=True)
def forget_devices() -> Response:
    """None of one's browsers is known any more."""
    accounts.forget_devices(app(), me())
    return go("auth_account", "devices-forgotten")


def link(token: str) -> str:
    """The address that an invitation is passed on by."""
    return f"{app().settings.public_url}{accounts.PATH}/{token}"


INVITATION_HOURS = int(INVITATION_LIFE.total_seconds() // 3600)


def _typed(name: str) -> str:
    return request.form.get(name, "")
