"""Invitations: links that let somebody make an account, or get back into theirs. Each is opened once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from hotline.store.db.encryption import Vault
from hotline.store.db.ids import new_id
from hotline.store.schema import invitations


@dataclass(frozen=True)
class Invitation:
    """What a link is good for: an account of a role, or that of `staff_id` opened again.

    `invited_by` is who passed it on, None for an operator.
    """

    id: int
    role: str
    member_id: int | None
    staff_id: int | None
    invited_by: int | None
    opened_at: datetime | None
    warned_at: datetime | None


_I = invitations.c
_COLUMNS = [_I[name] for name in Invitation.__dataclass_fields__]


def add(
    db: Connection,
    token_hash: bytes,
    *,
    role: str,
    member_id: int | None,
    invited_by: int | None,
    now: datetime,
    expires_at: datetime,
    staff_id: int | None = None,
) -> int:
    """Keep an invitation, by the hash of its token; its id. Those that have run out are forgotten."""
    forget(db, now)
    row_id = new_id()
    about = {"role": role, "member_id": member_id, "staff_id": staff_id, "invited_by": invited_by}
    row = {"id": row_id, "token_hash": token_hash, "created_at": now, "expires_at": expires_at}
    db.execute(insert(invitations).values(**about, **row))
    return row_id


def find(db: Connection, vault: Vault, token: str, now: datetime) -> Invitation | None:
    """What a token stands for; None once it was used or has run out."""
    return _one(db, _I.token_hash == vault.token_index(token), now)


def get(db: Connection, invitation_id: int, now: datetime) -> Invitation | None:
    """The one of this id; None once it was used or has run out."""
    return _one(db, _I.id == invitation_id, now)


def _one(db: Connection, this: ColumnElement[bool], now: datetime) -> Invitation | None:
    row = db.execute(select(*_COLUMNS).where(this, _I.expires_at > now)).one_or_none()
    return None if row is None else Invitation(*row)


def open_one(db: Connection, invitation_id: int, now: datetime, until: datetime) -> bool:
    """Open an invitation, for as long as it takes to finish; of several at once exactly one does."""
    closed = (_I.id == invitation_id) & _I.opened_at.is_(None)
    opening = update(invitations).where(closed).values(opened_at=now, expires_at=until)
    return db.execute(opening).rowcount == 1


def warn_of(db: Connection, invitation_id: int, now: datetime) -> bool:
    """Somebody else has tried to open it; whether that is news."""
    unwarned = (_I.id == invitation_id) & _I.warned_at.is_(None)
    warning = update(invitations).where(unwarned).values(warned_at=now)
    return db.execute(warning).rowcount == 1


def open_ones(db: Connection, now: datetime) -> int:
    """How many links to new accounts are still good."""
    query = select(func.count()).select_from(invitations)
    query = query.where(_I.expires_at > now, _I.staff_id.is_(None))
    return int(db.execute(query).scalar_one())


def use(db: Connection, invitation_id: int) -> bool:
    """Use an invitation up; whether it was still there. Of several at once exactly one has it."""
    return db.execute(delete(invitations).where(_I.id == invitation_id)).rowcount == 1


def forget(db: Connection, now: datetime) -> None:
    """Drop those that have run out."""
    db.execute(delete(invitations).where(_I.expires_at <= now))
