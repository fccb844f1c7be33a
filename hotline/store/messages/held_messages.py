"""Words that people wrote, held back in the outbox until their reader has typed the PIN."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, exists, select, update

from hotline.domain.messages import Kind
from hotline.store.schema import outbox

_KINDS = tuple(kind for kind in Kind if kind.holds_words)


def any_for(db: Connection, member_id: int) -> bool:
    """Whether words of others wait to be shown to this member."""
    waiting = exists().where(*_held(member_id))
    return bool(db.execute(select(waiting)).scalar())


def release(db: Connection, member_id: int, now: datetime) -> bool:
    """Let the words that wait for this member leave now; whether there were any."""
    return db.execute(update(outbox).where(*_held(member_id)).values(due_at=now)).rowcount > 0


def _held(member_id: int) -> tuple[ColumnElement[bool], ...]:
    return outbox.c.member_id == member_id, outbox.c.kind.in_(_KINDS), outbox.c.state == "queued"


def relayed_since(db: Connection, member_id: int, moment: datetime) -> bool:
    """Whether somebody's words have reached this member since then."""
    query = exists().where(
        outbox.c.member_id == member_id, outbox.c.kind == "relay", outbox.c.sent_at > moment
    )
    return bool(db.execute(select(query)).scalar())
