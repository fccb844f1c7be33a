"""Signing in: a name, a password, and a code or a passkey, all at once.

Every answer costs the same slow hash and says the same: nobody learns which of them was wrong, whether the
name is known, or the account locked. A try is counted before it is looked at (tries.py), so that many at
once are not more than so many. Nothing is locked while it is hashed.

The password stays whatever the second thing is. A passkey takes the place of the code: it cannot be read
out on the phone or typed into a page that is not ours. It does not take the place of the password, not
even where the authenticator has asked for a finger or a face: those can be had by force, or from somebody
asleep, and whoever took the phone would be in.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import Connection

from hotline.domain import console as rules
from hotline.services.console.sign_in import passkeys, passwords, sessions, totp, tries
from hotline.services.console.sign_in.tries import Client, Try
from hotline.services.kernel.app import App
from hotline.store.console import console_actions, console_sessions, devices, staff

_TOKEN_BYTES = 32

Proof = Callable[[Connection], bool]
"""Uses the second thing up, in the transaction that lets somebody in; whether it was good still."""


@dataclass(frozen=True)
class Opened:
    """What the browser of somebody who is in keeps: of the session, and to be known by next time."""

    session: str = field(repr=False)
    device: str = field(repr=False)


def sign_in(
    app: App, client: Client, name: str, password: str, *, code: str = "", passkey: str = ""
) -> Opened | None:
    """A new session; None where that was not right, or is not to be tried now. Raises Busy."""
    tried = app.database.write(lambda db: tries.claim(app, db, client, name=name))
    proof = proven(app, tried, password, code=code, passkey=passkey)
    if proof is None:
        return None
    return app.database.write(lambda db: _open(app, db, client, tried, proof))


def proven(
    app: App, tried: Try, password: str, *, code: str = "", passkey: str = ""
) -> Proof | None:
    """What is to be used up, where password and code, or passkey, are right. Raises Busy."""
    account = tried.account
    known = passwords.fits(
        account.password if account else None, password, known_device=tried.device is not None
    )
    step = totp.step_of(account.totp if account else totp.NOBODYS, code, app.clock())
    if account is None or not known:
        return None
    if passkey:
        return passkeys.proof(app, account.id, passkey)
    return None if step is None else lambda db: staff.use_step(db, account.id, step)


def _open(app: App, db: Connection, client: Client, tried: Try, proof: Proof) -> Opened | None:
    account = tried.account
    if account is None or not staff.hold(db, account.id) or not proof(db):
        return None  # shut meanwhile, or used before
    tries.was_right(db, tried)
    return let_in(app, db, client, account.id, "signed-in")


def let_in(app: App, db: Connection, client: Client, staff_id: int, action: str) -> Opened:
    """Open a session for somebody who has proven who they are; their browser is known from now on."""
    opened = Opened(secrets.token_urlsafe(_TOKEN_BYTES), secrets.token_urlsafe(_TOKEN_BYTES))
    now = app.clock()
    sessions.forget_old(app, db)
    console_sessions.open_new(db, app.vault, opened.session, staff_id, now)
    devices.keep(
        db, app.vault, staff_id, client.device, opened.device, now, most=rules.MOST_DEVICES
    )
    console_actions.add(db, staff_id, now, action)
    return opened
