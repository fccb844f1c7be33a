"""Passkeys: public keys of the staff's authenticators, and challenges that were answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from hotline.store.db.database import insert_new
from hotline.store.db.encryption import PASSKEY, Vault
from hotline.store.db.ids import new_id
from hotline.store.schema import answered_challenges, passkeys


@dataclass(frozen=True)
class Passkey:
    """A key of somebody's authenticator; `uses` is how often it says that it was used."""

    id: int
    staff_id: int
    public_key: bytes = field(repr=False)
    uses: int


@dataclass(frozen=True)
class PasskeyUse:
    """Since when somebody has a passkey, and when it was used last."""

    id: int
    created_at: datetime
    used_at: datetime | None


_P = passkeys.c
_USE = [_P[name] for name in PasskeyUse.__dataclass_fields__]


def add(
    db: Connection,
    vault: Vault,
    staff_id: int,
    credential_id: bytes,
    public_key: bytes,
    uses: int,
    now: datetime,
) -> bool:
    """Keep an authenticator's key; whether it was unknown."""
    row_id = new_id()
    return insert_new(
        db,
        passkeys,
        id=row_id,
        staff_id=staff_id,
        credential_index=vault.passkey_index(credential_id),
        public_key=vault.seal_bytes(PASSKEY, row_id, public_key),
        uses=uses,
        created_at=now,
    )


def find(db: Connection, vault: Vault, staff_id: int, credential_id: bytes) -> Passkey | None:
    """Somebody's key of this id; None where it is none of theirs."""
    this = _P.staff_id == staff_id, _P.credential_index == vault.passkey_index(credential_id)
    row = db.execute(select(_P.id, _P.public_key, _P.uses).where(*this)).one_or_none()
    if row is None:
        return None
    return Passkey(row.id, staff_id, vault.open_bytes(PASSKEY, row.id, row.public_key), row.uses)


def note_use(db: Connection, passkey_id: int, before: int, uses: int, now: datetime) -> bool:
    """It was used, and counts so many now; whether it counted `before` until then."""
    same = (_P.id == passkey_id) & (_P.uses == before)
    using = update(passkeys).where(same).values(uses=uses, used_at=now)
    return db.execute(using).rowcount == 1


def of(db: Connection, staff_id: int) -> list[PasskeyUse]:
    """Somebody's passkeys, the first in front."""
    query = select(*_USE).where(_P.staff_id == staff_id).order_by(_P.created_at, _P.id)
    return [PasskeyUse(*row) for row in db.execute(query)]


def remove(db: Connection, staff_id: int, passkey_id: int | None = None) -> bool:
    """Take away one of somebody's, or all; whether there was one."""
    mine = _P.staff_id == staff_id
    these = mine if passkey_id is None else mine & (_P.id == passkey_id)
    return db.execute(delete(passkeys).where(these)).rowcount > 0


def answer(db: Connection, digest: bytes, expires_at: datetime) -> bool:
    """A challenge is answered; whether it was not before."""
    return insert_new(db, answered_challenges, digest=digest, expires_at=expires_at)


def forget_challenges(db: Connection, now: datetime) -> None:
    """Drop those that are good for nothing any more."""
    db.execute(delete(answered_challenges).where(answered_challenges.c.expires_at <= now))
