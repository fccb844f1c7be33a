"""Texts that were not understood, or only after a question: counted, and kept for the team to learn from.

They are kept of nobody: struck of numbers and names, sealed, with the day alone and with which sixteenth
of the members wrote. What is between people, about safety, or a secret is counted and not kept.
"""

from __future__ import annotations

import secrets

from flows.text.folding import fold
from flows.text.phrases import words_of
from flows.understanding.learned import has_unknown, is_usual, speaks_of_safety
from hotline.domain.limits import MOST_UNREAD_OF_A_PART
from hotline.domain.scrubbing.unread import is_story, strike_private
from hotline.services.kernel.interaction import Interaction
from hotline.services.needs import relay
from hotline.services.sessions import flow_sessions
from hotline.store.console import staff
from hotline.store.conversation import reading_counts, unread_words
from hotline.store.people import members

_SECRET_FLOWS = frozenset({"pin", "team-pin", "safe-word", "safe-hours", "erase", "block"})
_MOST_IN_A_SAFE_WORD = 4  # words


def note(interaction: Interaction, words: str, reading: str = "") -> None:
    """A text was not understood, or led to a question about `reading`: a meaning, or a word for the
    question. Call it once for a text, whatever it holds: what must not be kept is not."""
    if is_usual(words, interaction.app.lexicon):
        return  # hello
    reading_counts.add(interaction.db, "asked" if reading else "unread", interaction.now)
    if _may_be_kept(interaction, words):
        _keep(interaction, words, reading)


def _may_be_kept(interaction: Interaction, words: str) -> bool:
    """The cheap questions first: most texts end at one of them."""
    member = interaction.member
    if interaction.crisis or member.hidden_at is not None or member.is_coordinator:
        return False
    if (
        not has_unknown(words, interaction.app.lexicon)
        or is_story(words)
        or speaks_of_safety(words)
    ):
        return False
    if _holds_safe_word(interaction, words) or relay.is_open(interaction):
        return False
    if members.avoided_by(interaction.db, member.id):
        return False  # one of the team may know how they write
    return not _answers_a_secret(interaction)


def _answers_a_secret(interaction: Interaction) -> bool:
    open_ones = flow_sessions.open_sessions(interaction)
    return any(kept.session.flow in _SECRET_FLOWS for kept in open_ones)


def _holds_safe_word(interaction: Interaction, words: str) -> bool:
    """Whether the member's own word stands anywhere in it."""
    known, said = interaction.member.safe_word, words_of(words)
    if known is None:
        return False
    runs = (
        " ".join(said[start : start + length])
        for length in range(1, _MOST_IN_A_SAFE_WORD + 1)
        for start in range(len(said) - length + 1)
    )
    return any(interaction.app.vault.safe_word(interaction.member.id, run) == known for run in runs)


def _keep(interaction: Interaction, words: str, reading: str) -> None:
    """Once for each part of the members, and but so many of each: nobody alone fills the list."""
    db, vault = interaction.db, interaction.app.vault
    names = {*members.names(db, vault), *staff.names(db, vault).values()}
    struck = strike_private(words, names)
    part = vault.sixteenth(interaction.member.id)
    theirs = [text for text in unread_words.everything(db, vault) if text.part == part]
    if not words_of(struck) or fold(struck) in {fold(text.words) for text in theirs}:
        return
    if len(theirs) >= MOST_UNREAD_OF_A_PART:
        unread_words.remove(db, secrets.choice(theirs).id)
    day = interaction.now.replace(hour=0, minute=0, second=0, microsecond=0)
    unread_words.add(db, vault, unread_words.new(struck, reading, part, day))
