"""How the service is, in ids and seconds."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection

from hotline.domain.community.community import Community
from hotline.services.kernel.app import App
from hotline.services.operations import retention
from hotline.store.db import leases
from hotline.store.db.versions import pending
from hotline.store.messages import provider_copies
from hotline.store.upkeep import due
from hotline.store.voice import recording_audio

MOST_COUNTED = 1000


@dataclass(frozen=True)
class HealthReport:
    """`clock_seconds` since the clock's last pass, `overdue_seconds` of the oldest row that is due.

    `removals_overdue`: how many texts, calls, recordings and words should be gone, here or at the
    provider, and are not: 0 when all is well, at most MOST_COUNTED of each.
    """

    database: bool = True
    migrated: bool = False
    redis: bool = False
    clock_seconds: float | None = None
    overdue_seconds: float | None = None
    removals_overdue: int = 0

    @property
    def ready(self) -> bool:
        """Whether texts can be taken."""
        return self.database and self.migrated

    def as_dict(self) -> dict[str, object]:
        return {"ready": self.ready, **asdict(self)}


def current_health(app: App) -> HealthReport:
    """Ask database and Redis. Raises SQLAlchemyError where there is no database."""
    now = app.clock()
    with app.database.reading() as db:
        beat = leases.last_beat(db, "clock")
        return HealthReport(
            migrated=not pending(db),
            redis=app.doorbell.answers(),
            clock_seconds=_since(beat, now),
            overdue_seconds=_since(due.oldest(db, now), now),
            removals_overdue=removals_overdue(db, now, app.community),
        )


def removals_overdue(db: Connection, now: datetime, community: Community) -> int:
    """How many texts, calls, recordings and words should have been forgotten by now, here or there."""
    there = provider_copies.overdue(db, now, MOST_COUNTED) + recording_audio.overdue(
        db, now, MOST_COUNTED
    )
    return there + retention.overdue(db, now, community, MOST_COUNTED)


def _since(moment: datetime | None, now: datetime) -> float | None:
    return None if moment is None else round((now - moment).total_seconds(), 1)
