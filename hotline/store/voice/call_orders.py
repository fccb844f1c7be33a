"""Orders of calls: what the outbox is for texts, from the first wish to the end of the call.

A row in `queued` has surely not rung. One that is `placing` or `unclear` may ring: nobody places it again,
and its call's `closes_at` is when it is given up without a word. Claims are leases: they run out.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypedDict, Unpack

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    bindparam,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from hotline.domain.limits import Funds
from hotline.domain.states import RINGING_ORDERS, OrderState
from hotline.domain.transitions import ORDER
from hotline.store.db.encryption import CALL_PHONE, MEMBER_PHONE, Vault
from hotline.store.db.lease_queue import UNLEASED, LeaseQueue
from hotline.store.db.lifecycle import CALLS, ORDERS
from hotline.store.db.prepared import Prepared
from hotline.store.schema import asks, call_orders, calls, members, needs, rings
from hotline.store.tables.types import MomentLike

_O = call_orders.c
_QUEUE = LeaseQueue(ORDERS)
# As LeaseQueue says it, of orders.
release = _QUEUE.release
postpone = _QUEUE.postpone
tries_of = _QUEUE.tries_of


def any_due(now: MomentLike) -> tuple[ColumnElement[bool], ...]:
    """What holds for an order that could be placed."""
    return (_QUEUE.due(now),)


@dataclass(frozen=True)
class Order:
    """An order that a worker has claimed. `number` is None once the member was erased."""

    call_id: int
    member_id: int | None
    ask_id: int | None
    match_id: int | None
    purpose: str
    tries: int
    number: str | None = field(repr=False)


def add(
    db: Connection,
    vault: Vault,
    call_id: int,
    *,
    phone_index: bytes,
    due_at: datetime,
    now: datetime,
    member_id: int | None = None,
    number: str | None = None,
) -> None:
    """Order a call to a member, or to `number` where it is nobody's."""
    db.execute(
        insert(call_orders).values(
            call_id=call_id,
            member_id=member_id,
            phone_index=phone_index,
            phone=None if number is None else vault.seal(CALL_PHONE, call_id, number),
            state=ORDER.initial,
            tries=0,
            due_at=due_at,
            created_at=now,
        )
    )


def claim(
    db: Connection,
    holder: str,
    now: datetime,
    limit: int,
    but: Collection[str] = (),
    *,
    funds: Funds = "open",
) -> list[int]:
    """Lease up to `limit` calls that are due; their ids, the longest due first.

    `but` names purposes of calls that are left waiting where there is no money for them; urgent asks
    go on while there is some for those.
    """
    due = select(_O.call_id).where(_QUEUE.due(now))
    if funds != "open":
        waiting = select(calls.c.id).where(calls.c.purpose.in_(but), calls.c.state == "open")
        if funds == "urgent":
            waiting = waiting.where(~_ASKS_URGENTLY)
        due = due.where(_O.call_id.not_in(waiting))
    due = due.order_by(_O.due_at, _O.call_id).limit(limit)
    return _QUEUE.claim(db, due, holder, now)


_ASKS_URGENTLY = (
    select(asks.c.id)
    .join(needs, needs.c.id == asks.c.need_id)
    .where(asks.c.id == calls.c.ask_id, needs.c.urgent)
    .exists()
)


def claimed(db: Connection, vault: Vault, holder: str, call_id: int) -> Order | None:
    """What placing this call takes; None where it is no longer leased by `holder`."""
    query = (
        select(
            call_orders,
            members.c.phone.label("own"),
            calls.c.purpose,
            calls.c.ask_id,
            calls.c.match_id,
        )
        .join(calls, calls.c.id == _O.call_id)
        .outerjoin(members, members.c.id == _O.member_id)
        .where(_O.call_id == call_id, _O.lease_holder == holder, _O.state == "queued")
    )
    row = db.execute(query).one_or_none()
    return None if row is None else _order(vault, row)


def mark_placing(db: Connection, holder: str, call_id: int) -> bool | None:
    """The point of no return. False where it is no longer `holder`'s to place, None where its phone
    is being rung, or in a call, by another order."""
    try:
        with db.begin_nested():
            return _QUEUE.mark(db, holder, [call_id], "placing") == [call_id]
    except IntegrityError:
        return None


def in_a_call(db: Connection, call_id: int) -> bool:
    """Whether the member of an order is in a call that they began, or is rung for a caller."""
    theirs = select(_O.member_id).where(_O.call_id == call_id).scalar_subquery()
    began = exists().where(
        calls.c.member_id == theirs, calls.c.state == "open", calls.c.direction == "inbound"
    )
    rung = exists().where(rings.c.member_id == theirs, rings.c.state != "over")
    return bool(db.execute(select(or_(began, rung))).scalar())


