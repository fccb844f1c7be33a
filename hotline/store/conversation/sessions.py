"""Flow sessions: where members are, sealed; and the flow versions they began with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    delete,
    exists,
    insert,
    or_,
    select,
    update,
)

from flows.engine.definition import Flow
from flows.engine.session import Session
from hotline.store.db.database import insert_all_new
from hotline.store.db.encryption import SESSION_STATE, Vault
from hotline.store.db.ids import new_id, next_turn
from hotline.store.db.prepared import Prepared
from hotline.store.schema import flow_sessions, flow_versions, outbox
from hotline.store.tables.types import MomentLike


@dataclass(frozen=True)
class StoredSession:
    """A session as it stands in the database. `asked_at` is None until its question has been sent."""

    id: int
    session: Session
    asked_at: datetime | None
    touched_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class Untouched:
    """A session whose question nobody has answered, and of which nothing was done since it was put."""

    id: int
    member_id: int
    session: Session


_S = flow_sessions.c
_COLUMNS = _S.id, _S.state, _S.asked_at, _S.touched_at, _S.expires_at
_OF_MEMBER = Prepared(
    select(*_COLUMNS)
    .where(_S.member_id == bindparam("member"), _S.asked_at.is_not(None))
    .order_by(_S.asked_at.desc(), _S.turn.desc(), _S.id)
)
_UNASKED = Prepared(
    select(*_COLUMNS)
    .where(_S.member_id == bindparam("member"), _S.asked_at.is_(None))
    .order_by(_S.touched_at, _S.turn, _S.id)
)
_BEGIN = Prepared(insert(flow_sessions))
_END = Prepared(delete(flow_sessions).where(_S.id.in_(bindparam("over", expanding=True))))
_KEEP = Prepared(update(flow_sessions).where(_S.id == bindparam("session")))


def of_member(db: Connection, vault: Vault, member_id: int) -> list[StoredSession]:
    """The member's sessions whose question was sent, the one asked last first."""
    return [_stored(vault, *row) for row in _OF_MEMBER.rows(db, member=member_id)]


def unasked(db: Connection, vault: Vault, member_id: int) -> list[StoredSession]:
    """The member's sessions whose question has still to be sent, or said; the oldest first."""
    return [_stored(vault, *row) for row in _UNASKED.rows(db, member=member_id)]


def begin(
    db: Connection,
    vault: Vault,
    member_id: int,
    session: Session,
    *,
    now: datetime,
    expires_at: datetime,
    asked: bool = True,
) -> int:
    """Keep a new session; `asked=False` where its question has still to be sent."""
    row_id = new_id()
    values = {
        "id": row_id,
        "member_id": member_id,
        "flow": session.flow,
        "version": session.version,
        "state": vault.seal(SESSION_STATE, row_id, session.to_json()),
        "asked_at": now if asked else None,
        "touched_at": now,
        "expires_at": expires_at,
        "turn": next_turn(),
    }
    _BEGIN.run(db, **values)
    return row_id


def is_there(db: Connection, row_id: int) -> bool:
    """Whether this session is not over yet."""
    return bool(db.execute(select(exists().where(_S.id == row_id))).scalar())


def is_asked(db: Connection, member_id: int, flow: str, since: datetime) -> bool:
    """Whether a question of this flow has reached the member since then, or is on its way by text."""
    on_its_way = exists().where(
        outbox.c.member_id == member_id,
        outbox.c.session_id == _S.id,
        outbox.c.state.in_(("queued", "sending", "unclear")),
    )
    mine = and_(_S.member_id == member_id, _S.flow == flow)
    query = select(exists().where(mine, or_(_S.asked_at > since, on_its_way)))
    return bool(db.execute(query).scalar())


def keep(
    db: Connection, vault: Vault, row_id: int, session: Session, now: datetime, expires_at: datetime
) -> None:
    """Write a session back after an answer; its next question goes out with the reply."""
    values = {
        "session": row_id,
        "state": vault.seal(SESSION_STATE, row_id, session.to_json()),
        "asked_at": now,
        "touched_at": now,
        "expires_at": expires_at,
    }
    _KEEP.run(db, **values)


def mark_asked(db: Connection, row_id: int, now: datetime) -> None:
    """Its question has reached the provider: from now on bare answers may belong to it."""
    db.execute(
        update(flow_sessions)
        .where(flow_sessions.c.id == row_id, flow_sessions.c.asked_at.is_(None))
        .values(asked_at=now)
    )


def untouched(db: Connection, vault: Vault, flow: str, before: datetime) -> list[Untouched]:
    """Sessions of a flow whose question was put before then, and of which nothing was done since."""
    query = select(_S.id, _S.member_id, _S.state).where(*any_untouched(flow, before))
    rows = db.execute(query.order_by(_S.asked_at, _S.turn)).all()
    return [
        Untouched(row_id, member, _open(vault, row_id, sealed)) for row_id, member, sealed in rows
    ]


def any_untouched(flow: str, before: MomentLike) -> tuple[ColumnElement[bool], ...]:
    """What holds for such a session."""
    return _S.flow == flow, _S.asked_at == _S.touched_at, _S.asked_at <= before


def touch(db: Connection, row_id: int, now: datetime) -> bool:
    """Something was done of a session that nobody has answered; whether it was nothing so far."""
    mine = update(flow_sessions).where(_S.id == row_id, _S.asked_at == _S.touched_at)
    return db.execute(mine.values(touched_at=now)).rowcount == 1


def end(db: Connection, row_ids: Iterable[int]) -> None:
    """A session is over: nothing of it is kept."""
    over = list(row_ids)
    if over:
        _END.run(db, over=over)


def end_all(db: Connection, member_id: int) -> None:
    """Forget every session of a member."""
    db.execute(delete(flow_sessions).where(flow_sessions.c.member_id == member_id))


def remember_flows(db: Connection, flows: Iterable[Flow], now: datetime) -> None:
    """Keep the source of flow versions, so that a session can finish on the steps it began with."""
    rows: list[dict[str, object]] = [
        {
            "version": flow.version,
            "flow": flow.name,
            "source": flow.source,
            "first_used_at": now,
        }
        for flow in flows
    ]
    insert_all_new(db, flow_versions, rows)


def flow_source(db: Connection, version: str) -> str:
    """The YAML of a flow version that was in use once."""
    query = select(flow_versions.c.source).where(flow_versions.c.version == version)
    source: str = db.execute(query).scalar_one()
    return source


def _stored(vault: Vault, row_id: int, sealed: bytes, *moments: datetime) -> StoredSession:
    return StoredSession(row_id, _open(vault, row_id, sealed), *moments)


def _open(vault: Vault, row_id: int, sealed: bytes) -> Session:
    return Session.from_json(vault.open(SESSION_STATE, row_id, sealed))
