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
from hotline.services.console import codes, passwords, sessions
from hotline.services.house import House
from hotline.store import console_actions, console_sessions, staff
from hotline.store.staff import Account

log = structlog.get_logger(__name__)

_TOKEN_BYTES = 32


def sign_in(house: House, name: str, password: str, code: str) -> str | None:
    """The token of a new session; None where that was not right, or is not to be tried now."""
    account = house.database.write(lambda db: claim_try(house, db, name=name))
    step = proof(house, account, password, code)
    if account is None or step is None:
        house.database.write(lambda db: staff.note_miss(db, house.clock()))
        return None
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    opened = house.database.write(lambda db: _open(house, db, account, step, token))
    return token if opened else None


def claim_try(
    house: House, db: Connection, *, name: str | None = None, staff_id: int | None = None
) -> Account | None:
    """The account that may be tried now, the try counted; None where none may be."""
    now = house.clock()
    if staff.misses_since(db, now - rules.WINDOW) >= rules.MOST_OF_ALL:
        log.warning("sign_in.limit")
        return None
    account = staff.locked_account(db, house.vault, name=name, staff_id=staff_id)
    if account is None or account.state != "active":
        return None
    if account.locked_until is not None and account.locked_until > now:
        return None
    _count(house, db, account)
    return account


def _count(house: House, db: Connection, account: Account) -> None:
    """The last try that is allowed locks the account at once; a right one opens it again."""
    misses = account.misses + 1
    if misses < rules.MOST_MISSES:
        return staff.change(db, account.id, misses=misses)
    until = house.clock() + rules.lock_after(account.locks)
    log.warning("sign_in.locked", count=account.locks + 1)
    return staff.change(db, account.id, misses=0, locks=account.locks + 1, locked_until=until)


def proof(house: House, account: Account | None, password: str, code: str) -> int | None:
    """The half minute of the code, where password and code are right."""
    known = passwords.fits(account.password if account else None, password)
    step = codes.step_of(account.totp if account else codes.NOBODYS, code, house.clock())
    return step if known else None


def _open(house: House, db: Connection, account: Account, step: int, token: str) -> bool:
    if not staff.use_step(db, account.id, step):
        staff.note_miss(db, house.clock())  # that code was used before, or the account is shut
        return False
    right(db, account.id)
    sessions.forget_old(house, db)
    console_sessions.open_new(db, house.vault, token, account.id, house.clock())
    console_actions.add(db, account.id, house.clock(), "signed-in")
    return True


def right(db: Connection, staff_id: int) -> None:
    """A right try: earlier wrong ones count no more."""
    staff.change(db, staff_id, misses=0, locks=0, locked_until=None)
