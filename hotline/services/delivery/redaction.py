"""The provider keeps each text and each call, with number and words: here it is made to forget them.

As soon as a text has come to its end (or a minute after it came in) its words are taken out and then the
message itself; a call's record goes when the call is over. No row is locked and no connection held
meanwhile. What settling looks for is safe: a text of which nobody knows whether it left has no row here.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import structlog
from sqlalchemy import Connection

from hotline.gateway.client import Refused, Unclear, Unreachable
from hotline.services.kernel.app import App
from hotline.store.messages import provider_copies
from hotline.store.messages.provider_copies import Copy

NOT_YET = 20009  # Twilio, error 20009: it has not come to its end

_BATCH = 64
_THREADS = 8
_PASS_SECONDS = 1.0  # a short job makes for a quick shutdown; it rings again
_LEASE = timedelta(minutes=1)  # more than the last one begun can take
_MOMENT = timedelta(seconds=5)  # for a provider that is out of reach to come back
_SOONEST, _LATEST = timedelta(minutes=1), timedelta(hours=1)  # between two tries

log = structlog.get_logger(__name__)


def run_due(app: App, *, monotonic: Callable[[], float] = time.monotonic) -> int:
    """Have the provider forget what is due; of how many it did. Rings again if more is due.

    May run in any number of processes at once: each takes on its own rows, for a while.
    """
    now = app.clock()
    due = app.database.write(
        lambda db: provider_copies.claim(db, app.vault, now, now + _LEASE, _BATCH)
    )
    if not due:
        return 0
    with ThreadPoolExecutor(_THREADS, thread_name_prefix="forget") as threads:
        sweep = _Sweep(app, monotonic)
        answers = list(threads.map(sweep.one, due))
    app.database.write(lambda db: _settle(app, db, due, answers))
    if len(due) == _BATCH and not sweep.stopped:
        app.doorbell.ring("forget")
    return sum(answer is None for answer in answers)


class _NotTried(Exception):
    """There was no time left, or the provider cannot be reached."""


class _Sweep:
    """One pass: begins no more where time is up, or where it makes no sense to press on."""

    def __init__(self, app: App, monotonic: Callable[[], float]) -> None:
        self._house = app
        self._monotonic = monotonic
        self._until = monotonic() + _PASS_SECONDS
        self.stopped = False

    def one(self, copy: Copy) -> Exception | None:
        """In a thread of the pool. Returns faults, raises none."""
        if self.stopped or self._monotonic() > self._until:
            return _NotTried()
        forget = self._house.calls.forget if copy.kind == "call" else self._house.gateway.forget
        try:
            forget(copy.sid)
        except (Refused, Unclear) as fault:
            self.stopped = self.stopped or _asks_to_wait(fault)
            return fault
        except Exception as fault:
            log.error("copy.fault", kind=copy.kind, fault=type(fault).__name__)
            return fault
        return None


def _asks_to_wait(fault: Refused | Unclear) -> bool:
    return isinstance(fault, Unreachable) or (isinstance(fault, Refused) and fault.status == 429)


def _settle(app: App, db: Connection, due: list[Copy], answers: list[Exception | None]) -> None:
    now = app.clock()
    outcomes = list(zip(due, answers, strict=True))
    provider_copies.gone(db, [copy.id for copy, fault in outcomes if fault is None])
    untried = [copy.id for copy, fault in outcomes if isinstance(fault, _NotTried)]
    provider_copies.put_back(db, untried, now + _MOMENT)
    for copy, fault in outcomes:
        if fault is not None and not isinstance(fault, _NotTried):
            _report(copy, fault)
            wait = min(max((now - copy.created_at) / 8, _SOONEST), _LATEST)
            provider_copies.again(db, copy.id, now, now + wait)


def _report(copy: Copy, fault: Exception) -> None:
    """Not yet is nothing to speak of; anything else an operator may want to know."""
    if not isinstance(fault, Refused) or fault.code != NOT_YET:
        code = fault.code if isinstance(fault, Refused) else None
        log.warning("copy.not_removed", kind=copy.kind, code=code, fault=type(fault).__name__)
