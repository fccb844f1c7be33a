"""Blocking: by a coordinator's text, who sees no number, or by the operator's command.

Whoever is blocked loses what STOP would end, and gets the same neutral answer to everything.
"""

from __future__ import annotations

from collections.abc import Callable

from flows.engine.effects import Answers, Block
from flows.engine.events import EffectResult
from flows.text.prompts import Value
from hotline.services.kernel.app import App
from hotline.services.kernel.interaction import Interaction
from hotline.services.kernel.unit_of_work import UnitOfWork, in_unit_of_work
from hotline.services.members import reporting, subscription
from hotline.services.sessions import flow_sessions, team_pin
from hotline.store.needs import matches, needs, team_threads
from hotline.store.people import members
from hotline.store.people.members import COORDINATOR_LEVEL, Member
from hotline.store.upkeep import audit_log


def block(interaction: Interaction, reference: str) -> bool:
    """BLOCK 47: from a coordinator, asked which side and whether for sure; else it is a report."""
    if not interaction.member.is_coordinator:
        return reporting.report(interaction, reference)
    sides = sides_of(interaction, reference)
    if not sides:
        return False
    if team_pin.holds(interaction, "BLOCK", reference):
        return True
    about: dict[str, Value] = {"reference": reference, "sides": sides}
    if len(sides) == 1:
        about["side"] = next(iter(sides))
    flow_sessions.begin(interaction, "block", about)
    return True


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
    """Block the side that was chosen, unless it is one of the team. Kind words where it cannot be."""
    sides = answers["sides"]
    member_id = sides.get(str(answers["side"])) if isinstance(sides, dict) else None
    if member_id is None or not interaction.member.is_coordinator:
        return EffectResult("gone")
    if (
        member_id == interaction.member.id
        or members.get(interaction.db, member_id).level >= COORDINATOR_LEVEL
    ):
        return EffectResult("team")
    found = members.locked_if_free(interaction.db, member_id)
    if found is None:
        return EffectResult("busy")
    return EffectResult(
        "blocked" if put_away(interaction, found, interaction.member.id) else "gone"
    )


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


def put_away(uow: UnitOfWork, member: Member, by: int | None = None) -> bool:
    """Block a locked member: for everybody else as if they had said STOP. Whether they are now."""
    if member.state == "erased":
        return False
    subscription.stop_member(uow, member.id)
    members.move(uow.db, member.id, "blocked")
    audit_log.note(uow.db, "member_blocked", uow.now, member_id=member.id, actor_id=by)
    return True


def let_in(uow: UnitOfWork, member: Member) -> bool:
    """Unblock a locked member; their offer rests until they say otherwise. Whether they were."""
    if member.state != "blocked":
        return False
    members.move(uow.db, member.id, "active")
    audit_log.note(uow.db, "member_unblocked", uow.now, member_id=member.id)
    return True
