"""The roster planned: shifts put on and taken off, and who may have one."""

from __future__ import annotations

from collections.abc import Sequence

from flows.message_ids import MessageId
from hotline.domain.roster import LEVELS, Span
from hotline.services import swapping
from hotline.services.kernel.unit_of_work import Desk
from hotline.services.outbound.notify import tell
from hotline.store import members, roster


def plan(desk: Desk, role: str, member_id: int, spans: Sequence[Span]) -> str:
    """Put shifts on the roster, and tell their holder once: planned, or why not: over (the first one is),
    clash (with one of theirs), not-able (their level, or they have left or rest).

    The member's row is locked, so that two plans at once cannot overlap.
    """
    members.locked_by_id(desk.db, member_id)
    if spans[0].end <= desk.now:
        return "over"
    if member_id not in roster.able(desk.db, LEVELS[role]):
        return "not-able"
    if any(roster.overlap(desk.db, member_id, span) for span in spans):
        return "clash"
    for span in spans:
        roster.add(desk.db, role, member_id, span)
    message: MessageId = "shift-planned" if len(spans) == 1 else "shift-planned-weekly"
    tell(desk, member_id, message, shift=swapping.shown_as(desk, spans[0]), role=role)
    return "planned"


def take_off(desk: Desk, shift_id: int) -> str:
    """Take a shift off the roster: off, or gone. Its holder, and whoever was asked to take it, are told."""
    shift = roster.locked(desk.db, shift_id)
    if shift is None:
        return "gone"
    swapping.release(desk, shift)
    roster.remove(desk.db, shift.id)
    if shift.ends_at > desk.now and shift.member_id is not None:
        tell(desk, shift.member_id, "shift-removed", shift=swapping.shown_as(desk, shift.span))
    return "off"


def ask_others(desk: Desk, shift_id: int) -> str:
    """Have others asked to take a shift, as its holder could by text: offered, before, nobody, gone."""
    shift = roster.locked(desk.db, shift_id)
    if shift is None or shift.ends_at <= desk.now:
        return "gone"
    return swapping.ask_others(desk, shift)
