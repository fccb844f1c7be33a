"""Spoken words: recorded, heard again, kept. For a helper, or for the team."""

from __future__ import annotations

from collections.abc import Mapping

from flows.engine.effects import RecordWords
from flows.engine.events import EffectResult
from flows.text.message_ids import MessageId
from flows.text.prompts import Prompt
from hotline.gateway.voiceml import Document, Record
from hotline.services.kernel.call_interaction import CallInteraction
from hotline.services.team import coordinators
from hotline.services.voice import spoken_lines
from hotline.services.voice.events import Event, Recorded
from hotline.services.voice.nodes import flow_node
from hotline.services.voice.nodes.node import MAX_RETRIES, Menu
from hotline.store.needs import references
from hotline.store.voice import recordings

LONGEST = {"words": 60, "message": 120}  # seconds

_TONE: Mapping[str, MessageId] = {"words": "v-record-words", "message": "v-leave-message"}
_NOTHING = {"words": "person", "message": "goodbye"}  # where three silences lead


class Recorder:
    """After the tone; `purpose` is words (for whoever helps) or message (for the team)."""

    def __init__(self, purpose: str) -> None:
        self._purpose = purpose

    def enter(self, interaction: CallInteraction) -> None:
        interaction.memory |= {"retries": 0, "purpose": self._purpose}
        if self._purpose == "message":
            interaction.become_member(interaction.member.language)
        interaction.say(_TONE[self._purpose])

    def hear(self, interaction: CallInteraction, event: Event) -> None:
        if isinstance(event, Recorded):
            return self._take(interaction, event)
        interaction.memory["retries"] += 1
        if interaction.memory["retries"] >= MAX_RETRIES:
            return interaction.go(_NOTHING[self._purpose])
        return interaction.say("v-record-empty")

    def document(self, interaction: CallInteraction) -> Document:
        here, there = spoken_lines.step_url(interaction), spoken_lines.recorded_url(interaction)
        return Record(spoken_lines.spoken(interaction), here, LONGEST[self._purpose], there)

    def _take(self, interaction: CallInteraction, recorded: Recorded) -> None:
        interaction.memory["recording"] = recordings.add(
            interaction.db,
            interaction.app.vault,
            recorded.sid,
            now=interaction.now,
            call_id=interaction.call.id,
            member_id=None if interaction.is_stranger else interaction.member.id,
            purpose=self._purpose,
            seconds=recorded.seconds,
        )
        interaction.go("record-check")


def check() -> Menu:
    """Keep it, hear it, record it again. Whoever says nothing has left a message all the same."""
    return Menu(
        lambda _: Prompt("v-record-check"),
        lambda _: {"1": _keep, "2": _hear, "3": _again},
        on_max_retries=_tired,
    )


def keep_unasked(interaction: CallInteraction) -> None:
    """The caller has hung up: a message for the team is kept, other words nobody has agreed to."""
    if interaction.memory.get("purpose") == "message" and "recording" in interaction.memory:
        _keep_message(interaction)


def _keep(interaction: CallInteraction) -> None:
    if interaction.memory["purpose"] == "message":
        _keep_message(interaction)
        interaction.say("v-message-kept")
        return interaction.go("goodbye")
    recording = interaction.memory.pop("recording")
    recordings.keep(interaction.db, recording)
    interaction.say("v-words-kept")
    kept = EffectResult[RecordWords]("kept", {"words": {"recording": recording}})
    return flow_node.go_on(interaction, kept)


def _hear(interaction: CallInteraction) -> None:
    interaction.play_back(interaction.memory["recording"])
    interaction.ask(Prompt("v-record-check"))


def _again(interaction: CallInteraction) -> None:
    recordings.drop(interaction.db, interaction.memory.pop("recording"), interaction.now)
    interaction.go("message" if interaction.memory["purpose"] == "message" else "record")


def _tired(interaction: CallInteraction) -> None:
    if interaction.memory["purpose"] == "message":
        _keep(interaction)
    else:
        interaction.go("person")


def _keep_message(interaction: CallInteraction) -> None:
    """The team is told that a message waits, once, by the reference of the thread it belongs to."""
    recording = interaction.memory.pop("recording")
    if interaction.is_stranger:
        reference = references.take(interaction.db, recording, interaction.now)
        recordings.keep(interaction.db, recording, reference=reference)
    else:
        thread = coordinators.thread_of(interaction, interaction.member.id)
        reference = thread.reference
        recordings.keep(interaction.db, recording, thread_id=thread.id, reference=reference)
    coordinators.tell_of_message(interaction, interaction.member.id, reference)
