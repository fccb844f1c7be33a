"""What texts and calls amount to since a moment: segments, and lengths of calls."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select

from hotline.store.db.ids import new_id
from hotline.store.schema import attempts, calls, forgotten_spend, outbox, rings

# A call nobody ever said was over is no day long.
_LONGEST = timedelta(hours=2)
_COUNTED = timedelta(days=1)
_NOT_SENT = ("refused", "lost")


def segments(db: Connection, since: datetime) -> int:
    """The segments of all tries since then that have left, or may have."""
    query = (
        select(func.coalesce(func.sum(outbox.c.segments), 0))
        .select_from(attempts)
        .join(outbox, outbox.c.id == attempts.c.message_id)
        .where(attempts.c.started_at >= _hour(since), attempts.c.state.not_in(_NOT_SENT))
    )
    forgotten = select(func.coalesce(func.sum(forgotten_spend.c.segments), 0))
    forgotten = forgotten.where(forgotten_spend.c.at >= _hour(since))
    return int(db.execute(query).scalar_one()) + int(db.execute(forgotten).scalar_one())


def remember(db: Connection, texts: ColumnElement[bool], now: datetime) -> None:
    """These rows of the outbox are about to be deleted: keep what they cost within the last day."""
    lately = attempts.c.started_at >= now - _COUNTED, attempts.c.state.not_in(_NOT_SENT)
    cost = select(func.coalesce(func.sum(outbox.c.segments), 0))
    cost = cost.select_from(attempts.join(outbox, outbox.c.id == attempts.c.message_id))
    segments = int(db.execute(cost.where(texts, *lately)).scalar_one())
    if segments:
        db.execute(insert(forgotten_spend).values(id=new_id(), at=now, segments=segments))


def forget(db: Connection, now: datetime) -> None:
    """What is no part of any day that is counted goes."""
    db.execute(delete(forgotten_spend).where(forgotten_spend.c.at < now - 2 * _COUNTED))


def _hour(moment: datetime) -> datetime:
    """The hour it lies in: moments of a day that is counted may be known by the hour alone by now."""
    return moment.replace(minute=0, second=0, microsecond=0)


def call_lengths(db: Connection, since: datetime, now: datetime) -> list[timedelta]:
    """How long each call since then has lasted, and each phone that was joined to one."""
    led = select(calls.c.started_at, calls.c.ended_at).where(
        calls.c.started_at >= _hour(since), calls.c.sid_hash.is_not(None)
    )
    joined = (
        select(rings.c.joined_at, rings.c.ended_at)
        .join(calls, calls.c.id == rings.c.call_id)
        .where(calls.c.started_at >= _hour(since), rings.c.joined_at.is_not(None))
    )
    return [
        min((end or now) - begun, _LONGEST)
        for query in (led, joined)
        for begun, end in db.execute(query)
    ]
