"""The first steps of a call: the language, then where the caller stopped, or the menu."""

from __future__ import annotations

from flows.prompts import Prompt
from hotline.gateway.voiceml import Document
from hotline.services import asking, talk
from hotline.services.calls import listening, talking, unheard
from hotline.services.calls.events import Event, Keys
from hotline.services.calls.places import Menu, gather
from hotline.services.calls.scene import CallScene
from hotline.store import calls
from hotline.store.sessions import Kept


class Language:
    """Each language offers itself in its own voice: the first of the community's on 1, and so on."""

    def enter(self, scene: CallScene) -> None:
        scene.memory["misses"] = 0
        spoken = scene.house.community.languages
        if len(spoken) == 1:
            return self._choose(scene, spoken[0])
        return self._offer(scene)

    def hear(self, scene: CallScene, event: Event) -> None:
        keys = event.keys if isinstance(event, Keys) else ""
        if keys in _KEYS and _KEYS[keys] in scene.house.community.languages:
            self._choose(scene, _KEYS[keys])
        elif keys == "0":
            scene.go("person")
        elif keys == "*":
            self._offer(scene)
        else:
            self._miss(scene)

    def document(self, scene: CallScene) -> Document:
        return gather(scene)

    def _offer(self, scene: CallScene) -> None:
        for language in scene.house.community.languages:
            scene.say_in(language, "v-language")

    def _choose(self, scene: CallScene, language: str) -> None:
        new = scene.become_member(language)
        if not scene.is_stranger:
            asking.speak(scene, language)
        scene.memory["chosen"] = True
        if new:
            scene.say("welcome-first")
        open_up(scene)

    def _miss(self, scene: CallScene) -> None:
        scene.memory["misses"] += 1
        if scene.memory["misses"] >= 3:
            scene.go("person")
        else:
            self._offer(scene)


_KEYS = {"1": "ar", "2": "en"}  # as v-language says


def begin(scene: CallScene) -> None:
    """The language first, unless we know it; and nothing for whoever is blocked."""
    if scene.member.state == "blocked":
        scene.say("neutral")
        scene.go("goodbye")
    elif scene.is_stranger or calls.never_chose(scene.db, scene.member.id):
        scene.go("language")
    else:
        scene.memory["chosen"] = True
        open_up(scene)


def open_up(scene: CallScene) -> None:
    """What a caller whose language is known hears first."""
    if scene.is_stranger:
        return scene.go("person")  # nobody to keep anything for: a person, or a message
    scene.say("v-keys")
    if listening.wants_pin(scene):
        scene.say("coordinator-voice-pin")
    return what_waits(scene)


def what_waits(scene: CallScene) -> None:
    """One thing after the other that waits for this caller, then where they stopped, or the menu."""
    if unheard.news_waits(scene):
        scene.go("news-here")
    elif unheard.question(scene) is not None:
        scene.go("question-put")
    elif listening.there_are(scene):
        scene.go("waiting")
    else:
        listening.on(scene)


def _left(scene: CallScene) -> Kept | None:
    """The request or offer that was left half-way last, by text or by call."""
    left = talk.unfinished(scene)
    return left[0] if left else None


def go_on(scene: CallScene) -> None:
    """Put the question again that was left half-way."""
    kept = _left(scene)
    if kept is None:
        scene.go("menu")
    else:
        talking.take_up(scene, kept)


def _begin_again(scene: CallScene) -> None:
    kept = _left(scene)
    if kept is not None:
        talk.drop(scene, kept)
    scene.go("menu")


def resume() -> Menu:
    """ "To go on where you stopped, press one." """
    return Menu(_welcome_back, lambda _: {"1": lambda at: at.go("resumed"), "2": _begin_again})


def _welcome_back(scene: CallScene) -> Prompt | None:
    kept = _left(scene)
    if kept is None:
        return None
    return Prompt("resume" if kept.expires_at > scene.now else "continue-or-restart")
