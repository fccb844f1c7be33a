"""Tries to sign in, counted before they are looked at: by browser, or by account and address.

A try from a browser in which the account's owner has signed in before is counted by that browser alone:
however many strangers try, its owner gets in. All others are counted by the account and by the address
that they come from. Nothing is counted for everybody together, so nobody can use up everybody's tries.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import structlog
from sqlalchemy import Connection

from hotline.domain import console as rules
from hotline.services.kernel.app import App
from hotline.store.console import devices, sign_in_misses, staff
from hotline.store.console.devices import Device
from hotline.store.console.staff import StaffAccount

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Client:
    """Where a try comes from: an address, and what the browser keeps of an earlier sign-in."""

    address: str = field(repr=False)
    device: str = field(default="", repr=False)


@dataclass(frozen=True)
class Try:
    """A try that is counted. `account` is None where none may be tried; everything else goes on the same.

    `device` is the browser that it was counted by, `miss_id` the miss that it was taken for.
    """

    account: StaffAccount | None
    device: Device | None = None
    miss_id: int | None = None


def claim(
    app: App,
    db: Connection,
    client: Client,
    *,
    name: str | None = None,
    staff_id: int | None = None,
) -> Try:
    """Count a try of an account, by the name that was typed or by its id."""
    account = staff.locked_account(db, app.vault, name=name, staff_id=staff_id)
    if account is not None and account.state != "active":
        account = None
    device = _device(app, db, account, client)
    if device is not None:
        devices.set_tries(db, device.id, device.tries.with_one_more(app.clock()))
        return Try(account, device)
    return _strangers(app, db, account, client.address)


def _device(
    app: App, db: Connection, account: StaffAccount | None, client: Client
) -> Device | None:
    """The browser by which this is counted, if it is known and not locked."""
    if account is None or not client.device:
        return None
    since = app.clock() - rules.DEVICE_LIFE
    found = devices.find(db, app.vault, account.id, client.device, since)
    return None if found is None or found.tries.is_locked(app.clock()) else found


def _strangers(app: App, db: Connection, account: StaffAccount | None, address: str) -> Try:
    now = app.clock()
    misses = sign_in_misses.since(db, app.vault, address, now - rules.WINDOW)
    if misses >= rules.MOST_OF_AN_ADDRESS:
        log.warning("sign_in.address_limit")
        return Try(None)
    miss_id = sign_in_misses.note(db, app.vault, address, now)
    if account is None or account.tries.is_locked(now):
        return Try(None, miss_id=miss_id)
    counted = account.tries.with_one_more(now)
    if counted.locks > account.tries.locks:
        log.warning("sign_in.locked", count=counted.locks)
    staff.set_tries(db, account.id, counted)
    return Try(account, miss_id=miss_id)


def was_right(db: Connection, tried: Try) -> None:
    """Earlier wrong tries count no more, where this one was counted."""
    afresh = rules.Tries(0, 0, None)
    if tried.device is not None:
        devices.set_tries(db, tried.device.id, afresh)
    elif tried.account is not None:
        staff.set_tries(db, tried.account.id, afresh)
    if tried.miss_id is not None:
        sign_in_misses.take_back(db, tried.miss_id)
