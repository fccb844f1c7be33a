"""Rungs for what is no word of ours and no answer: words for somebody, a request, thanks, anything."""

from __future__ import annotations

from flows.answers import read_one_shot
from flows.prompts import Prompt
from hotline.services import crisis, relay, swapping, talk
from hotline.services.inbound.rung import InboundText
from hotline.services.scene import Scene

_KNOWN = ("category", "area", "when", "count")


def has_no_words(scene: Scene, text: InboundText) -> bool:
    """Answered kindly, and nothing of it is kept."""
    if text.words.strip():
        return False
    scene.say("media-ignored")
    scene.aside = True
    return True


def for_match(scene: Scene, text: InboundText) -> bool:
    """Before a new request: who has somebody at the other end speaks to them."""
    return not relay.only_team(scene) and relay.words(scene, text.words)


def request(scene: Scene, text: InboundText) -> bool:
    """Before words for the team; what it leaves open is asked."""
    if text.command is not None:
        return False
    found = read_one_shot(text.words, scene.house.lexicon)
    if found is None:
        return False
    parts = {key: value for key, value in found.items() if key in _KNOWN}
    if len(parts) > 1:
        scene.said.append(Prompt("oneshot-understood", parts, lead=True))
    talk.begin(scene, "need", parts)
    return True


def for_team(scene: Scene, text: InboundText) -> bool:
    """Nobody but the team is at the other end here."""
    return relay.words(scene, text.words)


def late_for_shift(scene: Scene, text: InboundText) -> bool:
    """The question was withdrawn while it was being answered."""
    return swapping.late(scene, text.words, text.command)


def late_answer(scene: Scene, text: InboundText) -> bool:
    """The answer that tells nothing."""
    if not text.is_word("YES", "NO", "SOFT"):
        return False
    scene.say("ref-unknown")
    return True


def is_polite(scene: Scene, text: InboundText) -> bool:
    """Answered in kind; what was begun is taken up again."""
    if not text.is_word("POLITE"):
        return False
    scene.say("neutral")
    scene.aside = True
    return True


def crisis_rest(scene: Scene, text: InboundText) -> bool:
    """No menu is put in the way of words of crisis: the team reads them."""
    if scene.crisis:
        crisis.pass_on(scene, text.words)
    return scene.crisis


def menu(scene: Scene, _: InboundText) -> bool:
    """What can be done here."""
    talk.begin(scene, "menu")
    return True


def take_up_again(scene: Scene, _: InboundText) -> None:
    """Their answer to the aside came first."""
    if scene.aside:
        talk.take_up_again(scene)
