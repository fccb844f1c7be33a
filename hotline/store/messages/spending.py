"""What texts and calls amount to since a moment: segments by what they were for, and lengths of calls."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    bindparam,
    case,
    delete,
    func,
    insert,
    select,
)

from hotline.domain.limits import NEWCOMER, Purse
from hotline.domain.messages import Kind
from hotline.store.db.ids import new_id
from hotline.store.db.prepared import Prepared
from hotline.store.people.members import COORDINATOR_LEVEL
from hotline.store.schema import attempts, calls, forgotten_spend, members, needs, outbox, rings

# A call nobody ever said was over is no day long.
_LONGEST = timedelta(hours=2)
_COUNTED = timedelta(days=1)
_NOT_SENT = ("refused", "lost")


def segments(db: Connection, since: datetime) -> dict[Purse, int]:
    """The segments of all tries since then that have left, or may have; purses without any are left out."""
    counted: dict[Purse, int] = {}
    found = _TRIED.rows(db, hour=_hour(since), new_since=since - NEWCOMER)
    for purse, many in (*found, *_FORGOTTEN.rows(db, hour=_hour(since))):
        counted[purse] = counted.get(purse, 0) + int(many)
    return counted


def segments_to(db: Connection, member_id: int, since: datetime) -> int:
    """What one member has been sent since then, as far as it has not been forgotten."""
    moments = {"hour": _hour(since), "new_since": since - NEWCOMER}
    return sum(many for _, many in _TRIED_TO.rows(db, to=member_id, **moments))


def urgent_texts() -> ColumnElement[bool]:
    """Whether a text of the outbox is about a request that is urgent: an ask, or news of it."""
    about = select(needs.c.id).where(needs.c.id == outbox.c.need_id, needs.c.urgent).exists()
    return outbox.c.kind.in_((Kind.ASK, Kind.NOTICE)) & about


def _tried(*which: ColumnElement[bool]) -> Select[Purse, int]:
    """Of tries since an `hour`; whoever came after `new_since` was new when the day began, or since."""
    purse = _purse().label("purse")
    query = select(purse, func.sum(outbox.c.segments)).select_from(
        attempts.join(outbox, outbox.c.id == attempts.c.message_id).join(
            members, members.c.id == outbox.c.member_id
        )
    )
    left = attempts.c.started_at >= bindparam("hour"), attempts.c.state.not_in(_NOT_SENT)
    return query.where(*left, *which).group_by(purse)


def _purse() -> ColumnElement[Purse]:
    """Whoever was new when the day began, or since, is a stranger for all of it."""
    answers = outbox.c.kind == Kind.REPLY
    to_team = members.c.level >= COORDINATOR_LEVEL
    new = (members.c.level == 0) & (members.c.created_at > bindparam("new_since"))
    return case(
        (answers & to_team, "rest"),
        (answers & new, "stranger"),
        (answers, "reply"),
        (urgent_texts(), "urgent"),
        else_="rest",
    )


_TRIED = Prepared(_tried())
_TRIED_TO = Prepared(_tried(outbox.c.member_id == bindparam("to")))
_FORGOTTEN = Prepared(
    select(forgotten_spend.c.purse, func.sum(forgotten_spend.c.segments))
    .where(forgotten_spend.c.at >= bindparam("hour"))
    .group_by(forgotten_spend.c.purse)
)


def remember(db: Connection, texts: ColumnElement[bool], now: datetime) -> None:
    """These rows of the outbox are about to be deleted: keep what they cost within the last day."""
    since = now - _COUNTED
    moments = {"hour": _hour(since), "new_since": since - NEWCOMER}
    for purse, many in db.execute(_tried(texts), moments).all():
        row = {"id": new_id(), "at": now, "segments": int(many), "purse": purse}
        db.execute(insert(forgotten_spend).values(**row))


def forget(db: Connection, now: datetime) -> None:
    """What is no part of any day that is counted goes."""
    db.execute(delete(forgotten_spend).where(forgotten_spend.c.at < now - 2 * _COUNTED))


def _hour(moment: datetime) -> datetime:
    """The hour it lies in: moments of a day that is counted may be known by the hour alone by now."""
    return moment.replace(minute=0, second=0, microsecond=0)


_LED = Prepared(
    select(calls.c.direction, calls.c.started_at, calls.c.ended_at).where(
        calls.c.started_at >= bindparam("hour"), calls.c.sid_hash.is_not(None)
    )
)
_JOINED = Prepared(
    select(calls.c.direction, rings.c.joined_at, rings.c.ended_at)
    .join(calls, calls.c.id == rings.c.call_id)
    .where(calls.c.started_at >= bindparam("hour"), rings.c.joined_at.is_not(None))
)


def call_lengths(db: Connection, since: datetime, now: datetime) -> dict[Purse, list[timedelta]]:
    """How long each call since then has lasted, and each phone that was joined to one: of callers, whom we
    answer, and of calls that we began."""
    lengths: dict[Purse, list[timedelta]] = {"reply": [], "rest": []}
    for query in (_LED, _JOINED):
        for direction, begun, end in query.rows(db, hour=_hour(since)):
            whose: Purse = "reply" if direction == "inbound" else "rest"
            lengths[whose].append(min((end or now) - begun, _LONGEST))
    return lengths
