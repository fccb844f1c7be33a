"""Needs: what is open, one of them with its whole story, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, abort, request, url_for

from hotline.services.console import need_actions, needs
from hotline.services.kernel.app import App
from hotline.store.console.staff import Staff
from hotline.web.console import rendering
from hotline.web.console.rendering import Part, go, me, of, part, saw, show
from hotline.web.console.routing import COORDINATOR, LISTENER, app, page


@page("/needs", role=LISTENER, menu="menu-needs", order=10)
def index() -> Response:
    """What is open, or was, by state, area and category."""
    community = app().community
    return show(
        "needs.html",
        rows=_rows(),
        chosen=_chosen(),
        states=("open", *needs.STATES),
        areas=[area.id for area in community.areas],
        categories=community.categories,
    )


@page("/needs/rows", role=LISTENER, by_itself=True)
def rows() -> Response:
    """The list alone, as the page asks for it by itself."""
    return _rows().answer()


def _rows() -> Part:
    chosen = _chosen()
    found = needs.rows(app(), me(), **chosen)
    address = rendering.address("needs_rows", **chosen)
    return part("rows", "_needs_rows.html", address, rows=found, most=needs.MOST)


def _chosen() -> dict[str, str]:
    """The filters in the address; what is not known counts for any."""
    community = app().community
    known = {
        "state": ("open", *needs.STATES),
        "area": [area.id for area in community.areas],
        "category": community.categories,
    }
    asked = {name: request.args.get(name, "") for name in known}
    chosen = {name: asked[name] if asked[name] in known[name] else "" for name in known}
    return chosen | {"state": chosen["state"] or "open"}


@page("/needs/<reference>", role=COORDINATOR, personal=True)
def detail(reference: str) -> Response:
    """A need with its waves, answers and helper, and the actions it is open to."""
    file = _file(reference)
    saw("need", file.need.id)
    story = _story(file)
    return show("need.html", file=file, need=file.need, story=story, most=need_actions.MOST_WORDS)


@page("/needs/<reference>/story", role=COORDINATOR, by_itself=True)
def story(reference: str) -> Response:
    """The story alone. Whose it is was written down when its page was opened."""
    return _story(_file(reference)).answer()


def _file(reference: str) -> needs.NeedDetail:
    file = needs.need_detail(app(), reference, me())
    if file is None:
        abort(404)
    return file


def _story(file: needs.NeedDetail) -> Part:
    address = url_for("console.needs_story", reference=file.need.reference)
    return part("story", "_need_story.html", address, file=file, need=file.need)


def _done(reference: str, outcome: str) -> Response:
    if outcome == "gone":
        abort(404)
    return go("needs_detail", of("did", outcome), reference=reference)


def _act(reference: str, action: Callable[[App, Staff, str, str], str]) -> Response:
    return _done(reference, action(app(), me(), reference, request.form.get("seen", "")))


@page("/needs/<reference>/take", role=COORDINATOR, post=True)
def take(reference: str) -> Response:
    """Accept it oneself, as the member that one's account belongs to."""
    return _done(reference, need_actions.take(app(), me(), reference))


@page("/needs/<reference>/reassign", role=COORDINATOR, post=True)
def reassign(reference: str) -> Response:
    """Let the helper go and look for somebody else."""
    return _act(reference, need_actions.reassign)


@page("/needs/<reference>/widen", role=COORDINATOR, post=True)
def widen(reference: str) -> Response:
    """Ask more people now."""
    return _act(reference, need_actions.widen)


@page("/needs/<reference>/close", role=COORDINATOR, post=True)
def close(reference: str) -> Response:
    """It is done."""
    return _act(reference, need_actions.close)


@page("/needs/<reference>/withdraw", role=COORDINATOR, post=True)
def withdraw(reference: str) -> Response:
    """It is not wanted any more."""
    return _act(reference, need_actions.withdraw)


@page("/needs/<reference>/write", role=COORDINATOR, post=True)
def write(reference: str) -> Response:
    """Write to the asker through the line."""
    words = request.form.get("words", "")
    return _done(reference, need_actions.write(app(), me(), reference, words))
