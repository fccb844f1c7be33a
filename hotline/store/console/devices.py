"""Browsers in which somebody of the staff has signed in before, known by a keyed hash of their cookie."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from hotline.domain.console import Tries
from hotline.store.db.encryption import Vault
from hotline.store.db.ids import new_id
from hotline.store.schema import console_devices


@dataclass(frozen=True)
class Device:
    """A browser that is known, and how the tries from it went since a right one."""

    id: int
    tries: Tries


_D = console_devices.c


def find(
    db: Connection, vault: Vault, staff_id: int, token: str, seen_since: datetime
) -> Device | None:
    """The browser that keeps this token, where somebody signed in to that account since then."""
    mine = _D.staff_id == staff_id, _D.token_hash == vault.token_index(token)
    query = select(_D.id, _D.misses, _D.locks, _D.locked_until).where(*mine)
    row = db.execute(query.where(_D.seen_at > seen_since)).one_or_none()
    return None if row is None else Device(row.id, Tries(row.misses, row.locks, row.locked_until))


def set_tries(db: Connection, device_id: int, tries: Tries) -> None:
    """How the tries from it went."""
    values = {"misses": tries.misses, "locks": tries.locks, "locked_until": tries.locked_until}
    db.execute(update(console_devices).where(_D.id == device_id).values(**values))


def keep(
    db: Connection, vault: Vault, staff_id: int, old: str, token: str, now: datetime, most: int
) -> None:
    """Know this browser by a new token from now on, whoever else signed in from it by the old one.

    Of one account no more than `most` are known: those seen longest ago are forgotten.
    """
    known_before = _D.token_hash == vault.token_index(old)
    fresh = vault.token_index(token)
    db.execute(update(console_devices).where(known_before).values(token_hash=fresh))
    mine = (_D.staff_id == staff_id) & (_D.token_hash == fresh)
    db.execute(delete(console_devices).where(mine))
    row = {"id": new_id(), "staff_id": staff_id, "token_hash": fresh, "seen_at": now}
    db.execute(insert(console_devices).values(misses=0, locks=0, **row))
    newest = select(_D.id).where(_D.staff_id == staff_id).order_by(_D.seen_at.desc(), _D.id.desc())
    ids = db.execute(newest.offset(most)).scalars().all()
    db.execute(delete(console_devices).where(_D.id.in_(ids)))


def forget_of(db: Connection, staff_id: int) -> None:
    """None of somebody's browsers is known any more."""
    db.execute(delete(console_devices).where(_D.staff_id == staff_id))


def forget(db: Connection, unseen_since: datetime) -> None:
    """Drop those from which nobody has signed in since then."""
    db.execute(delete(console_devices).where(_D.seen_at <= unseen_since))
