"""Texts taken back while they are surely unsent. A worker that has leased one marks it only while it is still
queued: one of the two wins."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select

from hotline.store.db.lease_queue import UNLEASED
from hotline.store.db.lifecycle import MESSAGES
from hotline.store.schema import outbox


def cancel_asks(db: Connection, ask_ids: Iterable[int]) -> set[int]:
    """Take back asks' texts; the ids of the asks nobody has heard of.

    A text waiting to be sent once more is taken back as well, but its ask was heard of.
    """
    unsent = _cancel(db, outbox.c.ask_id.in_(list(ask_ids)))
    return {row.ask_id for row in unsent if row.ask_id is not None}


def cancel_questions(db: Connection, session_ids: Iterable[int]) -> set[int]:
    """Take back questions that we put; the sessions of which nobody has heard."""
    unsent = _cancel(db, outbox.c.session_id.in_(list(session_ids)))
    return {row.session_id for row in unsent}


def cancel(db: Connection, message_ids: Select[Any]) -> None:
    """Take back these."""
    _cancel(db, outbox.c.id.in_(message_ids))


def cancel_of_member(db: Connection, member_id: int) -> None:
    """Take back every text to a member."""
    _cancel(db, outbox.c.member_id == member_id)


def _cancel(db: Connection, which: ColumnElement[bool]) -> list[Row[Any]]:
    """The rows that had never left."""
    rows = db.execute(
        MESSAGES.moving("canceled", **UNLEASED)
        .where(which)
        .returning(outbox.c.ask_id, outbox.c.session_id, outbox.c.sent_at)
    )
    return [row for row in rows if row.sent_at is None]
