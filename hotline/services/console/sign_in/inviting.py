"""Invitations by one of the staff: proposed, agreed to by another, and then a link is shown, once."""

from __future__ import annotations

import secrets

from hotline.domain import console as rules
from hotline.domain.phones import typed_number
from hotline.domain.two_people import USED_WITHIN, Overtaken
from hotline.services.console.sign_in import accounts
from hotline.services.kernel.app import App
from hotline.services.kernel.unit_of_work import UnitOfWork, in_unit_of_work
from hotline.store.console import proposals, staff
from hotline.store.console.proposals import Proposal
from hotline.store.console.staff import Staff

_TOKEN_BYTES = 32


def member_of(app: App, phone: str) -> int | None:
    """Whose the account is to be, by the number that was typed; None where none was.

    Raises BadNumber for what is no number, UnknownMember for nobody's, TeamOfFew.
    """
    number = typed_number(phone, app.community.region) if phone.strip() else None
    with app.database.reading() as db:
        accounts.refuse_too_many(app, db)
        return None if number is None else accounts.member_of(app, db, number)


def invitation_agreed(uow: UnitOfWork, proposal: Proposal) -> None:
    """From now on the link may be had, once (`link`). Raises Overtaken where its writer is no steward."""
    writer = None if proposal.by is None else staff.find(uow.db, proposal.by)
    if writer is None or not rules.at_least(writer.role, "steward"):
        raise Overtaken


def link(app: App, who: Staff, proposal_id: int) -> str | None:
    """The token of an invitation that another agreed to, for whoever proposed it: once, and soon."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)

    def work(uow: UnitOfWork) -> bool:
        found = proposals.locked(uow.db, app.vault, proposal_id)
        if found is None or found.kind != "invitation" or found.by != who.id:
            return False
        if not proposals.use(uow.db, found.id, uow.now - USED_WITHIN, uow.now):
            return False
        role = found.details["role"]
        accounts.add_invitation(app, uow.db, token, role, who.id, found.member_id)
        return True

    try:
        return token if in_unit_of_work(app, work) else None
    except accounts.TeamOfFew:
        return None
