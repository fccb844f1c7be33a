"""Recovery codes: only keyed hashes, each gone once it was used."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, func, insert, select

from hotline.store.db.encryption import Vault
from hotline.store.db.ids import new_id
from hotline.store.schema import recovery_codes

_C = recovery_codes.c


def put(db: Connection, vault: Vault, staff_id: int, codes: Sequence[str]) -> None:
    """Somebody's codes, in place of all earlier ones; none where there are none."""
    db.execute(delete(recovery_codes).where(_C.staff_id == staff_id))
    rows = [
        {"id": new_id(), "staff_id": staff_id, "digest": vault.recovery_index(staff_id, code)}
        for code in codes
    ]
    if rows:
        db.execute(insert(recovery_codes), rows)


def use(db: Connection, vault: Vault, staff_id: int, code: str) -> bool:
    """Use a code up; whether it was one. Of several at once exactly one has it."""
    digest = vault.recovery_index(staff_id, code)
    this = (_C.staff_id == staff_id) & (_C.digest == digest)
    return db.execute(delete(recovery_codes).where(this)).rowcount == 1


def count(db: Connection, staff_id: int) -> int:
    """How many somebody has left."""
    query = select(func.count()).where(_C.staff_id == staff_id)
    return int(db.execute(query).scalar_one())
