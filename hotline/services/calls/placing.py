"""Placing calls that were ordered: claim by lease, mark, commit, ring, settle.

No database connection is held while the provider is asked. Any moment may be the last one of a worker:
what was only claimed is free again when its lease runs out; what was marked may ring, so nobody places
it again. If nothing is heard of it by its call's `closes_at` the clock closes it, and it counts as a
call that reached nobody.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import structlog
from sqlalchemy import Connection

from hotline.config import Settings
from hotline.domain.outcomes import Verdict, judge, next_try
from hotline.domain.reachability import Decision, HoldUntil, Send, waits_for_morning
from hotline.gateway.calls import Refused, Unclear, Unreachable
from hotline.services import spending
from hotline.services.calls import afterwards
from hotline.services.calls.ordering import UNPLACED
from hotline.services.house import House
from hotline.services.kernel.unit_of_work import Desk, at_a_desk, ring
from hotline.services.outbound import facts
from hotline.services.provider_hold import ProviderHold
from hotline.store import asks, call_orders, calls, copies
from hotline.store.call_orders import Order
from hotline.store.calls import Call

RING_SECONDS = 30
# Time to ask for the call, to ring, and for the word of it to come. Nothing heard: nobody was reached.
GIVEN_UP_AFTER = timedelta(seconds=90)
ENGAGED_WAIT = timedelta(seconds=20)  # until a phone that is rung or in a call is tried again

_BATCH = 16
_HOLD = ProviderHold("provider-calls")

_WAIT_FOR_MONEY = (facts.ASK, facts.NEWS)

log = structlog.get_logger(__name__)

_Result = str | Refused | Unclear


def run(house: House) -> int:
    """Place the calls that are due; how many were handled. Rings again if more may be due.

    May run in any number of processes at once.
    """
    holder, rings = uuid4().hex, set[str]()
    ids = at_a_desk(house, lambda desk: _claim(desk, holder))
    if not ids:
        return 0
    try:
        with ThreadPoolExecutor(_BATCH, thread_name_prefix="call") as threads:
            for heard in threads.map(lambda call_id: _one(house, holder, call_id), ids):
                rings |= heard
    finally:
        house.database.write(lambda db: call_orders.release(db, holder))
    if len(ids) == _BATCH:
        rings.add("call")
    ring(house, rings)
    return len(ids)


def _claim(desk: Desk, holder: str) -> list[int]:
    db, now = desk.db, desk.now
    if _HOLD.is_on(db, now):
        return []
    waits = _WAIT_FOR_MONEY if spending.is_spent(desk.house, db, now) else ()
    return call_orders.claim(db, holder, now, _BATCH, waits)


def _one(house: House, holder: str, call_id: int) -> set[str]:
    """Mark, ring, settle one call; the bells to ring."""
    rings: set[str] = set()
    order = at_a_desk(house, lambda desk: _mark(desk, holder, call_id), later=rings)
    if order is None:
        return rings
    answer = _ring(house, order)  # no connection is held here
    at_a_desk(house, lambda desk: _settle(desk, order, answer), later=rings)
    return rings


def _mark(desk: Desk, holder: str, call_id: int) -> Order | None:
    """The order, if its call may be placed now: from here on it may ring."""
    order = call_orders.claimed(desk.db, desk.house.vault, holder, call_id)
    if order is None:
        return None
    decision = facts.may_be_placed(desk, order)
    if order.ask_id is not None and waits_for_morning(decision):
        _put_off(desk, holder, order, decision)
        return None
    if not isinstance(decision, Send):  # whoever counts on it does what follows
        _end(desk, call_id, "failed")
        return None
    marked = None
    if not call_orders.in_a_call(desk.db, call_id):
        marked = call_orders.mark_placing(desk.db, holder, call_id)
    if marked is None:
        call_orders.postpone(desk.db, call_id, holder, desk.now + ENGAGED_WAIT)
    if not marked:
        return None
    calls.expect_until(desk.db, call_id, desk.now + GIVEN_UP_AFTER)
    return order


def _put_off(desk: Desk, holder: str, order: Order, decision: Decision) -> None:
    """An ask that quiet hours have overtaken: nobody else can be asked before they end either."""
    if isinstance(decision, HoldUntil) and order.ask_id is not None:
        call_orders.postpone(desk.db, order.call_id, holder, decision.moment)
        calls.expect_until(desk.db, order.call_id, decision.moment + UNPLACED)
        asks.put_off(desk.db, order.ask_id, decision.moment)


def _ring(house: House, order: Order) -> _Result:
    """Ask the provider for the call: its id, or the fault. Raises nothing."""
    url = step_url(house.settings, order.call_id)
    told = status_url(house.settings, order.call_id)
    try:
        return house.calls.place(order.number or "", url, told, RING_SECONDS)
    except (Refused, Unclear) as fault:
        return fault
    except Exception as fault:
        # Whatever it was, the phone may ring.
        log.error("call.fault", call_id=order.call_id, fault=type(fault).__name__)
        return Unclear("unexpected")


def step_url(settings: Settings, call_id: int) -> str:
    """Where the provider asks for the first document once somebody picks up."""
    return f"{settings.public_url.rstrip('/')}/twilio/voice/{call_id}/0"


def status_url(settings: Settings, call_id: int) -> str:
    """Where the provider says how the call ended."""
    return f"{settings.public_url.rstrip('/')}/twilio/voice/status/{call_id}"


# --- what has become of it ----------------------------------------------------------------------


def _settle(desk: Desk, order: Order, answer: _Result) -> None:
    call = calls.locked(desk.db, desk.house.vault, order.call_id)
    if isinstance(answer, str):
        _held(desk, answer, order)
    if call is None or not call.is_open:
        return  # it has ended, or was given up, before this answer came
    if isinstance(answer, str):
        calls.dialled(desk.db, desk.house.vault, call.id, answer)
        call_orders.move(desk.db, call.id, "placed")
    elif isinstance(answer, Refused):
        _refused(desk, call, judge(answer.status, answer.code), answer)
    elif isinstance(answer, Unreachable):
        _refused(desk, call, Verdict.LATER, None)
    else:
        log.warning("call.unclear", call_id=call.id)
        call_orders.move(desk.db, call.id, "unclear")


def _held(desk: Desk, sid: str, order: Order) -> None:
    """The provider keeps a record of the call, whatever has become of it here meanwhile."""
    vault, member_id = desk.house.vault, order.member_id
    copies.note(desk.db, vault, sid, desk.now, member_id=member_id, kind="call")


def _refused(desk: Desk, call: Call, verdict: Verdict, refused: Refused | None) -> None:
    """Surely not rung: try again when it makes sense, else give up."""
    retry_after = refused.retry_after if refused else None
    tries = call_orders.tries_of(desk.db, call.id)
    if verdict is Verdict.LATER and (again := next_try(tries, verdict, retry_after, desk.now)):
        call_orders.move(desk.db, call.id, "queued", due_at=again)
        calls.expect_until(desk.db, call.id, max(call.closes_at, again + UNPLACED))
        _HOLD.put(desk.db, desk.now, retry_after)
        return
    code = refused.code if refused else None
    if verdict is not Verdict.NEVER:
        log.error("call.operator_needed", call_id=call.id, code=code)
    _end(desk, call.id, "failed")


def _end(desk: Desk, call_id: int, outcome: str) -> None:
    """A call that reaches nobody is over."""
    call = calls.locked(desk.db, desk.house.vault, call_id)
    if call is not None and calls.close(desk.db, desk.house.vault, call_id, desk.now):
        over(desk, call, outcome)


def picked_up(db: Connection, call_id: int) -> None:
    """Somebody has picked up: the call was placed, whatever the answer to our request was."""
    call_orders.move(db, call_id, "placed")


def over(desk: Desk, call: Call, outcome: str) -> None:
    """A call of ours has ended, and its row was closed just now: what follows for others.

    `outcome` is the provider's word, or `failed` where it was never placed, or `unknown`.
    """
    if call_orders.move(desk.db, call.id, "over"):
        log.info("call.over", call_id=call.id, purpose=call.purpose, outcome=outcome)
        afterwards.follow(desk, call, outcome)
