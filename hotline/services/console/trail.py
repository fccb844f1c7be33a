"""Who saw what: written down each time a page shows what is about one person."""

from __future__ import annotations

from collections.abc import Sequence

from hotline.services.house import House
from hotline.store import console_actions
from hotline.store.staff import Staff


def saw(house: House, who: Staff, kind: str, target_id: int) -> None:
    """One of the staff was shown this need, member, talk or the like."""
    house.database.write(
        lambda db: console_actions.add(db, who.id, house.clock(), "saw", kind, target_id)
    )


def saw_each(house: House, who: Staff, kind: str, target_ids: Sequence[int]) -> None:
    """One of the staff was shown these in a list; an empty one is written down with no target."""
    seen: Sequence[int | None] = target_ids or (None,)
    house.database.write(
        lambda db: console_actions.add_each(db, who.id, house.clock(), "saw", kind, seen)
    )
