"""Ordering a call: a row in the caller's transaction, and the bell. Nobody is rung here.

The call itself is led like any other (services/voice/call_steps.py): it begins at `node` once it is
picked up, with what `memory` holds. Nobody's phone is ordered to ring who may not be rung, or at an
hour at which they may not (hotline/domain/reachability.py); placing asks that once more.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Unpack

from hotline.domain.reachability import Drop, HoldUntil, Message, Way
from hotline.services.kernel.call_memory import CallMemory, as_data
from hotline.services.kernel.unit_of_work import UnitOfWork
from hotline.services.outbound import facts
from hotline.store.people import members
from hotline.store.voice import call_orders, calls

# An order that could not be placed for so long, the provider being busy or away, is given up.
UNPLACED = timedelta(minutes=15)
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)  # orders that are only kept are due then


def order(
    uow: UnitOfWork,
    member_id: int,
    *,
    purpose: str,
    node: str,
    memory: CallMemory | None = None,
    due_at: datetime | None = None,
    within: timedelta = UNPLACED,
    urgent: bool = False,
    wanted: bool = False,
    **about: Unpack[calls.CallAbout],
) -> int | None:
    """Have a member rung; the id of the call, None where they may not be rung (any more).

    `purpose` names what follows once it is over (services/voice/call_outcomes.py), `memory` holds JSON
    values, `due_at` is not before now, `within` is how long after it the call is still of use; `urgent`
    and `wanted` as in Message.
    """
    index = members.phone_index_of(uow.db, member_id)
    kind = facts.KINDS[purpose]
    message = Message(kind, Way.CALL, urgent=urgent, wanted=wanted, due_at=due_at)
    decision = facts.may(uow, members.get(uow.db, member_id), message)
    if index is None or isinstance(decision, Drop):
        return None
    due = decision.moment if isinstance(decision, HoldUntil) else uow.now
    call_id = _call(uow, purpose, node, memory, (due, due + within), member_id=member_id, **about)
    _add(uow, call_id, index, member_id, due)
    return call_id


def order_to(
    uow: UnitOfWork,
    number: str,
    *,
    purpose: str,
    node: str,
    memory: CallMemory | None = None,
) -> int:
    """Have a number (E.164) rung that is no member's; the id of the call."""
    vault = uow.app.vault
    call_id = _call(uow, purpose, node, memory, (uow.now, uow.now + UNPLACED))
    index, now = vault.phone_index(number), uow.now
    call_orders.add(uow.db, vault, call_id, phone_index=index, number=number, due_at=now, now=now)
    return call_id


def keep(
    uow: UnitOfWork,
    member_id: int,
    *,
    purpose: str,
    node: str,
    memory: CallMemory,
    until: datetime,
) -> None:
    """An order that nobody places: it is there for when the member calls, and gone after `until`."""
    index = members.phone_index_of(uow.db, member_id)
    if index is None:
        return
    call_id = _call(uow, purpose, node, memory, (_NEVER, until), member_id=member_id)
    _add(uow, call_id, index, member_id, _NEVER)


def bring_forward(uow: UnitOfWork, call_id: int, due_at: datetime, until: datetime) -> None:
    """Have a call that waits to be placed, or is merely kept, placed by `due_at` at the latest."""
    if call_orders.bring_forward(uow.db, call_id, due_at):
        calls.expect_until(uow.db, call_id, until)
    if due_at <= uow.now:
        uow.wakeups.add("call")


def withdraw_asks(uow: UnitOfWork, ask_ids: list[int]) -> set[int]:
    """Nobody need be asked any more: the asks whose calls have surely not rung."""
    return call_orders.cancel_for_asks(uow.db, ask_ids, uow.now)


def _add(uow: UnitOfWork, call_id: int, index: bytes, member_id: int, due: datetime) -> None:
    call_orders.add(
        uow.db,
        uow.app.vault,
        call_id,
        phone_index=index,
        member_id=member_id,
        due_at=due,
        now=uow.now,
    )


def _call(
    uow: UnitOfWork,
    purpose: str,
    node: str,
    memory: CallMemory | None,
    between: tuple[datetime, datetime],
    member_id: int | None = None,
    **about: Unpack[calls.CallAbout],
) -> int:
    if between[0] <= uow.now:
        uow.wakeups.add("call")
    call_id = calls.add_outbound(
        uow.db,
        purpose=purpose,
        node=node,
        now=uow.now,
        closes_at=between[1],
        member_id=member_id,
        **about,
    )
    if memory:
        calls.save(uow.db, uow.app.vault, call_id, as_data(memory))
    return call_id
