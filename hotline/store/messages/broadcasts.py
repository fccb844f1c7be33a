"""Broadcasts: one text to many, and how far it has gone. Who it is for: broadcast_readers.py."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypedDict, Unpack

from sqlalchemy import (
    ColumnElement,
    Connection,
    case,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)

from hotline.domain.states import BroadcastState, MessageState
from hotline.domain.transitions import BROADCAST
from hotline.store.db.database import insert_new
from hotline.store.db.encryption import BROADCAST_WORDS, Vault
from hotline.store.db.ids import new_id, next_turn
from hotline.store.db.lifecycle import BROADCASTS
from hotline.store.messages import cancellation
from hotline.store.schema import (
    broadcast_recipients,
    broadcast_texts,
    broadcasts,
    outbox,
)
from hotline.store.tables.types import MomentLike

NOT_YET: tuple[MessageState, ...] = (
    "queued",
    "sending",
    "unclear",
)  # states of texts that have still to leave, or may have
EVERYBODY = (1 << 63) - 1  # `after_member` of a broadcast that has been given to everyone


@dataclass(frozen=True)
class Broadcast:
    """A broadcast without its words. The last four are null until it is over and forgotten."""

    id: int
    state: BroadcastState
    category: str | None
    area: str | None
    version: int
    written_by: int | None
    approved_by: int | None
    created_at: datetime
    expires_at: datetime
    approved_at: datetime | None
    due_at: datetime | None
    after_member: int
    people: int | None
    ended_at: datetime | None
    arrived: int | None
    sent: int | None
    failed: int | None
    canceled: int | None

    @property
    def is_given_to_all(self) -> bool:
        return self.after_member == EVERYBODY


@dataclass(frozen=True)
class Counts:
    """What has become of the texts so far, one for each reader. `waiting` may still be taken back."""

    waiting: int = 0
    under_way: int = 0
    sent: int = 0  # accepted by the provider, and nothing heard since
    arrived: int = 0
    failed: int = 0
    canceled: int = 0
    gone: int = 0  # the reader has been erased since

    @property
    def given(self) -> int:
        return sum((self.waiting, self.under_way, self.sent, self.arrived)) + self.ended_badly

    @property
    def ended_badly(self) -> int:
        return self.failed + self.canceled + self.gone


class BroadcastValues(TypedDict, total=False):
    """Columns that change while a broadcast is written and goes out."""

    category: str | None
    area: str | None
    version: int
    written_by: int
    approved_by: int | None  # nobody else, where one person is enough
    expires_at: datetime
    approved_at: datetime
    due_at: datetime | None
    after_member: int
    people: int
    ended_at: datetime
    arrived: int
    sent: int
    failed: int
    canceled: int


_B = broadcasts.c
_COLUMNS = [_B[name] for name in Broadcast.__dataclass_fields__]
_R = broadcast_recipients.c


def add(
    db: Connection,
    *,
    written_by: int,
    category: str | None,
    area: str | None,
    now: datetime,
    expires_at: datetime,
) -> int:
    """Begin a draft; its id."""
    row_id = new_id()
    about = {"category": category, "area": area, "written_by": written_by}
    made = {"created_at": now, "turn": next_turn()}
    times = {"expires_at": expires_at, "due_at": expires_at}
    state = {"state": BROADCAST.initial, "version": 1, "after_member": 0}
    db.execute(insert(broadcasts).values(id=row_id, **state, **about, **made, **times))
    return row_id


def word(db: Connection, vault: Vault, broadcast_id: int, words: Mapping[str, str]) -> None:
    """Set the words by language, in place of those before."""
    _forget_words(db, [broadcast_id])
    for language, text in words.items():
        row_id = new_id()
        sealed = vault.seal(BROADCAST_WORDS, row_id, text)
        values = {"id": row_id, "broadcast_id": broadcast_id, "language": language}
        db.execute(insert(broadcast_texts).values(words=sealed, **values))


def words_of(db: Connection, vault: Vault, broadcast_id: int) -> dict[str, str]:
    """The words by language; none once they are forgotten."""
    query = select(broadcast_texts).where(broadcast_texts.c.broadcast_id == broadcast_id)
    found = db.execute(query.order_by(broadcast_texts.c.language))
    return {row.language: vault.open(BROADCAST_WORDS, row.id, row.words) for row in found}


def find(db: Connection, broadcast_id: int) -> Broadcast | None:
    """The broadcast of this id; None if there is none."""
    row = db.execute(select(*_COLUMNS).where(_B.id == broadcast_id)).one_or_none()
    return None if row is None else Broadcast(*row)


def locked(db: Connection, broadcast_id: int, *, wait: bool = True) -> Broadcast | None:
    """The same, the row locked; without `wait` None too where somebody else has it just now."""
    query = select(*_COLUMNS).where(_B.id == broadcast_id)
    row = db.execute(query.with_for_update(skip_locked=not wait, key_share=True)).one_or_none()
    return None if row is None else Broadcast(*row)


def latest(db: Connection, limit: int) -> list[Broadcast]:
    """The newest ones, the newest first."""
    query = select(*_COLUMNS).order_by(_B.created_at.desc(), _B.turn.desc()).limit(limit)
    return [Broadcast(*row) for row in db.execute(query)]


def due(db: Connection, now: datetime) -> list[int]:
    """Those that must be looked at now."""
    return list(db.execute(select(_B.id).where(_B.due_at <= now).order_by(_B.due_at)).scalars())


def any_due(now: MomentLike) -> tuple[ColumnElement[bool], ...]:
    """What holds for a row that is due."""
    return (_B.due_at <= now,)


def change(db: Connection, broadcast_id: int, **values: Unpack[BroadcastValues]) -> None:
    """Set columns of one broadcast, whose row is locked."""
    db.execute(update(broadcasts).where(_B.id == broadcast_id).values(**values))


def move(
    db: Connection, broadcast_id: int, to: BroadcastState, **values: Unpack[BroadcastValues]
) -> bool:
    """Change the state if the table of transitions allows it; whether it did."""
    return BROADCASTS.move(db, broadcast_id, to, **values)


def drop(
    db: Connection, broadcast_id: int, to: Literal["discarded", "expired"], now: datetime
) -> bool:
    """End a draft, and forget its words; whether it was one."""
    dropped = move(db, broadcast_id, to, ended_at=now, due_at=None)
    if dropped:
        _forget_words(db, [broadcast_id])
    return dropped


def stop(db: Connection, broadcast_id: int, now: datetime) -> bool:
    """Give it to nobody any more, and take back what has not left; whether it was going."""
    stopped = move(db, broadcast_id, "stopped", ended_at=now, due_at=None)
    if stopped:
        _take_back(db, _B.id == broadcast_id)
    return stopped


def stop_all(db: Connection, now: datetime) -> None:
    """The same for every one that is going."""
    for broadcast_id in db.execute(select(_B.id).where(_B.state == "going")).scalars().all():
        stop(db, broadcast_id, now)


def _take_back(db: Connection, which: ColumnElement[bool]) -> None:
    mine = select(broadcasts.c.id).where(which)
    for column in (_R.message_id, _R.greeting_id):
        cancellation.cancel(db, select(column).where(_R.broadcast_id.in_(mine), column > 0))


# --- how far it has gone -----------------------------------------------------------------------


def is_given(db: Connection, broadcast_id: int, member_id: int) -> bool:
    """Whether this member has been given it already."""
    given = _R.broadcast_id == broadcast_id, _R.member_id == member_id
    return bool(db.execute(select(exists().where(*given))).scalar())


def note_given(db: Connection, broadcast_id: int, member_id: int, message_ids: list[int]) -> bool:
    """It is in the outbox for this member: a notice before it, perhaps, and itself; False if it was."""
    greeting, message = (None, *message_ids)[-2:]
    about = {"broadcast_id": broadcast_id, "member_id": member_id}
    return insert_new(
        db, broadcast_recipients, id=new_id(), message_id=message, greeting_id=greeting, **about
    )


_COUNTED: Mapping[MessageState, str] = {
    "queued": "waiting",
    "sending": "under_way",
    "unclear": "under_way",
    "sent": "sent",
    "delivered": "arrived",
    "failed": "failed",
    "undelivered": "failed",
    "canceled": "canceled",
}


def counts(db: Connection, broadcast: Broadcast) -> Counts:
    """What has become of its texts; what was kept of that, once who got it is forgotten."""
    if broadcast.arrived is not None:
        kept = {name: getattr(broadcast, name) for name in ("arrived", "sent", "failed")}
        return Counts(**kept, canceled=broadcast.canceled or 0)
    found: dict[str, int] = {}
    query = select(outbox.c.state, func.count()).select_from(
        broadcast_recipients.outerjoin(outbox, outbox.c.id == _R.message_id)
    )
    mine = query.where(_R.broadcast_id == broadcast.id).group_by(outbox.c.state)
    for state, people in db.execute(mine):
        name = _COUNTED.get(state, "gone")
        found[name] = found.get(name, 0) + people
    return Counts(**found)


def segments_left(db: Connection) -> int:
    """The segments of all texts of broadcasts that have still to leave."""
    waiting = outbox.c.kind == "broadcast", outbox.c.state == "queued"
    return int(
        db.execute(
            select(func.coalesce(func.sum(outbox.c.segments), 0)).where(*waiting)
        ).scalar_one()
    )


def pending(db: Connection, broadcast_id: int, now: datetime) -> tuple[int, int, datetime | None]:
    """How many of its texts could leave now, how many have still to leave, and when the next is due."""
    ready = func.sum(case((outbox.c.due_at <= now, 1), else_=0))
    query = (
        select(func.coalesce(ready, 0), func.count(), func.min(outbox.c.due_at))
        .select_from(broadcast_recipients.join(outbox, outbox.c.id == _R.message_id))
        .where(_R.broadcast_id == broadcast_id, outbox.c.state.in_(NOT_YET))
    )
    ready_now, left, next_at = db.execute(query).one()
    return int(ready_now), int(left), next_at


def forget(db: Connection, old: datetime, now: datetime, limit: int) -> int:
    """Of broadcasts approved before `old` only counts are left; how many they were.

    One that is still going ends here: its words may not be kept any longer.
    """
    kept = _B.approved_at <= old, _B.arrived.is_(None)
    query = select(_B.id).where(*kept).order_by(_B.approved_at).limit(limit)
    ids = list(db.execute(query.with_for_update(skip_locked=True, key_share=True)).scalars())
    for broadcast_id in ids:
        stop(db, broadcast_id, now)
        _reduce(db, broadcast_id)
    _forget_words(db, ids)
    db.execute(delete(broadcast_recipients).where(_R.broadcast_id.in_(ids)))
    return len(ids)


def _reduce(db: Connection, broadcast_id: int) -> None:
    broadcast = find(db, broadcast_id)
    if broadcast is not None:
        ended = counts(db, broadcast)
        sent = ended.sent + ended.under_way
        failed, canceled = ended.failed, ended.canceled + ended.waiting + ended.gone
        many = ended.arrived
        change(db, broadcast_id, arrived=many, sent=sent, failed=failed, canceled=canceled)


def _forget_words(db: Connection, ids: Iterable[int]) -> None:
    db.execute(delete(broadcast_texts).where(broadcast_texts.c.broadcast_id.in_(list(ids))))