def bring_forward(db: Connection, call_id: int, due_at: datetime) -> bool:
    """Have an order that has surely not rung be due at `due_at`, if it is due later; whether it was."""
    later = _O.call_id == call_id, _O.state == "queued", _O.due_at > due_at
    return db.execute(update(call_orders).where(*later).values(due_at=due_at)).rowcount == 1


class OrderTimes(TypedDict, total=False):
    """When an order is to be placed (again)."""

    due_at: datetime


def move(db: Connection, call_id: int, to: OrderState, **values: Unpack[OrderTimes]) -> bool:
    """Change the state if the table of transitions allows it; whether it did. Ends any lease."""
    over = {"phone": None} if to in ORDER.terminal else {}
    return _QUEUE.move(db, call_id, to, **over, **values)


def cancel_for_asks(db: Connection, ask_ids: Collection[int], now: datetime) -> set[int]:
    """Withdraw the calls of these asks that have surely not rung; the asks whose calls those were."""
    about = select(calls.c.id).where(calls.c.ask_id.in_(list(ask_ids)))
    return _cancel(db, _O.call_id.in_(about), now) if ask_ids else set()


def cancel_for_member(db: Connection, member_id: int, now: datetime) -> None:
    """Withdraw every call to a member that has surely not rung."""
    _cancel(db, _O.member_id == member_id, now)


def cancel(db: Connection, call_id: int, now: datetime) -> None:
    """Withdraw a call, if it has surely not rung."""
    _cancel(db, _O.call_id == call_id, now)


def count_since(
    db: Connection, purpose: str, since: datetime, phone_index: bytes | None = None
) -> int:
    """How many calls of one purpose were ordered since then, to one phone or to all."""
    query = select(func.count()).select_from(call_orders).join(calls, calls.c.id == _O.call_id)
    query = query.where(calls.c.purpose == purpose, _O.created_at > since, _O.state != "canceled")
    if phone_index is not None:
        query = query.where(_O.phone_index == phone_index)
    return int(db.execute(query).scalar_one())


def under_way(db: Connection, purpose: str, phone_index: bytes) -> bool:
    """Whether a call of this purpose to a phone is ordered, rings, or goes on."""
    query = select(_O.call_id).join(calls, calls.c.id == _O.call_id)
    live = _O.state.in_(("queued", *RINGING_ORDERS))
    query = query.where(calls.c.purpose == purpose, _O.phone_index == phone_index, live)
    return db.execute(query.limit(1)).scalar_one_or_none() is not None


def waiting(db: Connection, member_id: int, purpose: str) -> int | None:
    """A call of this purpose to a member that has surely not rung, its order locked."""
    found: int | None = _WAITING.scalar(db, member=member_id, purpose=purpose)
    return found


_WAITING = Prepared(
    select(_O.call_id)
    .join(calls, calls.c.id == _O.call_id)
    .where(
        _O.member_id == bindparam("member"),
        _O.state == "queued",
        calls.c.purpose == bindparam("purpose"),
    )
    .limit(1)
    .with_for_update(of=call_orders, key_share=True)
)


def forget(db: Connection, before: datetime) -> None:
    """Remove orders that are over and were made before then: they only served to count."""
    over = _O.state.in_(sorted(ORDER.terminal))
    db.execute(delete(call_orders).where(over, _O.created_at <= before))


def _cancel(db: Connection, which: ColumnElement[bool], now: datetime) -> set[int]:
    # A worker that leased the row marks it only while it is still queued: one of us two wins.
    canceling = ORDERS.moving("canceled", phone=None, **UNLEASED).where(which)
    ids = list(db.execute(canceling.returning(_O.call_id)).scalars())
    if not ids:
        return set()
    closing = CALLS.moving("closed", ended_at=now, data=None, provider_sid=None)
    closed = closing.where(calls.c.id.in_(ids)).returning(calls.c.ask_id)
    rows = db.execute(closed).scalars()
    return {ask_id for ask_id in rows if ask_id is not None}


def _order(vault: Vault, row: Row[Any]) -> Order:
    number = None
    if row.own is not None:
        number = vault.open(MEMBER_PHONE, row.member_id, row.own)
    elif row.phone is not None:
        number = vault.open(CALL_PHONE, row.call_id, row.phone)
    about = row.ask_id, row.match_id
    return Order(row.call_id, row.member_id, *about, row.purpose, row.tries, number)
