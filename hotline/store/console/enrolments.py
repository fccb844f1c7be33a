"""Secrets of codes that one browser was shown and has still to prove, for minutes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from hotline.store.db.encryption import ENROLMENT_TOTP, Vault
from hotline.store.db.ids import new_id
from hotline.store.schema import enrolments


@dataclass(frozen=True)
class Enrolment:
    """A secret, and what it is for: an invitation that was opened, or an account whose phone is lost."""

    id: int
    invitation_id: int | None
    staff_id: int | None
    totp: str = field(repr=False)


_E = enrolments.c


def begin(
    db: Connection,
    vault: Vault,
    token: str,
    totp: str,
    expires_at: datetime,
    *,
    invitation_id: int | None = None,
    staff_id: int | None = None,
) -> None:
    """Keep a new secret for the browser that keeps `token`, in place of an older one for the same."""
    same = _E.staff_id == staff_id if invitation_id is None else _E.invitation_id == invitation_id
    db.execute(delete(enrolments).where(same))
    row_id = new_id()
    db.execute(
        insert(enrolments).values(
            id=row_id,
            token_hash=vault.token_index(token),
            invitation_id=invitation_id,
            staff_id=staff_id,
            totp=vault.seal(ENROLMENT_TOTP, row_id, totp),
            expires_at=expires_at,
        )
    )


def find(db: Connection, vault: Vault, token: str, now: datetime) -> Enrolment | None:
    """What this browser has begun; None where it has not, or took too long."""
    this = _E.token_hash == vault.token_index(token)
    row = db.execute(select(enrolments).where(this, _E.expires_at > now)).one_or_none()
    if row is None:
        return None
    totp = vault.open(ENROLMENT_TOTP, row.id, row.totp)
    return Enrolment(row.id, row.invitation_id, row.staff_id, totp)


def end(db: Connection, enrolment_id: int) -> bool:
    """It is done; whether it was still there. Of several at once exactly one has it."""
    return db.execute(delete(enrolments).where(_E.id == enrolment_id)).rowcount == 1


def forget(db: Connection, now: datetime) -> None:
    """Drop those that took too long."""
    db.execute(delete(enrolments).where(_E.expires_at <= now))
