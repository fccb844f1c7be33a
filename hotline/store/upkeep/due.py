"""What is due now, told by cheap questions to indexed columns. Nothing here touches a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, bindparam, exists, func, or_, select

from hotline.domain.states import LIVE_NEEDS
from hotline.store.conversation import sessions
from hotline.store.db.prepared import Prepared
from hotline.store.messages import broadcasts, outbox, provider_copies
from hotline.store.needs import team_threads
from hotline.store.people import offers
from hotline.store.roster import roster
from hotline.store.schema import console_actions, events, needs
from hotline.store.schema import outbox as texts
from hotline.store.tables.types import Moment
from hotline.store.voice import bridges, call_orders, calls, recording_audio

_NOW = bindparam("now", type_=Moment())
_HALF_AN_HOUR_AGO = bindparam("half_an_hour_ago", type_=Moment())
_SOME_TIME_AGO = bindparam("some_time_ago", type_=Moment())
HELD_FOR = timedelta(minutes=30)
"""Words about the other side of a match are held so long before the team is told of them."""
CHAIN_AFTER = timedelta(seconds=3)
"""Rows of the record wait so long to be linked, so that several are linked together."""
_EXPIRES = or_(*(needs.c.state == state for state in LIVE_NEEDS)), needs.c.expires_at <= _NOW
# What holds for a row that is due: any row, in any of the tables.
_QUESTIONS: Mapping[str, Sequence[Sequence[ColumnElement[bool]]]] = {
    "dispatch": [(needs.c.due_at <= _NOW,)],
    "follow_up": [(needs.c.follow_up_at <= _NOW,)],
    "expire": [_EXPIRES, offers.over(_NOW), calls.over_time(_NOW), bridges.over_time(_NOW)],
    "recordings": [recording_audio.any_due(_NOW)],
    "forget": [provider_copies.any_due(_NOW)],
    "broadcast": [broadcasts.any_due(_NOW)],
    "roster": [roster.any_due(_NOW)],
    "crisis": [team_threads.any_alarm_due(_NOW)],
    "held": [sessions.any_untouched("held-words", _HALF_AN_HOUR_AGO)],
    "call": [call_orders.any_due(_NOW)],
    "deliver": [outbox.any_due(_NOW)],
    "settle": [outbox.any_unsettled(_NOW)],
    "chain": [
        (trail.c.seq.is_(None), trail.c.at <= _SOME_TIME_AGO) for trail in (events, console_actions)
    ],
}
# One statement for all of them: the clock asks it every second.
_DUE = Prepared(
    select(
        *(
            or_(*(exists().where(*where) for where in tables)).label(name)
            for name, tables in _QUESTIONS.items()
        )
    )
)


def kinds(db: Connection, now: datetime) -> set[str]:
    """The kinds of work of which at least one row is due, by the names of their bells."""
    moments = {"some_time_ago": now - CHAIN_AFTER, "half_an_hour_ago": now - HELD_FOR}
    (found,) = _DUE.rows(db, now=now, **moments)
    return {name for name, is_due in found._asdict().items() if is_due}


def oldest(db: Connection, now: datetime) -> datetime | None:
    """Since when the oldest thing that should have been done has been due; None where nothing is."""
    text = select(func.min(texts.c.due_at)).where(texts.c.state == "queued", texts.c.due_at <= now)
    need = select(func.min(needs.c.due_at)).where(needs.c.due_at <= now)
    moments = db.execute(text).scalar(), db.execute(need).scalar()
    return min((moment for moment in moments if moment), default=None)
