"""An account opened again for an owner who has lost everything: by two others, or at the command line.

Whoever proposes it has the link at once, and may hand it over; it is good for nothing until somebody else
agrees. What waits holds a hash of the link alone, so whoever agrees cannot use it. That an account was
opened again is told to everybody, and its owner, who would not get in any more, hears of it soonest.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from hotline.domain import console as rules
from hotline.domain.two_people import Overtaken
from hotline.services.kernel.app import App
from hotline.services.kernel.unit_of_work import UnitOfWork
from hotline.store.console import console_actions, invitations, staff
from hotline.store.console.proposals import Proposal
from hotline.store.console.staff import Staff

_TOKEN_BYTES = 32


@dataclass(frozen=True)
class ResetWish:
    """The token of a link, to be shown this once, and what its proposal keeps."""

    token: str = field(repr=False)
    details: Mapping[str, str]


def wish(app: App, by: Staff, staff_id: int) -> ResetWish | None:
    """What is to be proposed; None for one's own account, or one that is not open."""
    with app.database.reading() as db:
        found = staff.find(db, staff_id)
    if found is None or found.state != "active" or by.id == staff_id:
        return None
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    return ResetWish(token, {"link": app.vault.token_index(token).hex()})


def reset_agreed(uow: UnitOfWork, proposal: Proposal) -> None:
    """From now on the link opens the account. Raises Overtaken where it, or its writer's, is shut."""
    target, by = proposal.target_id, proposal.by
    if target is None or by is None or by == target or not staff.hold(uow.db, target):
        raise Overtaken
    link = bytes.fromhex(proposal.details["link"])
    _add_link(uow.app, uow.db, link, target, by)


def by_operator(app: App, name: str) -> str | None:
    """The token of a link for the open account of this name; None where there is none."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)

    def add(db: Connection) -> str | None:
        found = staff.locked_account(db, app.vault, name=name)
        if found is None or found.state != "active":
            return None
        _add_link(app, db, app.vault.token_index(token), found.id, None)
        return token

    return app.database.write(add)


def _add_link(app: App, db: Connection, link: bytes, staff_id: int, by: int | None) -> None:
    now = app.clock()
    invitations.add(
        db,
        link,
        role=staff.get(db, staff_id).role,
        member_id=None,
        staff_id=staff_id,
        invited_by=by,
        now=now,
        expires_at=now + rules.INVITATION_LIFE,
    )
    console_actions.add(db, by, now, "reset-link", "staff", staff_id)
