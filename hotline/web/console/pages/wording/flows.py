"""The conversations, drawn as lists that every reader and screen reader can follow."""

from __future__ import annotations

from flask import Response, abort

from hotline.services.console.wording import flows
from hotline.web.console.rendering import show
from hotline.web.console.routing import COORDINATOR, app, page


@page("/flows", role=COORDINATOR, menu="menu-flows", order=66)
def index() -> Response:
    """The names of all."""
    return show("flows.html", names=flows.names(app()))


@page("/flows/<name>", role=COORDINATOR)
def detail(name: str) -> Response:
    """One of them, step by step."""
    flow = flows.drawn_flow(app(), name)
    if flow is None:
        abort(404)
    return show("flow.html", flow=flow, catalog=app().speaker.catalog)
