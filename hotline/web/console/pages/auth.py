"""Signing in and out, invitations, one's own account, the language, and the quick way out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from flask import Response, abort, redirect, request, session
from markupsafe import Markup

from hotline.domain.console import INVITATION_LIFE, LONGEST_NAME, SHORTEST_PASSWORD
from hotline.services.console.sign_in import accounts, signing_in, totp
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
    """Name, password and code; whoever is in already is led on."""
    return go(FIRST_PAGE) if here() else show("sign_in.html")


@page("/sign-in", role=ANYONE, post=True)
def do_sign_in() -> Response:
    """One message for everything that may be wrong with the three."""
    try:
        token = signing_in.sign_in(app(), _typed("name"), _typed("password"), _typed("code"))
    except Busy:
        return show("sign_in.html", 503, problem="sign-in-busy")
    if token is None:
        return show("sign_in.html", 403, problem="sign-in-wrong")
    access.begin(token)
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


@page("/invitation/<token>", role=ANYONE)
def invitation(token: str) -> Response:
    """The page behind a one-time link: choose a name and a password, and set up the codes."""
    return _invitation(token)


def _invitation(token: str, problem: ConsoleWordId | None = None) -> Response:
    found = accounts.invitation(app(), token)
    if found is None:
        return show("problem.html", 404, problem="invitation-gone")
    return show(
        "invitation.html",
        400 if problem else 200,
        token=token,
        role=found.role,
        secret=found.totp,
        address=totp.address(found.totp),
        picture=Markup(totp.picture(found.totp)),  # noqa: S704  drawn by us, of letters and digits
        problem=problem,
        shortest=SHORTEST_PASSWORD,
        longest_name=LONGEST_NAME,
    )


@page("/invitation/<token>", role=ANYONE, post=True)
def accept(token: str) -> Response:
    """Make the account; a mistake leaves the link as it was."""
    if _typed("password") != _typed("again"):
        return _invitation(token, "invitation-again")
    try:
        made = accounts.accept(app(), token, _typed("name"), _typed("password"), _typed("code"))
    except Busy:
        return _invitation(token, "sign-in-busy")
    if made == "made":
        return go("auth_sign_in", "invitation-made")
    return _invitation(token, _PROBLEMS[made])


@page("/account", role=LISTENER, menu="menu-account", order=90)
def account() -> Response:
    """Who one is here, the password, and signing out."""
    return _account()


def _account(problem: ConsoleWordId | None = None) -> Response:
    with app().database.reading() as db:
        name = accounts.name_of(app(), db, me().id)
    return show(
        "account.html",
        400 if problem else 200,
        name=name,
        problem=problem,
        shortest=SHORTEST_PASSWORD,
    )


@page("/account/password", role=LISTENER, post=True)
def change_password() -> Response:
    """Another password, with the old one and a code."""
    if _typed("password") != _typed("again"):
        return _account("invitation-again")
    try:
        changed = accounts.change_password(
            app(), my_session(), _typed("old"), _typed("code"), _typed("password")
        )
    except Busy:
        return _account("sign-in-busy")
    if changed == "changed":
        return go("auth_account", "password-changed")
    return _account("sign-in-wrong" if changed == "wrong" else "invitation-password")


def link(token: str) -> str:
    """The address that an invitation is passed on by."""
    return f"{app().settings.public_url}{accounts.PATH}/{token}"


_PROBLEMS: Mapping[str, ConsoleWordId] = {
    "gone": "invitation-gone",
    "name": "invitation-name-problem",
    "password": "invitation-password",
    "code": "invitation-code",
    "taken": "invitation-taken",
}
INVITATION_HOURS = int(INVITATION_LIFE.total_seconds() // 3600)


def _typed(name: str) -> str:
    return request.form.get(name, "")
