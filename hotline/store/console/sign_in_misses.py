"""Wrong tries to sign in from devices that are not known, counted by a keyed hash of their address."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from hotline.store.db.encryption import Vault
from hotline.store.db.ids import new_id
from hotline.store.schema import sign_in_misses

_M = sign_in_misses.c


def note(db: Connection, vault: Vault, address: str, now: datetime) -> int:
    """A try from there, taken for a wrong one until it turns out right; its id."""
    row_id = new_id()
    values = {"id": row_id, "address": vault.address_index(address), "missed_at": now}
    db.execute(insert(sign_in_misses).values(**values))
    return row_id


def take_back(db: Connection, miss_id: int) -> None:
    """It was right."""
    db.execute(delete(sign_in_misses).where(_M.id == miss_id))


def since(db: Connection, vault: Vault, address: str, moment: datetime) -> int:
    """Wrong tries from there since then; everybody's older ones are forgotten."""
    db.execute(delete(sign_in_misses).where(_M.missed_at < moment))
    here = _M.address == vault.address_index(address)
    return int(db.execute(select(func.count()).where(here)).scalar_one())
