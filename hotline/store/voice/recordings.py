"""Recordings of spoken words: what each is for, until it is deleted here and at the provider."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TypedDict, Unpack

from sqlalchemy import Connection, bindparam, exists, select, update

from hotline.domain.states import RecordingState
from hotline.domain.transitions import RECORDING
from hotline.store.db.database import insert_new
from hotline.store.db.encryption import RECORDING_SID, Vault
from hotline.store.db.ids import new_id, next_turn
from hotline.store.db.lifecycle import RECORDINGS
from hotline.store.db.prepared import Prepared
from hotline.store.schema import recordings


@dataclass(frozen=True)
class Recording:
    """A recording without its sound."""

    id: int
    provider_sid: bytes | None = field(repr=False)  # sealed: recording_audio.sid_of opens it
    call_id: int | None
    member_id: int | None
    need_id: int | None
    thread_id: int | None
    reference: str | None
    purpose: str
    state: RecordingState
    seconds: int


class NewRecording(TypedDict):
    """Of which call it is, whose voice, what for, and how long."""

    call_id: int | None  # None once the call is forgotten
    member_id: int | None
    purpose: str
    seconds: int


class Belonging(TypedDict, total=False):
    """What a recording is kept for."""

    need_id: int
    thread_id: int
    reference: str
    purpose: str


_R = recordings.c
_COLUMNS = [_R[name] for name in Recording.__dataclass_fields__]


def add(
    db: Connection, vault: Vault, sid: str, *, now: datetime, **values: Unpack[NewRecording]
) -> int:
    """Note a recording that the provider has made, due to be fetched; our id of it.

    Told of a second time it is the one that is there already.
    """
    row_id, known = new_id(), _R.sid_hash == vault.message_index(sid)
    row = _row(vault, row_id, sid, now)
    if insert_new(db, recordings, **row, state=RECORDING.initial, **values):
        return row_id
    found: int = db.execute(select(_R.id).where(known)).scalar_one()
    return found


def add_dropped(db: Connection, vault: Vault, sid: str, seconds: int, now: datetime) -> None:
    """Note a recording that nobody wants, to be deleted at the provider, unless it is known."""
    unwanted = {"purpose": "words", "state": "dropped", "seconds": seconds}
    insert_new(db, recordings, **_row(vault, new_id(), sid, now), **unwanted)


def _row(vault: Vault, row_id: int, sid: str, now: datetime) -> dict[str, object]:
    """What every new recording begins with: it is due to be looked after at once."""
    return {
        "id": row_id,
        "sid_hash": vault.message_index(sid),
        "provider_sid": vault.seal(RECORDING_SID, row_id, sid),
        "created_at": now,
        "due_at": now,
        "turn": next_turn(),
    }


def find(db: Connection, recording_id: int) -> Recording | None:
    """The recording of this id."""
    row = db.execute(select(*_COLUMNS).where(_R.id == recording_id)).one_or_none()
    return None if row is None else Recording(*row)


def of_need(db: Connection, need_id: int, purpose: str) -> Recording | None:
    """What was recorded for a need and is kept: its words, or the thanks afterwards."""
    where = _R.need_id == need_id, _R.purpose == purpose, _R.state == "kept"
    query = select(*_COLUMNS).where(*where).order_by(_R.created_at.desc(), _R.turn.desc()).limit(1)
    row = db.execute(query).one_or_none()
    return None if row is None else Recording(*row)


def keep(db: Connection, recording_id: int, **about: Unpack[Belonging]) -> bool:
    """Keep a recording, for what `about` says; whether it is kept."""
    if RECORDINGS.move(db, recording_id, "kept", **about):
        return True
    kept = _R.id == recording_id, _R.state == "kept"  # before: what it is kept for may be new
    if about:
        db.execute(update(recordings).where(*kept).values(**about))
    return bool(db.execute(select(exists().where(*kept))).scalar())


def drop(db: Connection, recording_id: int, now: datetime) -> bool:
    """A recording is of no use any more, its sound least of all; whether it was of use until now."""
    return RECORDINGS.move(db, recording_id, "dropped", sound=None, due_at=now)


def drop_of_call(db: Connection, call_id: int, now: datetime) -> None:
    """Drop whatever was recorded in a call and nobody said to keep."""
    _DROP_OF_CALL.run(db, call=call_id, due_at=now)


_DROP_OF_CALL = Prepared(
    RECORDINGS.moving("dropped", sound=None).where(
        _R.call_id == bindparam("call"), _R.state == "pending"
    )
)


def ready(db: Connection, vault: Vault, call_id: int, sid: str, now: datetime) -> None:
    """The provider has finished a recording of this call: it is due to be fetched now.

    Where the call itself has not told of it yet, that will make it due all the same.
    """
    mine = _R.call_id == call_id, _R.sid_hash == vault.message_index(sid)
    waiting = _R.fetched_at.is_(None), _R.state != "dropped"
    db.execute(update(recordings).where(*mine, *waiting).values(due_at=now))
