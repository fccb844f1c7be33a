"""What the provider says about recordings that were made in calls."""

from __future__ import annotations

from hotline.services.house import House
from hotline.store import recordings


def ready(house: House, call_id: int, sid: str) -> None:
    """The provider says that a recording can be fetched: from now on it is due to be."""
    now = house.clock()
    house.database.write(lambda db: recordings.ready(db, house.vault, call_id, sid, now))
    house.doorbell.ring("recordings")
