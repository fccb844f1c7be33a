"""What today has cost, and what waits once the day's money is spent.

Nothing is written down for this: every try of a text and every call is a row anyway, and a row of the outbox
knows its segments. A try that the provider refused costs nothing; one of which nobody knows counts.

At 80% and at 100% the coordinators are told, once a day each. At 100% asks, news and calls with them stay
due, and wait for midnight or for an operator who raises `limits.spend.per_day` and restarts; what is
about urgent requests goes on, up to a ceiling of its own. Answers, words between two people, alarms, what
goes to coordinators and calls that members are in go on: those speak already, and are held by the limits
of one number. Answers take no more than a share of the day's money away from asks; once as much has gone
to new numbers, those are told when they are answered again (domain/limits.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import get_args
from uuid import uuid4

import structlog
from sqlalchemy import Connection

from flows.text.message_ids import MessageId
from flows.text.segments import segments_for
from hotline.domain.limits import LITTLE, Funds, Purse, Spent, minutes
from hotline.domain.schedule import quiet_end
from hotline.services.kernel.app import App
from hotline.services.kernel.unit_of_work import UnitOfWork, in_unit_of_work
from hotline.services.team import coordinators
from hotline.store.db import leases
from hotline.store.messages import spending
from hotline.store.people.members import Member

# Each implies those below it, of which nobody need hear then.
_WARNINGS: Mapping[str, MessageId] = {
    "spend-urgent": "coordinator-spend-urgent",
    "spend-100": "coordinator-spend-100",
    "spend-80": "coordinator-spend-80",
}
_NEW_NUMBERS = "spend-new"
_NEARLY = Decimal("0.8")

log = structlog.get_logger(__name__)


def today(app: App, db: Connection, now: datetime) -> Decimal:
    """What has been spent since midnight, in the community's currency and time zone."""
    return spent(app, db, now).total


def spent(app: App, db: Connection, now: datetime) -> Spent:
    """The same, by what it was for."""
    since, spend = _midnight(app, now), app.community.limits.spend
    segments, lengths = spending.segments(db, since), spending.call_lengths(db, since, now)
    return Spent(
        **{
            purse: spend.of(segments.get(purse, 0), minutes(lengths.get(purse, ())))
            for purse in get_args(Purse)
        }
    )


def funds(app: App, db: Connection, now: datetime) -> Funds:
    """Whom there is money to ask for, as far as was known some seconds ago."""
    spend = app.community.limits.spend
    if not spend.per_day:
        return "open"
    return spend.funds(app.spend_cache.spent(now, lambda: spent(app, db, now)))


def is_spent(app: App, db: Connection, now: datetime) -> bool:
    """Whether today's money has all been spent, as far as was known some seconds ago."""
    return funds(app, db, now) != "open"


def held_until(uow: UnitOfWork, *, urgent: bool) -> datetime | None:
    """When people can be asked again for a request, where there is no money for it now; else None."""
    found = funds(uow.app, uow.db, uow.now)
    if found == "open" or (urgent and found == "urgent"):
        return None
    midnight = resumes_at(uow.app, uow.now)
    return midnight if urgent else quiet_end(midnight, uow.app.community.quiet_hours)


def shuts_out(app: App, db: Connection, now: datetime, stranger: Member) -> bool:
    """Whether a new number gets no more answers today: as of this moment, since a flood takes seconds."""
    spend = app.community.limits.spend
    if not spend.per_day:
        return False
    supply = spend.for_strangers(app.spend_cache.at_once(now, lambda: spent(app, db, now)))
    if supply != "little":
        return supply == "none"
    since = max(_midnight(app, now), stranger.veiled_at or _midnight(app, now))
    return spending.segments_to(db, stranger.id, since) >= LITTLE


def note_answered(app: App, replies: Sequence[str]) -> None:
    """A new number is answered with these texts."""
    segments = sum(segments_for(reply).segments for reply in replies)
    app.spend_cache.answered_stranger(app.community.limits.spend.of(segments, 0))


def resumes_at(app: App, now: datetime) -> datetime:
    """The next midnight."""
    return _midnight(app, _midnight(app, now) + timedelta(hours=36))


def watch(app: App) -> None:
    """Tell coordinators of what is (nearly) spent, once a day each."""
    if app.community.limits.spend.per_day:
        in_unit_of_work(app, _look)


def _look(uow: UnitOfWork) -> None:
    spend = uow.app.community.limits.spend
    found = spent(uow.app, uow.db, uow.now)
    reached = {
        "spend-urgent": spend.funds(found) == "shut",
        "spend-100": spend.funds(found) != "open",
        "spend-80": spend.share(found) >= _NEARLY,
    }
    fresh = [name for name in _WARNINGS if reached[name] and _first_today(uow, name)]
    if fresh:
        log.warning(
            "spend.reached", mark=fresh[0], spent=str(found.total), per_day=str(spend.per_day)
        )
        coordinators.tell(uow, 0, _WARNINGS[fresh[0]])
    alone = spend.for_strangers(found) != "plenty" and not reached["spend-100"]
    if alone and _first_today(uow, _NEW_NUMBERS):
        log.warning("spend.strangers", spent=str(found.stranger), per_day=str(spend.per_day))
        coordinators.tell(uow, 0, "coordinator-spend-new")


def _first_today(uow: UnitOfWork, name: str) -> bool:
    left = resumes_at(uow.app, uow.now) - uow.now
    return leases.hold(uow.db, name, uuid4().hex, uow.now, left)


def _midnight(app: App, now: datetime) -> datetime:
    """When the day began that it is now, on the community's clocks."""
    local = now.astimezone(app.community.zone)
    return datetime.combine(local.date(), time(), app.community.zone).astimezone(now.tzinfo)
