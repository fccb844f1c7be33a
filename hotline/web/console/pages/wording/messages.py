"""What members read and hear: for the team to look over, for stewards to word otherwise."""

from __future__ import annotations

from flask import Response, abort, request

from hotline.services.console.wording import message_edits, messages
from hotline.services.console.wording.message_edits import Outcome
from hotline.store.conversation.message_overrides import Key
from hotline.web.console.pages.proposals import propose
from hotline.web.console.rendering import go, of, show
from hotline.web.console.routing import COORDINATOR, STEWARD, app, page

_LONGEST_SEARCH = 80


@page("/messages", role=COORDINATOR, menu="menu-words", order=65)
def index() -> Response:
    """Every message in every language, by group and by words in it, a page at a time."""
    group, wanted = request.args.get("group", ""), request.args.get("find", "").strip()
    group, wanted = group if group in messages.groups() else "", wanted[:_LONGEST_SEARCH]
    number = request.args.get("page", 1, type=int)
    shelf = messages.shelf(app(), group, wanted, number)
    chosen = {"group": group, "find": wanted}
    return show("messages.html", shelf=shelf, groups=messages.groups(), chosen=chosen)


@page("/messages/<id>", role=COORDINATOR)
def detail(id: str) -> Response:
    """One message: when it is said, how it is written, what it costs."""
    found = messages.message(app(), id)
    if found is None:
        abort(404)
    return show("message.html", message=found)


@page("/messages/<id>/<language>/<channel>", role=STEWARD)
def edit(id: str, language: str, channel: str) -> Response:
    """One wording, to be edited, and its versions."""
    return _edit_page(_key(id, language, channel))


@page("/messages/<id>/<language>/<channel>/publish", role=STEWARD, post=True)
def publish(id: str, language: str, channel: str) -> Response:
    """Check a wording with all the others, and publish it if that was asked for."""
    key, written = _key(id, language, channel), request.form.get("pattern", "")
    written = "\n".join(written[: message_edits.LONGEST].splitlines()).strip()
    if request.form.get("do") == "check":
        return _told(key, written, message_edits.check(app(), key, written))
    seen = request.form.get("seen", -1, type=int)
    return _proposed(key, written, seen, message_edits.ready(app(), key, written, seen))


@page("/messages/<id>/<language>/<channel>/again", role=STEWARD, post=True)
def again(id: str, language: str, channel: str) -> Response:
    """Publish an earlier version once more."""
    key = _key(id, language, channel)
    version = request.form.get("version", -1, type=int)
    seen = request.form.get("seen", -1, type=int)
    return _proposed(key, None, seen, message_edits.ready_again(app(), key, version, seen))


def _proposed(key: Key, written: str | None, seen: int, outcome: Outcome) -> Response:
    """Have words that are ready wait for a second person; else what stands against them."""
    if outcome.done != "ready":
        return _told(key, written, outcome)
    return propose("wording", None, message_edits.details_of(key, outcome.pattern, seen))


def _key(id: str, language: str, channel: str) -> Key:
    if channel not in ("text", "voice"):
        abort(404)
    key = (id, language, channel == "voice")
    if not message_edits.known(key):
        abort(404)
    return key


def _told(key: Key, written: str | None, outcome: Outcome) -> Response:
    """What came of it; an editor whose words were not published keeps them."""
    if outcome.done == "gone":
        abort(404)
    if outcome.done == "same":
        return go("messages_detail", of("wording", outcome.done), id=key[0])
    status = 200 if outcome.done == "checked" else 400
    return _edit_page(key, status, written, outcome)


def _edit_page(
    key: Key, status: int = 200, written: str | None = None, outcome: Outcome | None = None
) -> Response:
    history = message_edits.history(app(), key)
    written = history.said.pattern if written is None else written
    problem = of("wording", outcome.done) if status != 200 and outcome else None
    told = {"shown": history, "written": written, "outcome": outcome, "most": message_edits.LONGEST}
    return show("message_edit.html", status, problem, **told)
