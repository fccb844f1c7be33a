"""Rungs for what names a request by its number, and for the one number that is a secret."""

from __future__ import annotations

from flows.understanding.answers import read_addressed
from hotline.services.bridging import voice_inbox
from hotline.services.inbound import commands
from hotline.services.inbound.rung import InboundText
from hotline.services.kernel.interaction import Interaction
from hotline.services.needs import held_words, reference_resolution, relay
from hotline.services.sessions import flow_sessions, pin_gate


def unlocks(interaction: Interaction, text: InboundText) -> bool:
    """Before a number could be taken for anything else."""
    return pin_gate.opened_by(interaction, text.words)


def word_and_number(interaction: Interaction, text: InboundText) -> bool:
    """Whatever is not theirs gets the one answer that tells nothing."""
    if text.command is None or text.command.reference is None:
        return False
    if text.number is not None and flow_sessions.asks_number(interaction):
        return False  # "no 47" is a number too
    if reference_resolution.is_past(interaction, text.command.reference):
        return commands.with_unknown(interaction, text.command)
    voice_inbox.lift(interaction, text.command.reference)
    return commands.with_reference(interaction, text.command)


def alone(interaction: Interaction, text: InboundText) -> bool:
    """How it stands, if it is theirs, and nothing of ours asks for a number."""
    if text.number is None or text.command is not None or flow_sessions.asks_number(interaction):
        return False
    if reference_resolution.is_past(interaction, text.number):
        return False  # as a number of nobody's
    voice_inbox.lift(interaction, text.number)
    return commands.bare_reference(interaction, text.number)


def addressed(interaction: Interaction, text: InboundText) -> bool:
    """To whoever stands behind the number for them."""
    found = read_addressed(text.words) if text.command is None and text.number is None else None
    if found is None or reference_resolution.is_past(interaction, found.reference):
        return False
    voice_inbox.lift(interaction, found.reference)
    return held_words.takes(interaction, found.words, found.reference) or relay.addressed(
        interaction, found.reference, found.words
    )
