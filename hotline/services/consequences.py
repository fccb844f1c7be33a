"""What follows for everybody else when a text has left, or cannot arrive."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from hotline.domain.outcomes import Verdict
from hotline.services import team
from hotline.services.house import House
from hotline.services.kernel.unit_of_work import Desk
from hotline.services.outbound.notify import tell
from hotline.store import asks, matches, members, needs, sessions


def after_sent(house: House, db: Connection, row: Row[Any], now: datetime) -> None:
    """The provider has it: an ask's time to answer begins, a question is now the last one asked."""
    if row.ask_id is not None:
        need = needs.get(db, row.need_id)
        lapses_at = now + house.community.dispatch.gap(need.urgent)
        asks.move(db, row.ask_id, "sent", sent_at=now, lapses_at=lapses_at)
    if row.session_id is not None:
        sessions.mark_asked(db, row.session_id, now)
    if row.greets:
        members.change(db, row.member_id, greeted_at=now)


def after_failed(
    house: House, db: Connection, row: Row[Any], _: Verdict, now: datetime
) -> set[str]:
    """It will not arrive: somebody else is asked, the other side or the team hears of it."""
    desk = Desk(house, db, now)
    if row.ask_id is not None:
        _next_in_line(desk, row)
    elif row.session_id is not None:
        sessions.end(db, [row.session_id])
    if row.ask_id is None and row.need_id is not None:
        _tell_the_other_side(desk, row)
    return desk.rings


def _next_in_line(desk: Desk, row: Row[Any]) -> None:
    need = needs.locked(desk.db, row.need_id)
    if asks.move(desk.db, row.ask_id, "failed") and need.state == "seeking":
        needs.change(desk.db, need.id, due_at=desk.now)
        desk.rings.add("dispatch")


def _tell_the_other_side(desk: Desk, row: Row[Any]) -> None:
    """Never about texts to the team itself, which would go round in a circle."""
    need = needs.get(desk.db, row.need_id)
    match = matches.last_for_need(desk.db, need.id)
    two = {need.asker_id} | ({match.helper_id} if match else set())
    if row.member_id not in two:
        return
    if row.kind == "relay" and match is not None and match.state == "open":
        other = match.other_side(row.member_id)
        tell(desk, other, "relay-failed", reference=need.reference)
    if need.is_live:
        team.undeliverable(desk, need.id)
