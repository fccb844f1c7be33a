"""Rungs for a need that is told in a member's own words, from a whole request in a line to a mere hint."""

from __future__ import annotations

from flows.understanding.answers import read_one_shot
from flows.understanding.told.wants import Want, read_want
from hotline.services.inbound import intake, unread_words
from hotline.services.inbound.rung import InboundText
from hotline.services.kernel.interaction import Interaction


def in_a_line(interaction: Interaction, text: InboundText) -> bool:
    """Before words for the team; what it leaves open is asked."""
    if text.command is not None or read_one_shot(text.words, interaction.app.lexicon) is None:
        return False
    return intake.take_up(interaction, read_want(text.words, interaction.app.lexicon))


def in_words(interaction: Interaction, text: InboundText) -> bool:
    """Nothing to eat, nowhere to go: a need beyond doubt. In a crisis the team reads it instead."""
    want = _read(interaction, text)
    return want is not None and want.sure and intake.take_up(interaction, want)


def is_hint(interaction: Interaction, text: InboundText) -> bool:
    """A word of a kind, a slip of the finger, or medicine: one question instead of the menu."""
    want = _read(interaction, text)
    if want is not None:
        unread_words.note(interaction, text.words, _asked_about(want))
    return intake.take_up(interaction, want)


def _asked_about(want: Want) -> str:
    """What the question is about, as those are told it who teach the line new words."""
    for slot, value in want.guessed.items():
        return f"{slot}:{value}"
    return f"category:{want.kinds[0]}" if want.kinds else "medicine"


def _read(interaction: Interaction, text: InboundText) -> Want | None:
    if text.command is not None or interaction.crisis:
        return None
    return read_want(text.words, interaction.app.lexicon)
