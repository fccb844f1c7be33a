"""The rung for words about the other side of a match, which are never theirs to read by a guess."""

from __future__ import annotations

from hotline.services.inbound import just_asked
from hotline.services.inbound.rung import InboundText
from hotline.services.kernel.interaction import Interaction
from hotline.services.needs import held_words


def is_held(interaction: Interaction, text: InboundText) -> bool:
    """Held, and asked about: before any answer is read from them, or "no he asked me for money" were a no;
    but not where they answer what we have just asked in private."""
    if text.command is not None or text.number is not None:
        return False
    if just_asked.is_answered_in_private(interaction, text.words):
        return False
    return held_words.takes(interaction, text.words)
