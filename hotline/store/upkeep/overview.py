"""What is going on right now, newest first: for whoever looks over the house's shoulder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from hotline.domain.states import AskState, MessageState, NeedState
from hotline.store.schema import asks, needs, outbox


@dataclass(frozen=True)
class NeedSeen:
    """A need, `asked` people so far."""

    id: int
    reference: str
    category: str
    area: str
    state: NeedState
    wave: int
    asked: int
    follow_up_at: datetime | None


@dataclass(frozen=True)
class AskSeen:
    """An ask; its silence is a no from `lapses_at` on."""

    need_id: int
    member_id: int
    wave: int
    state: AskState
    lapses_at: datetime


@dataclass(frozen=True)
class MessageSeen:
    """A text of ours, without its words."""

    member_id: int
    kind: str
    state: MessageState
    inline: bool


def newest_needs(db: Connection, most: int) -> list[NeedSeen]:
    """The needs opened last."""
    asked = select(func.count()).where(asks.c.need_id == needs.c.id).scalar_subquery()
    names = [name for name in NeedSeen.__dataclass_fields__ if name != "asked"]
    columns = [needs.c[name] for name in names]
    rows = db.execute(
        select(*columns, asked.label("asked"))
        .order_by(needs.c.opened_at.desc(), needs.c.turn.desc())
        .limit(most)
    )
    return [NeedSeen(**row._mapping) for row in rows]


def asks_of(db: Connection, need_ids: Sequence[int]) -> list[AskSeen]:
    """Everybody asked for these needs, in the order in which they were."""
    columns = [asks.c[name] for name in AskSeen.__dataclass_fields__]
    rows = db.execute(
        select(*columns)
        .where(asks.c.need_id.in_(need_ids))
        .order_by(asks.c.created_at, asks.c.turn)
    )
    return [AskSeen(**row._mapping) for row in rows]


def newest_messages(db: Connection, most: int) -> list[MessageSeen]:
    """The texts that entered the outbox last."""
    columns = [outbox.c[name] for name in MessageSeen.__dataclass_fields__]
    rows = db.execute(
        select(*columns).order_by(outbox.c.created_at.desc(), outbox.c.turn.desc()).limit(most)
    )
    return [MessageSeen(**row._mapping) for row in rows]
