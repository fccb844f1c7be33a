"""What the provider says about recordings that were made in calls."""

from __future__ import annotations

from hotline.services.kernel.app import App
from hotline.store.voice import recordings


def ready(app: App, call_id: int, sid: str) -> None:
    """The provider says that a recording can be fetched: from now on it is due to be."""
    now = app.clock()
    app.database.write(lambda db: recordings.ready(db, app.vault, call_id, sid, now))
    app.doorbell.ring("recordings")
