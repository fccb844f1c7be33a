"""The one way in which a state changes: an UPDATE whose WHERE names the states that may come before.

Each table with states has its lifecycle here. Of several who move a row at once one finds it in a state
that it may leave; the row count says who. Nobody else writes a state (tests/house/test_states.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar

from sqlalchemy import ClauseElement, Column, Connection, Table, Update, bindparam, update

from hotline.domain import transitions
from hotline.domain.transitions import TransitionTable, sources
from hotline.store import schema
from hotline.store.db.prepared import Prepared

S = TypeVar("S", bound=str)


@dataclass(frozen=True, eq=False)  # there is one of each
class Lifecycle(Generic[S]):
    """A table with a column `state`, the table of its legal transitions, and its key."""

    table: Table
    states: TransitionTable[S]
    key: Column[int]

    def moving(self, to: S, **values: object) -> Update:
        """The UPDATE to `to` of whatever rows may come there. Whoever runs it says which rows are meant, and
        what of them is to be returned; `values` are other columns."""
        able = self.table.c.state.in_(sources(self.states, to))
        return update(self.table).where(able).values(state=to, **values)

    def move(self, db: Connection, row_id: int, to: S, **values: object) -> bool:
        """Change the state of one row if the table of transitions allows it; whether it did."""
        if any(isinstance(value, ClauseElement) for value in values.values()):
            return db.execute(self.moving(to, **values).where(self.key == row_id)).rowcount == 1
        return _moving_one(self, to).run(db, row_id=row_id, **values) == 1


@cache
def _moving_one(life: Lifecycle[S], to: S) -> Prepared:
    return Prepared(life.moving(to).where(life.key == bindparam("row_id")))


def _of(table: Table, states: TransitionTable[S]) -> Lifecycle[S]:
    return Lifecycle(table, states, table.c.id)


NEEDS = _of(schema.needs, transitions.NEED)
ASKS = _of(schema.asks, transitions.ASK)
MATCHES = _of(schema.matches, transitions.MATCH)
OFFERS = _of(schema.offers, transitions.OFFER)
MEMBERS = _of(schema.members, transitions.MEMBER)
MESSAGES = _of(schema.outbox, transitions.MESSAGE)
ATTEMPTS = _of(schema.attempts, transitions.ATTEMPT)
THREADS = _of(schema.threads, transitions.THREAD)
CALLS = _of(schema.calls, transitions.CALL)
ORDERS = Lifecycle(schema.call_orders, transitions.ORDER, schema.call_orders.c.call_id)
RECORDINGS = _of(schema.recordings, transitions.RECORDING)
RINGS = _of(schema.rings, transitions.RING)
BRIDGES = _of(schema.bridges, transitions.BRIDGE)
BROADCASTS = _of(schema.broadcasts, transitions.BROADCAST)
SHIFTS = _of(schema.shifts, transitions.SHIFT)
SHIFT_ASKS = Lifecycle(schema.shift_asks, transitions.SHIFT_ASK, schema.shift_asks.c.shift_id)
STAFF = _of(schema.staff, transitions.STAFF)
PROPOSALS = _of(schema.proposals, transitions.PROPOSAL)
REPORTS = _of(schema.reports, transitions.REPORT)

LIFECYCLES = (
    NEEDS, ASKS, MATCHES, OFFERS, MEMBERS, MESSAGES, ATTEMPTS, THREADS, CALLS, ORDERS, RECORDINGS, RINGS,
    BRIDGES, BROADCASTS, SHIFTS, SHIFT_ASKS, STAFF, PROPOSALS, REPORTS,
)  # fmt: skip
