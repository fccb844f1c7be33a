"""Sending what waits in the outbox: claim by lease, mark an attempt, commit, call, settle.

No database connection is held while the provider is called. Any moment of a pass may be the last one of
its process: what was only claimed is surely unsent and free again when the lease runs out, what was
marked is looked up by services/delivery/reconcile.py before anybody sends it again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import structlog

from hotline.domain.outcomes import Verdict, judge
from hotline.domain.reachability import (
    CallInstead,
    Drop,
    HoldUntil,
    KeepForTheEar,
    Reason,
    Send,
    waits_for_morning,
)
from hotline.gateway.client import Refused, Sent, Unclear, Unreachable
from hotline.services.delivery import delivery_outcomes
from hotline.services.delivery.delivery_outcomes import Refusal
from hotline.services.kernel.app import App
from hotline.services.kernel.provider_hold import ProviderHold
from hotline.services.kernel.unit_of_work import UnitOfWork, in_unit_of_work, ring_bells
from hotline.services.outbound import facts
from hotline.services.sessions import spending
from hotline.store.messages import attempts, outbox
from hotline.store.messages.outbox import Leaving, OutboundText
from hotline.store.needs import asks
from hotline.store.people import reachability
from hotline.store.people.reachability import ReaderStanding

THREADS = 16
_CHUNK = 32  # marked at a time: the next one is marked while the last is on its way
_BATCH = 320  # claimed at a time, more than a pass can send
_PASS_SECONDS = 1.0  # a short job makes for a quick shutdown; it rings again
_START_SECONDS = 2.0  # a marked attempt begins within this or not at all

# A marked attempt whose worker has died is looked up when it can no longer be under way: it began
# within two seconds, and the provider's time-out of ten counts for connecting and for the answer.
LOOK_UP_AFTER = timedelta(seconds=25)
UNCLEAR_GRACE = timedelta(seconds=5)  # the provider may finish a request we no longer wait for

_HOLD = ProviderHold("provider")

log = structlog.get_logger(__name__)


class _TooLate(Exception):
    """The attempt was not begun in time, so it was not begun."""


_Result = Sent | Refused | Unclear | _TooLate


@dataclass(frozen=True)
class _Attempt:
    leaving: Leaving
    id: int


@dataclass(frozen=True)
class _Queue:
    """What leaves for one member, in order, and the answers to it."""

    attempts: Sequence[_Attempt]
    answers: Future[list[_Result]]


def run(app: App, *, monotonic: Callable[[], float] = time.monotonic) -> int:
    """Send what is due for about a second; how many texts were handled. Rings again if more is due.

    May run in any number of processes at once.
    """
    sending = _Pass(app, monotonic)
    ids = in_unit_of_work(app, sending.claim)
    if not ids:
        return 0
    try:
        with ThreadPoolExecutor(THREADS, thread_name_prefix="send") as threads:
            handled = sending.drain(ids, threads)
    finally:
        app.database.write(lambda db: outbox.release(db, sending.holder))
    if handled < len(ids) or len(ids) == _BATCH:
        sending.wakeups.add("deliver")
    ring_bells(app, sending.wakeups)
    return handled


class _Pass:
    """One pass of one worker."""

    def __init__(self, app: App, monotonic: Callable[[], float]) -> None:
        self.app = app
        self.holder = uuid4().hex
        self.wakeups: set[str] = set()
        self._monotonic = monotonic
        self._until = monotonic() + _PASS_SECONDS
        self._pressing = True
        self._last: dict[int, Future[list[_Result]]] = {}  # by member: their queue so far

    def claim(self, uow: UnitOfWork) -> list[int]:
        """Lease the next texts, unless the provider has asked us to wait."""
        db, now = uow.db, uow.now
        if _HOLD.is_on(db, now):
            return []
        funds = spending.funds(self.app, db, now)
        return outbox.claim(db, self.holder, now, _BATCH, funds=funds)

    def drain(self, ids: Sequence[int], threads: ThreadPoolExecutor) -> int:
        """Send in chunks, marking the next while the last is under way; how many were begun or ended."""
        under_way: list[_Queue] = []
        handled = 0
        for start in range(0, len(ids), _CHUNK):
            # The first is begun however long it took to claim it: a slow machine gets on as well.
            if start and (not self._pressing or self._monotonic() > self._until):
                break
            chunk = ids[start : start + _CHUNK]
            following = self._start(chunk, threads)
            handled += len(chunk)
            self._finish(under_way)
            under_way = following
        self._finish(under_way)
        return handled

    def _start(self, ids: Sequence[int], threads: ThreadPoolExecutor) -> list[_Queue]:
        marked = in_unit_of_work(
            self.app, lambda uow: _mark(uow, self.holder, ids), later=self.wakeups
        )
        deadline = self._monotonic() + _START_SECONDS
        return [self._queue(queue, deadline, threads) for queue in _by_member(marked)]

    def _queue(
        self, queue: Sequence[_Attempt], deadline: float, threads: ThreadPoolExecutor
    ) -> _Queue:
        """Have one member's texts sent one after the other, behind those of the last chunk."""
        member_id = queue[0].leaving.row.member_id
        before = self._last.get(member_id)
        answers = threads.submit(self._send_in_order, queue, deadline, before)
        self._last[member_id] = answers
        return _Queue(queue, answers)

    def _send_in_order(
        self,
        queue: Sequence[_Attempt],
        deadline: float,
        before: Future[list[_Result]] | None,
    ) -> list[_Result]:
        """Nothing overtakes a text that could not leave. `before` began earlier: no circle here."""
        answers: list[_Result] = []
        last = None if before is None else before.result()[-1]
        for attempt in queue:
            last = _TooLate() if _stayed(last) else self._send(attempt, deadline)
            answers.append(last)
        return answers

    def _send(self, attempt: _Attempt, deadline: float) -> _Result:
        """In a thread of the pool, with no connection to the database. Returns faults, raises none."""
        if self._monotonic() > deadline:
            return _TooLate()
        leaving, url = (
            attempt.leaving,
            delivery_outcomes.callback_url(self.app.settings, attempt.id),
        )
        try:
            return self.app.gateway.send(leaving.number or "", leaving.body or "", url)
        except (Refused, Unclear) as fault:
            return fault
        except Exception as fault:
            # Whatever it was, the text may have left: one broken text must not take others with it.
            log.error("text.fault", message_id=leaving.row.id, fault=type(fault).__name__)
            return Unclear("unexpected")

    def _finish(self, chunk: Sequence[_Queue]) -> None:
        """Wait for a chunk's answers and write them down in one transaction."""
        if not chunk:
            return
        answers = [pair for q in chunk for pair in zip(q.attempts, q.answers.result(), strict=True)]
        # Greetings touch members' rows: in one order everywhere, so that nobody waits in a circle.
        answers.sort(key=lambda a: (not a[0].leaving.row.greets, a[0].leaving.row.member_id))
        in_unit_of_work(self.app, lambda uow: _settle(uow, answers), later=self.wakeups)
        self._pressing = self._pressing and not any(_asks_to_wait(a) for _, a in answers)


