"""Rungs that look at who writes before what they write: in danger, too often, blocked, gone, new."""

from __future__ import annotations

from hotline.services import crisis, erasing, hiding, leaving
from hotline.services.inbound.rung import InboundText
from hotline.services.scene import Scene
from hotline.store import offers

_STOPS = ("STOP", "ARABIC_STOP")
# From somebody who has left, these say that they are back and want something.
_WANTS_SOMETHING = ("NEED", "OFFER", "MENU", "PERSON", "STATUS")


def hides(scene: Scene, text: InboundText) -> bool:
    """The member's own word; what the carrier has answered is never one."""
    if text.opt_out is not None or not hiding.is_their_word(scene, text.words):
        return False
    hiding.hide(scene)
    return True


# --- a crisis ------------------------------------------------------------------------------------


def hears_crisis(scene: Scene, text: InboundText) -> None:
    """The contacts come first in the answer, and the text is read on as any other."""
    crisis.heard(scene, text.words)


def is_crisis_only(scene: Scene, text: InboundText) -> bool:
    """Nothing but the crisis is heard of these."""
    return scene.crisis and (text.mood != "within" or scene.member.state == "blocked")


def alarms_team(scene: Scene, _: InboundText) -> None:
    """The team looks at once, where texts can be answered at all."""
    if scene.crisis and scene.member.state == "active":
        crisis.tell_team(scene)


# --- too many texts ------------------------------------------------------------------------------


def stops_over_limit(scene: Scene, text: InboundText) -> bool:
    """No more texts, and not one more to say so."""
    if text.mood == "within" or not (text.opt_out == "STOP" or text.is_word(*_STOPS)):
        return False
    if scene.member.state == "active":
        leaving.stop(scene)
    return True


def is_too_much(scene: Scene, text: InboundText) -> bool:
    """That it was too much is said once, and not to those who want no texts."""
    if text.mood == "tell" and scene.member.state != "opted_out":
        greet(scene, text)
        scene.say("too-many")
    return text.mood != "within"


# --- blocked, or gone ----------------------------------------------------------------------------


def erases(scene: Scene, text: InboundText) -> bool:
    """To be forgotten is for everybody. A bare YES of those who left brings texts back, as with the
    carrier, and answers nothing else."""
    blocked, left = (scene.member.state == state for state in ("blocked", "opted_out"))
    if not blocked and not (left and not text.is_word("YES")):
        return False
    return erasing.takes(scene, text.words, text.command)


def is_blocked(scene: Scene, text: InboundText) -> bool:
    """The same kind answer to everything, and none to whoever wants no more texts."""
    if scene.member.state != "blocked":
        return False
    if text.opt_out != "STOP" and not text.is_word(*_STOPS):
        scene.say("neutral")
    return True


def stops(scene: Scene, text: InboundText) -> bool:
    """STOP has been answered by the carrier; its Arabic words are not known there."""
    if text.word == "STOP" or text.opt_out == "STOP":
        leaving.stop(scene)
        return True
    if text.word == "ARABIC_STOP":
        leaving.stop(scene)
        scene.say("optout-ack")
        return True
    return False


def is_carriers_help(_: Scene, text: InboundText) -> bool:
    """Nothing is left to be said."""
    return text.opt_out == "HELP"


def starts(scene: Scene, text: InboundText) -> bool:
    """Texts again; for those who left a bare YES and RESUME say so too, and do nothing else."""
    left = scene.member.state == "opted_out"
    words = ("YES", "RESUME", "START") if left else ("START",)
    if text.word not in words and text.opt_out != "START":
        return False
    if left:
        _text_again(scene, text)
    scene.come_back()
    if text.opt_out != "START":  # else the carrier has said so
        scene.say("optin-ack")
    return True


def _text_again(scene: Scene, text: InboundText) -> None:
    scene.change_member(state="active")
    if text.word == "RESUME":
        offers.move(scene.db, scene.member.id, "active")


def comes_back(scene: Scene, text: InboundText) -> None:
    """A word that can be answered only by texts: they come again, and it is read on."""
    if scene.member.state == "opted_out" and text.word in _WANTS_SOMETHING:
        scene.change_member(state="active")
        scene.say("optin-ack")


def has_left(scene: Scene, text: InboundText) -> bool:
    """How texts come again, but not in answer to thanks."""
    if scene.member.state != "opted_out":
        return False
    if text.word != "POLITE":
        scene.say("optout-ack")
    return True


# --- new -----------------------------------------------------------------------------------------


def greet(scene: Scene, _: InboundText) -> None:
    """Once in a member's time with us."""
    if scene.member.greeted_at is None:
        scene.say("welcome-first")
        scene.change_member(greeted_at=scene.now)
