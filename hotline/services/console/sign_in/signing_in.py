"""Signing in: a name, a password and a code, all three at once.

Every answer costs the same slow hash and says the same: nobody learns which of the three was wrong,
whether the name is known, the account locked, or everybody's tries used up. A try is counted before it
is looked at, so that many at once are not more than so many. Nothing is locked while it is hashed.
"""

from __future__ import annotations

import secrets

import structlog
from sqlalchemy import Connection

from hotline.domain import console as rules
from hotline.services.console.sign_in import passwords, sessions, totp
from hotline.services.kernel.app import App
from hotline.store.console import console_actions, console_sessions, staff
from hotline.store.console.staff import StaffAccount

log = structlog.get_logger(__name__)

_TOKEN_BYTES = 32


def sign_in(app: App, name: str, password: str, code: str) -> str | None:
    """The token of a new session; None where that was not right, or is not to be tried now."""
    account = app.database.write(lambda db: claim_try(app, db, name=name))
    step = proof(app, account, password, code)
    if account is None or step is None:
        app.database.write(lambda db: staff.note_miss(db, app.clock()))
        return None
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    opened = app.database.write(lambda db: _open(app, db, account, step, token))
    return token if opened else None


def claim_try(
    app: App, db: Connection, *, name: str | None = None, staff_id: int | None = None
) -> StaffAccount | None:
    """The account that may be tried now, the try counted; None where none may be."""
    now = app.clock()
    if staff.misses_since(db, now - rules.WINDOW) >= rules.MOST_OF_ALL:
        log.warning("sign_in.limit")
        return None
    account = staff.locked_account(db, app.vault, name=name, staff_id=staff_id)
    if account is None or account.state != "active":
        return None
    if account.locked_until is not None and account.locked_until > now:
        return None
    _count(app, db, account)
    return account


def _count(app: App, db: Connection, account: StaffAccount) -> None:
    """The last try that is allowed locks the account at once; a right one opens it again."""
    misses = account.misses + 1
    if misses < rules.MOST_MISSES:
        return staff.change(db, account.id, misses=misses)
    until = app.clock() + rules.lock_after(account.locks)
    log.warning("sign_in.locked", count=account.locks + 1)
    return staff.change(db, account.id, misses=0, locks=account.locks + 1, locked_until=until)


def proof(app: App, account: StaffAccount | None, password: str, code: str) -> int | None:
    """The half minute of the code, where password and code are right."""
    known = passwords.fits(account.password if account else None, password)
    step = totp.step_of(account.totp if account else totp.NOBODYS, code, app.clock())
    return step if known else None


def _open(app: App, db: Connection, account: StaffAccount, step: int, token: str) -> bool:
    if not staff.use_step(db, account.id, step):
        staff.note_miss(db, app.clock())  # that code was used before, or the account is shut
        return False
    right(db, account.id)
    sessions.forget_old(app, db)
    console_sessions.open_new(db, app.vault, token, account.id, app.clock())
    console_actions.add(db, account.id, app.clock(), "signed-in")
    return True


def right(db: Connection, staff_id: int) -> None:
    """A right try: earlier wrong ones count no more."""
    staff.change(db, staff_id, misses=0, locks=0, locked_until=None)
