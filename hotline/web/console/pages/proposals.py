"""What one person may not do alone: what waits for a second, and what two have done of late."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response

from hotline.domain.two_people import Overtaken, TooManyOpen
from hotline.services.console import proposals
from hotline.web.console.rendering import go, me, of, saw_each, show
from hotline.web.console.routing import COORDINATOR, LISTENER, app, page


@page("/proposals", role=LISTENER, menu="menu-proposals", order=15, personal=True)
def index() -> Response:
    """Everything that waits, and everything that was done; after this it is no news any more."""
    sheet = proposals.sheet(app(), me())
    saw_each("member", sheet.member_ids)
    proposals.saw(app(), me())
    return show("proposals.html", sheet=sheet)


def propose(kind: str, target_id: int | None, details: Mapping[str, str]) -> Response:
    """Have something wait for a second person, and lead to where it waits."""
    try:
        proposal_id = proposals.propose(app(), me(), kind, target_id, details)
    except TooManyOpen:
        return go("proposals_index", "proposal-too-many")
    except Overtaken:
        return go("proposals_index", "second-gone")
    done = proposals.is_done(app(), proposal_id)
    return go("proposals_index", "proposal-done" if done else "proposal-made")


@page("/proposals/<int:proposal_id>/agree", role=COORDINATOR, post=True)
def agree(proposal_id: int) -> Response:
    """Be the second person for something."""
    return go("proposals_index", of("second", proposals.agree(app(), me(), proposal_id)))


@page("/proposals/<int:proposal_id>/withdraw", role=COORDINATOR, post=True)
def withdraw(proposal_id: int) -> Response:
    """Take back what one has proposed."""
    done = proposals.withdraw(app(), me(), proposal_id)
    return go("proposals_index", "proposal-withdrawn" if done else "second-gone")
