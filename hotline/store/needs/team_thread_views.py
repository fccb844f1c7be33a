"""Threads with the team as the console shows them: which are open, what was said, spoken messages."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, select

from hotline.domain.states import MessageState, NeedState
from hotline.store.db.encryption import OUTBOX_BODY, Vault
from hotline.store.schema import needs, outbox, recordings, threads

_T, _O, _R = threads.c, outbox.c, recordings.c


@dataclass(frozen=True)
class OpenThread:
    """An open thread; `need_state` where it is about a request."""

    id: int
    reference: str
    member_id: int
    need_id: int | None
    opened_at: datetime
    alarmed_at: datetime | None
    need_state: NeedState | None


@dataclass(frozen=True)
class ThreadMessage:
    """One text of a thread as it was passed on; `text` is None once it is not kept any more."""

    at: datetime
    by_team: bool
    state: MessageState
    text: str | None = field(repr=False)


@dataclass(frozen=True)
class SpokenMessage:
    """A spoken message for the team, without its sound."""

    id: int
    reference: str | None
    thread_id: int | None
    member_id: int | None
    seconds: int
    created_at: datetime
    fetched_at: datetime | None
    heard_at: datetime | None


_TALK = (_T.id, _T.reference, _T.member_id, _T.need_id, _T.opened_at, _T.alarmed_at, needs.c.state)
_SPOKEN = [_R[name] for name in SpokenMessage.__dataclass_fields__]


def open_threads(db: Connection, limit: int, reference: str | None = None) -> list[OpenThread]:
    """The threads that are open, all or those of a reference, the latest first."""
    query = select(*_TALK).select_from(threads.outerjoin(needs, needs.c.id == _T.need_id))
    if reference is not None:
        query = query.where(_T.reference == reference)
    latest_first = _T.opened_at.desc(), _T.turn.desc(), _T.id.desc()
    query = query.where(_T.state == "open").order_by(*latest_first).limit(limit)
    return [OpenThread(*row) for row in db.execute(query)]


def said_in(db: Connection, vault: Vault, thread: OpenThread, limit: int) -> list[ThreadMessage]:
    """The last texts of a thread, both ways, the oldest first. One that went to several is one."""
    columns = _O.id, _O.member_id, _O.body, _O.state, _O.created_at
    query = select(*columns).where(_O.thread_id == thread.id)
    query = query.order_by(_O.created_at.desc(), _O.turn.desc(), _O.id).limit(limit)
    found: dict[tuple[datetime, bool], ThreadMessage] = {}
    for row in db.execute(query):
        by_team = row.member_id == thread.member_id
        text = None if row.body is None else vault.open(OUTBOX_BODY, row.id, row.body)
        found.setdefault(
            (row.created_at, by_team), ThreadMessage(row.created_at, by_team, row.state, text)
        )
    return list(found.values())[::-1]


def messages(db: Connection, limit: int) -> list[SpokenMessage]:
    """Spoken messages that nobody has done with, those not heard yet first."""
    kept = _R.purpose == "message", _R.state == "kept"
    ordered = (
        select(*_SPOKEN)
        .where(*kept)
        .order_by(_R.heard_at.is_not(None), _R.created_at.desc(), _R.turn.desc())
    )
    return [SpokenMessage(*row) for row in db.execute(ordered.limit(limit))]


def message(db: Connection, recording_id: int) -> SpokenMessage | None:
    """A spoken message for the team; None for any other recording, and once it is done with."""
    kept = _R.id == recording_id, _R.purpose == "message", _R.state == "kept"
    row = db.execute(select(*_SPOKEN).where(*kept)).one_or_none()
    return None if row is None else SpokenMessage(*row)
