"""What is past its time: needs nobody met, offers for days that are over, matches nobody spoke of again,
calls that are over."""

from __future__ import annotations

from datetime import timedelta

from hotline.domain.limits import HOUR
from hotline.services.bridging import bridge
from hotline.services.kernel.app import App
from hotline.services.kernel.unit_of_work import UnitOfWork, for_each_due
from hotline.services.needs import fulfilment, offers, requests
from hotline.services.outbound.notify import tell
from hotline.services.sessions import spending
from hotline.services.voice import call_steps
from hotline.store.needs import matches, needs
from hotline.store.needs.needs import Need
from hotline.store.people import rate_counters
from hotline.store.voice import call_orders, calls

_BATCH = 50
_COUNTED = timedelta(
    days=2
)  # what was ordered is counted for a day (services/voice/nodes/callback.py)


def run_due(app: App) -> int:
    """Close what has run out; how many. Safe to run twice."""
    with app.database.reading() as db:
        due = needs.expired(db, app.clock(), _BATCH)
        forgotten = calls.forgotten(db, app.clock(), _BATCH)
    app.database.write(lambda db: call_orders.forget(db, app.clock() - _COUNTED))
    app.database.write(lambda db: rate_counters.forget(db, app.clock() - HOUR))
    spending.watch(app)
    closed = for_each_due(app, due, _close_if_due)
    closed += for_each_due(app, forgotten, _hang_up)
    return closed + offers.run_due(app) + bridge.run_due(app)


def _hang_up(uow: UnitOfWork, call_id: int) -> bool:
    """The provider never said that this call has ended."""
    return call_steps.close(uow, call_id, if_forgotten=True)


def _close_if_due(uow: UnitOfWork, need_id: int) -> bool:
    need = needs.locked(uow.db, need_id)
    return need.is_live and need.expires_at <= uow.now and _close(uow, need)


def _close(uow: UnitOfWork, need: Need) -> bool:
    if need.state == "matched":
        return _settled(uow, need)
    closed = requests.close(uow, need, "expired", "withdrawn-helper")
    if closed:
        tell(uow, need.asker_id, "expired-asker", about=need.id, reference=need.reference)
    return closed


def _settled(uow: UnitOfWork, need: Need) -> bool:
    """Somebody helps; the asker was asked how it went. Silence about it long after is a quiet end."""
    match = matches.open_for_need(uow.db, need.id)
    fulfilment.finish(uow, need, match)
    return True
