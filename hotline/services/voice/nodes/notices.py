"""A call that brings something to a member without text: news, or a question of ours.

Whoever picks up hears who calls, and presses 1 to hear the rest: a machine, and whoever should not, learn
nothing. What it is about is told only behind the PIN, where one is set.
"""

from __future__ import annotations

from flows.text.message_ids import MessageId
from flows.text.prompts import Prompt
from hotline.gateway.voiceml import Document
from hotline.services.bridging import voice_inbox
from hotline.services.kernel.call_interaction import CallInteraction
from hotline.services.outbound.news import in_memory, remembered
from hotline.services.voice.events import Digits, Event
from hotline.services.voice.nodes import flow_node, playback
from hotline.services.voice.nodes.node import Act, OutboundMenu, gather


class Announced(OutboundMenu):
    """ "With news for you. To hear it, press one." `message` says so, `node` is behind the 1."""

    def __init__(self, message: MessageId, node: str) -> None:
        super().__init__(
            lambda interaction: Prompt(message) if voice_inbox.is_of_use(interaction) else None,
            lambda _: {"1": _going(node), "2": _not_now},
            on_missing=_needless,
        )

    def enter(self, interaction: CallInteraction) -> None:
        interaction.memory["chosen"] = True
        super().enter(interaction)


def _going(node: str) -> Act:
    return lambda interaction: interaction.go(node)


def _not_now(interaction: CallInteraction) -> None:
    interaction.say("v-ask-later")
    interaction.go("goodbye")


def _needless(interaction: CallInteraction) -> None:
    interaction.say("v-ask-off")
    interaction.go("goodbye")


_STATUS = (
    "7"  # as in the menu: whoever calls for news presses it before they hear that there is some
)


class Told:
    """The news, said again with *. Silence, or any other key, goes on."""

    def enter(self, interaction: CallInteraction) -> None:
        interaction.memory["heard"] = True
        told = voice_inbox.to_be_told(interaction, in_memory(interaction.memory))
        interaction.memory["news"] = [remembered(one) for one in told]
        interaction.said += [one.prompt for one in told]
        if playback.there_are(interaction):
            interaction.go("waiting")  # some news is that there is something to hear
        else:
            interaction.say("v-tail")

    def hear(self, interaction: CallInteraction, event: Event) -> None:
        keys = event.keys if isinstance(event, Digits) else ""
        if keys == "*":
            self.enter(interaction)
        elif keys == "0":
            interaction.go("person")
        elif keys == _STATUS:
            interaction.go("status")
        else:
            interaction.go("goodbye" if interaction.is_ours else "arrived")

    def document(self, interaction: CallInteraction) -> Document:
        return gather(interaction)


def take(interaction: CallInteraction) -> None:
    """The news that waited for whoever calls by themselves."""
    interaction.memory["news"] = [remembered(one) for one in voice_inbox.take_news(interaction)]
    interaction.go("news-told" if interaction.memory["news"] else "arrived")


def put(interaction: CallInteraction) -> None:
    """A question of ours, to whoever was rung for it or calls by themselves."""
    kept = voice_inbox.question(interaction)
    if kept is None:
        return _needless(interaction) if interaction.is_ours else interaction.go("arrived")
    interaction.memory["heard"] = True
    if not interaction.is_ours:
        voice_inbox.withdraw_question(interaction)
        interaction.memory["then"] = "arrived"
    return flow_node.take_up(interaction, kept)
