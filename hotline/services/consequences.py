"""What follows for everybody else when a text has left, or cannot arrive."""

from __future__ import annotations

from hotline.services import team
from hotline.services.kernel.unit_of_work import Desk
from hotline.services.outbound.notify import tell
from hotline.store import asks, matches, members, needs, sessions
from hotline.store.outbox import OutboundText


def after_sent(desk: Desk, text: OutboundText) -> None:
    """The provider has it: an ask's time to answer begins, a question is now the last one asked."""
    now = desk.now
    if text.ask_id is not None and text.need_id is not None:
        need = needs.get(desk.db, text.need_id)
        lapses_at = now + desk.house.community.dispatch.gap(need.urgent)
        asks.move(desk.db, text.ask_id, "sent", sent_at=now, lapses_at=lapses_at)
    if text.session_id is not None:
        sessions.mark_asked(desk.db, text.session_id, now)
    if text.greets:
        members.change(desk.db, text.member_id, greeted_at=now)


def after_failed(desk: Desk, text: OutboundText) -> None:
    """It will not arrive: somebody else is asked, the other side or the team hears of it."""
    if text.ask_id is not None and text.need_id is not None:
        _next_in_line(desk, text.ask_id, text.need_id)
        return
    if text.session_id is not None:
        sessions.end(desk.db, [text.session_id])
    if text.need_id is not None:
        _tell_the_other_side(desk, text, text.need_id)


def _next_in_line(desk: Desk, ask_id: int, need_id: int) -> None:
    need = needs.locked(desk.db, need_id)
    if asks.move(desk.db, ask_id, "failed") and need.state == "seeking":
        needs.change(desk.db, need.id, due_at=desk.now)
        desk.rings.add("dispatch")


def _tell_the_other_side(desk: Desk, text: OutboundText, need_id: int) -> None:
    """Never about texts to the team itself, which would go round in a circle."""
    need = needs.get(desk.db, need_id)
    match = matches.last_for_need(desk.db, need.id)
    two = {need.asker_id} | ({match.helper_id} if match else set())
    if text.member_id not in two:
        return
    if text.kind == "relay" and match is not None and match.state == "open":
        other = match.other_side(text.member_id)
        tell(desk, other, "relay-failed", reference=need.reference)
    if need.is_live:
        team.undeliverable(desk, need.id)
