"""After a backup was put back: what was under way then must not go out now as if nothing had happened.

What was done between the backup and now is not known here, though the provider may know. So a text that
is older than some limit is not sent any more; a younger one is looked up at the provider first, and sent
only if it never left. No call is placed. Needs go on from where they were: whoever is due to be asked or
checked on is, and an ask nobody has heard of is given to others.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, func, select, update

from hotline.services.house import House
from hotline.store import attempts, broadcasts, held
from hotline.store.schema import (
    asks,
    call_orders,
    console_sessions,
    inbound_messages,
    leases,
    needs,
    outbox,
    processes,
)
from hotline.store.schema import attempts as tries

_UNLEASED = {"lease_holder": None, "lease_until": None}


@dataclass(frozen=True)
class Settled:
    """How many texts were `dropped` for their age, will be `looked_up` first, and calls called off."""

    dropped: int
    looked_up: int
    calls: int


def last_sign_of_life(db: Connection) -> datetime | None:
    """When the database was last written to, as far as its rows tell: about when the backup was made."""
    columns = leases.c.beat_at, outbox.c.created_at, inbound_messages.c.received_at
    moments = [db.execute(select(func.max(column))).scalar() for column in columns]
    return max((moment for moment in moments if moment is not None), default=None)


def settle(house: House, older_than: timedelta) -> Settled:
    """Take a restored database into the present, in one transaction. Safe to repeat."""
    return house.database.write(lambda db: _settle(db, house.clock(), older_than))


def _settle(db: Connection, now: datetime, older_than: timedelta) -> Settled:
    db.execute(delete(processes))
    db.execute(delete(console_sessions))  # one that was ended since must not come back
    db.execute(update(leases).values(held_until=now))
    broadcasts.stop_all(db, now)  # who has had it since is not known here
    old = outbox.c.created_at < now - older_than
    return Settled(_drop(db, now, old), _look_up(db, now), _call_off(db))


def _drop(db: Connection, now: datetime, old: ColumnElement[bool]) -> int:
    under_way = outbox.c.state.in_(("queued", "sending", "unclear"))
    query = select(outbox.c.id, outbox.c.state, outbox.c.ask_id).where(under_way, old)
    rows = db.execute(query).all()
    for row in rows:
        ending = "canceled" if row.state == "queued" else "failed"
        change = update(outbox).where(outbox.c.id == row.id)
        db.execute(change.values(state=ending, error="restored", **_UNLEASED))
        open_try = tries.c.message_id == row.id, tries.c.state.in_(attempts.OPEN_STATES)
        db.execute(update(tries).where(*open_try).values(state="lost", ended_at=now))
        _give_to_others(db, now, row.ask_id)
    return len(rows)


def _give_to_others(db: Connection, now: datetime, ask_id: int | None) -> None:
    """An ask whose text will never leave: its need is looked at, and somebody else is asked."""
    unheard = asks.c.id == ask_id, asks.c.state == "queued"
    withdrawn = update(asks).where(*unheard).values(state="withdrawn").returning(asks.c.need_id)
    for need_id in db.execute(withdrawn).scalars().all():
        seeking = needs.c.id == need_id, needs.c.state == "seeking"
        db.execute(update(needs).where(*seeking).values(due_at=now))
    held.forget(db)


def _look_up(db: Connection, now: datetime) -> int:
    """Whatever still waits may have left since the backup: it counts as under way until looked up."""
    waiting = select(outbox.c.id, outbox.c.created_at).where(outbox.c.state == "queued")
    rows = db.execute(waiting).all()
    for row in rows:
        attempts.begin(db, [row.id], row.created_at)
        values = {"state": "sending", "tries": outbox.c.tries + 1, "due_at": now, **_UNLEASED}
        db.execute(update(outbox).where(outbox.c.id == row.id).values(**values))
    unsettled = outbox.c.state.in_(("sending", "unclear"))
    db.execute(update(outbox).where(unsettled).values(due_at=now, **_UNLEASED))
    query = select(func.count()).select_from(outbox).where(unsettled)
    return int(db.execute(query).scalar_one())


def _call_off(db: Connection) -> int:
    """A phone that rings for no reason does more harm than one that stays silent."""
    live = call_orders.c.state.in_(("queued", "placing", "unclear", "placed"))
    over = {"state": "over", "phone": None, **_UNLEASED}
    return db.execute(update(call_orders).where(live).values(**over)).rowcount
