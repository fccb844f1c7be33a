"""What is past its time: needs nobody met, matches nobody spoke of again, calls that are over."""

from __future__ import annotations

from datetime import timedelta

from hotline.domain.limits import HOUR
from hotline.services import asking, helping, spending
from hotline.services.calls import bridge, steps
from hotline.services.house import House
from hotline.services.kernel.unit_of_work import Desk, for_each_due
from hotline.services.outbound.notify import tell
from hotline.store import call_orders, calls, matches, needs, tallies
from hotline.store.needs import Need

_BATCH = 50
_COUNTED = timedelta(
    days=2
)  # what was ordered is counted for a day (services/calls/calling_back.py)


def run_due(house: House) -> int:
    """Close what has run out; how many. Safe to run twice."""
    with house.database.reading() as db:
        due = needs.expired(db, house.clock(), _BATCH)
        forgotten = calls.forgotten(db, house.clock(), _BATCH)
    house.database.write(lambda db: call_orders.forget(db, house.clock() - _COUNTED))
    house.database.write(lambda db: tallies.forget(db, house.clock() - HOUR))
    spending.watch(house)
    closed = for_each_due(house, due, _close_if_due)
    return closed + for_each_due(house, forgotten, _hang_up) + bridge.run_due(house)


def _hang_up(desk: Desk, call_id: int) -> bool:
    """The provider never said that this call has ended."""
    return steps.close(desk, call_id, if_forgotten=True)


def _close_if_due(desk: Desk, need_id: int) -> bool:
    need = needs.locked(desk.db, need_id)
    return need.is_live and need.expires_at <= desk.now and _close(desk, need)


def _close(desk: Desk, need: Need) -> bool:
    if need.state == "matched":
        return _settled(desk, need)
    closed = asking.close(desk, need, "expired", "withdrawn-helper")
    if closed:
        tell(desk, need.asker_id, "expired-asker", about=need.id, reference=need.reference)
    return closed


def _settled(desk: Desk, need: Need) -> bool:
    """Somebody helps; the asker was asked how it went. Silence about it long after is a quiet end."""
    match = matches.open_for_need(desk.db, need.id)
    helping.finish(desk, need, match)
    return True
