"""Who saw what: written down each time a page shows what is about one person."""

from __future__ import annotations

from hotline.services.house import House
from hotline.store import console_actions
from hotline.store.staff import Staff


def saw(house: House, who: Staff, kind: str, target_id: int) -> None:
    """One of the staff was shown this need, member, talk or the like."""
    house.database.write(
        lambda db: console_actions.add(db, who.id, house.clock(), "saw", kind, target_id)
    )
