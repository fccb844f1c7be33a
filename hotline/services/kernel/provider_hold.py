"""While the provider has asked us to wait, no worker presses on: a lease that nobody holds for long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from hotline.store.db import leases

_BY_DEFAULT = 1.0  # seconds, where the provider does not say how long
_LONGEST = 600.0


@dataclass(frozen=True)
class ProviderHold:
    """One line to the provider (texts, or calls) that may be on hold; `name` is that of the lease."""

    name: str

    def is_on(self, db: Connection, now: datetime) -> bool:
        """Whether everybody is to wait."""
        return leases.is_held(db, self.name, now)

    def put(self, db: Connection, now: datetime, retry_after: float | None) -> None:
        """Have everybody wait for so many seconds: a little where none are given, and never for long."""
        seconds = min(max(retry_after or 0.0, _BY_DEFAULT), _LONGEST)
        leases.hold(db, self.name, "all", now, timedelta(seconds=seconds))
