"""A lost phone: a recovery code in place of the six digits, and with it another secret of the codes.

Only keyed hashes of recovery codes are kept, which is enough: each is 79 random bits. Each is good once.
That one was used is told to everybody on the team, whoever used it: the owner hears of it if it was not
them, and whoever used it cannot read it away for the others.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from sqlalchemy import Connection

from flows.vocabulary.vocabulary import ascii_digits
from hotline.domain import console as rules
from hotline.services.console.sign_in import notices, passwords, signing_in, totp, tries
from hotline.services.console.sign_in.sessions import StaffSession
from hotline.services.console.sign_in.signing_in import Opened
from hotline.services.console.sign_in.tries import Client, Try
from hotline.services.kernel.app import App
from hotline.store.console import (
    console_actions,
    console_sessions,
    devices,
    enrolments,
    passkeys,
    recovery_codes,
    staff,
)
from hotline.store.console.enrolments import Enrolment

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike
_LENGTH, _GROUP = 16, 4
_TOKEN_BYTES = 32


@dataclass(frozen=True)
class Enrolling:
    """A new secret, to be shown this once, and what the browser keeps that was shown it."""

    token: str = field(repr=False)
    secret: str = field(repr=False)


def renew_codes(app: App, db: Connection, staff_id: int) -> tuple[str, ...]:
    """Fresh codes in place of somebody's earlier ones, to be shown this once."""
    codes = tuple(_new() for _ in range(rules.RECOVERY_CODES))
    recovery_codes.put(db, app.vault, staff_id, [_plain(code) for code in codes])
    return codes


def ask_for_codes(
    app: App, client: Client, here: StaffSession, password: str, code: str
) -> tuple[str, ...] | None:
    """Fresh codes for whoever types their password and a code; None where one was wrong."""
    staff_id = here.staff.id
    tried = app.database.write(lambda db: tries.claim(app, db, client, staff_id=staff_id))
    proof = signing_in.proven(app, tried, password, code=code)
    if proof is None:
        return None

    def renew(db: Connection) -> tuple[str, ...] | None:
        if not staff.hold(db, staff_id) or not proof(db):
            return None
        tries.was_right(db, tried)
        console_actions.add(db, staff_id, app.clock(), "made-recovery-codes")
        return renew_codes(app, db, staff_id)

    return app.database.write(renew)


def begin(app: App, client: Client, name: str, password: str, code: str) -> Enrolling | None:
    """Use a recovery code up and make another secret; None where something was wrong. Raises Busy."""
    tried = app.database.write(lambda db: tries.claim(app, db, client, name=name))
    account = tried.account
    known = passwords.fits(
        account.password if account else None, password, known_device=tried.device is not None
    )
    if account is None or not known:
        return None
    begun = Enrolling(secrets.token_urlsafe(_TOKEN_BYTES), totp.new_secret())
    used = app.database.write(lambda db: _use(app, db, tried, account.id, code, begun))
    return begun if used else None


def _use(app: App, db: Connection, tried: Try, staff_id: int, code: str, begun: Enrolling) -> bool:
    if not staff.hold(db, staff_id):
        return False
    if not recovery_codes.use(db, app.vault, staff_id, _plain(code)):
        return False
    tries.was_right(db, tried)
    until = app.clock() + rules.OPENING_LIFE
    enrolments.begin(db, app.vault, begun.token, begun.secret, until, staff_id=staff_id)
    console_actions.add(db, staff_id, app.clock(), "used-recovery-code")
    notices.tell_everybody(app, db, "recovery-used", staff_id)
    return True


def another_secret(app: App, token: str) -> Enrolling | None:
    """Another secret for the browser that has begun; that of before is good for nothing any more."""
    begun = Enrolling(secrets.token_urlsafe(_TOKEN_BYTES), totp.new_secret())
    until = app.clock() + rules.OPENING_LIFE

    def renew(db: Connection) -> Enrolling | None:
        found = enrolments.find(db, app.vault, token, app.clock())
        if found is None or found.staff_id is None:
            return None
        enrolments.begin(db, app.vault, begun.token, begun.secret, until, staff_id=found.staff_id)
        return begun

    return app.database.write(renew)


def is_under_way(app: App, token: str) -> bool:
    """Whether this browser has begun, and not taken too long."""
    return _found(app, token) is not None


def finish(app: App, client: Client, token: str, code: str) -> Opened | None:
    """Sign in by the new secret, which takes the place of the old; None where the code is not its.

    What may be on the lost phone ends: sessions, passkeys, and being known.
    """
    found = _found(app, token)
    step = None if found is None else totp.step_of(found.totp, code, app.clock())
    if found is None or step is None:
        return None
    return app.database.write(lambda db: _finish(app, db, client, found, step))


def _found(app: App, token: str) -> Enrolment | None:
    with app.database.reading() as db:
        found = enrolments.find(db, app.vault, token, app.clock())
    return None if found is None or found.staff_id is None else found


def _finish(app: App, db: Connection, client: Client, found: Enrolment, step: int) -> Opened | None:
    staff_id = found.staff_id
    if staff_id is None or not staff.hold(db, staff_id) or not enrolments.end(db, found.id):
        return None
    staff.set_totp(db, app.vault, staff_id, found.totp, step)
    end_all_ways_in(db, staff_id)
    return signing_in.let_in(app, db, client, staff_id, "replaced-phone")


def end_all_ways_in(db: Connection, staff_id: int) -> None:
    """Sessions end, passkeys are gone, and no browser of theirs is known any more."""
    console_sessions.end_of(db, staff_id)
    passkeys.remove(db, staff_id)
    devices.forget_of(db, staff_id)


def _new() -> str:
    letters = [secrets.choice(_LETTERS) for _ in range(_LENGTH)]
    return "-".join("".join(letters[at : at + _GROUP]) for at in range(0, _LENGTH, _GROUP))


def _plain(code: str) -> str:
    """A code however it was typed."""
    return "".join(letter for letter in ascii_digits(code).lower() if letter.isalnum())
