"""A new master key, and everything sealed anew: while the service runs, and again from where it stopped.

First every key is wrapped by the new master key and a new data key is added, in one transaction. Then what
is sealed under older data keys is sealed anew, some rows at a time. Older data keys are deleted once
nothing is sealed with them, seen with all writers held off. What has been done stands in the rows
themselves, so that a rotation may be killed at any moment and begun again. The index key stays.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from hotline.store.db import keyring, resealing
from hotline.store.db.database import Database
from hotline.store.db.encryption import SEALED, STALE_SECONDS, SealedColumn, Vault
from hotline.store.db.keyring import Masters
from hotline.store.upkeep import audit_log

_LOCK_TRIES = 20
# Whoever read the keys before the new one was there may seal with an old one for so long.
_OLD_KEYS_IN_USE = timedelta(seconds=STALE_SECONDS + 5)

Say = Callable[[str], None]


class NothingToRotate(Exception):
    """The keys are those of the first master key alone, and no rotation is under way."""


class StillInUse(Exception):
    """Old data keys could not be deleted yet; everything readable is still readable. Try again."""


def rotate(
    database: Database,
    masters: Masters,
    clock: Callable[[], datetime],
    say: Say,
    wait: Callable[[float], None] = time.sleep,
) -> int:
    """Rotate, or go on with a rotation; how many data keys were deleted.

    Raises NothingToRotate, StillInUse, and VaultFault where the master keys do not fit or a sealed value
    was tampered with.
    """
    made = database.write(lambda db: _begin(db, masters, clock()))
    if made is not None:
        say("Every key is wrapped by the new master key, and a new data key seals from now on.")
    with database.reading() as db:
        known = keyring.numbers(db)
        if len(known) < 2:
            raise NothingToRotate
        settled_at = keyring.made_at(db, known[-1]) + _OLD_KEYS_IN_USE
    vault = keyring.open_vault(database, masters, clock())
    reseal(database, vault, say)
    _wait_until(settled_at, clock, say, wait)
    return _retire(database, vault, say, wait)


def _begin(db: Connection, masters: Masters, now: datetime) -> int | None:
    made = keyring.change_master(db, masters, now)
    if made is not None:
        audit_log.note(db, "key_rotated", now)
    return made


def reseal(database: Database, vault: Vault, say: Say) -> int:
    """Seal anew what is sealed under older keys and is not just being changed; how many values."""
    with database.reading() as db:
        total = resealing.left(db, vault.newest)
    done = 0
    for place in SEALED:
        count = _column(database, vault, place)
        done += count
        if count:
            say(f"{place.place}: {count} sealed anew ({done} of {max(done, total)})")
    return done


def _column(database: Database, vault: Vault, place: SealedColumn) -> int:
    done, after = 0, -1
    while True:
        some = partial(resealing.reseal_some, vault=vault, place=place, after=after)
        count, last = database.write(some)
        done += count
        if last is None:
            return done
        after = last


def _wait_until(
    moment: datetime, clock: Callable[[], datetime], say: Say, wait: Callable[[float], None]
) -> None:
    seconds = (moment - clock()).total_seconds()
    if seconds > 0:
        say(f"Waiting {seconds:.0f} seconds, until every process has read the new key.")
        wait(seconds)


def _retire(database: Database, vault: Vault, say: Say, wait: Callable[[float], None]) -> int:
    """Delete the older data keys. Rows written meanwhile under one of them are sealed anew first."""
    for tried in range(_LOCK_TRIES):
        reseal(database, vault, say)
        try:
            deleted = database.write(lambda db: _forget_unused(db, vault.newest))
        except DBAPIError:  # others write all the time: they come first
            deleted = None
        if deleted is not None:
            return deleted
        wait(0.1 * tried)
    raise StillInUse


def _forget_unused(db: Connection, newest: int) -> int | None:
    """How many data keys were deleted; None where something is still sealed with one."""
    if not resealing.lock_and_look(db, newest):
        return None
    older = [number for number in keyring.numbers(db) if number != newest]
    for number in older:
        keyring.forget(db, number)
    return len(older)
