"""What a text means here and now: down the order of understanding until a rung takes it."""

from __future__ import annotations

from hotline.domain.limits import LimitState
from hotline.services.inbound.order import AFTERWARDS, ORDER
from hotline.services.inbound.rung import InboundText, InPassing, Rung, read
from hotline.services.kernel.interaction import Interaction


def converse(
    interaction: Interaction,
    words: str,
    opt_out: str | None = None,
    limit_state: LimitState = "within",
) -> Rung:
    """Answer one text. Whatever it holds, exactly one rung takes it; which one is returned."""
    text = read(words, interaction.app.lexicon.vocabulary, opt_out, limit_state)
    taken = _taken(interaction, text)
    for step in AFTERWARDS:
        step.act(interaction, text)
    return taken


def _taken(interaction: Interaction, text: InboundText) -> Rung:
    """The first rung that takes the text. Raises LookupError where none does: the last takes all."""
    for step in ORDER:
        if isinstance(step, InPassing):
            step.act(interaction, text)
        elif step.take(interaction, text):
            return step
    raise LookupError("no rung took a text")
