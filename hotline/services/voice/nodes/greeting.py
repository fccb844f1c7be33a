"""The first steps of a call: the language, then where the caller stopped, or the menu."""

from __future__ import annotations

from flows.text.prompts import Prompt
from hotline.gateway.voiceml import Document
from hotline.services.bridging import voice_inbox
from hotline.services.kernel.call_interaction import CallInteraction
from hotline.services.members import safe_word
from hotline.services.needs import requests
from hotline.services.sessions import flow_sessions
from hotline.services.voice.events import Digits, Event
from hotline.services.voice.nodes import flow_node, playback
from hotline.services.voice.nodes.node import Menu, gather
from hotline.store.conversation.sessions import StoredSession
from hotline.store.voice import calls


class Language:
    """Each language offers itself in its own voice: the first of the community's on 1, and so on."""

    def enter(self, interaction: CallInteraction) -> None:
        interaction.memory["retries"] = 0
        spoken = interaction.app.community.languages
        if len(spoken) == 1:
            return self._choose(interaction, spoken[0])
        return self._offer(interaction)

    def hear(self, interaction: CallInteraction, event: Event) -> None:
        keys = event.keys if isinstance(event, Digits) else ""
        if keys in _KEYS and _KEYS[keys] in interaction.app.community.languages:
            self._choose(interaction, _KEYS[keys])
        elif keys == "0":
            interaction.go("person")
        elif keys == "*":
            self._offer(interaction)
        else:
            self._miss(interaction)

    def document(self, interaction: CallInteraction) -> Document:
        return gather(interaction)

    def _offer(self, interaction: CallInteraction) -> None:
        for language in interaction.app.community.languages:
            interaction.say_in(language, "v-language")

    def _choose(self, interaction: CallInteraction, language: str) -> None:
        new = safe_word.is_new_again(interaction) or interaction.become_member(language)
        if not interaction.is_stranger:
            requests.speak(interaction, language)
        interaction.memory["chosen"] = True
        if new:
            interaction.say("welcome-first")
        open_up(interaction)

    def _miss(self, interaction: CallInteraction) -> None:
        interaction.memory["retries"] += 1
        if interaction.memory["retries"] >= 3:
            interaction.go("person")
        else:
            self._offer(interaction)


_KEYS = {"1": "ar", "2": "en"}  # as v-language says


def begin(interaction: CallInteraction) -> None:
    """The language first, unless we know it; and nothing for whoever is blocked."""
    if interaction.member.state == "blocked":
        interaction.say("neutral")
        interaction.go("goodbye")
    elif _is_new(interaction):
        interaction.go("language")
    else:
        interaction.memory["chosen"] = True
        open_up(interaction)


def _is_new(interaction: CallInteraction) -> bool:
    if interaction.is_stranger or safe_word.is_new_again(interaction):
        return True
    return calls.never_chose(interaction.db, interaction.member.id)


def open_up(interaction: CallInteraction) -> None:
    """What a caller whose language is known hears first."""
    if interaction.is_stranger:
        return interaction.go("person")  # nobody to keep anything for: a person, or a message
    interaction.say("v-keys")
    if playback.wants_pin(interaction):
        interaction.say("coordinator-voice-pin")
    return what_waits(interaction)


def what_waits(interaction: CallInteraction) -> None:
    """One thing after the other that waits for this caller, then where they stopped, or the menu."""
    if voice_inbox.news_waits(interaction):
        interaction.go("news-here")
    elif voice_inbox.question(interaction) is not None:
        interaction.go("question-put")
    elif playback.there_are(interaction):
        interaction.go("waiting")
    else:
        playback.on(interaction)


def _left(interaction: CallInteraction) -> StoredSession | None:
    """The request or offer that was left half-way last, by text or by call."""
    left = flow_sessions.unfinished(interaction)
    return left[0] if left else None


def go_on(interaction: CallInteraction) -> None:
    """Put the question again that was left half-way."""
    kept = _left(interaction)
    if kept is None:
        interaction.go("menu")
    else:
        flow_node.take_up(interaction, kept)


def _begin_again(interaction: CallInteraction) -> None:
    kept = _left(interaction)
    if kept is not None:
        flow_sessions.drop(interaction, kept)
    interaction.go("menu")


def resume() -> Menu:
    """ "To go on where you stopped, press one." """
    return Menu(_welcome_back, lambda _: {"1": lambda at: at.go("resumed"), "2": _begin_again})


def _welcome_back(interaction: CallInteraction) -> Prompt | None:
    kept = _left(interaction)
    if kept is None:
        return None
    return Prompt("resume" if kept.expires_at > interaction.now else "continue-or-restart")
