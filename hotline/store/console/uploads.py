"""Sheets that wait to be imported: sealed, one of each account, for a quarter of an hour."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from hotline.store.db.encryption import UPLOAD_CONTENT, Vault
from hotline.store.db.ids import new_id
from hotline.store.schema import uploads

_U = uploads.c


def put(
    db: Connection, vault: Vault, staff_id: int, content: str, now: datetime, until: datetime
) -> int:
    """Keep a sheet until then, in place of any other of this account; its id."""
    forget(db, now)
    db.execute(delete(uploads).where(_U.staff_id == staff_id))
    row_id = new_id()
    sealed = vault.seal(UPLOAD_CONTENT, row_id, content)
    values = {"id": row_id, "staff_id": staff_id, "content": sealed, "expires_at": until}
    db.execute(insert(uploads).values(**values))
    return row_id


def of_staff(db: Connection, vault: Vault, staff_id: int, now: datetime) -> tuple[int, str] | None:
    """The sheet of an account that still waits: its id and its content."""
    query = select(_U.id, _U.content).where(_U.staff_id == staff_id, _U.expires_at > now)
    row = db.execute(query).one_or_none()
    return None if row is None else (row.id, vault.open(UPLOAD_CONTENT, row.id, row.content))


def use(db: Connection, upload_id: int, staff_id: int) -> bool:
    """Take a sheet away; whether it was still there, and this account's."""
    mine = _U.id == upload_id, _U.staff_id == staff_id
    return db.execute(delete(uploads).where(*mine)).rowcount == 1


def forget(db: Connection, now: datetime) -> None:
    """Sheets that nobody has confirmed in time."""
    db.execute(delete(uploads).where(_U.expires_at <= now))