def _settle(uow: UnitOfWork, answers: Sequence[tuple[_Attempt, _Result]]) -> None:
    # A callback may be about the same text: it has locked the row, and wants the attempt next.
    outbox.hold(uow.db, [attempt.leaving.row.id for attempt, _ in answers])
    for attempt, answer in answers:
        _settle_one(uow, attempt, answer)
    waits = [_seconds_to_wait(answer) for _, answer in answers if _asks_to_wait(answer)]
    if waits:
        _HOLD.put(uow.db, uow.now, max(waits))


def _mark(uow: UnitOfWork, holder: str, ids: Sequence[int]) -> list[_Attempt]:
    """The chunk's texts that may leave, each with its attempt; the others are put off or canceled."""
    db, now = uow.db, uow.now
    standing = reachability.of_texts(db, ids)
    going = [
        leaving
        for leaving in outbox.leaving(db, uow.app.vault, holder, ids)
        if _may_leave(uow, holder, leaving, standing[leaving.row.id])
    ]
    marked = outbox.mark_sending(db, holder, [g.row.id for g in going], now + LOOK_UP_AFTER)
    again = [g.row.id for g in going if g.row.tries]
    attempt_ids = attempts.begin(db, marked, now, again=again)
    return [_Attempt(g, attempt_ids[g.row.id]) for g in going if g.row.id in attempt_ids]


