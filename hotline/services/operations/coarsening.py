"""The minute goes from moments that nobody needs so exactly any more, whoever may be writing meanwhile.

Which, and when: store/upkeep/moments.py. Rows are looked for while nothing is locked, and changed a batch at
a time.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from hotline.services.kernel.app import App
from hotline.store.upkeep import coarsening

BATCH = 200
_PASS_SECONDS = 2.0


def run_due(app: App, *, monotonic: Callable[[], float] = time.monotonic) -> int:
    """Coarsen for a few seconds; how many rows. Rings again where more is left. Safe to repeat."""
    until, done = monotonic() + _PASS_SECONDS, 0
    for table in coarsening.tables():
        while True:
            if monotonic() > until:
                app.doorbell.ring("coarsen")
                return done
            changed = _batch(app, table)
            done += changed
            if not changed:
                break
    return done


def _batch(app: App, table: str) -> int:
    now = app.clock()
    with app.database.reading() as db:
        keys = coarsening.find(db, table, now, BATCH)
    if not keys:
        return 0
    return app.database.write(lambda db: coarsening.coarsen(db, table, keys, now))
