"""The conversations, drawn as lists that every reader and screen reader can follow."""

from __future__ import annotations

from flask import Response, abort

from hotline.services.console import talks
from hotline.web.console.look import show
from hotline.web.console.pages import COORDINATOR, house, page


@page("/flows", role=COORDINATOR, menu="menu-flows", order=66)
def all() -> Response:
    """The names of all."""
    return show("flows.html", names=talks.names(house()))


@page("/flows/<name>", role=COORDINATOR)
def one(name: str) -> Response:
    """One of them, step by step."""
    talk = talks.talk(house(), name)
    if talk is None:
        abort(404)
    return show("flow.html", talk=talk, catalog=house().speaker.catalog)
