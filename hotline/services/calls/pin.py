"""The secret number, typed before anything private is told, by whoever has set one.

Put `Private` around a place, and whoever has a PIN comes there by way of it, once a call. What is private:
how things stand, what can be done about it, recordings, an offer, a request half-way, saying yes to
an ask. What stays open without: the menu, asking for help, leaving a message, a person.
"""

from __future__ import annotations

from flows.prompts import Prompt
from hotline.gateway.voiceml import Document
from hotline.services import pins
from hotline.services.calls.events import Event, Keys
from hotline.services.calls.places import MOST_MISSES, Place, TypedMenu
from hotline.services.calls.scene import CallScene

_GIVEN, _BEHIND = "pin", "behind"  # what a call remembers of it


def is_asked(scene: CallScene) -> bool:
    """Whether this caller has still to type a PIN before anything private."""
    if scene.memory.get(_GIVEN) or scene.is_stranger:
        return False
    return pins.asked(scene, scene.member.id)


def before(scene: CallScene, place: str) -> None:
    """Ask for the PIN, then go on at `place`."""
    scene.memory[_BEHIND] = place
    scene.go("pin")


class Private:
    """A place behind the PIN; `name` is its name in the registry."""

    def __init__(self, name: str, place: Place) -> None:
        self._name = name
        self.place = place

    def enter(self, scene: CallScene) -> None:
        if is_asked(scene):
            before(scene, self._name)
        else:
            self.place.enter(scene)

    def hear(self, scene: CallScene, event: Event) -> None:
        if is_asked(scene):  # set by text while this was said
            before(scene, self._name)
        else:
            self.place.hear(scene, event)

    def document(self, scene: CallScene) -> Document:
        return self.place.document(scene)


class Pin(TypedMenu):
    """Asks for the PIN. The same words for a wrong one, a locked one and too many tries."""

    def __init__(self) -> None:
        super().__init__(lambda _: Prompt("v-pin"), lambda _: {})

    def hear(self, scene: CallScene, event: Event) -> None:
        keys = event.keys if isinstance(event, Keys) else ""
        if len(keys) < 2 or not keys.isdecimal():
            return super().hear(scene, event)
        if pins.check(scene, scene.member.id, keys):
            return self._passed(scene)
        return self._wrong(scene)

    def _passed(self, scene: CallScene) -> None:
        scene.memory[_GIVEN] = True
        scene.go(scene.memory.pop(_BEHIND, "menu"))

    def _wrong(self, scene: CallScene) -> None:
        scene.memory["misses"] += 1
        scene.missed = True
        scene.say("v-pin-wrong")
        if scene.memory["misses"] >= MOST_MISSES:
            scene.go("person")
        else:
            self._put(scene)
