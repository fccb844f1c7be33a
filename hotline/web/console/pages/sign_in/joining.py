"""Behind a link: opened once, by a button, in the browser that then makes the account."""

from __future__ import annotations

from flask import Response, request

from hotline.domain.console import LONGEST_NAME, SHORTEST_PASSWORD
from hotline.services.console.sign_in import joining
from hotline.services.console.sign_in.joining import Joined, Link
from hotline.services.console.sign_in.passwords import Busy
from hotline.services.console.sign_in.recovery import Enrolling
from hotline.web.console import access
from hotline.web.console.pages.sign_in.secrets import drawn
from hotline.web.console.rendering import of, show
from hotline.web.console.routing import ANYONE, app, page
from hotline.web.console.word_ids import ConsoleWordId


@page("/invitation/<token>", role=ANYONE)
def look(token: str) -> Response:
    """The page behind a link. Looking opens nothing: programs that draw previews look too."""
    return _page(token)


@page("/invitation/<token>/open", role=ANYONE, post=True)
def open_link(token: str) -> Response:
    """Open it here and nowhere else, and show a secret, this once."""
    begun = joining.open_link(app(), token, access.enrolment())
    if not isinstance(begun, Enrolling):
        return _shut(begun)
    access.begin_enrolment(begun.token)
    return _page(token, secret=begun.secret)


@page("/invitation/<token>", role=ANYONE, post=True)
def accept(token: str) -> Response:
    """Make the account; a mistake leaves the link as it was."""
    typed = request.form
    if typed.get("password", "") != typed.get("again", ""):
        return _page(token, "link-again")
    try:
        made = joining.accept(
            app(),
            token,
            access.enrolment(),
            typed.get("name", ""),
            typed.get("password", ""),
            typed.get("code", ""),
        )
    except Busy:
        return _page(token, "sign-in-busy")
    if not isinstance(made, Joined):
        return _page(token, of("link", made))
    access.end_enrolment()
    return show("recovery_codes.html", codes=made.recovery_codes)


def _page(token: str, problem: ConsoleWordId | None = None, secret: str | None = None) -> Response:
    link = joining.look(app(), token, access.enrolment())
    if not isinstance(link, Link):
        return _shut(link)
    return show(
        "invitation.html",
        400 if problem else 200,
        problem,
        token=token,
        link=link,
        drawn=drawn(secret),
        shortest=SHORTEST_PASSWORD,
        longest_name=LONGEST_NAME,
    )


def _shut(refusal: str) -> Response:
    return show("problem.html", 404, of("link", refusal))
