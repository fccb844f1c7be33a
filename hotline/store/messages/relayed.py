"""What one member has written to another lately, as it was passed on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from hotline.domain.messages import Kind
from hotline.store.db.encryption import OUTBOX_BODY, Vault
from hotline.store.schema import outbox

_AFTER_THE_REFERENCE = ": "  # as every wording of words that are passed on has it


def lately(
    db: Connection, vault: Vault, author_id: int, reader_id: int, since: datetime, most: int
) -> list[str]:
    """The last `most` texts of this author to this reader, the oldest first, without their reference."""
    query = (
        select(outbox.c.id, outbox.c.body)
        .where(
            outbox.c.author_id == author_id,
            outbox.c.member_id == reader_id,
            outbox.c.kind == Kind.RELAY,
            outbox.c.created_at > since,
            outbox.c.body.is_not(None),
        )
        .order_by(outbox.c.created_at.desc(), outbox.c.turn.desc())
        .limit(most)
    )
    bodies = [vault.open(OUTBOX_BODY, row.id, row.body) for row in db.execute(query)]
    return [body.partition(_AFTER_THE_REFERENCE)[2] for body in reversed(bodies)]
