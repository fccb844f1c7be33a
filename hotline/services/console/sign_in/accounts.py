"""Accounts of the staff: a link that leads to one (joining.py), the password, shut by a steward."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from sqlalchemy import Connection

from hotline.domain import console as rules
from hotline.domain.phones import typed_number
from hotline.domain.two_people import MOST_ALONE
from hotline.services.console.sign_in import passwords, signing_in, tries
from hotline.services.console.sign_in.sessions import StaffSession
from hotline.services.console.sign_in.signing_in import Proof
from hotline.services.console.sign_in.tries import Client, Try
from hotline.services.kernel.app import App
from hotline.store.console import (
    console_actions,
    console_sessions,
    devices,
    invitations,
    passkeys,
    recovery_codes,
    staff,
)
from hotline.store.console.passkeys import PasskeyUse
from hotline.store.console.staff import Staff
from hotline.store.people import members

PATH = "/console/invitation"  # where an invitation is opened
_TOKEN_BYTES = 32


@dataclass(frozen=True)
class Colleague:
    """One of the staff as a steward sees them."""

    staff: Staff
    name: str


class UnknownMember(ValueError):
    """No member has the number that was given."""


class TeamOfFew(Exception):
    """A team that does without a second person (two_people: no) has no place for another account."""


def refuse_too_many(app: App, db: Connection) -> None:
    """Raise TeamOfFew where another account would be more than do without a second person."""
    few = not app.community.two_people
    if few and staff.active(db) + invitations.open_ones(db, app.clock()) >= MOST_ALONE:
        raise TeamOfFew


def invite(app: App, role: str, *, by: int | None, phone: str = "") -> str:
    """The token of a new invitation. `by` is whoever invites, None for an operator.

    A number ties the account to that member, in whose name requests are taken then; it is not kept.
    Raises BadNumber for what is no number, UnknownMember for nobody's, TeamOfFew.
    """
    if role not in rules.ROLES:
        raise ValueError(f"no role {role!r}")
    number = typed_number(phone, app.community.region) if phone.strip() else None
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    app.database.write(lambda db: _invite(app, db, token, role, by, number))
    return token


def _invite(
    app: App, db: Connection, token: str, role: str, by: int | None, number: str | None
) -> None:
    member_id = None if number is None else member_of(app, db, number)
    add_invitation(app, db, token, role, by, member_id)


def member_of(app: App, db: Connection, number: str) -> int:
    """The id of the member with this number. Raises UnknownMember."""
    member = members.by_index(db, app.vault.phone_index(number))
    if member is None:
        raise UnknownMember
    return member.id


def add_invitation(
    app: App, db: Connection, token: str, role: str, by: int | None, member_id: int | None
) -> None:
    """Keep an invitation by its token, for an account of this role, of this member where it is one's.

    Raises TeamOfFew.
    """
    refuse_too_many(app, db)
    now = app.clock()
    invitation = invitations.add(
        db,
        app.vault.token_index(token),
        role=role,
        member_id=member_id,
        invited_by=by,
        now=now,
        expires_at=now + rules.INVITATION_LIFE,
    )
    console_actions.add(db, by, now, "invited", "invitation", invitation)


def acceptable(password: str, name: str = "") -> bool:
    """Whether a password may be chosen: long enough, and more than one's name."""
    long_enough = rules.SHORTEST_PASSWORD <= len(password) <= rules.LONGEST_PASSWORD
    return long_enough and len(set(password)) > 3 and password.casefold() != name.casefold()


def change_password(
    app: App, client: Client, here: StaffSession, old: str, code: str, new: str
) -> str:
    """Another password; `changed`, or what stands against it: `wrong|password`.

    A wrong one counts as a try to sign in. Other sessions of the same account end.
    """
    if not acceptable(new):
        return "password"
    staff_id = here.staff.id
    tried = app.database.write(lambda db: tries.claim(app, db, client, staff_id=staff_id))
    proof = signing_in.proven(app, tried, old, code=code)
    if proof is None:
        return "wrong"
    hashed = passwords.hashed(new)
    changed = app.database.write(lambda db: _change(app, db, here, tried, proof, hashed))
    return "changed" if changed else "wrong"


def _change(
    app: App, db: Connection, here: StaffSession, tried: Try, proof: Proof, hashed: str
) -> bool:
    staff_id = here.staff.id
    if not staff.hold(db, staff_id) or not proof(db):
        return False
    tries.was_right(db, tried)
    staff.set_password(db, app.vault, staff_id, hashed)
    console_sessions.end_of(db, staff_id, but=here.session_id)
    console_actions.add(db, staff_id, app.clock(), "changed-password")
    return True


def colleagues(app: App) -> list[Colleague]:
    """Everybody who has, or had, an account."""
    with app.database.reading() as db:
        everybody = staff.everybody(db)  # before their names, so that each of them has one there
        names = staff.names(db, app.vault)
    return [Colleague(one, names[one.id]) for one in everybody]


@dataclass(frozen=True)
class WaysIn:
    """By what somebody gets in: their name here, passkeys, and how many recovery codes are left."""

    name: str
    passkeys: tuple[PasskeyUse, ...]
    recovery_codes: int


def ways_in(app: App, here: Staff) -> WaysIn:
    """By what one gets in oneself."""
    with app.database.reading() as db:
        return WaysIn(
            name_of(app, db, here.id),
            tuple(passkeys.of(db, here.id)),
            recovery_codes.count(db, here.id),
        )


def forget_devices(app: App, here: Staff) -> None:
    """None of one's browsers is known any more; all of them count as strangers' from now on."""
    app.database.write(lambda db: devices.forget_of(db, here.id))


def name_of(app: App, db: Connection, staff_id: int) -> str:
    """The name that one of the staff chose."""
    return staff.name_of(db, app.vault, staff_id)


def shut_out(app: App, by: Staff, staff_id: int) -> bool:
    """Close somebody else's account at once; whether it was open."""
    return app.database.write(lambda db: _shut_out(app, db, by, staff_id))


def _shut_out(app: App, db: Connection, by: Staff, staff_id: int) -> bool:
    if by.id == staff_id or not staff.end(db, staff_id):
        return False
    console_sessions.end_of(db, staff_id)
    console_actions.add(db, by.id, app.clock(), "shut-out", "staff", staff_id)
    return True


def let_teach(app: App, by: Staff, staff_id: int, *, granted: bool) -> bool:
    """Let a coordinator read texts that were not understood, or no more; whether anything changed."""

    def work(db: Connection) -> bool:
        found = staff.find(db, staff_id)
        if found is None or found.role != "coordinator" or found.reads_words == granted:
            return False
        staff.change(db, staff_id, reads_words=granted)
        action = "words-given" if granted else "words-taken"
        console_actions.add(db, by.id, app.clock(), action, "staff", staff_id)
        return True

    return app.database.write(work)


def set_language(app: App, here: Staff, language: str) -> None:
    """The language in which somebody reads the console."""
    app.database.write(lambda db: staff.change(db, here.id, language=language))
