"""The roster: who is on duty now, the shifts ahead, where nobody is, and planning."""

from __future__ import annotations

from flask import Response, abort, request

from hotline.domain.roster import MOST_WEEKS
from hotline.services.console import roster
from hotline.web.console.rendering import go, me, of, show
from hotline.web.console.routing import COORDINATOR, LISTENER, app, page
from hotline.web.console.word_ids import ConsoleWordId

_FIELDS = ("role", "member", "day", "begins", "ends", "weeks")


@page("/roster", role=LISTENER, menu="menu-roster", order=25)
def index() -> Response:
    """Who is on duty, and who will be."""
    return _page()


def _page(status: int = 200, problem: ConsoleWordId | None = None) -> Response:
    return show(
        "roster.html",
        status,
        problem,
        roster=roster.roster_for(app(), me()),
        choices=roster.choices(app(), me()),
        most_weeks=MOST_WEEKS,
        today=app().clock().astimezone(app().community.zone).date(),
        typed={name: request.form.get(name, "") for name in _FIELDS},
    )


@page("/roster/plan", role=COORDINATOR, post=True)
def plan() -> Response:
    """A shift, in one week or in several. What was typed stays where something stands against it."""
    wish = roster.Wish(**{name: request.form.get(name, "") for name in _FIELDS})
    outcome = roster.plan(app(), me(), wish)
    return _done(outcome) if outcome in roster.DONE else _page(400, problem=of("shift", outcome))


def _done(outcome: str) -> Response:
    if outcome == "gone":
        abort(404)
    return go("roster_index", of("shift", outcome))


@page("/roster/<int:shift_id>/off", role=COORDINATOR, post=True)
def off(shift_id: int) -> Response:
    """Take a shift off the roster."""
    return _done(roster.take_off(app(), me(), shift_id))


@page("/roster/<int:shift_id>/ask", role=COORDINATOR, post=True)
def ask(shift_id: int) -> Response:
    """Have others asked to take a shift."""
    return _done(roster.ask_others(app(), me(), shift_id))
