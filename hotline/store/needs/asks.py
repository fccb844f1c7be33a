"""Asks: one text to one member, "can you?"."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict, Unpack

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    bindparam,
    case,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from hotline.domain.states import LIVE_ASKS, OPEN_NEEDS, AskState
from hotline.domain.transitions import ASK
from hotline.store.db.ids import new_id, next_turn
from hotline.store.db.lifecycle import ASKS
from hotline.store.db.prepared import Prepared
from hotline.store.schema import asks, carried_asks, members, needs, outbox


@dataclass(frozen=True)
class Ask:
    id: int
    need_id: int
    member_id: int
    wave: int
    state: AskState
    created_at: datetime
    sent_at: datetime | None
    lapses_at: datetime
    answered_at: datetime | None = None

    @property
    def reached_at(self) -> datetime:
        """When it reached the member, as far as is known."""
        return self.sent_at or self.created_at


class AskTimes(TypedDict, total=False):
    """What is noted as an ask moves on."""

    sent_at: datetime
    lapses_at: datetime
    answered_at: datetime


@dataclass(frozen=True)
class AskTally:
    """How many different people have had a text for a need, and how many said yes or no.

    Silence until the time was over is a no; a yes that was given back was one.
    """

    asked: int = 0
    yes: int = 0
    no: int = 0


_REACHED_AT = func.coalesce(asks.c.sent_at, asks.c.created_at)
_PLANNED = asks.c.wave, asks.c.created_at, asks.c.turn, asks.c.id
_COLUMNS = [asks.c[name] for name in Ask.__dataclass_fields__]


def add(
    db: Connection, need_id: int, member_id: int, wave: int, now: datetime, lapses_at: datetime
) -> int:
    """Plan to ask one member."""
    row_id = new_id()
    db.execute(
        insert(asks).values(
            id=row_id,
            need_id=need_id,
            member_id=member_id,
            wave=wave,
            state=ASK.initial,
            created_at=now,
            lapses_at=lapses_at,
            turn=next_turn(),
        )
    )
    return row_id


_BY_ID = Prepared(select(*_COLUMNS).where(asks.c.id == bindparam("ask")))


def get(db: Connection, ask_id: int) -> Ask:
    """The ask of this id. Raises LookupError where there is none."""
    found = _BY_ID.first(db, ask=ask_id)
    if found is None:
        raise LookupError("no ask has this id")
    return _ask(found)


def of_need(db: Connection, need_id: int) -> list[Ask]:
    """Every ask for a need, in the order they were planned."""
    return [_ask(row) for row in _OF_NEED.rows(db, need=need_id)]


_OF_NEED = Prepared(
    select(*_COLUMNS).where(asks.c.need_id == bindparam("need")).order_by(*_PLANNED)
)


def tallies(db: Connection, need_ids: Collection[int]) -> dict[int, AskTally]:
    """The asks of each of these needs, counted; needs without any are left out."""
    reached = case((asks.c.sent_at.is_not(None), asks.c.member_id))
    yes = case((asks.c.state.in_(("accepted", "released")), 1))
    no = case((asks.c.state.in_(("declined", "lapsed")), 1))
    counted = func.count(func.distinct(reached)), func.count(yes), func.count(no)
    query = select(asks.c.need_id, *counted).where(asks.c.need_id.in_(need_ids))
    return {row[0]: AskTally(*row[1:]) for row in db.execute(query.group_by(asks.c.need_id))}


def last_for(db: Connection, need_id: int, member_id: int) -> Ask | None:
    """The latest ask of this member for this need."""
    row = _LAST_FOR.first(db, need=need_id, member=member_id)
    return None if row is None else _ask(row)


_LAST_FOR = Prepared(
    select(*_COLUMNS)
    .where(asks.c.need_id == bindparam("need"), asks.c.member_id == bindparam("member"))
    .order_by(*(column.desc() for column in _PLANNED))
    .limit(1)
)


def waiting_for(db: Connection, member_id: int) -> list[tuple[Ask, str, str]]:
    """Asks that have reached this member and wait, latest first: (ask, reference, category).

    Silent ones count while the need is open: a late yes is a yes. So do those of which the provider
    has not said yet that it took them, though it may have.
    """
    found = _WAITING_FOR.rows(db, member=member_id)
    return [(_ask(row[:-2]), row.reference, row.category) for row in found]


def live_to(db: Connection, member_id: int) -> list[Ask]:
    """Asks of this member that they may still answer in time, also those that have not left."""
    mine = asks.c.member_id == member_id, asks.c.state.in_(LIVE_ASKS)
    return [_ask(row) for row in db.execute(select(*_COLUMNS).where(*mine).order_by(*_PLANNED))]


def last_to(db: Connection, member_id: int) -> Ask | None:
    """The ask that has reached this member last, whatever became of it."""
    reached = or_(asks.c.sent_at.is_not(None), _left())
    query = select(*_COLUMNS).where(asks.c.member_id == member_id, reached)
    row = db.execute(query.order_by(_REACHED_AT.desc(), asks.c.turn.desc()).limit(1)).one_or_none()
    return None if row is None else _ask(row)


def move(db: Connection, ask_id: int, to: AskState, **values: Unpack[AskTimes]) -> bool:
    """Change the state if the table of transitions allows it; whether it did."""
    return ASKS.move(db, ask_id, to, **values)


def move_live(db: Connection, need_id: int, to: AskState, but: Iterable[int] = ()) -> list[Ask]:
    """Move every live ask of a need to `to`; those that were moved, as they stood before."""
    live = [a for a in of_need(db, need_id) if a.state in LIVE_ASKS and a.id not in set(but)]
    return [ask for ask in live if move(db, ask.id, to)]


def put_off_unsent(db: Connection, now: datetime, *, urgent_too: bool) -> None:
    """Asks that could not leave yet: their time to answer has not begun."""
    late = update(asks).where(asks.c.state == "queued", asks.c.lapses_at <= now)
    if not urgent_too:
        late = late.where(asks.c.need_id.in_(select(needs.c.id).where(~needs.c.urgent)))
    db.execute(late.values(lapses_at=now))


def put_off(db: Connection, ask_id: int, until: datetime) -> None:
    """This ask leaves no sooner than that, so its time to answer does not end before."""
    late = update(asks).where(asks.c.id == ask_id, asks.c.state == "queued")
    db.execute(late.where(asks.c.lapses_at < until).values(lapses_at=until))


def is_urgent(db: Connection, ask_id: int) -> bool:
    """Whether what is asked for is urgent."""
    query = select(needs.c.urgent).join(asks, asks.c.need_id == needs.c.id)
    return bool(db.execute(query.where(asks.c.id == ask_id)).scalar_one())


def weekly(db: Connection, member_ids: Iterable[int], since: datetime) -> dict[int, int]:
    """How many asks each of these members was given since then, also before they were forgotten."""
    theirs = {"members": list(member_ids), "since": since}
    given = {row[0]: row[1] for row in _GIVEN.rows(db, **theirs)}
    for row in _CARRIED.rows(db, **theirs):
        given[row.id] = given.get(row.id, 0) + row.asked
    return given


_MEMBERS: BindParameter[int] = bindparam("members", expanding=True)
_GIVEN = Prepared(
    select(asks.c.member_id, func.count())
    .where(
        asks.c.member_id.in_(_MEMBERS),
        asks.c.created_at > bindparam("since"),
        asks.c.state != "failed",
    )
    .group_by(asks.c.member_id)
)
_CARRIED = Prepared(
    select(members.c.id, carried_asks.c.asked).where(
        members.c.id.in_(_MEMBERS),
        members.c.phone_index == carried_asks.c.phone_index,
        carried_asks.c.asked_at > bindparam("since"),
    )
)


def busy(db: Connection, member_ids: Iterable[int]) -> set[int]:
    """Those of these members who hold a live ask."""
    return set(_BUSY.scalars(db, members=list(member_ids)))


_BUSY = Prepared(
    select(asks.c.member_id).where(asks.c.member_id.in_(_MEMBERS), asks.c.state.in_(LIVE_ASKS))
)


def people_asked(db: Connection, need_id: int) -> int:
    """How many different people were asked for a need."""
    query = select(func.count(func.distinct(asks.c.member_id))).where(
        asks.c.need_id == need_id, asks.c.sent_at.is_not(None)
    )
    return db.execute(query).scalar_one()


def _left() -> ColumnElement[bool]:
    """Whether an ask's text is out of our hands, taken by the provider or perhaps so."""
    out = outbox.c.state.in_(("sending", "unclear", "sent"))
    return exists().where(outbox.c.ask_id == asks.c.id, out)


_WAITING_FOR = Prepared(
    select(*_COLUMNS, needs.c.reference, needs.c.category)
    .join(needs, needs.c.id == asks.c.need_id)
    .where(
        asks.c.member_id == bindparam("member"),
        or_(asks.c.state.in_(("sent", "lapsed")), (asks.c.state == "queued") & _left()),
        needs.c.state.in_(OPEN_NEEDS),
    )
    .order_by(_REACHED_AT.desc(), asks.c.turn.desc())
)


def _ask(row: Any) -> Ask:
    return Ask(*row)
