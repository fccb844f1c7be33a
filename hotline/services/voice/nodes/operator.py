"""A person: 0, the third answer that could not be used, "someone to talk to"."""

from __future__ import annotations

from hotline.services.kernel.call_interaction import CallInteraction
from hotline.services.sessions import flow_sessions
from hotline.services.voice.nodes import hunt_group
from hotline.services.voice.on_duty import PERSON, TALK

MOST_WISHES = 3  # in one call: nobody was there the last time either


def look_for_somebody(interaction: CallInteraction) -> None:
    """Ring whoever takes calls; where nobody can be rung, a message for the team."""
    _look(interaction, PERSON)


def look_for_listener(interaction: CallInteraction) -> None:
    """Ring a listener for somebody who chose a talk. That is the wish: no request is left half-way."""
    mine = interaction.memory.get("session")
    for kept in flow_sessions.open_sessions(interaction):
        if kept.id == mine:
            flow_sessions.drop(interaction, kept)
    _look(interaction, TALK)


def may_be_connected(interaction: CallInteraction) -> bool:
    """Whether a talk can begin in this call; tried once, it becomes a request like any other."""
    return not interaction.memory.get("persons") and hunt_group.somebody(interaction, TALK)


def _look(interaction: CallInteraction, wish: str) -> None:
    interaction.memory["persons"] = interaction.memory.get("persons", 0) + 1
    if interaction.memory["persons"] > MOST_WISHES:
        interaction.go("goodbye")
    else:
        hunt_group.begin(interaction, wish)
