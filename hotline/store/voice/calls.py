"""Calls: where each one is, written back once per step under the lock of its row."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict, Unpack

from sqlalchemy import ColumnElement, Connection, bindparam, exists, insert, select, update

from hotline.domain.states import CallState
from hotline.domain.transitions import CALL
from hotline.store.db.database import insert_new
from hotline.store.db.encryption import CALL_DATA, CALL_SID, Vault
from hotline.store.db.ids import new_id
from hotline.store.db.lifecycle import CALLS
from hotline.store.db.prepared import Prepared
from hotline.store.messages import provider_copies
from hotline.store.schema import calls
from hotline.store.tables.types import MomentLike


@dataclass(frozen=True)
class Call:
    """A call as it stands. `data` holds JSON values: what was said last, what its node remembers."""

    id: int
    sid_hash: bytes | None
    member_id: int | None
    direction: str
    purpose: str
    state: CallState
    language: str | None
    turn: int
    node: str
    data: dict[str, Any]
    ask_id: int | None
    match_id: int | None
    thread_id: int | None
    closes_at: datetime

    @property
    def is_open(self) -> bool:
        return self.state == "open"


class CallValues(TypedDict, total=False):
    """Columns that change from step to step; the state does by `close` alone."""

    turn: int
    node: str
    member_id: int | None
    language: str | None
    touched_at: datetime
    closes_at: datetime


class CallAbout(TypedDict, total=False):
    """What a call of ours is about."""

    ask_id: int | None
    match_id: int | None
    thread_id: int | None


_C = calls.c
_COLUMNS = [_C[name] for name in Call.__dataclass_fields__]
_LOCKED = Prepared(
    select(*_COLUMNS).where(_C.id == bindparam("call")).with_for_update(key_share=True)
)
_BY_SID = Prepared(select(_C.id).where(_C.sid_hash == bindparam("sid")))
_STATE = Prepared(select(_C.state).where(_C.id == bindparam("call")))
_CLOSING = Prepared(select(_C.provider_sid, _C.member_id).where(_C.id == bindparam("call")))
_SAVE = Prepared(update(calls).where(_C.id == bindparam("call")))


def claim(
    db: Connection, vault: Vault, sid: str, *, node: str, now: datetime, closes_at: datetime
) -> int | None:
    """Add the row of a call that comes in; None where the provider has told of it before.

    A second transaction with the same id waits here until the first has ended.
    """
    row_id = new_id()
    values = _new(row_id, "inbound", "line", node, now, closes_at)
    new = insert_new(db, calls, **values, **_known(vault, row_id, sid), data=None)
    return row_id if new else None


def add_outbound(
    db: Connection,
    *,
    purpose: str,
    node: str,
    now: datetime,
    closes_at: datetime,
    member_id: int | None = None,
    **about: Unpack[CallAbout],
) -> int:
    """Add a call that we are about to place; `dialled` gives it the provider's id afterwards."""
    row_id = new_id()
    values = _new(row_id, "outbound", purpose, node, now, closes_at)
    db.execute(insert(calls).values(**values, member_id=member_id, **about))
    return row_id


def dialled(db: Connection, vault: Vault, call_id: int, sid: str) -> None:
    """The provider has taken a call of ours. Safe to say twice."""
    known = _known(vault, call_id, sid)
    db.execute(update(calls).where(_C.id == call_id, _C.sid_hash.is_(None)).values(**known))


def _known(vault: Vault, call_id: int, sid: str) -> dict[str, bytes]:
    """The provider's id, as it is known again and as it is kept."""
    return {
        "sid_hash": vault.message_index(sid),
        "provider_sid": vault.seal(CALL_SID, call_id, sid),
    }


def expect_until(db: Connection, call_id: int, closes_at: datetime) -> None:
    """Take a call for over where nothing is heard of it by then."""
    _SAVE.run(db, call=call_id, closes_at=closes_at)


def _new(
    row_id: int, direction: str, purpose: str, node: str, now: datetime, closes_at: datetime
) -> dict[str, object]:
    return {
        "id": row_id,
        "direction": direction,
        "purpose": purpose,
        "state": CALL.initial,
        "turn": 0,
        "node": node,
        "started_at": now,
        "touched_at": now,
        "closes_at": closes_at,
    }


def find(db: Connection, vault: Vault, sid: str) -> int | None:
    """Our id of the call that the provider calls `sid`."""
    found: int | None = _BY_SID.scalar(db, sid=vault.message_index(sid))
    return found


def locked(db: Connection, vault: Vault, call_id: int) -> Call | None:
    """The call, its row locked until the transaction ends: before its member's row, always."""
    found = _LOCKED.rows(db, call=call_id)
    return _call(vault, found[0]) if found else None


def is_open(db: Connection, call_id: int) -> bool:
    """Whether there is such a call, and it goes on."""
    return bool(_STATE.scalar(db, call=call_id) == CALL.initial)


def save(
    db: Connection, vault: Vault, call_id: int, data: dict[str, Any], **values: Unpack[CallValues]
) -> None:
    """Write a call back: what it remembers, sealed, and other columns."""
    sealed = vault.seal(CALL_DATA, call_id, json.dumps(data, ensure_ascii=False))
    _SAVE.run(db, call=call_id, data=sealed, **values)


def close(db: Connection, vault: Vault, call_id: int, now: datetime) -> bool:
    """The call is over: nothing of what was said is kept; whether it was open until now.

    What the provider holds of it can go.
    """
    row = _CLOSING.first(db, call=call_id)
    closed = CALLS.move(db, call_id, "closed", ended_at=now, data=None, provider_sid=None)
    if closed and row is not None and row.provider_sid is not None:
        about = {"member_id": row.member_id, "kind": "call", "over": True}
        sid = vault.open_sid(CALL_SID, call_id, row.provider_sid)
        provider_copies.note(db, vault, sid, now, **about)
    return closed


def forgotten(db: Connection, now: datetime, limit: int) -> list[int]:
    """Calls of which nothing has been heard for too long."""
    query = select(_C.id).where(*over_time(now)).order_by(_C.closes_at).limit(limit)
    return list(db.execute(query).scalars())


def over_time(now: MomentLike) -> tuple[ColumnElement[bool], ...]:
    """What holds for an open call of which nothing has been heard for too long."""
    return _C.state == "open", _C.closes_at <= now


def never_chose(db: Connection, member_id: int) -> bool:
    """Whether a member has called before, and hung up each time before choosing a language."""
    return bool(_CALLED.scalar(db, member=member_id)) and not _CHOSE.scalar(db, member=member_id)


_MINE = _C.member_id == bindparam("member")
_CALLED = Prepared(select(exists().where(_MINE, _C.direction == "inbound")))
_CHOSE = Prepared(select(exists().where(_MINE, _C.language.is_not(None))))


def _call(vault: Vault, row: Any) -> Call:
    values = row._asdict()
    sealed = values.pop("data")
    data = json.loads(vault.open(CALL_DATA, row.id, sealed)) if sealed else {}
    return Call(**values, data=data)
