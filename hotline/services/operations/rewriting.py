"""Each night what lives is written anew, so that the disk keeps nothing of what was deleted.

In the community's quietest hour: a table is locked while it is rewritten, for as long as its size takes.
Each part is done once a night, by whichever worker comes first; one that is in use is tried again a minute
later. What the erased leave in SQLite's log goes at once, not here (services/operations/retention.py).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4
from zlib import crc32

import structlog

from hotline.domain.schedule import in_quietest_hour
from hotline.services.kernel.app import App
from hotline.store.db import leases, remanence

_ONCE_A_NIGHT = timedelta(hours=20)
_MOST_IN_USE = 3  # then others are at work: the next minute is as good

log = structlog.get_logger(__name__)


def run_due(app: App) -> int:
    """Rewrite what has not been rewritten this night, if it is time; how many parts. Safe to repeat."""
    if not in_quietest_hour(app.clock(), app.community.quiet_hours):
        return 0
    done, in_use = 0, 0
    for part in remanence.parts(app.database):
        taken = _rewritten(app, part)
        done, in_use = done + (taken is True), in_use + (taken is False)
        if in_use >= _MOST_IN_USE:
            log.info("rewriting.in_use", count=in_use)
            break
    if done and not remanence.settle(app.database):
        log.info("rewriting.log_not_settled")
    return done


def _rewritten(app: App, part: str) -> bool | None:
    """Whether a part was rewritten; None where that has been done this night, or is being done."""
    lease, holder, now = lease_of(part), uuid4().hex, app.clock()
    if not app.database.write(lambda db: leases.hold(db, lease, holder, now, _ONCE_A_NIGHT)):
        return None
    done = False
    try:
        done = remanence.rewrite(app.database, part)
    finally:
        if not done:
            _give_back(app, lease, holder, now)
    return done


def lease_of(part: str) -> str:
    """The name of the lease by which a part is rewritten once; those have twenty letters at the most."""
    return f"rewrite {crc32(part.encode()):08x}"


def _give_back(app: App, lease: str, holder: str, now: datetime) -> None:
    app.database.write(lambda db: leases.release(db, lease, holder, now))
