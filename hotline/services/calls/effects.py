"""What flows ask for by name, where they are heard: some things go otherwise than by text."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from flows.effects import (
    Answers,
    CheckOpen,
    Effects,
    Found,
    OpenNeed,
    TellStatus,
    UpdateNeed,
)
from flows.turns import Effect, Performed
from hotline.services import asking, effects, offering
from hotline.services.calls import person, pin, talking
from hotline.services.calls.scene import CallScene
from hotline.services.scene import Scene


def perform(scene: Scene, effect: Effect) -> Performed[str] | None:
    """Do it, in the open transaction; None for what takes longer than this step."""
    if not isinstance(scene, CallScene):
        raise TypeError("only a call is heard")
    return PERFORMERS.named(effect.name)(scene, effect.args)


def _person(scene: CallScene, _: Answers) -> Performed[Literal["asked"]]:
    scene.go("person")
    return Performed("asked")


def _record(scene: CallScene, _: Answers) -> None:
    scene.go("record")


def _status(scene: CallScene, _: Answers) -> Performed[TellStatus]:
    scene.go("status")
    return Performed("said")


def _listener_first(scene: CallScene, answers: Answers) -> Performed[CheckOpen] | None:
    """Someone to talk to: now, if anybody takes calls; else a request like any other."""
    if answers["category"] == "talk" and person.may_be_connected(scene):
        scene.go("listener")
        return None
    return _check_open(scene, answers)


def _check_open(scene: CallScene, answers: Answers) -> Performed[CheckOpen]:
    """Whether such a request is open is private: without the PIN another one is opened."""
    if pin.is_asked(scene):
        return Performed("free")
    return asking.check_open(scene, answers)


def _find_offer(scene: CallScene, answers: Answers) -> Performed[Found] | None:
    """An offer is private, and must not be replaced by whoever shows somebody else's number."""
    if pin.is_asked(scene):
        pin.before(scene, "offer")
        return None
    return offering.find(scene, answers)


def go_on_with_offer(scene: CallScene) -> None:
    """The PIN was right: the talk goes on that waits for the offer."""
    talking.go_on(scene, offering.find(scene, {}))


def _open_need(scene: CallScene, answers: Answers) -> Performed[OpenNeed]:
    performed = asking.open_need(scene, answers)
    if performed.outcome == "opened" or performed.outcome == "quiet":
        _remember_reference(scene, performed.answers)
    return performed


def _update_need(scene: CallScene, answers: Answers) -> Performed[UpdateNeed]:
    performed = asking.update_need(scene, answers)
    if performed.outcome == "changed" or performed.outcome == "quiet":
        _remember_reference(scene, performed.answers)
    return performed


def _remember_reference(scene: CallScene, known: Answers) -> None:
    """The number of a request that is opened is told at the end of the call."""
    scene.memory["reference"] = known["reference"]


_BY_TEXT: Effects[CallScene] = effects.PERFORMERS
PERFORMERS = replace(
    _BY_TEXT,
    ask_person=_person,
    record_words=_record,
    tell_status=_status,
    check_open=_listener_first,
    find_offer=_find_offer,
    open_need=_open_need,
    update_need=_update_need,
)
