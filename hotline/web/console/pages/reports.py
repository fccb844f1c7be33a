"""Who was reported: the team looks, and decides."""

from __future__ import annotations

from flask import Response, abort

from hotline.domain.two_people import LET_BACK
from hotline.services.console import reports
from hotline.web.console.pages.proposals import propose
from hotline.web.console.rendering import go, me, of, saw_each, show
from hotline.web.console.routing import COORDINATOR, app, page


@page("/reports", role=COORDINATOR, menu="menu-reports", order=14, personal=True)
def index() -> Response:
    """What waits for a decision, and what was decided."""
    sheet = reports.sheet(app(), me())
    saw_each("member", sheet.member_ids)
    return show("reports.html", sheet=sheet)


@page("/reports/<int:report_id>/rest", role=COORDINATOR, post=True)
def rest(report_id: int) -> Response:
    """They rest from now on."""
    return _done(reports.rest(app(), me(), report_id))


@page("/reports/<int:report_id>/block", role=COORDINATOR, post=True)
def block(report_id: int) -> Response:
    """They are blocked from the line."""
    return _done(reports.block(app(), me(), report_id))


@page("/reports/<int:report_id>/let-back", role=COORDINATOR, post=True)
def let_back(report_id: int) -> Response:
    """They may ask and be asked again: somebody else agrees."""
    subject = reports.subject(app(), me(), report_id)
    if subject is None:
        abort(404)
    return propose(LET_BACK, subject, {})


def _done(outcome: str) -> Response:
    if outcome == "gone":
        abort(404)
    return go("reports_index", of("did", outcome))
