"""The unit of work: write down, commit, then ring. Every use case runs in one.

Its transaction may run several times before it is committed: SQLite was busy, PostgreSQL saw two at
once (Database.write), or something slow was needed that is computed while no transaction is open
(`computed_outside`). It runs from its start each time, so whatever it reads, counts and decides is as it
stands at that moment, under its locks; nothing that it left in plain values outside may survive.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import TypeVar

from sqlalchemy import Connection

from hotline.services.kernel.app import App

T = TypeVar("T")


@dataclass
class UnitOfWork:
    """The house, an open transaction, the time, and the bells to ring once it is committed."""

    app: App
    db: Connection
    now: datetime
    wakeups: set[str] = field(default_factory=set)

    def clock_time(self, moment: datetime) -> time:
        """The hour and minute that the community's clocks show at `moment`."""
        local = moment.astimezone(self.app.community.quiet_hours.zone)
        return local.time().replace(second=0, microsecond=0)


def in_unit_of_work(
    app: App, work: Callable[[UnitOfWork], T], *, later: set[str] | None = None
) -> T:
    """Do `work` in one transaction, commit, ring; what `work` gives.

    Whoever does many in a row may collect the bells of all of them in `later`, and ring them at the
    end (`ring`).
    """
    wakeups: set[str] = set()

    def afresh(db: Connection) -> T:
        wakeups.clear()
        return work(UnitOfWork(app, db, app.clock(), wakeups))

    app.wording.refresh()  # here, where no connection is held
    app.words.refresh()
    done = _with_what_it_lacks(lambda: app.database.write(afresh))
    if later is None:
        ring_bells(app, wakeups)
    else:
        later |= wakeups
    return done


def for_each_due(app: App, row_ids: Iterable[int], work: Callable[[UnitOfWork, int], bool]) -> int:
    """Do `work` for every row in a transaction of its own; how many said that there was something to do.

    Two workers may come to the same row: `work` locks it and looks again.
    """
    return sum(_one(app, row_id, work) for row_id in row_ids)


def _one(app: App, row_id: int, work: Callable[[UnitOfWork, int], bool]) -> bool:
    return in_unit_of_work(app, lambda uow: work(uow, row_id))


def ring_bells(app: App, wakeups: Iterable[str]) -> None:
    """Ring these bells, for what is committed."""
    for name in sorted(wakeups):
        app.doorbell.ring(name)


# --- what is computed while no transaction is open ------------------------------------------------

_Known = dict[Hashable, bytes]
_at_hand: ContextVar[_Known] = ContextVar("what the transaction lacked that runs again")


class _Lacking(Exception):
    """A value is needed that takes too long to compute while others wait for our locks."""

    def __init__(self, key: Hashable, compute: Callable[[], bytes]) -> None:
        super().__init__("a slow value is needed; run the transaction by in_unit_of_work")
        self.key, self.compute = key, compute


def computed_outside(key: Hashable, compute: Callable[[], bytes]) -> bytes:
    """What `compute` gives, computed while no transaction is open: this one is given up for it, and runs
    again from its start.

    The value is kept under `key` until the unit of work is done, and forgotten then.
    """
    found = _at_hand.get({}).get(key)
    if found is None:
        raise _Lacking(key, compute)
    return found


def _with_what_it_lacks(transaction: Callable[[], T]) -> T:
    known: _Known = {}
    token = _at_hand.set(known)
    try:
        while True:
            try:
                return transaction()
            except _Lacking as lacking:
                known[lacking.key] = lacking.compute()
    finally:
        _at_hand.reset(token)
