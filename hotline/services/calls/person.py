"""A person: 0, the third answer that could not be used, "someone to talk to"."""

from __future__ import annotations

from hotline.services.calls.scene import CallScene

MOST_WISHES = 3  # in one call: nobody was there the last time either


def look_for_somebody(scene: CallScene) -> None:
    """Nobody takes calls here yet: a message for the team, at once and without a false promise."""
    scene.memory["persons"] = scene.memory.get("persons", 0) + 1
    scene.go("message" if scene.memory["persons"] <= MOST_WISHES else "goodbye")
