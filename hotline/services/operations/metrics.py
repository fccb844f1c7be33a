"""How the line is just now, in counts: for the console's page of health and for metrics.

Nothing here tells one member, need or text from another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import Connection

from hotline.domain.statistics.counting import week_of
from hotline.domain.transitions import MESSAGE, NEED, ORDER
from hotline.services.kernel.app import App
from hotline.services.operations import health
from hotline.services.sessions import spending
from hotline.store.conversation import learned_words, reading_counts
from hotline.store.db import leases
from hotline.store.needs import statistics
from hotline.store.schema import call_orders, needs, outbox
from hotline.store.upkeep import due, processes

KINDS = ("web", "worker", "clock")
READINGS = ("asked", "unread")
ERRORS_OF = timedelta(days=1)
_GRACE = timedelta(minutes=1)  # due for so long is overdue


@dataclass(frozen=True)
class Metrics:
    """Counts by state, in the order of the tables of states, states with none among them.

    `overdue` are texts due for a minute or more that nobody has sent, and `removals` what should have been
    forgotten by now, here or at the provider. `errors` are the provider's codes of the last day, the most
    frequent first. `unclear` are texts of this week that led to a question or were not understood, `learned`
    the words that count here beside the lists. `spent` and `ceiling` are in the community's currency; a
    ceiling of 0 is none.
    """

    now: datetime
    texts: Mapping[str, int]
    calls: Mapping[str, int]
    needs: Mapping[str, int]
    running: Mapping[str, int]
    overdue: int
    oldest_due: datetime | None
    removals: int
    clock_at: datetime | None
    errors: tuple[tuple[str, int], ...]
    unclear: Mapping[str, int]
    learned: int
    spent: Decimal
    ceiling: Decimal
    currency: str


def current_metrics(app: App) -> Metrics:
    """Read all of it from the database. Raises SQLAlchemyError where there is none."""
    now, spend = app.clock(), app.community.limits.spend
    with app.database.reading() as db:
        return Metrics(
            now=now,
            texts=_each(MESSAGE.states, statistics.states(db, outbox)),
            calls=_each(ORDER.states, statistics.states(db, call_orders)),
            needs=_each(NEED.states, statistics.states(db, needs)),
            running=_each(KINDS, _running(db, now)),
            overdue=statistics.unsent(db, now - _GRACE),
            oldest_due=due.oldest(db, now),
            removals=health.removals_overdue(db, now, app.community),
            clock_at=leases.last_beat(db, "clock"),
            errors=tuple(statistics.errors(db, now - ERRORS_OF)),
            unclear=_each(READINGS, reading_counts.since(db, week_of(now))),
            learned=learned_words.count(db),
            spent=spending.today(app, db, now),
            ceiling=spend.per_day,
            currency=spend.currency,
        )


def _each(names: tuple[str, ...], found: Mapping[str, int]) -> dict[str, int]:
    return {name: found.get(name, 0) for name in names}


def _running(db: Connection, now: datetime) -> dict[str, int]:
    kinds = [one.kind for one in processes.running(db, now)]
    return {kind: kinds.count(kind) for kind in kinds}
