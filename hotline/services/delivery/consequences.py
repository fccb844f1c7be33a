"""What follows for everybody else when a text has left, or cannot arrive."""

from __future__ import annotations

from hotline.services.kernel.unit_of_work import UnitOfWork
from hotline.services.outbound.notify import tell
from hotline.services.team import coordinators
from hotline.store.conversation import sessions
from hotline.store.messages.outbox import OutboundText
from hotline.store.needs import asks, matches, needs
from hotline.store.people import members


def after_sent(uow: UnitOfWork, text: OutboundText) -> None:
    """The provider has it: an ask's time to answer begins, a question is now the last one asked."""
    now = uow.now
    if text.ask_id is not None and text.need_id is not None:
        need = needs.get(uow.db, text.need_id)
        lapses_at = now + uow.app.community.dispatch.gap(need.urgent)
        asks.move(uow.db, text.ask_id, "sent", sent_at=now, lapses_at=lapses_at)
    if text.session_id is not None:
        sessions.mark_asked(uow.db, text.session_id, now)
    if text.greets:
        members.change(uow.db, text.member_id, greeted_at=now)


def after_failed(uow: UnitOfWork, text: OutboundText) -> None:
    """It will not arrive: somebody else is asked, the other side or the team hears of it."""
    if text.ask_id is not None and text.need_id is not None:
        _next_in_line(uow, text.ask_id, text.need_id)
        return
    if text.session_id is not None:
        sessions.end(uow.db, [text.session_id])
    if text.need_id is not None:
        _tell_the_other_side(uow, text, text.need_id)


def _next_in_line(uow: UnitOfWork, ask_id: int, need_id: int) -> None:
    need = needs.locked(uow.db, need_id)
    if asks.move(uow.db, ask_id, "failed") and need.state == "seeking":
        needs.change(uow.db, need.id, due_at=uow.now)
        uow.wakeups.add("dispatch")


def _tell_the_other_side(uow: UnitOfWork, text: OutboundText, need_id: int) -> None:
    """Never about texts to the team itself, which would go round in a circle."""
    need = needs.get(uow.db, need_id)
    match = matches.last_for_need(uow.db, need.id)
    two = {need.asker_id} | ({match.helper_id} if match else set())
    if text.member_id not in two:
        return
    if text.kind == "relay" and match is not None and match.state == "open":
        other = match.other_side(text.member_id)
        tell(uow, other, "relay-failed", reference=need.reference)
    if need.is_live:
        coordinators.undeliverable(uow, need.id)
