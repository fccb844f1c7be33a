"""Where a caller can be: each node has its words, its kind of document, and what keys mean there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from flows.engine.engine import MISSED, Missed
from flows.text.prompts import Prompt
from hotline.gateway.voiceml import Document, Gather
from hotline.services.kernel.call_interaction import CallInteraction
from hotline.services.voice import spoken_lines
from hotline.services.voice.events import Digits, Event, Recorded

MAX_RETRIES = 3  # the third answer that cannot be used leads on to a person
MOST_SILENCES = 2  # a voicemail need not hear it a third time
SECONDS_FOR_A_KEY = 8

Act = Callable[[CallInteraction], None]


class Node(Protocol):
    """`enter` says what is said there first, `hear` takes what the caller did and says more or goes
    elsewhere, `document` is the same for as long as the call's row is."""

    def enter(self, interaction: CallInteraction) -> None: ...

    def hear(self, interaction: CallInteraction, event: Event) -> None: ...

    def document(self, interaction: CallInteraction) -> Document: ...


def gather(interaction: CallInteraction, digits: int | None = 1) -> Document:
    """The document that says the lines and waits for keys."""
    return Gather(
        spoken_lines.spoken(interaction),
        spoken_lines.step_url(interaction),
        digits,
        SECONDS_FOR_A_KEY,
    )


class Menu:
    """A question with a key for each answer; 0 is a person and * says it again, always.

    `prompt` and `choices` are asked anew each time; where `prompt` gives None the question has
    gone, and `on_missing` leads on. `on_max_retries` is what the third unusable answer leads to.
    """

    digits: int | None = 1

    def __init__(
        self,
        prompt: Callable[[CallInteraction], Prompt | None],
        choices: Callable[[CallInteraction], Mapping[str, Act]],
        *,
        on_max_retries: Act = lambda interaction: interaction.go("person"),
        on_missing: Act = lambda interaction: interaction.go("menu"),
    ) -> None:
        self._prompt = prompt
        self._choices = choices
        self._on_max_retries = on_max_retries
        self._on_missing = on_missing

    def enter(self, interaction: CallInteraction) -> None:
        interaction.memory["retries"] = 0
        self._put(interaction)

    def hear(self, interaction: CallInteraction, event: Event) -> None:
        keys = event.keys if isinstance(event, Digits) else ""
        act = self._choices(interaction).get(keys)
        if act is not None:
            act(interaction)
        elif keys == "*":
            self._put(interaction)
        elif keys == "0":
            interaction.go("person")
        else:
            self._miss(interaction, "wrong" if keys or isinstance(event, Recorded) else "silence")

    def document(self, interaction: CallInteraction) -> Document:
        return gather(interaction, self.digits)

    def _put(self, interaction: CallInteraction) -> None:
        prompt = self._prompt(interaction)
        if prompt is None:
            self._on_missing(interaction)
        else:
            interaction.ask(prompt)

    def _miss(self, interaction: CallInteraction, kind: Missed) -> None:
        interaction.memory["retries"] += 1
        interaction.missed = True
        if interaction.memory["retries"] >= MAX_RETRIES:
            self._on_max_retries(interaction)
        else:
            interaction.say(MISSED[kind][interaction.memory["retries"] - 1])
            self._put(interaction)


class OutboundMenu(Menu):
    """A menu for whoever we rang. Silence ends the call soon, since it may be a machine; somebody who
    presses keys gets a person."""

    def _miss(self, interaction: CallInteraction, kind: Missed) -> None:
        if kind == "silence" and interaction.memory["retries"] + 1 >= MOST_SILENCES:
            interaction.go("goodbye")
        else:
            super()._miss(interaction, kind)


class RedirectNode:
    """A node at which nobody stays: it says what there is to say and goes on."""

    def __init__(self, act: Act) -> None:
        self._act = act

    def enter(self, interaction: CallInteraction) -> None:
        self._act(interaction)

    def hear(self, interaction: CallInteraction, event: Event) -> None:  # noqa: ARG002
        self._act(interaction)

    def document(self, interaction: CallInteraction) -> Document:
        return gather(interaction)


class TypedMenu(Menu):
    """A menu whose answers take several keys and end with a #."""

    digits = None
