"""The console put into the application: its guards, and its pages."""

from __future__ import annotations

from flask import Flask
from jinja2 import StrictUndefined

from hotline.web.console import (  # importing a module adds its pages
    assets,
    broadcasts,
    door,
    flows,
    guard,
    health,
    members,
    needs,
    numbers,
    record,
    roster,
    sheets,
    staff,
    talks,
    words,
)
from hotline.web.console.pages import blueprint

PAGES = (
    assets, broadcasts, door, flows, health, members, needs, numbers, record, roster, sheets, staff,
    talks, words,
)  # fmt: skip


def install(app: Flask) -> None:
    """Add the console under /console. The house must be in its place already."""
    guard.install(app)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.register_blueprint(blueprint)
