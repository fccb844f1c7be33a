"""The clock process: looks every second for what is due, and rings.

One clock works at a time, by a lease in the database that a dead one loses within five seconds; a second
one would do no harm. It outlives the database and Redis: it says so once a pass and looks again.
"""

from __future__ import annotations

import os
import socket
from datetime import timedelta
from uuid import uuid4

import structlog
from sqlalchemy.exc import SQLAlchemyError

from hotline.services.operations.due_checks import Looker, ring_what_is_due
from hotline.store.db import leases
from workers.stopping import Stop, listening

LEASE = "clock"
_LEASE_LENGTH = timedelta(seconds=5)
_BEAT_SECONDS = 1.0
# Rung for every so many passes, although no single row says that it is due.
_HOUSEKEEPING = {"expire": 60, "recordings": 60, "retain": 60, "coarsen": 600}

log = structlog.get_logger(__name__)


def run(app: Looker, stop: Stop | None = None) -> None:
    """Tick until asked to end (SIGTERM, Ctrl+C), then let the next clock in at once."""
    stop = stop or listening()
    clock = Clock(app)
    log.info("clock.started")
    while not stop.asked:
        clock.beat()
        stop.wait(_BEAT_SECONDS)
    clock.leave()
    log.info("clock.stopped")


class Clock:
    """One clock; `beat()` is one pass."""

    def __init__(self, app: Looker) -> None:
        self._house = app
        self._passes = 0
        self._leading = False
        self.holder = f"{socket.gethostname()[:20]}-{os.getpid()}-{uuid4().hex[:8]}"

    def beat(self) -> set[str]:
        """Renew the lease and ring for what is due; what was rung for. Never raises for an outage."""
        try:
            return self._pass() if self._lead() else set()
        except (SQLAlchemyError, OSError) as fault:
            log.error("clock.no_database", fault=type(fault).__name__)
            return set()

    def leave(self) -> None:
        """Give the lease back."""
        app = self._house
        try:
            app.database.write(lambda db: leases.release(db, LEASE, self.holder, app.clock()))
        except (SQLAlchemyError, OSError) as fault:
            log.warning("clock.lease_kept", fault=type(fault).__name__)

    def _lead(self) -> bool:
        app = self._house
        leading = app.database.write(
            lambda db: leases.hold(db, LEASE, self.holder, app.clock(), _LEASE_LENGTH)
        )
        if leading != self._leading:
            log.info("clock.leading" if leading else "clock.waiting")
        self._leading = leading
        return leading

    def _pass(self) -> set[str]:
        housekeeping = {name for name, every in _HOUSEKEEPING.items() if self._passes % every == 0}
        self._passes += 1
        return ring_what_is_due(self._house, also=housekeeping)
