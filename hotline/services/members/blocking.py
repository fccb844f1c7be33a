"""Blocking: by a coordinator's text, who sees no number, or by the operator's command.

Whoever is blocked loses what STOP would end, and gets the same neutral answer to everything.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4
from zlib import crc32

import structlog

from flows.engine.effects import Answers, Block
from flows.engine.events import EffectResult
from flows.text.message_ids import MessageId
from flows.text.prompts import Value
from hotline.domain.limits import BLOCKS_AN_HOUR, HOUR, UNDONE_WITHIN
from hotline.services.kernel.app import App
from hotline.services.kernel.interaction import Interaction
from hotline.services.kernel.unit_of_work import UnitOfWork, in_unit_of_work
from hotline.services.members import reporting, subscription
from hotline.services.sessions import flow_sessions, team_pin
from hotline.services.team import coordinators
from hotline.store.db import leases
from hotline.store.needs import matches, needs, team_threads
from hotline.store.people import blocks, members, reports
from hotline.store.people.members import COORDINATOR_LEVEL, Member
from hotline.store.upkeep import audit_log

log = structlog.get_logger(__name__)


def block(interaction: Interaction, reference: str) -> bool:
    """BLOCK 47: from a coordinator, asked which side and whether for sure; else it is a report."""
    if not interaction.member.is_coordinator:
        return reporting.report(interaction, reference)
    sides = _sides_met(interaction, reference)
    if not sides:
        return False
    if team_pin.holds(interaction, "BLOCK", reference):
        return True
    about: dict[str, Value] = {"reference": reference, "sides": sides}
    if len(sides) == 1:
        about["side"] = next(iter(sides))
    flow_sessions.begin(interaction, "block", about)
    return True


def _sides_met(
    interaction: Interaction, reference: str, *, blocked: bool = False
) -> dict[str, int]:
    """The same, as far as this coordinator may know of it: where they are kept apart from one of the two,
    the number means nothing to them. So nobody blocks who has reported them."""
    sides = sides_of(interaction, reference, blocked=blocked)
    away = members.avoided_by(interaction.db, interaction.member.id)
    return {} if away & set(sides.values()) else sides


def sides_of(uow: UnitOfWork, reference: str, *, blocked: bool = False) -> dict[str, int]:
    """Who stands behind a reference and is not blocked yet, or is: member ids by asker and helper.

    Of several helpers of a request one who was reported, or has reported, is meant, then the latest.
    """
    need = needs.by_reference(uow.db, reference)
    if need is None:
        thread = team_threads.last_by_reference(uow.db, reference)
        found = [("asker", thread.member_id)] if thread else []
    else:
        # The last one in this row is taken.
        ours = matches.of_need(uow.db, need.id)[::-1]
        ours.sort(key=lambda match: match.state == "reported")
        found = [("asker", need.asker_id), *(("helper", match.helper_id) for match in ours)]
    wanted = ("blocked",) if blocked else ("active", "opted_out")
    return {side: one for side, one in found if members.get(uow.db, one).state in wanted}


def perform(interaction: Interaction, answers: Answers) -> EffectResult[Block]:
    """Block the side that was chosen, unless it is one of the team. Kind words where it cannot be.

    `enough`: they have blocked so many within the hour that the others are told, and this is left to them.
    """
    sides = answers["sides"]
    member_id = sides.get(str(answers["side"])) if isinstance(sides, dict) else None
    if member_id is None or not interaction.member.is_coordinator:
        return EffectResult("gone")
    if (
        member_id == interaction.member.id
        or members.get(interaction.db, member_id).level >= COORDINATOR_LEVEL
    ):
        return EffectResult("team")
    me = interaction.member.id
    if are_enough(interaction, member_id=me):
        return EffectResult("enough")
    found = members.locked_if_free(interaction.db, member_id)
    if found is None:
        return EffectResult("busy")
    return EffectResult("blocked" if put_away(interaction, found, me) else "gone")


def are_enough(uow: UnitOfWork, *, member_id: int | None, staff_id: int | None = None) -> bool:
    """Whether one of the team, as a member or by an account, has blocked so many within the hour that they
    must stop; then the others are told, once an hour."""
    since = uow.now - HOUR
    own = blocks.lately(uow.db, since, by_id=member_id) if member_id is not None else 0
    by_account = blocks.lately(uow.db, since, staff_id=staff_id) if staff_id is not None else 0
    if max(own, by_account) < BLOCKS_AN_HOUR:
        return False
    log.warning("blocks.enough", member_id=member_id, staff_id=staff_id)
    name = f"blocks-{crc32(f'{member_id} {staff_id}'.encode()):08x}"
    if leases.hold(uow.db, name, uuid4().hex, uow.now, HOUR):
        coordinators.tell(uow, member_id or 0, "coordinator-blocks-many")
    return True


def undo(interaction: Interaction, reference: str) -> bool:
    """UNBLOCK 47: a coordinator takes back a block of their own of within the hour; later it takes two."""
    if not interaction.member.is_coordinator:
        return False
    blocked = _sides_met(interaction, reference, blocked=True)
    if not blocked:
        return False
    if team_pin.holds(interaction, "UNBLOCK", reference):
        return True
    mine = [one for one in blocked.values() if may_undo(interaction, one, interaction.member.id)]
    interaction.say(_undone(interaction, mine[0]) if mine else "coordinator-unblock-two")
    return True


def _undone(interaction: Interaction, member_id: int) -> MessageId:
    found = members.locked_if_free(interaction.db, member_id)
    if found is None:
        return "coordinator-block-busy"
    let_in(interaction, found, interaction.member.id)
    return "coordinator-unblocked"


def may_undo(
    uow: UnitOfWork, member_id: int, by_id: int | None, staff_id: int | None = None
) -> bool:
    """Whether a block is one's own, and so young that one person may take it back."""
    block = blocks.of(uow.db, member_id)
    if block is None or block.at + UNDONE_WITHIN <= uow.now:
        return False
    own = by_id is not None and block.by_id == by_id
    return own or (staff_id is not None and block.staff_id == staff_id)


