"""Rows that wait for a worker: claimed by lease, marked before they are begun, given back, taken back.

The outbox is one such queue, the orders of calls another. A row in `queued` has surely not begun. Claims are
leases, which run out by themselves: what a dead worker had claimed is free again after LEASE. Marking is
the point of no return: it takes a row out of `queued`, and only its lease holder can do it, so that of a
worker and whoever takes the row back meanwhile one wins.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    bindparam,
    or_,
    select,
    update,
)

from hotline.store.db.lifecycle import Lifecycle
from hotline.store.db.prepared import Prepared
from hotline.store.tables.types import MomentLike

S = TypeVar("S", bound=str)

LEASE = timedelta(seconds=20)
UNLEASED: dict[str, None] = {"lease_holder": None, "lease_until": None}


class _Statements(NamedTuple):
    """Of one queue, built once."""

    lease: Prepared
    release: Prepared


@cache
def _statements(life: Lifecycle[S]) -> _Statements:
    change, these = update(life.table), life.key.in_(bindparam("ids", expanding=True))
    theirs = life.table.c.lease_holder == bindparam("holder")
    return _Statements(Prepared(change.where(these)), Prepared(change.where(theirs)))


@dataclass(frozen=True)
class LeaseQueue(Generic[S]):
    """A table with states that begin with `queued`, and columns due_at, tries, lease_holder, lease_until."""

    life: Lifecycle[S]

    @property
    def table(self) -> Table:
        return self.life.table

    @property
    def id(self) -> Column[int]:
        """Its key."""
        return self.life.key

    def due(self, now: MomentLike, *instead: S) -> ColumnElement[bool]:
        """Whether a row is queued (or in one of the states `instead`), due, and leased by nobody."""
        c = self.table.c
        state = or_(*(c.state == one for one in instead or ("queued",)))
        free = or_(c.lease_until.is_(None), c.lease_until <= now)
        return and_(state, c.due_at <= now, free)

    def claim(self, db: Connection, wanted: Select[Any], holder: str, now: datetime) -> list[int]:
        """Lease the rows whose ids `wanted` selects, in its order; rows that others lock are left."""
        ids = list(db.execute(wanted.with_for_update(skip_locked=True, key_share=True)).scalars())
        if ids:
            leased = {"lease_holder": holder, "lease_until": now + LEASE}
            _statements(self.life).lease.run(db, ids=ids, **leased)
        return ids

    def mark(
        self, db: Connection, holder: str, ids: Iterable[int], to: S, **values: object
    ) -> list[int]:
        """The point of no return: rows still queued and leased by `holder` come to `to`, one try
        more; which did. Raises IntegrityError where a unique key forbids it."""
        c = self.table.c
        mine = self.id.in_(list(ids)), c.state == "queued", c.lease_holder == holder
        marking = self.life.moving(to, tries=c.tries + 1, **UNLEASED, **values).where(*mine)
        return list(db.execute(marking.returning(self.id)).scalars())

    def release(self, db: Connection, holder: str) -> None:
        """Give back what `holder` has leased and not begun."""
        _statements(self.life).release.run(db, holder=holder, **UNLEASED)

    def postpone(self, db: Connection, row_id: int, holder: str, due_at: datetime) -> None:
        """Let a leased row wait until `due_at`."""
        mine = self.id == row_id, self.table.c.lease_holder == holder
        db.execute(update(self.table).where(*mine).values(due_at=due_at, **UNLEASED))

    def move(self, db: Connection, row_id: int, to: S, **values: object) -> bool:
        """Change the state if the table of transitions allows it; whether it did. Ends any lease."""
        return self.life.move(db, row_id, to, **UNLEASED, **values)

    def tries_of(self, db: Connection, row_id: int) -> int:
        """How many tries a row has taken so far. Raises NoResultFound where there is none."""
        return int(db.execute(select(self.table.c.tries).where(self.id == row_id)).scalar_one())
