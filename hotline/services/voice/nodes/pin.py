"""The secret number, typed before anything private is told, by whoever has set one.

Put `Private` around a node, and whoever has a PIN comes there by way of it, once a call. What is private:
how things stand, what can be done about it, recordings, an offer, a request half-way, saying yes to
an ask. What stays open without: the menu, asking for help, leaving a message, a person.
"""

from __future__ import annotations

from flows.text.prompts import Prompt
from hotline.gateway.voiceml import Document
from hotline.services.kernel.call_interaction import CallInteraction
from hotline.services.sessions import pins
from hotline.services.voice.events import Digits, Event
from hotline.services.voice.nodes.node import MAX_RETRIES, Node, TypedMenu


def is_asked(interaction: CallInteraction) -> bool:
    """Whether this caller has still to type a PIN before anything private."""
    if interaction.memory.get("pin") or interaction.is_stranger:
        return False
    return pins.asked(interaction, interaction.member.id)


def before(interaction: CallInteraction, node: str) -> None:
    """Ask for the PIN, then go on at `node`."""
    interaction.memory["behind"] = node
    interaction.go("pin")


class PinProtected:
    """A node behind the PIN; `name` is its name in the registry."""

    def __init__(self, name: str, node: Node) -> None:
        self._name = name
        self.node = node

    def enter(self, interaction: CallInteraction) -> None:
        if is_asked(interaction):
            before(interaction, self._name)
        else:
            self.node.enter(interaction)

    def hear(self, interaction: CallInteraction, event: Event) -> None:
        if is_asked(interaction):  # set by text while this was said
            before(interaction, self._name)
        else:
            self.node.hear(interaction, event)

    def document(self, interaction: CallInteraction) -> Document:
        return self.node.document(interaction)


class PinNode(TypedMenu):
    """Asks for the PIN. The same words for a wrong one, a locked one and too many tries."""

    def __init__(self) -> None:
        super().__init__(lambda _: Prompt("v-pin"), lambda _: {})

    def hear(self, interaction: CallInteraction, event: Event) -> None:
        keys = event.keys if isinstance(event, Digits) else ""
        if len(keys) < 2 or not keys.isdecimal():
            return super().hear(interaction, event)
        if pins.check(interaction, interaction.member.id, keys):
            return self._passed(interaction)
        return self._wrong(interaction)

    def _passed(self, interaction: CallInteraction) -> None:
        interaction.memory["pin"] = True
        interaction.go(interaction.memory.pop("behind", "menu"))

    def _wrong(self, interaction: CallInteraction) -> None:
        interaction.memory["retries"] += 1
        interaction.missed = True
        interaction.say("v-pin-wrong")
        if interaction.memory["retries"] >= MAX_RETRIES:
            interaction.go("person")
        else:
            self._put(interaction)
