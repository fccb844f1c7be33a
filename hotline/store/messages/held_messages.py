"""Words that people wrote, held back in the outbox: until their reader has typed the PIN, and an asker's
until somebody of the team has vouched for their helper."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, exists, select, update

from hotline.domain.messages import Kind
from hotline.store.messages import cancellation
from hotline.store.people.reachability import is_from_asker, is_helped
from hotline.store.schema import needs, outbox

_KINDS = tuple(kind for kind in Kind if kind.holds_words)


def any_for(db: Connection, member_id: int, unvouched: Collection[str]) -> bool:
    """Whether words of others wait to be shown to this member; an asker's in the categories `unvouched` do
    not count."""
    waiting = exists().where(*_held(member_id), ~_from_asker(needs.c.category.in_(unvouched)))
    return bool(db.execute(select(waiting)).scalar())


def release(db: Connection, member_id: int, now: datetime) -> bool:
    """Let the words that wait for this member leave now; whether there were any."""
    return db.execute(update(outbox).where(*_held(member_id)).values(due_at=now)).rowcount > 0


def release_vouched(
    db: Connection, member_id: int, unvouched: Collection[str], now: datetime
) -> bool:
    """Let askers' words leave now, but in the categories `unvouched`; whether there were any.

    Those about a match that did not hold, or was ended, are not to leave any more.
    """
    held = _held(member_id)
    over = _from_asker(~is_helped())
    cancellation.cancel(db, select(outbox.c.id).where(*held, over))
    words = _from_asker(needs.c.category.not_in(unvouched))
    return db.execute(update(outbox).where(*held, words).values(due_at=now)).rowcount > 0


def _from_asker(of_need: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a text holds the words of an asker to who helps with a need of which this holds."""
    return exists().where(needs.c.id == outbox.c.need_id, is_from_asker(), of_need)


def _held(member_id: int) -> tuple[ColumnElement[bool], ...]:
    return outbox.c.member_id == member_id, outbox.c.kind.in_(_KINDS), outbox.c.state == "queued"


def relayed_since(db: Connection, member_id: int, moment: datetime) -> bool:
    """Whether somebody's words have reached this member since then."""
    query = exists().where(
        outbox.c.member_id == member_id, outbox.c.kind == "relay", outbox.c.sent_at > moment
    )
    return bool(db.execute(select(query)).scalar())
