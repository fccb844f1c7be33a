"""Where a caller can be: each place has its words, its kind of document, and what keys mean there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from flows.engine import MISSED, Missed
from flows.prompts import Prompt
from hotline.gateway.voiceml import Document, Gather
from hotline.services.calls import wording
from hotline.services.calls.events import Event, Keys, Recorded
from hotline.services.calls.scene import CallScene

MOST_MISSES = 3  # the third answer that cannot be used leads on to a person
MOST_SILENCES = 2  # a voicemail need not hear it a third time
SECONDS_FOR_A_KEY = 8

Act = Callable[[CallScene], None]


class Place(Protocol):
    """`enter` says what is said there first, `hear` takes what the caller did and says more or goes
    elsewhere, `document` is the same for as long as the call's row is."""

    def enter(self, scene: CallScene) -> None: ...

    def hear(self, scene: CallScene, event: Event) -> None: ...

    def document(self, scene: CallScene) -> Document: ...


def gather(scene: CallScene, digits: int | None = 1) -> Document:
    """The document that says the lines and waits for keys."""
    return Gather(wording.spoken(scene), wording.step_url(scene), digits, SECONDS_FOR_A_KEY)


class Menu:
    """A question with a key for each answer; 0 is a person and * says it again, always.

    `prompt` and `choices` are asked anew each time; where `prompt` gives None the question has
    gone, and `gone` leads on. `tired` is what the third unusable answer leads to.
    """

    digits: int | None = 1

    def __init__(
        self,
        prompt: Callable[[CallScene], Prompt | None],
        choices: Callable[[CallScene], Mapping[str, Act]],
        *,
        tired: Act = lambda scene: scene.go("person"),
        gone: Act = lambda scene: scene.go("menu"),
    ) -> None:
        self._prompt = prompt
        self._choices = choices
        self._tired = tired
        self._gone = gone

    def enter(self, scene: CallScene) -> None:
        scene.memory["misses"] = 0
        self._put(scene)

    def hear(self, scene: CallScene, event: Event) -> None:
        keys = event.keys if isinstance(event, Keys) else ""
        act = self._choices(scene).get(keys)
        if act is not None:
            act(scene)
        elif keys == "*":
            self._put(scene)
        elif keys == "0":
            scene.go("person")
        else:
            self._miss(scene, "wrong" if keys or isinstance(event, Recorded) else "silence")

    def document(self, scene: CallScene) -> Document:
        return gather(scene, self.digits)

    def _put(self, scene: CallScene) -> None:
        prompt = self._prompt(scene)
        if prompt is None:
            self._gone(scene)
        else:
            scene.ask(prompt)

    def _miss(self, scene: CallScene, kind: Missed) -> None:
        scene.memory["misses"] += 1
        scene.missed = True
        if scene.memory["misses"] >= MOST_MISSES:
            self._tired(scene)
        else:
            scene.say(MISSED[kind][scene.memory["misses"] - 1])
            self._put(scene)


class CalledMenu(Menu):
    """A menu for whoever we rang. Silence ends the call soon, since it may be a machine; somebody who
    presses keys gets a person."""

    def _miss(self, scene: CallScene, kind: Missed) -> None:
        if kind == "silence" and scene.memory["misses"] + 1 >= MOST_SILENCES:
            scene.go("goodbye")
        else:
            super()._miss(scene, kind)


class Passing:
    """A place where nobody stays: it says what there is to say and goes on."""

    def __init__(self, act: Act) -> None:
        self._act = act

    def enter(self, scene: CallScene) -> None:
        self._act(scene)

    def hear(self, scene: CallScene, event: Event) -> None:  # noqa: ARG002
        self._act(scene)

    def document(self, scene: CallScene) -> Document:
        return gather(scene)


class TypedMenu(Menu):
    """A menu whose answers take several keys and end with a #."""

    digits = None
