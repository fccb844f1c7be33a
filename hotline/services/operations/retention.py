"""Retention: what has outlived its use goes, a batch at a time, whoever may be writing meanwhile.

Words go `retention.bodies` after they were written or their need was met, closed needs are reduced to
counts after `retention.needs`, and the record loses its oldest rows after `retention.record`. Recordings
have a job of their own (services/sessions/recordings.py).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from hotline.domain import two_people
from hotline.domain.community.community import Community
from hotline.domain.console import DEVICE_LIFE, NOTICE_LIFE
from hotline.domain.limits import REPORTS_COUNTED
from hotline.services.kernel.app import App
from hotline.services.members import erasure, erasure_log
from hotline.services.operations import rewriting
from hotline.store.console import (
    devices,
    enrolments,
    invitations,
    notices,
    passkeys,
    proposals,
    uploads,
)
from hotline.store.conversation import learned_words, unread_words
from hotline.store.db import remanence
from hotline.store.messages import broadcasts, spending
from hotline.store.people import carried, reports
from hotline.store.roster import roster
from hotline.store.upkeep import record_chain, retention
from hotline.store.upkeep.record_chain import ChainBroken

BATCH = 200
_NEEDS = 50  # each with all that hangs on it
_PASS_SECONDS = 2.0
_LATE = timedelta(hours=1)  # past its time for so long is overdue
# Who was asked for what is counted over a week (asks_per_week), and the last question about a need
# comes a week after it was met; its day alone is known by then.
LEAST = timedelta(days=9)

log = structlog.get_logger(__name__)


def run_due(app: App, *, monotonic: Callable[[], float] = time.monotonic) -> int:
    """Forget for a few seconds; of how many rows. Rings again where more is left. Safe to repeat.

    What was forgotten here, or by ERASE just before, is gone from SQLite's log as well afterwards.
    """
    done = _forget(app, monotonic)
    if not remanence.cut_log(app.database):
        log.info("retention.log_in_use")  # the next minute cuts it
    rewriting.run_due(app)
    return done


def _forget(app: App, monotonic: Callable[[], float]) -> int:
    erasure_log.keep(app)  # before their last trace goes
    erasure.sweep(app)
    app.database.write(lambda db: retention.forget_references(db, app.clock()))
    app.database.write(lambda db: spending.forget(db, app.clock()))
    app.database.write(lambda db: uploads.forget(db, app.clock()))
    app.database.write(lambda db: carried.forget(db, app.clock() - LEAST))
    app.database.write(lambda db: _forget_reports(app, db))
    app.database.write(lambda db: _forget_lessons(app, db))
    app.database.write(lambda db: _forget_ways_in(db, app.clock()))
    until, done = monotonic() + _PASS_SECONDS, 0
    for step, most in _steps(app):
        forgotten = most
        while forgotten >= most:
            if monotonic() > until:
                app.doorbell.ring("retain")
                return done
            forgotten = app.database.write(step)
            done += forgotten
    return done


def _steps(app: App) -> list[tuple[Callable[[Connection], int], int]]:
    now = app.clock()
    old, closed, record = _moments(app.community, now)
    return [
        # Before the texts themselves: what became of them is counted first.
        (lambda db: broadcasts.forget(db, old, now, 1), 1),
        (lambda db: retention.forget_texts(db, old, BATCH), BATCH),
        (lambda db: retention.forget_words(db, old, BATCH), BATCH),
        (lambda db: retention.forget_threads(db, old, BATCH), BATCH),
        (lambda db: retention.forget_calls(db, old, BATCH), BATCH),
        (lambda db: roster.forget(db, old, BATCH), BATCH),
        (lambda db: _forget_proposals(db, now), BATCH),
        (lambda db: retention.reduce_needs(db, now, closed, _NEEDS), _NEEDS),
        (lambda db: _trim_record(app, db, record), BATCH),
    ]


def _forget_ways_in(db: Connection, now: datetime) -> None:
    """Links, secrets, challenges, browsers and news of the console whose time is over."""
    invitations.forget(db, now)
    enrolments.forget(db, now)
    passkeys.forget_challenges(db, now)
    devices.forget(db, now - DEVICE_LIFE)
    notices.forget(db, now - NOTICE_LIFE)


def _forget_reports(app: App, db: Connection) -> None:
    """Who made reports that count no more, and such as hold nobody once their request would be gone."""
    now = app.clock()
    reports.forget(db, now - REPORTS_COUNTED, now - max(app.community.retention_needs, LEAST))


def _forget_lessons(app: App, db: Connection) -> None:
    """Texts that were not understood, and what was said of one of them alone."""
    old = app.clock() - app.community.retention_bodies
    unread_words.forget(db, old)
    learned_words.forget(db, old)


def _forget_proposals(db: Connection, now: datetime) -> int:
    acts, words = now - two_people.ACTS_SHOWN, now - two_people.WORDS_KEPT
    kinds = two_people.OF_WORDS
    return proposals.forget(db, now, old=acts, published=words, words=kinds, limit=BATCH)


def _trim_record(app: App, db: Connection, old: datetime) -> int:
    """The record's rows of before `old`; none where what is chained does not fit: it is looked at first."""
    try:
        return record_chain.trim(db, app.vault, old, BATCH)
    except ChainBroken as fault:
        log.error("record.broken", fault=str(fault))
        return 0


def _moments(kept: Community, now: datetime) -> tuple[datetime, datetime, datetime]:
    """Before the first, words go; needs that were closed before the second are reduced; the record goes
    before the third."""
    needs = now - max(kept.retention_needs, LEAST)
    return now - kept.retention_bodies, needs, now - max(kept.retention_record, LEAST)


def overdue(db: Connection, now: datetime, community: Community, most: int) -> int:
    """How many texts, needs and rows of the record should have been forgotten an hour ago; of each kind
    counted up to `most`."""
    old, closed, record = _moments(community, now - _LATE)
    return retention.overdue(db, old, closed, most) + record_chain.overdue(db, record, most)
