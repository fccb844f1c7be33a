"""After a backup was put back: what was under way then must not go out now as if nothing had happened.

What was done between the backup and now is not known here, though the provider may know. So a text that
is older than some limit is not sent any more; a younger one is looked up at the provider first, and sent
only if it never left. No call is placed. Needs go on from where they were: whoever is due to be asked or
checked on is, and an ask nobody has heard of is given to others.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from hotline.services.kernel.app import App
from hotline.store.console import console_actions
from hotline.store.messages import broadcasts
from hotline.store.upkeep import restored


@dataclass(frozen=True)
class Settled:
    """How many texts were `dropped` for their age, will be `looked_up` first, and calls called off."""

    dropped: int
    looked_up: int
    calls: int


def settle(app: App, older_than: timedelta) -> Settled:
    """Take a restored database into the present, in one transaction. Safe to repeat."""
    return app.database.write(lambda db: _settle(db, app.clock(), older_than))


def _settle(db: Connection, now: datetime, older_than: timedelta) -> Settled:
    restored.end_processes(db, now)
    console_actions.add(db, None, now, "restored", "record")
    broadcasts.stop_all(db, now)  # who has had it since is not known here
    return Settled(
        dropped=restored.drop_texts(db, now, now - older_than),
        looked_up=restored.count_as_under_way(db, now),
        # A phone that rings for no reason does more harm than one that stays silent.
        calls=restored.call_off(db),
    )
