"""Rungs for what names a request by its number, and for the one number that is a secret."""

from __future__ import annotations

from flows.answers import read_addressed
from hotline.services import commands, locks, relay, talk
from hotline.services.calls import unheard
from hotline.services.inbound.rung import InboundText
from hotline.services.scene import Scene


def of_the_past(scene: Scene, text: InboundText) -> bool:
    """Whoever has hidden is to everybody as if they had never been here."""
    if not scene.member.hidden_at:
        return False
    named = text.command is not None and text.command.reference is not None
    if not named and (text.number is None or talk.asks_number(scene)):
        return False
    scene.say("ref-unknown")
    return True


def unlocks(scene: Scene, text: InboundText) -> bool:
    """Before a number could be taken for anything else."""
    return locks.opened_by(scene, text.words)


def word_and_number(scene: Scene, text: InboundText) -> bool:
    """Whatever is not theirs gets the one answer that tells nothing."""
    if text.command is None or text.command.reference is None:
        return False
    if text.number is not None and talk.asks_number(scene):
        return False  # "no 47" is a number too
    unheard.lift(scene, text.command.reference)
    return commands.with_reference(scene, text.command)


def alone(scene: Scene, text: InboundText) -> bool:
    """How it stands, if it is theirs, and nothing of ours asks for a number."""
    if text.number is None or text.command is not None or talk.asks_number(scene):
        return False
    unheard.lift(scene, text.number)
    return commands.bare_reference(scene, text.number)


def addressed(scene: Scene, text: InboundText) -> bool:
    """To whoever stands behind the number for them."""
    found = read_addressed(text.words) if text.command is None and text.number is None else None
    if found is None:
        return False
    unheard.lift(scene, found.reference)
    return relay.addressed(scene, found.reference, found.words)
