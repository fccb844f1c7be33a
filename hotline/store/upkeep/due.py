"""What is due now, told by cheap questions to indexed columns. Nothing here touches a row."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, exists, func, select

from hotline.domain.states import LIVE_NEEDS
from hotline.store.messages import broadcasts, outbox, provider_copies
from hotline.store.roster import roster
from hotline.store.schema import needs
from hotline.store.schema import outbox as texts
from hotline.store.voice import bridges, call_orders, calls, recording_audio


def kinds(db: Connection, now: datetime) -> set[str]:
    """The kinds of work of which at least one row is due, by the names of their bells."""
    questions = {
        "dispatch": [needs.c.due_at <= now],
        "follow_up": [needs.c.follow_up_at <= now],
        "expire": [needs.c.state.in_(LIVE_NEEDS), needs.c.expires_at <= now],
        "recordings": recording_audio.any_due(now),
        "forget": provider_copies.any_due(now),
        "broadcast": broadcasts.any_due(now),
        "roster": roster.any_due(now),
    }
    found = {name for name, where in questions.items() if _any(db, *where)}
    if _any(db, *calls.over_time(now)) or _any(db, *bridges.over_time(now)):
        found.add("expire")
    if call_orders.any_due(db, now):
        found.add("call")
    if outbox.any_due(db, now):
        found.add("deliver")
    if outbox.any_unsettled(db, now):
        found.add("settle")
    return found


def oldest(db: Connection, now: datetime) -> datetime | None:
    """Since when the oldest thing that should have been done has been due; None where nothing is."""
    text = select(func.min(texts.c.due_at)).where(texts.c.state == "queued", texts.c.due_at <= now)
    need = select(func.min(needs.c.due_at)).where(needs.c.due_at <= now)
    moments = db.execute(text).scalar(), db.execute(need).scalar()
    return min((moment for moment in moments if moment), default=None)


def _any(db: Connection, *where: ColumnElement[bool]) -> bool:
    return bool(db.execute(select(exists().where(*where))).scalar())
