"""Resting, stopping, and what that means for everybody else."""

from __future__ import annotations

from hotline.services import answering, asking, helping, swapping
from hotline.services.kernel.unit_of_work import Desk
from hotline.services.scene import Scene
from hotline.store import (
    call_orders,
    matches,
    needs,
    offers,
    sessions,
    threads,
    trail,
    unsent,
)


def stop(desk: Scene) -> None:
    """No more texts: an asker's needs are withdrawn, a helper's given back, nothing is left waiting."""
    stop_member(desk, desk.member.id)
    desk.talks = None
    trail.note(desk.db, "member_left", desk.now, member_id=desk.member.id)
    desk.change_member(state="opted_out")


def stop_member(desk: Desk, member_id: int) -> None:
    """The consequences of leaving, for everybody else."""
    for need in needs.live_of(desk.db, member_id):
        asking.close(desk, needs.locked(desk.db, need.id), "withdrawn", "withdrawn-helper")
    for match in matches.open_with(desk.db, member_id):
        helping.let_go(desk, match)
    for thread in threads.open_of(desk.db, member_id):
        threads.close(desk.db, thread, desk.now)
    answering.decline_all(desk, member_id)
    offers.move(desk.db, member_id, "paused")
    swapping.leave(desk, member_id)
    sessions.end_all(desk.db, member_id)
    unsent.cancel_of_member(desk.db, member_id)
    call_orders.cancel_for_member(desk.db, member_id, desk.now)


def pause(scene: Scene) -> None:
    """PAUSE: no asks until RESUME; one that waits for an answer is a no."""
    offer = offers.of_member(scene.db, scene.member.id)
    if offer is None or scene.member.hidden_at is not None:
        return scene.say("no-offer")
    answering.decline_all(scene, scene.member.id)
    offers.move(scene.db, scene.member.id, "paused")
    return scene.say("paused")


def resume(scene: Scene) -> None:
    """RESUME: asks may come again."""
    scene.come_back()
    if offers.of_member(scene.db, scene.member.id) is None:
        return scene.say("no-offer")
    offers.move(scene.db, scene.member.id, "active")
    return scene.say("resumed")
