"""Resting, stopping and coming back."""

from __future__ import annotations

from flows.answers import Command
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

# From somebody who has left, these say that they are back and want something.
_WANTS_SOMETHING = {"NEED", "OFFER", "MENU", "PERSON", "STATUS"}


def takes(scene: Scene, command: Command | None, opt_out: str | None) -> bool:
    """Stop and start words, and whatever comes from somebody who has left."""
    word = command.name if command and command.reference is None else None
    if word == "STOP" or opt_out == "STOP":
        stop(scene)  # the carrier has answered
        return True
    if word == "ARABIC_STOP":
        stop(scene)
        scene.say("optout-ack")
        return True
    if opt_out == "HELP":
        return True  # answered by the carrier
    if scene.member.state == "opted_out":
        return _from_somebody_who_left(scene, word, opt_out)
    if word == "START" or opt_out == "START":
        return _started(scene, opt_out)
    return False


def _from_somebody_who_left(scene: Scene, word: str | None, opt_out: str | None) -> bool:
    """Only a word that says so brings them back; a bare YES does that and nothing else."""
    if word in ("YES", "RESUME", "START") or opt_out == "START":
        scene.change_member(state="active")
        if word == "RESUME":
            offers.move(scene.db, scene.member.id, "active")
        return _started(scene, opt_out)
    if word in _WANTS_SOMETHING:
        scene.change_member(state="active")
        scene.say("optin-ack")
        return False
    if word != "POLITE":
        scene.say("optout-ack")
    return True


def _started(scene: Scene, opt_out: str | None) -> bool:
    scene.come_back()
    if opt_out != "START":  # else the carrier has said so
        scene.say("optin-ack")
    return True


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
