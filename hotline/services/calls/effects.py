"""What flows ask for by name, where they are heard: some things go otherwise than by text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flows.effects import ASK_PERSON, RECORD_WORDS
from flows.turns import Effect, Performed
from hotline.services import effects
from hotline.services.calls import person, pin, talking
from hotline.services.calls.scene import CallScene
from hotline.services.scene import Scene


def perform(scene: Scene, effect: Effect) -> Performed | None:
    """Do it, in the open transaction; None for what takes longer than this step."""
    if not isinstance(scene, CallScene):
        raise TypeError("only a call is heard")
    own = _PERFORMERS.get(effect.name)
    return own(scene, effect.args) if own else effects.perform(scene, effect)


def _person(scene: CallScene, _: Mapping[str, Any]) -> Performed:
    scene.go("person")
    return Performed("asked")


def _record(scene: CallScene, _: Mapping[str, Any]) -> None:
    scene.go("record")


def _status(scene: CallScene, _: Mapping[str, Any]) -> Performed:
    scene.go("status")
    return Performed("said")


def _listener_first(scene: CallScene, answers: Mapping[str, Any]) -> Performed | None:
    """Someone to talk to: now, if anybody takes calls; else a request like any other."""
    if answers["category"] == "talk" and person.may_be_connected(scene):
        scene.go("listener")
        return None
    return _check_open(scene, answers)


def _check_open(scene: CallScene, answers: Mapping[str, Any]) -> Performed:
    """Whether such a request is open is private: without the PIN another one is opened."""
    if pin.is_asked(scene):
        return Performed("free")
    return effects.PERFORMERS["check-open"](scene, answers)


def _find_offer(scene: CallScene, answers: Mapping[str, Any]) -> Performed | None:
    """An offer is private, and must not be replaced by whoever shows somebody else's number."""
    if pin.is_asked(scene):
        pin.before(scene, "offer")
        return None
    return effects.PERFORMERS["find-offer"](scene, answers)


def go_on_with_offer(scene: CallScene) -> None:
    """The PIN was right: the talk goes on that waits for the offer."""
    talking.go_on(scene, effects.PERFORMERS["find-offer"](scene, {}))


def _with_reference(name: str) -> Callable[[CallScene, Mapping[str, Any]], Performed]:
    """The number of a request that is opened is told at the end of the call."""

    def act(scene: CallScene, answers: Mapping[str, Any]) -> Performed:
        performed = effects.PERFORMERS[name](scene, answers)
        if performed.outcome in ("opened", "quiet", "changed"):
            scene.memory["reference"] = performed.answers["reference"]
        return performed

    return act


_PERFORMERS: Mapping[str, Callable[[CallScene, Mapping[str, Any]], Performed | None]] = {
    ASK_PERSON: _person,
    RECORD_WORDS: _record,
    "tell-status": _status,
    "check-open": _listener_first,
    "find-offer": _find_offer,
    "open-need": _with_reference("open-need"),
    "update-need": _with_reference("update-need"),
}
