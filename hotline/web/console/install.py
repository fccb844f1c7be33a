"""The console put into the application: its guards, and its pages."""

from __future__ import annotations

from flask import Flask
from jinja2 import StrictUndefined

from hotline.web.console import access, assets
from hotline.web.console.pages import (
    audit_log,
    auth,
    broadcasts,
    health,
    imports,
    members,
    needs,
    proposals,
    reports,
    roster,
    staff,
    statistics,
    threads,
)
from hotline.web.console.pages.sign_in import joining, news, passkeys, recovery
from hotline.web.console.pages.wording import flows, messages, words
from hotline.web.console.routing import blueprint

PAGES = (
    assets, broadcasts, auth, flows, health, members, needs, statistics, audit_log, roster, imports, staff,
    threads, messages, words, proposals, reports, joining, news, passkeys, recovery,
)  # fmt: skip


def install(flask_app: Flask) -> None:
    """Add the console under /console. The house must be in its place already."""
    access.install(flask_app)
    flask_app.jinja_env.undefined = StrictUndefined
    flask_app.jinja_env.trim_blocks = flask_app.jinja_env.lstrip_blocks = True
    flask_app.register_blueprint(blueprint)
