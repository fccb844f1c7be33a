"""What members read and hear: for the team to look over, for stewards to word otherwise."""

from __future__ import annotations

from flask import Response, abort, request

from hotline.services.console import editing, texts
from hotline.services.console.editing import Outcome
from hotline.store.wordings import Key
from hotline.web.console.look import go, me, of, show
from hotline.web.console.pages import COORDINATOR, STEWARD, house, page

_LONGEST_SEARCH = 80


@page("/words", role=COORDINATOR, menu="menu-words", order=65)
def all() -> Response:
    """Every message in every language, by group and by words in it, a page at a time."""
    group, wanted = request.args.get("group", ""), request.args.get("find", "").strip()
    group, wanted = group if group in texts.groups() else "", wanted[:_LONGEST_SEARCH]
    number = request.args.get("page", 1, type=int)
    shelf = texts.shelf(house(), group, wanted, number)
    chosen = {"group": group, "find": wanted}
    return show("words.html", shelf=shelf, groups=texts.groups(), chosen=chosen)


@page("/words/<id>", role=COORDINATOR)
def one(id: str) -> Response:
    """One message: when it is said, how it is written, what it costs."""
    found = texts.message(house(), id)
    if found is None:
        abort(404)
    return show("word.html", message=found)


@page("/words/<id>/<language>/<channel>", role=STEWARD)
def edit(id: str, language: str, channel: str) -> Response:
    """One wording, to be edited, and its versions."""
    return _desk(_key(id, language, channel))


@page("/words/<id>/<language>/<channel>/publish", role=STEWARD, post=True)
def publish(id: str, language: str, channel: str) -> Response:
    """Check a wording with all the others, and publish it if that was asked for."""
    key, written = _key(id, language, channel), request.form.get("pattern", "")
    written = "\n".join(written[: editing.LONGEST].splitlines()).strip()
    if request.form.get("do") == "check":
        return _told(key, written, editing.check(house(), key, written))
    seen = request.form.get("seen", -1, type=int)
    return _told(key, written, editing.publish(house(), me(), key, written, seen))


@page("/words/<id>/<language>/<channel>/again", role=STEWARD, post=True)
def again(id: str, language: str, channel: str) -> Response:
    """Publish an earlier version once more."""
    key = _key(id, language, channel)
    version = request.form.get("version", -1, type=int)
    seen = request.form.get("seen", -1, type=int)
    return _told(key, None, editing.publish_again(house(), me(), key, version, seen))


def _key(id: str, language: str, channel: str) -> Key:
    if channel not in ("text", "voice"):
        abort(404)
    key = (id, language, channel == "voice")
    if not editing.known(key):
        abort(404)
    return key


def _told(key: Key, written: str | None, outcome: Outcome) -> Response:
    """What came of it; an editor whose words were not published keeps them."""
    if outcome.done == "gone":
        abort(404)
    if outcome.done in ("published", "same"):
        return go("words_one", of("wording", outcome.done), id=key[0])
    status = 200 if outcome.done == "checked" else 400
    return _desk(key, status, written, outcome)


def _desk(
    key: Key, status: int = 200, written: str | None = None, outcome: Outcome | None = None
) -> Response:
    desk = editing.desk(house(), key)
    written = desk.said.pattern if written is None else written
    problem = of("wording", outcome.done) if status != 200 and outcome else None
    told = {"desk": desk, "written": written, "outcome": outcome, "most": editing.LONGEST}
    return show("wording.html", status, problem, **told)
