"""The sound of recordings: fetched, sealed, opened to be played, and gone when it is of no use."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)

from hotline.domain.states import RecordingState
from hotline.store.db.encryption import RECORDING_SID, RECORDING_SOUND, Vault
from hotline.store.db.lifecycle import RECORDINGS
from hotline.store.db.prepared import Prepared
from hotline.store.needs import references
from hotline.store.schema import matches, needs, recordings, threads
from hotline.store.tables.types import MomentLike
from hotline.store.voice.recordings import Recording

_R = recordings.c
_OLDEST_FIRST = _R.created_at, _R.turn, _R.id

_MISSED = timedelta(minutes=1)  # due for so long, and nobody has tried
_TOO_LONG = timedelta(hours=1)  # fetched so long ago, and still at the provider
_FAR_TOO_LONG = timedelta(hours=25)  # made so long ago: fetched, or given up, by then


@dataclass(frozen=True)
class Due:
    """A recording about which something is to be done at the provider."""

    id: int
    provider_sid: bytes | None = field(repr=False)  # sealed: `sid_of` opens it
    state: RecordingState
    fetched: bool
    created_at: datetime


def any_due(now: MomentLike) -> tuple[ColumnElement[bool], ...]:
    """What holds for a recording about which something is to be done."""
    return (_R.due_at <= now,)


def overdue(db: Connection, now: datetime, most: int) -> int:
    """How many recordings nobody has seen to, or the provider holds past their time; up to `most`."""
    fetched_long_ago = or_(_R.fetched_at <= now - _TOO_LONG, _R.created_at <= now - _FAR_TOO_LONG)
    late = or_(_R.due_at <= now - _MISSED, _R.provider_sid.is_not(None) & fetched_long_ago)
    some = select(_R.id).where(late).limit(most).subquery()
    return int(db.execute(select(func.count()).select_from(some)).scalar_one())


def due(db: Connection, now: datetime, limit: int) -> list[int]:
    """Recordings to be fetched, or deleted at the provider, the longest overdue first."""
    query = select(_R.id).where(*any_due(now)).order_by(_R.due_at).limit(limit)
    return list(db.execute(query).scalars())


def claim(db: Connection, recording_id: int, now: datetime, until: datetime) -> Due | None:
    """Take a recording on until then; None where somebody else has, or nothing is to be done."""
    taken = update(recordings).where(_R.id == recording_id, *any_due(now)).values(due_at=until)
    if db.execute(taken).rowcount != 1:
        return None
    columns = _R.id, _R.provider_sid, _R.state, _R.fetched_at, _R.created_at
    row = db.execute(select(*columns).where(_R.id == recording_id)).one()
    return Due(row.id, row.provider_sid, row.state, row.fetched_at is not None, row.created_at)


def put(db: Connection, vault: Vault, recording_id: int, sound: bytes, now: datetime) -> bool:
    """Keep the sound, sealed, unless it is here or of no use any more; whether it is kept now.

    The provider's copy is due to be deleted from then on.
    """
    sealed = vault.seal_bytes(RECORDING_SOUND, recording_id, sound)
    waiting = _R.id == recording_id, _R.state != "dropped", _R.sound.is_(None)
    changed = update(recordings).where(*waiting)
    return db.execute(changed.values(sound=sealed, fetched_at=now, due_at=now)).rowcount == 1


def sid_of(vault: Vault, one: Due | Recording) -> str | None:
    """The provider's id of a recording; None once it is deleted there. Raises VaultFault."""
    sealed = one.provider_sid
    return None if sealed is None else vault.open_sid(RECORDING_SID, one.id, sealed)


def sound_of(db: Connection, vault: Vault, recording_id: int) -> bytes | None:
    """The sound, opened; None where it is not here. Raises VaultFault."""
    query = select(_R.sound).where(_R.id == recording_id, _R.state != "dropped")
    sealed = db.execute(query).scalar_one_or_none()
    return None if sealed is None else vault.open_bytes(RECORDING_SOUND, recording_id, sealed)


def again(db: Connection, recording_id: int, at: datetime) -> None:
    """It did not work: once more at `at`."""
    db.execute(update(recordings).where(_R.id == recording_id).values(due_at=at))


def gone_there(db: Connection, recording_id: int, now: datetime) -> None:
    """The provider has nothing of it any more; where it is of no use here either, no row is left.

    A reference that stood for this recording alone then rests.
    """
    dropped = delete(recordings).where(_R.id == recording_id, _R.state == "dropped")
    if db.execute(dropped).rowcount == 1:
        references.release(db, recording_id, now)
    changed = update(recordings).where(_R.id == recording_id)
    db.execute(changed.values(provider_sid=None, due_at=None))


def drop(db: Connection, *where: ColumnElement[bool], now: datetime) -> int:
    """Drop every recording of which this holds; how many."""
    return db.execute(RECORDINGS.moving("dropped", sound=None, due_at=now).where(*where)).rowcount


def drop_outlived(db: Connection, now: datetime, bodies: timedelta) -> int:
    """Drop recordings that have outlived what they were for; how many.

    With their need where it was withdrawn or has expired, `bodies` after it was done; a message
    with its thread, and at the latest, as whatever belongs to nothing, `bodies` after it was spoken.
    """
    old = now - bodies
    over = select(needs.c.id).where(
        or_(
            needs.c.state.in_(("withdrawn", "expired")),
            (needs.c.state == "done") & (needs.c.closed_at <= old),
        )
    )
    closed = select(threads.c.id).where(threads.c.state == "closed")
    nobodys = _R.need_id.is_(None) & (_R.created_at <= old)
    return drop(db, or_(_R.need_id.in_(over), _R.thread_id.in_(closed), nobodys), now=now)


# --- what waits to be heard --------------------------------------------------------------------


def thanks_for(db: Connection, member_id: int, unvouched: Collection[str]) -> list[int]:
    """Thanks for what this member helped with, but in the categories `unvouched`, not heard yet, the oldest
    first."""
    return _THANKS_FOR.scalars(db, member=member_id, unvouched=list(unvouched))


_VOUCHED_FOR = exists().where(
    needs.c.id == matches.c.need_id,
    needs.c.category.not_in(bindparam("unvouched", expanding=True)),
)
_HELPED = select(matches.c.need_id).where(
    matches.c.helper_id == bindparam("member"), matches.c.state == "done", _VOUCHED_FOR
)
_THANKS_FOR = Prepared(
    select(_R.id)
    .where(
        _R.purpose == "thanks",
        _R.state == "kept",
        _R.heard_at.is_(None),
        _R.need_id.in_(_HELPED),
    )
    .order_by(*_OLDEST_FIRST)
)


def messages(db: Connection, but: int) -> list[int]:
    """Messages for the team that nobody has done with, but for one's own; those not heard first."""
    anybodys = or_(_R.member_id.is_(None), _R.member_id != but)
    query = select(_R.id).where(_R.purpose == "message", _R.state == "kept", anybodys)
    ordered = query.order_by(_R.heard_at.is_not(None), *_OLDEST_FIRST)
    return list(db.execute(ordered).scalars())


def heard(db: Connection, recording_id: int, now: datetime) -> None:
    """Somebody for whom it is has heard it."""
    first = update(recordings).where(_R.id == recording_id, _R.heard_at.is_(None))
    db.execute(first.values(heard_at=now))
