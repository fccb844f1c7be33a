"""Placing calls that were ordered: claim by lease, mark, commit, ring, settle.

No database connection is held while the provider is asked. Any moment may be the last one of a worker:
what was only claimed is free again when its lease runs out; what was marked may ring, so nobody places
it again. If nothing is heard of it by its call's `closes_at` the clock closes it, and it counts as a
call that reached nobody.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import uuid4

import structlog
from sqlalchemy import Connection

from hotline.config import Settings
from hotline.domain.outcomes import Verdict, judge, next_try
from hotline.domain.reachability import HoldUntil, Send, waits_for_morning
from hotline.gateway.calls import Refused, Unclear, Unreachable
from hotline.services.kernel.app import App
from hotline.services.kernel.provider_hold import ProviderHold
from hotline.services.kernel.unit_of_work import UnitOfWork, in_unit_of_work, ring_bells
from hotline.services.outbound import facts
from hotline.services.outbound.order_calls import UNPLACED
from hotline.services.outbound.voice_notices import OF_USE
from hotline.services.sessions import spending
from hotline.services.voice import call_outcomes
from hotline.store.messages import provider_copies
from hotline.store.needs import asks
from hotline.store.voice import call_orders, calls
from hotline.store.voice.call_orders import Order
from hotline.store.voice.calls import Call

RING_SECONDS = 30
# Time to ask for the call, to ring, and for the word of it to come. Nothing heard: nobody was reached.
GIVEN_UP_AFTER = timedelta(seconds=90)
ENGAGED_WAIT = timedelta(seconds=20)  # until a phone that is rung or in a call is tried again

_BATCH = 16
_HOLD = ProviderHold("provider-calls")

_WAIT_FOR_MONEY = (facts.ASK, facts.NEWS)

log = structlog.get_logger(__name__)

_Result = str | Refused | Unclear


def run(app: App) -> int:
    """Place the calls that are due; how many were handled. Rings again if more may be due.

    May run in any number of processes at once.
    """
    holder, wakeups = uuid4().hex, set[str]()
    ids = in_unit_of_work(app, lambda uow: _claim(uow, holder))
    if not ids:
        return 0
    try:
        with ThreadPoolExecutor(_BATCH, thread_name_prefix="call") as threads:
            for heard in threads.map(lambda call_id: _one(app, holder, call_id), ids):
                wakeups |= heard
    finally:
        app.database.write(lambda db: call_orders.release(db, holder))
    if len(ids) == _BATCH:
        wakeups.add("call")
    ring_bells(app, wakeups)
    return len(ids)


def _claim(uow: UnitOfWork, holder: str) -> list[int]:
    db, now = uow.db, uow.now
    if _HOLD.is_on(db, now):
        return []
    funds = spending.funds(uow.app, db, now)
    return call_orders.claim(db, holder, now, _BATCH, _WAIT_FOR_MONEY, funds=funds)


def _one(app: App, holder: str, call_id: int) -> set[str]:
    """Mark, ring, settle one call; the bells to ring."""
    wakeups: set[str] = set()
    order = in_unit_of_work(app, lambda uow: _mark(uow, holder, call_id), later=wakeups)
    if order is None:
        return wakeups
    answer = _ring(app, order)  # no connection is held here
    in_unit_of_work(app, lambda uow: _settle(uow, order, answer), later=wakeups)
    return wakeups


def _mark(uow: UnitOfWork, holder: str, call_id: int) -> Order | None:
    """The order, if its call may be placed now: from here on it may ring."""
    order = call_orders.claimed(uow.db, uow.app.vault, holder, call_id)
    if order is None:
        return None
    decision = facts.may_be_placed(uow, order)
    if isinstance(decision, HoldUntil) and waits_for_morning(decision):
        _put_off(uow, holder, order, decision.moment)
        return None
    if not isinstance(decision, Send):  # whoever counts on it does what follows
        _end(uow, call_id, "failed")
        return None
    marked = None
    if not call_orders.in_a_call(uow.db, call_id):
        marked = call_orders.mark_placing(uow.db, holder, call_id)
    if marked is None:
        call_orders.postpone(uow.db, call_id, holder, uow.now + ENGAGED_WAIT)
    if not marked:
        return None
    calls.expect_until(uow.db, call_id, uow.now + GIVEN_UP_AFTER)
    return order


def _put_off(uow: UnitOfWork, holder: str, order: Order, moment: datetime) -> None:
    """Quiet hours have overtaken it. It is no try, and nobody else can be asked before they end either."""
    call_orders.postpone(uow.db, order.call_id, holder, moment)
    within = UNPLACED if order.ask_id is not None else OF_USE
    calls.expect_until(uow.db, order.call_id, moment + within)
    if order.ask_id is not None:
        asks.put_off(uow.db, order.ask_id, moment)


def _ring(app: App, order: Order) -> _Result:
    """Ask the provider for the call: its id, or the fault. Raises nothing."""
    url = step_url(app.settings, order.call_id)
    told = status_url(app.settings, order.call_id)
    try:
        return app.calls.place(order.number or "", url, told, RING_SECONDS)
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


def _settle(uow: UnitOfWork, order: Order, answer: _Result) -> None:
    call = calls.locked(uow.db, uow.app.vault, order.call_id)
    if isinstance(answer, str):
        _held(uow, answer, order)
    if call is None or not call.is_open:
        return  # it has ended, or was given up, before this answer came
    if isinstance(answer, str):
        calls.dialled(uow.db, uow.app.vault, call.id, answer)
        call_orders.move(uow.db, call.id, "placed")
    elif isinstance(answer, Refused):
        _refused(uow, call, judge(answer.status, answer.code), answer)
    elif isinstance(answer, Unreachable):
        _refused(uow, call, Verdict.LATER, None)
    else:
        log.warning("call.unclear", call_id=call.id)
        call_orders.move(uow.db, call.id, "unclear")


def _held(uow: UnitOfWork, sid: str, order: Order) -> None:
    """The provider keeps a record of the call, whatever has become of it here meanwhile."""
    vault, member_id = uow.app.vault, order.member_id
    provider_copies.note(uow.db, vault, sid, uow.now, member_id=member_id, kind="call")


def _refused(uow: UnitOfWork, call: Call, verdict: Verdict, refused: Refused | None) -> None:
    """Surely not rung: try again when it makes sense, else give up."""
    retry_after = refused.retry_after if refused else None
    tries = call_orders.tries_of(uow.db, call.id)
    if verdict is Verdict.LATER and (again := next_try(tries, verdict, retry_after, uow.now)):
        call_orders.move(uow.db, call.id, "queued", due_at=again)
        calls.expect_until(uow.db, call.id, max(call.closes_at, again + UNPLACED))
        _HOLD.put(uow.db, uow.now, retry_after)
        return
    code = refused.code if refused else None
    if verdict is not Verdict.NEVER:
        log.error("call.operator_needed", call_id=call.id, code=code)
    _end(uow, call.id, "failed")


def _end(uow: UnitOfWork, call_id: int, outcome: str) -> None:
    """A call that reaches nobody is over."""
    call = calls.locked(uow.db, uow.app.vault, call_id)
    if call is not None and calls.close(uow.db, uow.app.vault, call_id, uow.now):
        over(uow, call, outcome)


def picked_up(db: Connection, call_id: int) -> None:
    """Somebody has picked up: the call was placed, whatever the answer to our request was."""
    call_orders.move(db, call_id, "placed")


def over(uow: UnitOfWork, call: Call, outcome: str) -> None:
    """A call of ours has ended, and its row was closed just now: what follows for others.

    `outcome` is the provider's word, or `failed` where it was never placed, or `unknown`.
    """
    if call_orders.move(uow.db, call.id, "over"):
        log.info("call.over", call_id=call.id, purpose=call.purpose, outcome=outcome)
        call_outcomes.follow(uow, call, outcome)
