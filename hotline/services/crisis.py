"""Words of crisis: the community's own contacts at once, and the team told at once.

Nobody else is called, and nothing is sent to anybody outside. What was written is handled as every text
is; only what we cannot place puts no question and no menu, and goes to the team.
"""

from __future__ import annotations

from datetime import timedelta

from flows.crisis import load_crisis
from hotline.services import team
from hotline.services.scene import Scene
from hotline.store import threads

# The team is told once in so long of one member; their words still reach whoever answers them.
TOLD_AGAIN_AFTER = timedelta(hours=1)


def heard(scene: Scene, words: str) -> bool:
    """Answer words of crisis before anything else is said; whether these are any.

    Somebody who wanted no more texts gets them again: without, nobody of the team could write.
    """
    if load_crisis().heard(words) is None:
        return False
    scene.crisis = True
    if scene.member.state == "opted_out":
        scene.change_member(state="active")
    scene.come_back()
    reached = scene.member.state == "active" and team.on_hand(scene, but=scene.member.id)
    scene.say("crisis" if reached else "crisis-alone")
    return True


def tell_team(scene: Scene) -> None:
    """Ask the team to look at once, over the talk that the member has with them or a new one."""
    if not team.reachable(scene, but=scene.member.id):
        return
    thread = team.any_talk_of(scene, scene.member.id)
    if thread.alarmed_at is None or thread.alarmed_at + TOLD_AGAIN_AFTER <= scene.now:
        threads.alarm(scene.db, thread.id, scene.now)
        about, reference = scene.member.id, thread.reference
        team.tell(scene, about, "coordinator-crisis", urgent=True, reference=reference)


def pass_on(scene: Scene, words: str) -> None:
    """Words that are for nobody else: the team reads them, where there is one."""
    if team.reachable(scene, but=scene.member.id):
        tell_team(scene)
        team.pass_on(scene, team.any_talk_of(scene, scene.member.id), words)
