"""Texts taken back while they are surely unsent. A worker that has leased one marks it only while it is still
queued: one of the two wins."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, Select, bindparam
from sqlalchemy.sql.dml import ReturningUpdate

from hotline.store.db.lease_queue import UNLEASED
from hotline.store.db.lifecycle import MESSAGES
from hotline.store.db.prepared import Prepared
from hotline.store.schema import outbox


def cancel_asks(db: Connection, ask_ids: Iterable[int]) -> set[int]:
    """Take back asks' texts; the ids of the asks nobody has heard of.

    A text waiting to be sent once more is taken back as well, but its ask was heard of.
    """
    unsent = _unsent(_ASKS.rows(db, ids=list(ask_ids)))
    return {row.ask_id for row in unsent if row.ask_id is not None}


def cancel_questions(db: Connection, session_ids: Iterable[int]) -> set[int]:
    """Take back questions that we put; the sessions of which nobody has heard."""
    unsent = _unsent(_QUESTIONS.rows(db, ids=list(session_ids)))
    return {row.session_id for row in unsent}


def cancel(db: Connection, message_ids: Select[Any]) -> None:
    """Take back these."""
    db.execute(canceling(outbox.c.id.in_(message_ids))).all()


def cancel_of_member(db: Connection, member_id: int) -> None:
    """Take back every text to a member."""
    _OF_MEMBER.rows(db, member=member_id)


def canceling(which: ColumnElement[bool]) -> ReturningUpdate[int, int, datetime]:
    """The UPDATE that takes back those of which this holds, and tells of each what it was."""
    told = outbox.c.ask_id, outbox.c.session_id, outbox.c.sent_at
    return MESSAGES.moving("canceled", **UNLEASED).where(which).returning(*told)


_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_ASKS = Prepared(canceling(outbox.c.ask_id.in_(_IDS)))
_QUESTIONS = Prepared(canceling(outbox.c.session_id.in_(_IDS)))
_OF_MEMBER = Prepared(canceling(outbox.c.member_id == bindparam("member")))


def _unsent(rows: list[Any]) -> list[Any]:
    """The rows that had never left."""
    return [row for row in rows if row.sent_at is None]
