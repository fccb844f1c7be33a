"""Matches: a need and its helper, while it lasts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict, Unpack

from sqlalchemy import Connection, and_, bindparam, insert, or_, select, update

from hotline.domain.states import MatchState
from hotline.domain.transitions import MATCH
from hotline.store.db.ids import new_id, next_turn
from hotline.store.db.lifecycle import MATCHES
from hotline.store.db.prepared import Prepared
from hotline.store.schema import matches, needs


@dataclass(frozen=True)
class Match:
    """With the reference and category of its need, by which both sides know it."""

    id: int
    need_id: int
    helper_id: int
    asker_id: int
    state: MatchState
    opened_at: datetime
    relay_until: datetime | None
    reference: str
    category: str

    def other_side(self, member_id: int) -> int:
        return self.asker_id if member_id == self.helper_id else self.helper_id


class MatchTimes(TypedDict, total=False):
    """When a match ended, and until when words are passed on all the same."""

    ended_at: datetime
    relay_until: datetime | None


_COLUMNS = [
    *(matches.c[name] for name in list(Match.__dataclass_fields__)[:7]),
    needs.c.reference,
    needs.c.category,
]
_OLDEST_FIRST = matches.c.opened_at, matches.c.turn, matches.c.id
_LATEST_FIRST = tuple(column.desc() for column in _OLDEST_FIRST)
_JOINED = matches.join(needs, needs.c.id == matches.c.need_id)


def add(db: Connection, need_id: int, helper_id: int, asker_id: int, now: datetime) -> int:
    """Join a need and its helper. A second open match for one need breaks a unique index."""
    row_id = new_id()
    db.execute(
        insert(matches).values(
            id=row_id,
            need_id=need_id,
            helper_id=helper_id,
            asker_id=asker_id,
            state=MATCH.initial,
            opened_at=now,
            turn=next_turn(),
        )
    )
    return row_id


def get(db: Connection, match_id: int) -> Match:
    """The match of this id, whatever its state."""
    query = select(*_COLUMNS).select_from(_JOINED).where(matches.c.id == match_id)
    return Match(*db.execute(query).one())


_SIDE = bindparam("member", type_=matches.c.helper_id.type)
_GRACE_ENDS = bindparam("moment", type_=matches.c.relay_until.type)  # NULL: no grace counts
_RELAYING = Prepared(
    select(*_COLUMNS)
    .select_from(_JOINED)
    .where(
        or_(matches.c.helper_id == _SIDE, matches.c.asker_id == _SIDE),
        or_(matches.c.state == "open", matches.c.relay_until > _GRACE_ENDS),
    )
    .order_by(*_OLDEST_FIRST)
)


def open_for_need(db: Connection, need_id: int) -> Match | None:
    """The open match of a need."""
    row = _OPEN_FOR_NEED.first(db, need=need_id)
    return None if row is None else Match(*row)


_OPEN_FOR_NEED = Prepared(
    select(*_COLUMNS)
    .select_from(_JOINED)
    .where(matches.c.need_id == bindparam("need"), matches.c.state == "open")
)


def last_for_need(db: Connection, need_id: int) -> Match | None:
    """The latest match of a need, ended ones included."""
    query = select(*_COLUMNS).select_from(_JOINED).where(matches.c.need_id == need_id)
    row = db.execute(query.order_by(*_LATEST_FIRST).limit(1)).one_or_none()
    return None if row is None else Match(*row)


def all_with(db: Connection, member_id: int) -> list[Match]:
    """Every match that this member ever was a side of."""
    mine = or_(matches.c.helper_id == member_id, matches.c.asker_id == member_id)
    return [Match(*row) for row in db.execute(select(*_COLUMNS).select_from(_JOINED).where(mine))]


def of_need(db: Connection, need_id: int) -> list[Match]:
    """Every match of a need, the latest first."""
    query = select(*_COLUMNS).select_from(_JOINED).where(matches.c.need_id == need_id)
    return [Match(*row) for row in db.execute(query.order_by(*_LATEST_FIRST))]


def between(db: Connection, one: int, other: int) -> list[Match]:
    """Every match of these two, whoever of them helped, the oldest first."""
    m = matches.c
    these = or_(
        and_(m.helper_id == one, m.asker_id == other), and_(m.helper_id == other, m.asker_id == one)
    )
    query = select(*_COLUMNS).select_from(_JOINED).where(these).order_by(*_OLDEST_FIRST)
    return [Match(*row) for row in db.execute(query)]


def open_with(db: Connection, member_id: int) -> list[Match]:
    """The member's open matches, on either side, oldest first."""
    return [match for match in relaying(db, member_id, None) if match.state == "open"]


def relaying(db: Connection, member_id: int, now: datetime | None) -> list[Match]:
    """Matches over which this member's words are passed on: open ones, and those in their grace."""
    rows = _RELAYING.rows(db, member=member_id, moment=now)
    return [Match(*row) for row in rows]


def move(db: Connection, match_id: int, to: MatchState, **values: Unpack[MatchTimes]) -> bool:
    """End a match if the table of transitions allows it; whether it did."""
    return MATCHES.move(db, match_id, to, **values)


def change(db: Connection, match_id: int, **values: Unpack[MatchTimes]) -> None:
    """Set columns other than the state."""
    db.execute(update(matches).where(matches.c.id == match_id).values(**values))


def helping(db: Connection, member_ids: list[int]) -> set[int]:
    """Those of these members who hold an open match as helpers."""
    return set(_HELPING.scalars(db, members=list(member_ids)))


_HELPING = Prepared(
    select(matches.c.helper_id).where(
        matches.c.helper_id.in_(bindparam("members", expanding=True)), matches.c.state == "open"
    )
)
