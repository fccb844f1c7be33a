"""Inbound messages: which have been handled. Their words are not kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from hotline.store.db.database import insert_new
from hotline.store.db.encryption import Vault
from hotline.store.db.ids import new_id
from hotline.store.db.prepared import Prepared
from hotline.store.schema import inbound_messages


def claim(db: Connection, vault: Vault, sid: str, now: datetime) -> int | None:
    """Claim a provider's message id for this transaction; None when it was handled before.

    A second transaction with the same id waits here until the first has ended.
    """
    row_id = new_id()
    digest = vault.message_index(sid)
    new = insert_new(db, inbound_messages, id=row_id, sid_hash=digest, received_at=now)
    return row_id if new else None


def note_past_limit(db: Connection, inbound_id: int) -> None:
    """This one does not count for the whole line."""
    _PAST_LIMIT.run(db, inbound_id=inbound_id, past_limit=True)


_PAST_LIMIT = Prepared(
    update(inbound_messages).where(inbound_messages.c.id == bindparam("inbound_id"))
)


def find(db: Connection, vault: Vault, sid: str) -> int:
    """Our id of a message that was claimed before."""
    query = select(inbound_messages.c.id).where(
        inbound_messages.c.sid_hash == vault.message_index(sid)
    )
    found: int = db.execute(query).scalar_one()
    return found
