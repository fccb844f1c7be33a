"""The staff, for stewards: who has an account, invitations, and shutting somebody out."""

from __future__ import annotations

from flask import Response, request

from hotline.domain.console import ROLES
from hotline.domain.phones import BadNumber
from hotline.domain.two_people import Overtaken, TooManyOpen
from hotline.services.console import proposals
from hotline.services.console.sign_in import accounts, inviting, resets
from hotline.web.console.pages import auth
from hotline.web.console.pages.proposals import propose
from hotline.web.console.rendering import go, me, show
from hotline.web.console.routing import STEWARD, app, page
from hotline.web.console.word_ids import ConsoleWordId


@page("/staff", role=STEWARD, menu="menu-staff", order=80)
def everybody() -> Response:
    """Everybody who has an account."""
    return _list()


@page("/staff/<int:staff_id>/reset", role=STEWARD, post=True)
def reset(staff_id: int) -> Response:
    """A link that opens an account again, shown once. It opens nothing before somebody else has agreed."""
    wish = resets.wish(app(), me(), staff_id)
    if wish is None:
        return go("staff_everybody", "staff-not-out")
    try:
        proposals.propose(app(), me(), "reset", staff_id, wish.details)
    except TooManyOpen:
        return go("proposals_index", "proposal-too-many")
    except Overtaken:
        return go("proposals_index", "second-gone")
    return _list(reset_link=auth.link(wish.token))


def _list(status: int = 200, problem: ConsoleWordId | None = None, **values: str) -> Response:
    colleagues = accounts.colleagues(app())
    hours = auth.INVITATION_HOURS
    return show(
        "staff.html", status, problem, colleagues=colleagues, roles=ROLES, hours=hours, **values
    )


@page("/staff/invite", role=STEWARD, post=True)
def invite() -> Response:
    """Ask for a one-time link: somebody else has to agree."""
    role, phone = request.form.get("role", ""), request.form.get("phone", "")
    if role not in ROLES:
        return _list(400, problem="staff-role")
    try:
        member_id = inviting.member_of(app(), phone)
    except BadNumber:
        return _list(400, problem="staff-number")
    except accounts.TeamOfFew:
        return _list(400, problem="staff-few")
    except accounts.UnknownMember:
        return _list(400, problem="staff-unknown")
    return propose("invitation", member_id, {"role": role})


@page("/staff/link/<int:proposal_id>", role=STEWARD, post=True)
def link(proposal_id: int) -> Response:
    """The link that somebody else has agreed to: in this answer and nowhere else."""
    token = inviting.link(app(), me(), proposal_id)
    if token is None:
        return go("proposals_index", "shown-gone")
    return _list(link=auth.link(token))


@page("/staff/<int:staff_id>/out", role=STEWARD, post=True)
def shut_out(staff_id: int) -> Response:
    """Close somebody's account and end their sessions."""
    done = accounts.shut_out(app(), me(), staff_id)
    return go("staff_everybody", "staff-out" if done else "staff-not-out")


@page("/staff/<int:staff_id>/words", role=STEWARD, post=True)
def let_teach(staff_id: int) -> Response:
    """Let a coordinator read texts that were not understood and teach words, or no more."""
    granted = request.form.get("granted") == "yes"
    done = accounts.let_teach(app(), me(), staff_id, granted=granted)
    return go("staff_everybody", "staff-words-done" if done else "staff-not-out")
