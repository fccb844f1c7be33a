"""Broadcasts: written by one, let go by another, watched while they go out, stopped."""

from __future__ import annotations

from typing import cast

from flask import Response, abort, request, url_for

from hotline.domain.scrubbing.broadcasts import LONGEST
from hotline.services.console import broadcasts
from hotline.services.console.broadcasts import Faults, Sheet, Wanted
from hotline.web.console.rendering import Part, go, me, part, show
from hotline.web.console.routing import COORDINATOR, app, page
from hotline.web.console.word_ids import ConsoleWordId

_EVERY = 3  # seconds: so often the bar moves
_LEFT = ("waiting", "under_way", "sent", "arrived", "failed", "canceled", "gone")


@page("/broadcasts", role=COORDINATOR, menu="menu-broadcasts", order=40)
def index() -> Response:
    """The newest ones, and the form of another."""
    return _all()


def _all(status: int = 200, wanted: Wanted | None = None, faults: Faults | None = None) -> Response:
    found = broadcasts.list_broadcasts(app())
    return show(
        "broadcasts.html",
        status,
        _problem(faults),
        found=found,
        **_form(wanted or _blank(), faults),
    )


def _blank() -> Wanted:
    return Wanted(None, None, {})


def _problem(faults: Faults | None) -> ConsoleWordId | None:
    return "broadcast-faults" if faults else None


def _form(wanted: Wanted, faults: Faults | None) -> dict[str, object]:
    community = app().community
    return {
        "wanted": wanted,
        "faults": faults or {},
        "areas": [area.id for area in community.areas],
        "categories": community.categories,
        "spoken": community.languages,
        "longest": LONGEST,
    }


@page("/broadcasts/new", role=COORDINATOR, post=True)
def draft() -> Response:
    """Keep a draft, if its words may go to many."""
    wanted = _wanted()
    faults = broadcasts.checked(app(), wanted)
    if faults:
        return _all(400, wanted, faults)
    broadcast_id = broadcasts.draft(app(), me(), wanted)
    return go("broadcasts_detail", "broadcast-drafted", broadcast_id=broadcast_id)


def _wanted() -> Wanted:
    """What the form asks for; a category or an area that is not known counts for any."""
    community = app().community
    category, area = request.form.get("category", ""), request.form.get("area", "")
    words = {each: request.form.get(f"words-{each}", "") for each in community.languages}
    known_areas = {each.id for each in community.areas}
    return Wanted(
        category if category in community.categories else None,
        area if area in known_areas else None,
        words,
    )


@page("/broadcasts/<int:broadcast_id>", role=COORDINATOR)
def detail(broadcast_id: int) -> Response:
    """One of them: who gets it and what it costs, or how far it has gone."""
    return _one(_sheet(broadcast_id))


def _one(
    sheet: Sheet, status: int = 200, wanted: Wanted | None = None, faults: Faults | None = None
) -> Response:
    about, words = sheet.broadcast, {text.language: text.words for text in sheet.texts}
    kept = wanted or Wanted(about.category, about.area, words)
    progress = _progress(sheet)
    return show(
        "broadcast.html",
        status,
        _problem(faults),
        sheet=sheet,
        progress=progress,
        **_form(kept, faults),
    )


def _sheet(broadcast_id: int) -> Sheet:
    found = broadcasts.sheet(app(), broadcast_id, me())
    if found is None:
        abort(404)
    return found


@page("/broadcasts/<int:broadcast_id>/progress", role=COORDINATOR, by_itself=True)
def progress(broadcast_id: int) -> Response:
    """How far it has gone, as the page asks for it by itself."""
    return _progress(_sheet(broadcast_id)).answer()


def _progress(sheet: Sheet) -> Part:
    address = url_for("console.broadcasts_progress", broadcast_id=sheet.broadcast.id)
    going = sheet.broadcast.state == "going"
    counted = [(name, getattr(sheet.counts, name)) for name in _LEFT]
    values = {"sheet": sheet, "counted": [(name, n) for name, n in counted if n]}
    return part("progress", "_broadcast.html", address, every=_EVERY if going else 20, **values)


@page("/broadcasts/<int:broadcast_id>/change", role=COORDINATOR, post=True)
def change(broadcast_id: int) -> Response:
    """Other words, or for others: whoever had read it must read it anew."""
    wanted = _wanted()
    faults = broadcasts.checked(app(), wanted)
    if faults:
        return _one(_sheet(broadcast_id), 400, wanted, faults)
    return _did(broadcast_id, broadcasts.change(app(), me(), broadcast_id, _seen(), wanted))


@page("/broadcasts/<int:broadcast_id>/approve", role=COORDINATOR, post=True)
def approve(broadcast_id: int) -> Response:
    """Let it go out."""
    return _did(broadcast_id, broadcasts.approve(app(), me(), broadcast_id, _seen()))


@page("/broadcasts/<int:broadcast_id>/stop", role=COORDINATOR, post=True)
def stop(broadcast_id: int) -> Response:
    """Stop it now."""
    return _did(broadcast_id, broadcasts.stop(app(), me(), broadcast_id))


@page("/broadcasts/<int:broadcast_id>/discard", role=COORDINATOR, post=True)
def discard(broadcast_id: int) -> Response:
    """Throw a draft away."""
    return _did(broadcast_id, broadcasts.discard(app(), me(), broadcast_id))


def _seen() -> str:
    return request.form.get("seen", "")


def _did(broadcast_id: int, outcome: str) -> Response:
    _sheet(broadcast_id)  # one that is not there is no page
    return go("broadcasts_detail", cast(ConsoleWordId, outcome), broadcast_id=broadcast_id)
