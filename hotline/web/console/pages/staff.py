"""The staff, for stewards: who has an account, invitations, and shutting somebody out."""

from __future__ import annotations

from flask import Response, request

from hotline.domain.console import ROLES
from hotline.domain.phones import BadNumber
from hotline.services.console.sign_in import accounts
from hotline.web.console.pages import auth
from hotline.web.console.rendering import go, me, show
from hotline.web.console.routing import STEWARD, app, page
from hotline.web.console.word_ids import ConsoleWordId


@page("/staff", role=STEWARD, menu="menu-staff", order=80)
def everybody() -> Response:
    """Everybody who has an account."""
    return _list()


def _list(status: int = 200, problem: ConsoleWordId | None = None, **values: str) -> Response:
    colleagues = accounts.colleagues(app())
    hours = auth.INVITATION_HOURS
    return show(
        "staff.html", status, problem, colleagues=colleagues, roles=ROLES, hours=hours, **values
    )


@page("/staff/invite", role=STEWARD, post=True)
def invite() -> Response:
    """A one-time link, shown once."""
    role, phone = request.form.get("role", ""), request.form.get("phone", "")
    if role not in ROLES:
        return _list(400, problem="staff-role")
    try:
        token = accounts.invite(app(), role, by=me().id, phone=phone)
    except BadNumber:
        return _list(400, problem="staff-number")
    except accounts.UnknownMember:
        return _list(400, problem="staff-unknown")
    return _list(link=auth.link(token))


@page("/staff/<int:staff_id>/out", role=STEWARD, post=True)
def shut_out(staff_id: int) -> Response:
    """Close somebody's account and end their sessions."""
    done = accounts.shut_out(app(), me(), staff_id)
    return go("staff_everybody", "staff-out" if done else "staff-not-out")
