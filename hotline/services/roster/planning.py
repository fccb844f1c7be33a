"""The roster planned: shifts put on and taken off, and who may have one."""

from __future__ import annotations

from collections.abc import Sequence

from flows.text.message_ids import MessageId
from hotline.domain.roster import LEVELS, Span
from hotline.services.kernel.unit_of_work import UnitOfWork
from hotline.services.outbound.notify import tell
from hotline.services.roster import handover
from hotline.store.people import members
from hotline.store.roster import roster


def plan(uow: UnitOfWork, role: str, member_id: int, spans: Sequence[Span]) -> str:
    """Put shifts on the roster, and tell their holder once: planned, or why not: over (the first one is),
    clash (with one of theirs), not-able (their level, or they have left or rest).

    The member's row is locked, so that two plans at once cannot overlap.
    """
    members.locked_by_id(uow.db, member_id)
    if spans[0].end <= uow.now:
        return "over"
    if member_id not in roster.able(uow.db, LEVELS[role]):
        return "not-able"
    if any(roster.overlap(uow.db, member_id, span) for span in spans):
        return "clash"
    for span in spans:
        roster.add(uow.db, role, member_id, span)
    message: MessageId = "shift-planned" if len(spans) == 1 else "shift-planned-weekly"
    tell(uow, member_id, message, shift=handover.shown_as(uow, spans[0]), role=role)
    return "planned"


def take_off(uow: UnitOfWork, shift_id: int) -> str:
    """Take a shift off the roster: off, or gone. Its holder, and whoever was asked to take it, are told."""
    shift = roster.locked(uow.db, shift_id)
    if shift is None:
        return "gone"
    handover.release(uow, shift)
    roster.remove(uow.db, shift.id)
    if shift.ends_at > uow.now and shift.member_id is not None:
        tell(uow, shift.member_id, "shift-removed", shift=handover.shown_as(uow, shift.span))
    return "off"


def ask_others(uow: UnitOfWork, shift_id: int) -> str:
    """Have others asked to take a shift, as its holder could by text: offered, before, nobody, gone."""
    shift = roster.locked(uow.db, shift_id)
    if shift is None or shift.ends_at <= uow.now:
        return "gone"
    return handover.ask_others(uow, shift)
