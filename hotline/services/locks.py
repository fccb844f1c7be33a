"""The PIN in texts, for phones that are shared: asked once, then open for a while.

Behind it stand how things are (STATUS, a number, CHANGE, PIN) and the words of others, which wait sealed
in the outbox. Nothing else waits for it: asking for help, answering, a person, stopping.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flows.effects import SetPinTexts
from flows.phrases import words_of
from flows.pins import is_pin
from flows.turns import Performed
from hotline.services import pins, talk
from hotline.services.scene import Scene
from hotline.store import held_words

Answers = Mapping[str, Any]

OPEN_FOR = timedelta(minutes=15)


def refuses(scene: Scene) -> bool:
    """Whether the PIN must come first; then that is said."""
    if scene.channel != "text" or not scene.member.is_locked(scene.now):
        return False
    scene.say("pin-needed")
    return True


def opened_by(scene: Scene, words: str) -> bool:
    """Take a number for the PIN where one is waited for: what was held leaves, and how things stand
    is told. A wrong one counts as in calls; it is never passed on to anybody."""
    digits = "".join(words_of(words))
    if not scene.member.is_locked(scene.now) or not is_pin(digits) or talk.asks_number(scene):
        return False
    if not pins.check(scene, scene.member.id, digits):
        scene.say("pin-wrong")
        return True
    scene.change_member(unlocked_until=scene.now + OPEN_FOR)
    if held_words.release(scene.db, scene.member.id, scene.now):
        scene.rings.add("deliver")
    scene.say("pin-open")
    talk.begin(scene, "status")
    return True


def choose(scene: Scene, answers: Answers) -> Performed[SetPinTexts]:
    """Whether texts ask for the PIN too, from now on."""
    wanted = answers["texts"] == "yes"
    scene.change_member(pin_in_texts=wanted, unlocked_until=None)
    return Performed("texts" if wanted else "calls")


def begin_pin(scene: Scene) -> None:
    """PIN: behind itself where texts ask for it, else whoever holds the phone could remove it."""
    if not refuses(scene):
        talk.begin(scene, "pin")
