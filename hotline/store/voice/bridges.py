"""The wish of one side of a match to speak with the other, and whether calls are safe for each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, exists, or_, select, update

from hotline.domain.states import BridgeState
from hotline.domain.transitions import BRIDGE
from hotline.store.db.database import insert_new
from hotline.store.db.ids import new_id
from hotline.store.db.lifecycle import BRIDGES
from hotline.store.schema import bridges, flow_sessions, matches
from hotline.store.tables.types import MomentLike


@dataclass(frozen=True)
class Bridge:
    """`due_at`: when the wish has come to nothing; None while it waits for whoever has it."""

    id: int
    match_id: int
    wanted_by: int
    state: BridgeState
    due_at: datetime | None


_B = bridges.c
_COLUMNS = [_B[name] for name in Bridge.__dataclass_fields__]


def begin(db: Connection, match_id: int, wanted_by: int, now: datetime) -> bool:
    """Note the wish, unless there is one for this match already; whether it is new."""
    about = {"match_id": match_id, "wanted_by": wanted_by, "created_at": now}
    return insert_new(db, bridges, id=new_id(), state=BRIDGE.initial, **about)


def live(db: Connection, match_id: int) -> Bridge | None:
    """The live wish of a match, its row locked."""
    query = select(*_COLUMNS).where(_B.match_id == match_id, _B.state != "over")
    row = db.execute(query.with_for_update(key_share=True)).one_or_none()
    return None if row is None else Bridge(*row)


def locked(db: Connection, bridge_id: int) -> Bridge | None:
    """The wish of this id, its row locked until the transaction ends."""
    query = select(*_COLUMNS).where(_B.id == bridge_id)
    row = db.execute(query.with_for_update(key_share=True)).one_or_none()
    return None if row is None else Bridge(*row)


def waiting_for(db: Connection, member_id: int) -> list[int]:
    """Matches of this member for which an answer about safety is waited for."""
    m = matches.c
    query = select(m.id).select_from(bridges.join(matches, m.id == _B.match_id))
    mine = or_(m.helper_id == member_id, m.asker_id == member_id)
    return list(
        db.execute(
            query.where(mine, _B.state == "asking").order_by(m.opened_at, m.turn, m.id)
        ).scalars()
    )


def move(db: Connection, bridge_id: int, to: BridgeState, due_at: datetime | None = None) -> bool:
    """Change the state if the table of transitions allows it; whether it did."""
    return BRIDGES.move(db, bridge_id, to, due_at=due_at)


def wait_until(db: Connection, bridge_id: int, due_at: datetime) -> None:
    """An answer is waited for, no longer than this."""
    db.execute(update(bridges).where(_B.id == bridge_id).values(due_at=due_at))


def due(db: Connection, now: datetime, limit: int) -> list[int]:
    """Wishes that have come to nothing."""
    query = select(_B.id).where(*over_time(now)).order_by(_B.due_at).limit(limit)
    return list(db.execute(query).scalars())


def over_time(now: MomentLike) -> tuple[ColumnElement[bool], ...]:
    """What holds for a live wish whose time is over."""
    return _B.due_at <= now, _B.state != "over"


def is_being_asked(db: Connection, member_id: int, flow: str, now: datetime) -> bool:
    """Whether a question of this flow waits for an answer of the member's."""
    s = flow_sessions.c
    mine = s.member_id == member_id, s.flow == flow, s.expires_at > now
    return bool(db.execute(select(exists().where(*mine))).scalar())
