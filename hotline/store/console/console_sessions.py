"""Sessions of the console, kept here so that they can be ended here. Only a keyed hash of the token."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from hotline.store.db.encryption import Vault
from hotline.store.db.ids import new_id
from hotline.store.schema import console_sessions


@dataclass(frozen=True)
class ConsoleSession:
    """Who is signed in, since when, and when they last did something."""

    id: int
    staff_id: int
    opened_at: datetime
    seen_at: datetime


_C = console_sessions.c
_COLUMNS = [_C[name] for name in ConsoleSession.__dataclass_fields__]


def open_new(db: Connection, vault: Vault, token: str, staff_id: int, now: datetime) -> int:
    """Begin a session for a token."""
    row_id = new_id()
    row = {"id": row_id, "staff_id": staff_id, "opened_at": now, "seen_at": now}
    db.execute(insert(console_sessions).values(token_hash=vault.token_index(token), **row))
    return row_id


def find(db: Connection, vault: Vault, token: str) -> ConsoleSession | None:
    """The session of a token, whatever its age."""
    query = select(*_COLUMNS).where(_C.token_hash == vault.token_index(token))
    row = db.execute(query).one_or_none()
    return None if row is None else ConsoleSession(*row)


def touch(db: Connection, session_id: int, now: datetime) -> None:
    """Its owner has done something."""
    db.execute(update(console_sessions).where(_C.id == session_id).values(seen_at=now))


def end(db: Connection, vault: Vault, token: str) -> None:
    """End the session of a token."""
    db.execute(delete(console_sessions).where(_C.token_hash == vault.token_index(token)))


def end_of(db: Connection, staff_id: int, but: int | None = None) -> None:
    """End the sessions of one of the staff, all of them or all but one."""
    mine = _C.staff_id == staff_id
    db.execute(delete(console_sessions).where(mine if but is None else mine & (_C.id != but)))


def forget(db: Connection, unseen_since: datetime, opened_before: datetime) -> None:
    """Drop those that are over."""
    over = (_C.seen_at <= unseen_since) | (_C.opened_at <= opened_before)
    db.execute(delete(console_sessions).where(over))