def block_by_operator(app: App, reference: str, side: str) -> bool:
    """Block one side; whether that changed anything. Raises nothing for an unknown reference."""
    return _change(app, reference, side, put_away, blocked=False)


def unblock_by_operator(app: App, reference: str, side: str) -> bool:
    """Take a block away again; whether that changed anything."""
    return _change(app, reference, side, let_in, blocked=True)


def _change(
    app: App,
    reference: str,
    side: str,
    work: Callable[[UnitOfWork, Member], bool],
    *,
    blocked: bool,
) -> bool:
    def change(uow: UnitOfWork) -> bool:
        found = sides_of(uow, reference, blocked=blocked).get(side)
        return found is not None and work(uow, members.locked_by_id(uow.db, found))

    return in_unit_of_work(app, change)


def put_away(
    uow: UnitOfWork, member: Member, by: int | None = None, staff_id: int | None = None
) -> bool:
    """Block a locked member: for everybody else as if they had said STOP. Whether they are now.

    `by` and `staff_id` say who of the team does it, where it is no operator.
    """
    if member.state == "erased":
        return False
    subscription.stop_member(uow, member.id)
    members.move(uow.db, member.id, "blocked")
    blocks.put(uow.db, member.id, uow.now, by_id=by, staff_id=staff_id)
    reports.decide(uow.db, member.id, "blocked", uow.now, staff_id)
    audit_log.note(uow.db, "member_blocked", uow.now, member_id=member.id, actor_id=by)
    return True


def let_in(uow: UnitOfWork, member: Member, by: int | None = None) -> bool:
    """Unblock a locked member; their offer rests until they say otherwise. Whether they were.

    What was reported of them stands as it stood before: to let them back is decided apart, by two.
    """
    if member.state != "blocked":
        return False
    members.move(uow.db, member.id, "active")
    blocks.lift(uow.db, member.id)
    reports.unblock(uow.db, member.id, uow.now)
    audit_log.note(uow.db, "member_unblocked", uow.now, member_id=member.id, actor_id=by)
    return True
