"""The roster: who is on duty now, the shifts ahead, where nobody is, and planning."""

from __future__ import annotations

from flask import Response, abort, request

from hotline.domain.roster import MOST_WEEKS
from hotline.services.console import duty
from hotline.web.console.look import go, me, of, show
from hotline.web.console.pages import COORDINATOR, LISTENER, house, page
from hotline.web.console.word_ids import ConsoleWordId

_FIELDS = ("role", "member", "day", "begins", "ends", "weeks")


@page("/roster", role=LISTENER, menu="menu-roster", order=25)
def all() -> Response:
    """Who is on duty, and who will be."""
    return _page()


def _page(status: int = 200, problem: ConsoleWordId | None = None) -> Response:
    return show(
        "roster.html",
        status,
        problem,
        roster=duty.look(house(), me()),
        choices=duty.choices(house(), me()),
        most_weeks=MOST_WEEKS,
        today=house().clock().astimezone(house().community.zone).date(),
        typed={name: request.form.get(name, "") for name in _FIELDS},
    )


@page("/roster/plan", role=COORDINATOR, post=True)
def plan() -> Response:
    """A shift, in one week or in several. What was typed stays where something stands against it."""
    wish = duty.Wish(**{name: request.form.get(name, "") for name in _FIELDS})
    outcome = duty.plan(house(), me(), wish)
    return _done(outcome) if outcome in duty.DONE else _page(400, problem=of("shift", outcome))


def _done(outcome: str) -> Response:
    if outcome == "gone":
        abort(404)
    return go("roster_all", of("shift", outcome))


@page("/roster/<int:shift_id>/off", role=COORDINATOR, post=True)
def off(shift_id: int) -> Response:
    """Take a shift off the roster."""
    return _done(duty.take_off(house(), me(), shift_id))


@page("/roster/<int:shift_id>/ask", role=COORDINATOR, post=True)
def ask(shift_id: int) -> Response:
    """Have others asked to take a shift."""
    return _done(duty.ask_others(house(), me(), shift_id))
