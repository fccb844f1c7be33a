"""Behind a link: opened once, in one browser, which then has minutes to make the account.

The secret of the codes is made when the link is opened, is shown in that one answer, and never again:
whoever needs it once more gets another one. Looking at the link opens nothing, since programs that draw
previews do that; opening it is a button. Who comes to a link that somebody else has opened is told, and
whoever passed it on is too, since one of the two was not meant to have it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import Connection

from hotline.domain import console as rules
from hotline.services.console.sign_in import accounts, notices, passwords, recovery, totp
from hotline.services.console.sign_in.recovery import Enrolling
from hotline.services.kernel.app import App
from hotline.store.console import console_actions, enrolments, invitations, staff
from hotline.store.console.enrolments import Enrolment
from hotline.store.console.invitations import Invitation

_TOKEN_BYTES = 32

Refusal = Literal["gone", "opened"]
Mistake = Literal["gone", "name", "password", "code", "taken"]


@dataclass(frozen=True)
class Link:
    """What a link is good for here: `closed`, or open in this very browser.

    `name` is that of the account which it opens again, None for a new one.
    """

    role: str
    name: str | None
    is_closed: bool


@dataclass(frozen=True)
class Joined:
    """Recovery codes of an account, to be shown this once."""

    recovery_codes: tuple[str, ...] = field(repr=False)


def look(app: App, token: str, mine: str) -> Link | Refusal:
    """What a link is; `mine` is what this browser keeps of an opening. Warns where another one has it."""
    with app.database.reading() as db:
        found = invitations.find(db, app.vault, token, app.clock())
        if found is None:
            return "gone"
        here = _enrolment(app, db, found, mine)
        name = None if found.staff_id is None else staff.name_of(db, app.vault, found.staff_id)
    if found.opened_at is not None and here is None:
        app.database.write(lambda db: _warn(app, db, found))
        return "opened"
    return Link(found.role, name, is_closed=found.opened_at is None)


def _warn(app: App, db: Connection, found: Invitation) -> None:
    if invitations.warn_of(db, found.id, app.clock()):
        console_actions.add(db, None, app.clock(), "opened-again", "invitation", found.id)
        notices.tell_sender(app, db, found.invited_by, "link-opened-again")


def open_link(app: App, token: str, mine: str) -> Enrolling | Refusal:
    """Open a link, or have another secret where this browser has opened it."""
    begun = Enrolling(secrets.token_urlsafe(_TOKEN_BYTES), totp.new_secret())
    return app.database.write(lambda db: _open(app, db, token, mine, begun))


def _open(app: App, db: Connection, token: str, mine: str, begun: Enrolling) -> Enrolling | Refusal:
    now = app.clock()
    until = now + rules.OPENING_LIFE
    found = invitations.find(db, app.vault, token, now)
    if found is None:
        return "gone"
    if _enrolment(app, db, found, mine) is None:
        if not invitations.open_one(db, found.id, now, until):
            _warn(app, db, found)
            return "opened"
        console_actions.add(db, None, now, "opened-link", "invitation", found.id)
    enrolments.begin(db, app.vault, begun.token, begun.secret, until, invitation_id=found.id)
    return begun


def _enrolment(app: App, db: Connection, found: Invitation, mine: str) -> Enrolment | None:
    here = enrolments.find(db, app.vault, mine, app.clock()) if mine else None
    return here if here is not None and here.invitation_id == found.id else None


def accept(
    app: App, token: str, mine: str, name: str, password: str, code: str
) -> Joined | Mistake:
    """Make the account, or open it again; else what stands against it. Raises Busy."""
    with app.database.reading() as db:
        found = invitations.find(db, app.vault, token, app.clock())
        here = None if found is None else _enrolment(app, db, found, mine)
    if found is None or here is None:
        return "gone"
    name, step = " ".join(name.split()), totp.step_of(here.totp, code, app.clock())
    if found.staff_id is None and not 1 <= len(name) <= rules.LONGEST_NAME:
        return "name"
    if not accounts.acceptable(password, name):
        return "password"
    if step is None:
        return "code"
    chosen = _Chosen(name, passwords.hashed(password), here.totp, step)
    try:
        return app.database.write(lambda db: _accept(app, db, found, here, chosen))
    except _Taken:
        return "taken"


@dataclass(frozen=True)
class _Chosen:
    """What an account is made of."""

    name: str
    password: str = field(repr=False)
    totp: str = field(repr=False)
    step: int


class _Taken(Exception):
    """The name is somebody's: the link stays as it was."""


def _accept(
    app: App, db: Connection, found: Invitation, here: Enrolment, chosen: _Chosen
) -> Joined | Mistake:
    if not enrolments.end(db, here.id) or not invitations.use(db, found.id):
        return "gone"
    if found.staff_id is not None:
        return _open_again(app, db, found.staff_id, chosen)
    made = staff.add(
        db,
        app.vault,
        name=chosen.name,
        role=found.role,
        password=chosen.password,
        totp=chosen.totp,
        totp_step=chosen.step,
        member_id=found.member_id,
        invited_by=found.invited_by,
        now=app.clock(),
    )
    if made is None:
        raise _Taken
    console_actions.add(db, made, app.clock(), "joined", "invitation", found.id)
    return Joined(recovery.renew_codes(app, db, made))


def _open_again(app: App, db: Connection, staff_id: int, chosen: _Chosen) -> Joined | Mistake:
    """Everything by which one got in before is good for nothing any more."""
    if not staff.hold(db, staff_id):
        return "gone"
    recovery.end_all_ways_in(db, staff_id)
    staff.set_password(db, app.vault, staff_id, chosen.password)
    staff.set_totp(db, app.vault, staff_id, chosen.totp, chosen.step)
    staff.set_tries(db, staff_id, rules.Tries(0, 0, None))
    console_actions.add(db, staff_id, app.clock(), "reset-account")
    notices.tell_everybody(app, db, "account-reset", staff_id)
    return Joined(recovery.renew_codes(app, db, staff_id))