def _by_member(marked: Iterable[_Attempt]) -> list[list[_Attempt]]:
    queues: dict[int, list[_Attempt]] = {}
    for attempt in marked:
        queues.setdefault(attempt.leaving.row.member_id, []).append(attempt)
    return list(queues.values())


def _may_leave(uow: UnitOfWork, holder: str, leaving: Leaving, standing: ReaderStanding) -> bool:
    """Whether it may leave now, as things stand by now; else it is put off or ended."""
    decision = facts.may_leave(uow, leaving, standing)
    if isinstance(decision, HoldUntil):
        _put_off(uow, holder, leaving.text, decision)
    elif not isinstance(decision, Send):
        _end(uow, leaving.text, decision)
    return isinstance(decision, Send)


def _put_off(uow: UnitOfWork, holder: str, text: OutboundText, decision: HoldUntil) -> None:
    outbox.postpone(uow.db, text.id, holder, decision.moment)
    if text.ask_id is not None and waits_for_morning(decision):
        asks.put_off(uow.db, text.ask_id, decision.moment)


def _end(uow: UnitOfWork, text: OutboundText, decision: Drop | CallInstead | KeepForTheEar) -> None:
    """It does not leave any more. What it was about goes on without it, but where nobody is to wonder."""
    silent = decision.reason in (Reason.WITHDRAWN, Reason.KEPT_APART) and text.ask_id is None
    error = "stopped" if silent else "member"
    if outbox.move(uow.db, text.id, "canceled", error=error) and not silent:
        delivery_outcomes.never_left(uow, text)


def _settle_one(uow: UnitOfWork, attempt: _Attempt, answer: _Result) -> None:
    text = attempt.leaving.text
    if isinstance(answer, Sent):
        delivery_outcomes.accepted(uow, text, attempt.id, answer.sid)
    elif isinstance(answer, Refused | Unreachable):
        delivery_outcomes.refused(uow, text, attempt.id, _refusal(answer))
    elif isinstance(answer, _TooLate):
        if attempts.end(uow.db, attempt.id, "refused", uow.now):
            outbox.queue_behind(uow.db, text, uow.now)
    elif attempts.end(uow.db, attempt.id, "unclear", uow.now):
        outbox.move(uow.db, text.id, "unclear", due_at=uow.now + UNCLEAR_GRACE)


def _refusal(answer: Refused | Unreachable) -> Refusal:
    if isinstance(answer, Unreachable):
        return Refusal(Verdict.LATER)
    verdict = judge(answer.status, answer.code)
    if verdict is Verdict.UNCLEAR:  # a refusal nobody foresaw; surely not sent all the same
        verdict = Verdict.OPERATOR
    return Refusal(verdict, answer.code, answer.retry_after)


def _stayed(answer: _Result | None) -> bool:
    """Whether a text is surely still to be sent, soon."""
    return answer is not None and (isinstance(answer, _TooLate) or _asks_to_wait(answer))


def _asks_to_wait(answer: _Result) -> bool:
    """Whether it makes no sense to press on with others: too many requests, or nobody there."""
    return isinstance(answer, Unreachable) or (isinstance(answer, Refused) and answer.status == 429)


def _seconds_to_wait(answer: _Result) -> float:
    """How long the provider asks for; 0 where it does not say."""
    return (answer.retry_after or 0.0) if isinstance(answer, Refused) else 0.0
