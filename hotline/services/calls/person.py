"""A person: 0, the third answer that could not be used, "someone to talk to"."""

from __future__ import annotations

from hotline.services import talk
from hotline.services.calls import ringing
from hotline.services.calls.listeners import PERSON, TALK
from hotline.services.calls.scene import CallScene

MOST_WISHES = 3  # in one call: nobody was there the last time either


def look_for_somebody(scene: CallScene) -> None:
    """Ring whoever takes calls; where nobody can be rung, a message for the team."""
    _look(scene, PERSON)


def look_for_listener(scene: CallScene) -> None:
    """Ring a listener for somebody who chose a talk. That is the wish: no request is left half-way."""
    mine = scene.memory.get("talk")
    for kept in talk.open_talks(scene):
        if kept.id == mine:
            talk.drop(scene, kept)
    _look(scene, TALK)


def may_be_connected(scene: CallScene) -> bool:
    """Whether a talk can begin in this call; tried once, it becomes a request like any other."""
    return not scene.memory.get("persons") and ringing.somebody(scene, TALK)


def _look(scene: CallScene, wish: str) -> None:
    scene.memory["persons"] = scene.memory.get("persons", 0) + 1
    if scene.memory["persons"] > MOST_WISHES:
        scene.go("goodbye")
    else:
        ringing.begin(scene, wish)
