"""A request goes to the team: nobody is left to ask for it, or nobody else is to be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from flows.text.message_ids import MessageId
from flows.text.prompts import Value
from hotline.services.kernel.unit_of_work import UnitOfWork
from hotline.services.needs import matching
from hotline.services.outbound.notify import tell
from hotline.services.team import coordinators
from hotline.store.needs import asks, needs
from hotline.store.needs.matches import Match
from hotline.store.needs.needs import Need
from hotline.store.people import reports
from hotline.store.upkeep import audit_log

# Whether the team was told, and whether it is urgent.
_NOBODY: Mapping[tuple[bool, bool], MessageId] = {
    (True, False): "nobody-asker",
    (True, True): "nobody-asker-urgent",
    (False, False): "nobody-asker-alone",
    (False, True): "nobody-asker-alone-urgent",
}
_TIME_FOR_THE_TEAM = timedelta(hours=24)


def escalate(uow: UnitOfWork, need: Need) -> None:
    """Coordinators take over a need that is being looked for, and its asker hears who looks after it now.

    Of whoever is reported nobody else hears any more, and the team is told why it comes to them alone.
    """
    if not needs.move(uow.db, need.id, "escalated", due_at=None):
        return
    audit_log.note(uow.db, "need_escalated", uow.now, member_id=need.asker_id, need_id=need.id)
    if reports.is_held(uow.db, need.asker_id):
        matching.release_others(uow, need, "withdrawn", "with-team")
        told = _hand_over(uow, need, "coordinator-escalated-alone")
    else:
        told = _hand_over(uow, need, "coordinator-escalated")
    _tell_asker(uow, need, told=told)


def stop(uow: UnitOfWork, need: Need, match: Match) -> bool:
    """Whoever helps has reported the asker: nobody else is asked, and the need is open for the team. The
    asker reads what they read when somebody gives a request back and nobody is left. Whether it was.

    The need is locked. Those of the team who may know of the report are told by whoever reports.
    """
    until = max(need.expires_at, uow.now + _TIME_FOR_THE_TEAM)
    if not needs.move(uow.db, need.id, "escalated", follow_up_at=None, expires_at=until):
        return False
    audit_log.note(uow.db, "need_escalated", uow.now, member_id=need.asker_id, need_id=need.id)
    matching.release(uow, need, match)
    matching.release_others(uow, need, "withdrawn", "with-team")
    coordinators.open_thread(uow, need)
    tell(uow, need.asker_id, "reopened-unasked", about=need.id, reference=need.reference)
    _tell_asker(uow, need, told=coordinators.reachable(uow, but=need.asker_id))
    return True


def _hand_over(uow: UnitOfWork, need: Need, message: MessageId) -> bool:
    args: dict[str, Value] = {**need.details, "people": asks.people_asked(uow.db, need.id)}
    return coordinators.hand_over(uow, need, message, **args)


def _tell_asker(uow: UnitOfWork, need: Need, *, told: bool) -> None:
    message = _NOBODY[told, need.urgent]
    tell(uow, need.asker_id, message, about=need.id, reference=need.reference)
