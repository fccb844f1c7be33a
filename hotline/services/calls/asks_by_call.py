"""Members without text are asked by a call: one yes, two no, three not now. The same race as by text."""

from __future__ import annotations

from hotline.services.scene import Desk
from hotline.store import asks, needs
from hotline.store.calls import Call


def after(desk: Desk, call: Call, outcome: str) -> None:
    """The call of an ask is over. One that reached no phone is replaced; silence is waited for."""
    if call.ask_id is None:
        return
    ask = asks.get(desk.db, call.ask_id)
    need = needs.locked(desk.db, ask.need_id)
    if outcome in ("failed", "unknown"):
        if asks.move(desk.db, ask.id, "failed") and need.state == "seeking":
            needs.change(desk.db, need.id, due_at=desk.now)
            desk.rings.add("dispatch")
    elif ask.state == "queued":
        lapses_at = desk.now + desk.house.community.dispatch.gap(need.urgent)
        asks.move(desk.db, ask.id, "sent", sent_at=desk.now, lapses_at=lapses_at)
