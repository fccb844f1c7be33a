"""Words that people wrote, held back in the outbox: until their reader has typed the PIN, and an asker's
until somebody of the team has vouched for their helper."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, bindparam, exists, select, update

from hotline.domain.messages import Kind
from hotline.store.db.prepared import Prepared
from hotline.store.messages import cancellation
from hotline.store.people.reachability import is_from_asker, is_helped
from hotline.store.schema import needs, outbox

_KINDS = tuple(kind for kind in Kind if kind.holds_words)


def any_for(db: Connection, member_id: int, unvouched: Collection[str]) -> bool:
    """Whether words of others wait to be shown to this member; an asker's in the categories `unvouched` do
    not count."""
    return bool(_ANY_FOR.scalar(db, member=member_id, unvouched=list(unvouched)))


def release(db: Connection, member_id: int, now: datetime) -> bool:
    """Let the words that wait for this member leave now; whether there were any."""
    return _RELEASE.run(db, member=member_id, due_at=now) > 0


def release_vouched(
    db: Connection, member_id: int, unvouched: Collection[str], now: datetime
) -> bool:
    """Let askers' words leave now, but in the categories `unvouched`; whether there were any.

    Those about a match that did not hold, or was ended, are not to leave any more.
    """
    _CANCEL_OVER.rows(db, member=member_id)
    about = {"member": member_id, "unvouched": list(unvouched)}
    return _RELEASE_VOUCHED.run(db, due_at=now, **about) > 0


def _from_asker(of_need: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a text holds the words of an asker to who helps with a need of which this holds."""
    return exists().where(needs.c.id == outbox.c.need_id, is_from_asker(), of_need)


_HELD = (
    outbox.c.member_id == bindparam("member"),
    outbox.c.kind.in_(_KINDS),
    outbox.c.state == "queued",
)
_UNVOUCHED = needs.c.category.in_(bindparam("unvouched", expanding=True))
_ANY_FOR = Prepared(select(exists().where(*_HELD, ~_from_asker(_UNVOUCHED))))
_RELEASE = Prepared(update(outbox).where(*_HELD))
_OVER = select(outbox.c.id).where(*_HELD, _from_asker(~is_helped()))
_CANCEL_OVER = Prepared(cancellation.canceling(outbox.c.id.in_(_OVER)))
_RELEASE_VOUCHED = Prepared(update(outbox).where(*_HELD, _from_asker(~_UNVOUCHED)))


def relayed_since(db: Connection, member_id: int, moment: datetime) -> bool:
    """Whether somebody's words have reached this member since then."""
    query = exists().where(
        outbox.c.member_id == member_id, outbox.c.kind == "relay", outbox.c.sent_at > moment
    )
    return bool(db.execute(select(query)).scalar())
