"""Members from a spreadsheet, for stewards: looked at with each bad row named, and then taken in."""

from __future__ import annotations

from flask import Response, request

from hotline.services.console import imports
from hotline.services.members.member_import import BadRow
from hotline.web.console.rendering import go, me, of, saw, say, show
from hotline.web.console.routing import STEWARD, app, jinja, page
from hotline.web.console.word_ids import ConsoleWordId


@page("/members/import", role=STEWARD, menu="menu-import", order=25)
def choose() -> Response:
    """Choose a file; how it must look."""
    return _choose()


def _choose(status: int = 200, problem: ConsoleWordId | None = None) -> Response:
    community = app().community
    return show(
        "import.html",
        status,
        problem,
        areas=[area.id for area in community.areas],
        categories=community.categories,
        most_rows=imports.MOST_ROWS,
    )


@page("/members/import", role=STEWARD, post=True, most_bytes=imports.MOST_BYTES + 4096)
def put() -> Response:
    """Look at a file: it is held in memory, and sealed from then on."""
    file = request.files.get("file")
    outcome = imports.put(app(), me(), file.read() if file else b"")
    return (
        go("imports_preview")
        if outcome == "kept"
        else _choose(400, problem=of("no-sheet", outcome))
    )


@page("/members/import/look", role=STEWARD, personal=True)
def preview() -> Response:
    """What is in it; not who of them is a member already."""
    plan = imports.plan(app(), me())
    if plan is None:
        return go("imports_choose", "sheet-gone")
    saw("sheet", plan.upload_id)
    return show("import_preview.html", plan=plan, most=imports.MOST_SHOWN)


@page("/members/import/take", role=STEWARD, post=True)
def take() -> Response:
    """Take the good rows."""
    typed = request.form.get("upload", "")
    done = imports.take(app(), me(), int(typed)) if typed.isascii() and typed.isdigit() else "gone"
    if done == "gone":
        return go("imports_choose", "sheet-gone")
    if done == "too-many":
        return go("imports_preview", "sheet-too-many")
    return show("import_done.html", done=done)


@jinja("bad_row")
def bad_row(fault: BadRow) -> str:
    """What is wrong with a row of a sheet, and what to change."""
    return say(of("bad", fault.why), **fault.about)
