"""A call that brings news to a member without text: said, said again with *, and 0 a person."""

from __future__ import annotations

from flows.prompts import Prompt
from hotline.gateway.voiceml import Document
from hotline.services.calls import pin
from hotline.services.calls.events import Event, Keys
from hotline.services.calls.places import gather
from hotline.services.calls.scene import CallScene


class News:
    """Who calls, first; what it is about only behind the PIN, where one is set."""

    def enter(self, scene: CallScene) -> None:
        scene.memory["chosen"] = True
        scene.say("v-news")
        if pin.is_asked(scene):
            pin.before(scene, "news-told")
        else:
            scene.go("news-told")

    def hear(self, scene: CallScene, event: Event) -> None:
        """Nothing is asked here."""

    def document(self, scene: CallScene) -> Document:
        return gather(scene)


class Told:
    """The news. Silence ends the call: there may be nobody but a machine."""

    def enter(self, scene: CallScene) -> None:
        scene.said += [Prompt(message, args) for message, args in scene.memory["news"]]
        scene.say("v-tail")

    def hear(self, scene: CallScene, event: Event) -> None:
        keys = event.keys if isinstance(event, Keys) else ""
        if keys == "*":
            self.enter(scene)
        else:
            scene.go("person" if keys == "0" else "goodbye")

    def document(self, scene: CallScene) -> Document:
        return gather(scene)
