"""A word of one's own: texted alone, at any time, it ends and hides everything at once.

The answer is that of a wrong number. From then on the member is to all texts and calls as if they had never
been here, and nothing is sent to them, until they themselves want something again.
"""

from __future__ import annotations

import hmac
from typing import Literal

from flows.engine.effects import Answers, CheckSafeWord, Found, SetSafeWord
from flows.engine.events import EffectResult
from flows.text.folding import fold
from flows.understanding.safe_words import is_poor
from hotline.services.kernel.interaction import Interaction
from hotline.services.members import subscription
from hotline.store.needs import matches, needs


def is_their_word(interaction: Interaction, words: str) -> bool:
    """Whether this text is the member's own word, however it is typed."""
    known = interaction.member.safe_word
    return known is not None and hmac.compare_digest(known, _hash(interaction, words))


def hide(interaction: Interaction) -> None:
    """End everything as STOP would, stay silent about it, and answer as a wrong number does."""
    subscription.stop_member(interaction, interaction.member.id)
    for match in matches.relaying(interaction.db, interaction.member.id, interaction.now):
        matches.change(interaction.db, match.id, relay_until=None)
    needs.forget_follow_ups(interaction.db, interaction.member.id)
    interaction.open_sessions = None
    interaction.change_member(hidden_at=interaction.now, greeted_at=None)
    interaction.say("safe-word-reply")


def find(interaction: Interaction, _: Answers) -> EffectResult[Found]:
    """Whether a word is set, as far as whoever holds the phone may know."""
    is_set = interaction.member.safe_word is not None and interaction.member.hidden_at is None
    return EffectResult("some" if is_set else "none")


def check(interaction: Interaction, answers: Answers) -> EffectResult[CheckSafeWord]:
    """Whether a word can be one: nothing that is texted by chance, or means something here."""
    return EffectResult(
        "poor" if is_poor(str(answers["word"]), interaction.app.lexicon) else "fine"
    )


def put(interaction: Interaction, answers: Answers) -> EffectResult[SetSafeWord]:
    """Keep the word, where it was typed the same twice; only its keyed hash is kept."""
    first, again = (_hash(interaction, str(answers[key])) for key in ("word", "again"))
    if first != again:
        return EffectResult("different")
    interaction.change_member(safe_word=first)
    return EffectResult("set")


def remove(interaction: Interaction, _: Answers) -> EffectResult[Literal["removed"]]:
    """Forget the word."""
    interaction.change_member(safe_word=None)
    return EffectResult("removed")


def _hash(interaction: Interaction, words: str) -> bytes:
    return interaction.app.vault.safe_word(interaction.member.id, fold(words))
