"""Blocking: by a coordinator's text, who sees no number, or by the operator's command.

Whoever is blocked loses what STOP would end, and gets the same neutral answer to everything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flows.effects import Block
from flows.turns import Performed
from hotline.services import leaving, reporting, talk
from hotline.services.house import House
from hotline.services.kernel.unit_of_work import Desk, at_a_desk
from hotline.services.scene import Scene
from hotline.store import matches, members, needs, threads, trail
from hotline.store.members import COORDINATOR_LEVEL, Member

Answers = Mapping[str, Any]


def block(scene: Scene, reference: str) -> bool:
    """BLOCK 47: from a coordinator, asked which side and whether for sure; else it is a report."""
    if not scene.member.is_coordinator:
        return reporting.report(scene, reference)
    sides = sides_of(scene, reference)
    if not sides:
        return False
    about: dict[str, Any] = {"reference": reference, "sides": sides}
    if len(sides) == 1:
        about["side"] = next(iter(sides))
    talk.begin(scene, "block", about)
    return True


def sides_of(desk: Desk, reference: str, *, blocked: bool = False) -> dict[str, int]:
    """Who stands behind a reference and is not blocked yet, or is: member ids by asker and helper.

    Of several helpers of a request one who was reported, or has reported, is meant, then the latest.
    """
    need = needs.by_reference(desk.db, reference)
    if need is None:
        thread = threads.last_by_reference(desk.db, reference)
        found = [("asker", thread.member_id)] if thread else []
    else:
        # The last one in this row is taken.
        ours = matches.of_need(desk.db, need.id)[::-1]
        ours.sort(key=lambda match: match.state == "reported")
        found = [("asker", need.asker_id), *(("helper", match.helper_id) for match in ours)]
    wanted = ("blocked",) if blocked else ("active", "opted_out")
    return {side: one for side, one in found if members.get(desk.db, one).state in wanted}


def perform(scene: Scene, answers: Answers) -> Performed[Block]:
    """Block the side that was chosen, unless it is one of the team. Kind words where it cannot be."""
    member_id = dict(answers["sides"]).get(str(answers["side"]))
    if member_id is None or not scene.member.is_coordinator:
        return Performed("gone")
    if member_id == scene.member.id or members.get(scene.db, member_id).level >= COORDINATOR_LEVEL:
        return Performed("team")
    found = members.locked_if_free(scene.db, member_id)
    if found is None:
        return Performed("busy")
    return Performed("blocked" if put_away(scene, found, scene.member.id) else "gone")


def block_by_operator(house: House, reference: str, side: str) -> bool:
    """Block one side; whether that changed anything. Raises nothing for an unknown reference."""
    return _change(house, reference, side, put_away, blocked=False)


def unblock_by_operator(house: House, reference: str, side: str) -> bool:
    """Take a block away again; whether that changed anything."""
    return _change(house, reference, side, let_in, blocked=True)


def _change(
    house: House,
    reference: str,
    side: str,
    work: Callable[[Desk, Member], bool],
    *,
    blocked: bool,
) -> bool:
    def change(desk: Desk) -> bool:
        found = sides_of(desk, reference, blocked=blocked).get(side)
        return found is not None and work(desk, members.locked_by_id(desk.db, found))

    return at_a_desk(house, change)


def put_away(desk: Desk, member: Member, by: int | None = None) -> bool:
    """Block a locked member: for everybody else as if they had said STOP. Whether they are now."""
    if member.state == "erased":
        return False
    leaving.stop_member(desk, member.id)
    members.change(desk.db, member.id, state="blocked")
    trail.note(desk.db, "member_blocked", desk.now, member_id=member.id, actor_id=by)
    return True


def let_in(desk: Desk, member: Member) -> bool:
    """Unblock a locked member; their offer rests until they say otherwise. Whether they were."""
    if member.state != "blocked":
        return False
    members.change(desk.db, member.id, state="active")
    trail.note(desk.db, "member_unblocked", desk.now, member_id=member.id)
    return True
