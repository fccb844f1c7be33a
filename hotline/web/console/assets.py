"""The few files that pages load, from the package itself: kept by the browser until they change."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources

from flask import Response, abort, url_for

from hotline.web.console.routing import ANYONE, page

_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_KEPT = "public, max-age=31536000, immutable"


@page("/static/<version>/<name>", role=ANYONE)
def serve(version: str, name: str) -> Response:
    """A file at the address of its content; anything else is not there."""
    content = _content(name)
    if content is None or version != _version(name):
        abort(404)
    kind = _TYPES[name.rsplit(".", 1)[-1]]
    answer = Response(content, content_type=f"{kind}; charset=utf-8")
    answer.headers["Cache-Control"] = _KEPT
    return answer


def asset(name: str) -> str:
    """The address of a file; it changes when the file does."""
    return url_for("console.assets_serve", version=_version(name), name=name)


@cache
def _version(name: str) -> str:
    content = _content(name)
    if content is None:
        raise LookupError(f"hotline/web/console/static/{name} is not there")
    return hashlib.sha256(content).hexdigest()[:12]


def _content(name: str) -> bytes | None:
    folder = resources.files("hotline.web.console") / "static"
    known = {file.name for file in folder.iterdir() if file.name.rsplit(".", 1)[-1] in _TYPES}
    return (folder / name).read_bytes() if name in known else None
