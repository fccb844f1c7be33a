"""Invitations: links that let somebody make an account for the console, once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from hotline.store.db.encryption import INVITATION_TOTP, Vault
from hotline.store.db.ids import new_id
from hotline.store.schema import invitations


@dataclass(frozen=True)
class Invitation:
    """What a link is good for. `totp` is the secret that whoever opens it is shown."""

    id: int
    role: str
    member_id: int | None
    invited_by: int | None
    expires_at: datetime
    totp: str = field(repr=False)


_I = invitations.c


def add(
    db: Connection,
    vault: Vault,
    token: str,
    *,
    role: str,
    member_id: int | None,
    totp: str,
    invited_by: int | None,
    now: datetime,
    expires_at: datetime,
) -> int:
    """Keep an invitation, by the hash of its token; its id. Those that have run out are forgotten."""
    db.execute(delete(invitations).where(_I.expires_at <= now))
    row_id = new_id()
    db.execute(
        insert(invitations).values(
            id=row_id,
            token_hash=vault.token_index(token),
            role=role,
            member_id=member_id,
            totp=vault.seal(INVITATION_TOTP, row_id, totp),
            invited_by=invited_by,
            created_at=now,
            expires_at=expires_at,
        )
    )
    return row_id


def find(db: Connection, vault: Vault, token: str, now: datetime) -> Invitation | None:
    """What a token stands for; None once it was used or has run out."""
    this = _I.token_hash == vault.token_index(token)
    row = db.execute(select(invitations).where(this, _I.expires_at > now)).one_or_none()
    if row is None:
        return None
    totp = vault.open(INVITATION_TOTP, row.id, row.totp)
    return Invitation(row.id, row.role, row.member_id, row.invited_by, row.expires_at, totp)


def open_ones(db: Connection, now: datetime) -> int:
    """How many links are still good."""
    query = select(func.count()).select_from(invitations).where(_I.expires_at > now)
    return int(db.execute(query).scalar_one())


def use(db: Connection, invitation_id: int) -> bool:
    """Use an invitation up; whether it was still there. Of several at once exactly one has it."""
    return db.execute(delete(invitations).where(_I.id == invitation_id)).rowcount == 1
