"""A call that brings something to a member without text: news, or a question of ours.

Whoever picks up hears who calls, and presses 1 to hear the rest: a machine, and whoever should not, learn
nothing. What it is about is told only behind the PIN, where one is set.
"""

from __future__ import annotations

from flows.message_ids import MessageId
from flows.prompts import Prompt
from hotline.gateway.voiceml import Document
from hotline.services.calls import listening, talking, unheard
from hotline.services.calls.events import Event, Keys
from hotline.services.calls.places import Act, CalledMenu, gather
from hotline.services.calls.scene import CallScene
from hotline.services.outbound.news import in_memory, remembered


class Announced(CalledMenu):
    """ "With news for you. To hear it, press one." `message` says so, `place` is behind the 1."""

    def __init__(self, message: MessageId, place: str) -> None:
        super().__init__(
            lambda scene: Prompt(message) if unheard.is_of_use(scene) else None,
            lambda _: {"1": _going(place), "2": _not_now},
            gone=_needless,
        )

    def enter(self, scene: CallScene) -> None:
        scene.memory["chosen"] = True
        super().enter(scene)


def _going(place: str) -> Act:
    return lambda scene: scene.go(place)


def _not_now(scene: CallScene) -> None:
    scene.say("v-ask-later")
    scene.go("goodbye")


def _needless(scene: CallScene) -> None:
    scene.say("v-ask-off")
    scene.go("goodbye")


_STATUS = (
    "7"  # as in the menu: whoever calls for news presses it before they hear that there is some
)


class Told:
    """The news, said again with *. Silence, or any other key, goes on."""

    def enter(self, scene: CallScene) -> None:
        scene.memory["heard"] = True
        scene.said += [one.prompt for one in in_memory(scene.memory)]
        if listening.there_are(scene):
            scene.go("waiting")  # some news is that there is something to hear
        else:
            scene.say("v-tail")

    def hear(self, scene: CallScene, event: Event) -> None:
        keys = event.keys if isinstance(event, Keys) else ""
        if keys == "*":
            self.enter(scene)
        elif keys == "0":
            scene.go("person")
        elif keys == _STATUS:
            scene.go("status")
        else:
            scene.go("goodbye" if scene.is_ours else "arrived")

    def document(self, scene: CallScene) -> Document:
        return gather(scene)


def take(scene: CallScene) -> None:
    """The news that waited for whoever calls by themselves."""
    scene.memory["news"] = [remembered(one) for one in unheard.take_news(scene)]
    scene.go("news-told" if scene.memory["news"] else "arrived")


def put(scene: CallScene) -> None:
    """A question of ours, to whoever was rung for it or calls by themselves."""
    kept = unheard.question(scene)
    if kept is None:
        return _needless(scene) if scene.is_ours else scene.go("arrived")
    scene.memory["heard"] = True
    if not scene.is_ours:
        unheard.withdraw_question(scene)
        scene.memory["then"] = "arrived"
    return talking.take_up(scene, kept)
