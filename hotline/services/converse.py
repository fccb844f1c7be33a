"""What a text means here and now: down the order of understanding until a rung takes it."""

from __future__ import annotations

from hotline.domain.limits import Mood
from hotline.services.inbound.order import AFTERWARDS, ORDER
from hotline.services.inbound.rung import InboundText, InPassing, Rung, read
from hotline.services.scene import Scene


def converse(scene: Scene, words: str, opt_out: str | None = None, mood: Mood = "within") -> Rung:
    """Answer one text. Whatever it holds, exactly one rung takes it; which one is returned."""
    text = read(words, scene.house.lexicon.vocabulary, opt_out, mood)
    taken = _taken(scene, text)
    for step in AFTERWARDS:
        step.act(scene, text)
    return taken


def _taken(scene: Scene, text: InboundText) -> Rung:
    """The first rung that takes the text. Raises LookupError where none does: the last takes all."""
    for step in ORDER:
        if isinstance(step, InPassing):
            step.act(scene, text)
        elif step.take(scene, text):
            return step
    raise LookupError("no rung took a text")
