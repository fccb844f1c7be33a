"""Whether every process runs, knows the key, and nothing that was due is left undone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection

from hotline.services.doctor.findings import Finding, Target
from hotline.services.operations import health
from hotline.store.db import keyring, leases
from hotline.store.upkeep import due
from hotline.store.upkeep.processes import Running, running

_MUST_RUN = ("web", "worker", "clock")
_CLOCK_PASSES = timedelta(seconds=15)
_OVERDUE = timedelta(minutes=1)


def inspect_processes(target: Target) -> Iterator[Finding]:
    """Web, worker and clock, the clock's last pass, the oldest row that is due."""
    now = target.clock()
    with target.reading() as db:
        alive = running(db, now)
        yield from _missing({one.kind for one in alive})
        yield from _unready(target, alive)
        yield from _standing_still(target, db, now)


def _missing(kinds: set[str]) -> Iterator[Finding]:
    for kind in _MUST_RUN:
        if kind not in kinds:
            yield Finding(
                "processes",
                f"no {kind} has said within a minute that it runs",
                f"start `hotline {kind}`, or look into its log",
            )


def _unready(target: Target, alive: list[Running]) -> Iterator[Finding]:
    mark = keyring.mark(target.settings.key)
    kinds = sorted(one.kind for one in alive if one.knows and mark not in one.knows)
    if kinds:
        yield Finding(
            "processes",
            f"{len(kinds)} of them run with another HOTLINE_KEY ({', '.join(kinds)})",
            "restart them with this one",
        )


def _standing_still(target: Target, db: Connection, now: datetime) -> Iterator[Finding]:
    beat = leases.last_beat(db, "clock")
    if beat is not None and now - beat > _CLOCK_PASSES:
        yield Finding(
            "processes",
            f"the clock last looked {(now - beat).total_seconds():.0f} seconds ago",
            "restart `hotline clock`",
        )
    oldest = due.oldest(db, now)
    if oldest is not None and now - oldest > _OVERDUE:
        yield Finding(
            "processes",
            f"something has been due for {(now - oldest).total_seconds():.0f} seconds",
            "look into the worker's log; `hotline worker` sends and asks",
        )
    removals = health.removals_overdue(db, now, target.community)
    if removals:
        yield Finding(
            "processes",
            f"{removals} texts, calls, recordings or requests are still held, here or at the provider,"
            " past their time",
            "look into the worker's log; see that the account may delete them",
        )
