"""What today has cost, and what waits once the day's money is spent.

Nothing is written down for this: every try of a text and every call is a row anyway, and a row of the outbox
knows its segments. A try that the provider refused costs nothing; one of which nobody knows counts.

At 80% and at 100% the coordinators are told, once a day each. At 100% asks, news and calls with them stay
due, and wait for midnight or for an operator who raises `limits.spend.per_day` and restarts. Replies,
words between two people, alarms, what goes to coordinators and calls that members are in go on: those
speak already, and are held by the limits of one number. Newcomers are told that it is too much.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from decimal import Decimal
from uuid import uuid4

import structlog
from sqlalchemy import Connection

from flows.text.message_ids import MessageId
from hotline.domain.limits import minutes
from hotline.services.kernel.app import App
from hotline.services.kernel.unit_of_work import UnitOfWork, in_unit_of_work
from hotline.services.team import coordinators
from hotline.store.db import leases
from hotline.store.messages import spending

_WARN_AT: Mapping[str, tuple[Decimal, MessageId]] = {
    "spend-100": (Decimal(1), "coordinator-spend-100"),
    "spend-80": (Decimal("0.8"), "coordinator-spend-80"),
}

log = structlog.get_logger(__name__)


def today(app: App, db: Connection, now: datetime) -> Decimal:
    """What has been spent since midnight, in the community's currency and time zone."""
    since, spend = _midnight(app, now), app.community.limits.spend
    return spend.of(spending.segments(db, since), minutes(spending.call_lengths(db, since, now)))


def is_spent(app: App, db: Connection, now: datetime) -> bool:
    """Whether today's money has all been spent, as far as was known some seconds ago."""
    most = app.community.limits.spend.per_day
    return most > 0 and app.purse.is_spent(now, lambda: today(app, db, now) >= most)


def resumes_at(app: App, now: datetime) -> datetime:
    """The next midnight."""
    return _midnight(app, _midnight(app, now) + timedelta(hours=36))


def watch(app: App) -> None:
    """Tell coordinators of 80% and of all of it, once a day each."""
    if app.community.limits.spend.per_day:
        in_unit_of_work(app, _look)


def _look(uow: UnitOfWork) -> None:
    spend = uow.app.community.limits.spend
    amount = today(uow.app, uow.db, uow.now)
    reached = [name for name, (share, _) in _WARN_AT.items() if spend.share(amount) >= share]
    fresh = [name for name in reached if _first_today(uow, name)]
    if fresh:  # who is told of all of it need not hear of 80% as well
        log.warning("spend.reached", mark=fresh[0], spent=str(amount), per_day=str(spend.per_day))
        coordinators.tell(uow, 0, _WARN_AT[fresh[0]][1])


def _first_today(uow: UnitOfWork, name: str) -> bool:
    left = resumes_at(uow.app, uow.now) - uow.now
    return leases.hold(uow.db, name, uuid4().hex, uow.now, left)


def _midnight(app: App, now: datetime) -> datetime:
    """When the day began that it is now, on the community's clocks."""
    local = now.astimezone(app.community.zone)
    return datetime.combine(local.date(), time(), app.community.zone).astimezone(now.tzinfo)
