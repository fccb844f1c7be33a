"""PINs: what a member types in calls before anything private. Only a sealed, slow hash is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, delete, exists, func, insert, select, update

from hotline.store.db.encryption import PIN_DIGEST, Vault
from hotline.store.db.ids import new_id
from hotline.store.schema import pin_misses, pins


@dataclass(frozen=True)
class Pin:
    """A PIN's salt and hash, as `put` was given them, and how the tries went since a right one."""

    digest: bytes = field(repr=False)
    misses: int
    locks: int
    locked_until: datetime | None


_P = pins.c


def put(db: Connection, vault: Vault, member_id: int, digest: bytes, now: datetime) -> None:
    """Give a member a PIN in place of any other; wrong tries of that one are forgotten."""
    remove(db, member_id)
    sealed = vault.seal_bytes(PIN_DIGEST, member_id, digest)
    values = {"member_id": member_id, "digest": sealed, "misses": 0, "locks": 0, "set_at": now}
    db.execute(insert(pins).values(**values))


def remove(db: Connection, member_id: int) -> bool:
    """Take a member's PIN away; whether there was one."""
    return db.execute(delete(pins).where(_P.member_id == member_id)).rowcount == 1


def is_set(db: Connection, member_id: int) -> bool:
    """Whether a member has a PIN."""
    return bool(db.execute(select(exists().where(_P.member_id == member_id))).scalar())


def find(db: Connection, vault: Vault, member_id: int) -> Pin | None:
    """A member's PIN. Raises VaultFault where its hash was moved or changed."""
    columns = _P.digest, _P.misses, _P.locks, _P.locked_until
    row = db.execute(select(*columns).where(_P.member_id == member_id)).one_or_none()
    if row is None:
        return None
    digest, misses, locks, until = row
    return Pin(vault.open_bytes(PIN_DIGEST, member_id, digest), misses, locks, until)


def note_right(db: Connection, member_id: int) -> None:
    """A right try: earlier wrong ones do not count any more."""
    values = {"misses": 0, "locks": 0, "locked_until": None}
    db.execute(update(pins).where(_P.member_id == member_id).values(**values))


def note_wrong(
    db: Connection,
    member_id: int,
    now: datetime,
    *,
    misses: int,
    locks: int,
    locked_until: datetime | None,
) -> None:
    """A wrong try, which makes so many; it counts for the whole line too."""
    values = {"misses": misses, "locks": locks, "locked_until": locked_until}
    db.execute(update(pins).where(_P.member_id == member_id).values(**values))
    db.execute(insert(pin_misses).values(id=new_id(), missed_at=now))


def wrong_since(db: Connection, since: datetime) -> int:
    """Wrong tries of the whole line since then; older ones are forgotten."""
    db.execute(delete(pin_misses).where(pin_misses.c.missed_at < since))
    return int(db.execute(select(func.count()).select_from(pin_misses)).scalar_one())
