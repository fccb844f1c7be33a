"""What members read and hear, for the team to look over."""

from __future__ import annotations

from flask import Response, abort, request

from hotline.services.console import texts
from hotline.web.console.look import show
from hotline.web.console.pages import COORDINATOR, house, page

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
