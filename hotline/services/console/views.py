"""Who saw what: written down each time a page shows what is about one person."""

from __future__ import annotations

from collections.abc import Sequence

from hotline.services.kernel.app import App
from hotline.store.console import console_actions
from hotline.store.console.staff import Staff


def saw(app: App, who: Staff, kind: str, target_id: int) -> None:
    """One of the staff was shown this need, member, thread or the like."""
    app.database.write(
        lambda db: console_actions.add(db, who.id, app.clock(), "saw", kind, target_id)
    )


def saw_each(app: App, who: Staff, kind: str, target_ids: Sequence[int]) -> None:
    """One of the staff was shown these in a list; an empty one is written down with no target."""
    seen: Sequence[int | None] = target_ids or (None,)
    app.database.write(
        lambda db: console_actions.add_each(db, who.id, app.clock(), "saw", kind, seen)
    )
