"""A word of one's own: texted alone, at any time, it ends and hides everything at once.

The answer is that of a wrong number. From then on the member is to all texts and calls as if they had never
been here, and nothing is sent to them, until they themselves want something again. What was before stays
out of sight then as well (`veiled_at`): whoever holds the phone could want something too. So nothing is kept
that a text could bring to light again, the offer, the PIN and the hours for texts; they are chosen anew.
Nor is anybody vouched for through it: whoever comes back begins at level 0, since it may be somebody else
who holds the phone. Whom they are kept apart from, and that they are of the team, stays.
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
from hotline.store.people import members, offers, pins
from hotline.store.people.members import COORDINATOR_LEVEL


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
    _forget_settings(interaction)
    interaction.change_member(hidden_at=interaction.now, veiled_at=interaction.now, greeted_at=None)
    interaction.say("safe-word-reply")


def _forget_settings(interaction: Interaction) -> None:
    member = interaction.member
    offers.move(interaction.db, member.id, "ended", ended_at=interaction.now)
    if member.level < COORDINATOR_LEVEL:  # of the team's, a PIN guards others
        pins.remove(interaction.db, member.id)
        interaction.change_member(level=0)
    interaction.change_member(
        safe_from=None,
        safe_until=None,
        pin_in_texts=False,
        unlocked_until=None,
        call_safe="unknown",
        in_flow_until=None,
    )
    # Whoever has said stop is told nothing more by this; a wrong number that was never told so answers.
    if member.state == "opted_out":
        interaction.move_member("active")
    # Their next text is to us like the first of somebody new, in whatever language it is.
    members.forget_languages(interaction.db, member.id)


def is_new_again(interaction: Interaction) -> bool:
    """Whether nothing has come from them since they hid."""
    member = interaction.member
    if member.hidden_at is None or member.greeted_at is not None:
        return False
    return not members.languages(interaction.db, [member.id])


def find(interaction: Interaction, _: Answers) -> EffectResult[Found]:
    """Whether a word is set, as far as whoever holds the phone may know."""
    member = interaction.member
    is_set = member.safe_word is not None and not member.is_veiled(member.word_at)
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
    interaction.change_member(safe_word=first, word_at=interaction.now)
    return EffectResult("set")


def remove(interaction: Interaction, _: Answers) -> EffectResult[Literal["removed"]]:
    """Forget the word."""
    interaction.change_member(safe_word=None, word_at=None)
    return EffectResult("removed")


def _hash(interaction: Interaction, words: str) -> bytes:
    return interaction.app.vault.safe_word(interaction.member.id, fold(words))
