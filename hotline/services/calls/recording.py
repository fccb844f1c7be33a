"""Spoken words: recorded, heard again, kept. For a helper, or for the team."""

from __future__ import annotations

from collections.abc import Mapping

from flows.effects import RecordWords
from flows.message_ids import MessageId
from flows.prompts import Prompt
from flows.turns import Performed
from hotline.gateway.voiceml import Document, Record
from hotline.services import team
from hotline.services.calls import talking, wording
from hotline.services.calls.events import Event, Recorded
from hotline.services.calls.places import MOST_MISSES, Menu
from hotline.services.calls.scene import CallScene
from hotline.store import recordings, references

LONGEST = {"words": 60, "message": 120}  # seconds

_TONE: Mapping[str, MessageId] = {"words": "v-record-words", "message": "v-leave-message"}
_NOTHING = {"words": "person", "message": "goodbye"}  # where three silences lead


class Recorder:
    """After the tone; `purpose` is words (for whoever helps) or message (for the team)."""

    def __init__(self, purpose: str) -> None:
        self._purpose = purpose

    def enter(self, scene: CallScene) -> None:
        scene.memory |= {"misses": 0, "purpose": self._purpose}
        if self._purpose == "message":
            scene.become_member(scene.member.language)
        scene.say(_TONE[self._purpose])

    def hear(self, scene: CallScene, event: Event) -> None:
        if isinstance(event, Recorded):
            return self._take(scene, event)
        scene.memory["misses"] += 1
        if scene.memory["misses"] >= MOST_MISSES:
            return scene.go(_NOTHING[self._purpose])
        return scene.say("v-record-empty")

    def document(self, scene: CallScene) -> Document:
        here, there = wording.step_url(scene), wording.recorded_url(scene)
        return Record(wording.spoken(scene), here, LONGEST[self._purpose], there)

    def _take(self, scene: CallScene, recorded: Recorded) -> None:
        scene.memory["recording"] = recordings.add(
            scene.db,
            scene.house.vault,
            recorded.sid,
            now=scene.now,
            call_id=scene.call.id,
            member_id=None if scene.is_stranger else scene.member.id,
            purpose=self._purpose,
            seconds=recorded.seconds,
        )
        scene.go("record-check")


def check() -> Menu:
    """Keep it, hear it, record it again. Whoever says nothing has left a message all the same."""
    return Menu(
        lambda _: Prompt("v-record-check"),
        lambda _: {"1": _keep, "2": _hear, "3": _again},
        tired=_tired,
    )


def keep_unasked(scene: CallScene) -> None:
    """The caller has hung up: a message for the team is kept, other words nobody has agreed to."""
    if scene.memory.get("purpose") == "message" and "recording" in scene.memory:
        _keep_message(scene)


def _keep(scene: CallScene) -> None:
    if scene.memory["purpose"] == "message":
        _keep_message(scene)
        scene.say("v-message-kept")
        return scene.go("goodbye")
    recording = scene.memory.pop("recording")
    recordings.keep(scene.db, recording)
    scene.say("v-words-kept")
    kept = Performed[RecordWords]("kept", {"words": {"recording": recording}})
    return talking.go_on(scene, kept)


def _hear(scene: CallScene) -> None:
    scene.play_back(scene.memory["recording"])
    scene.ask(Prompt("v-record-check"))


def _again(scene: CallScene) -> None:
    recordings.drop(scene.db, scene.memory.pop("recording"), scene.now)
    scene.go("message" if scene.memory["purpose"] == "message" else "record")


def _tired(scene: CallScene) -> None:
    if scene.memory["purpose"] == "message":
        _keep(scene)
    else:
        scene.go("person")


def _keep_message(scene: CallScene) -> None:
    """The team is told that a message waits, once, by the reference of the talk it belongs to."""
    recording = scene.memory.pop("recording")
    if scene.is_stranger:
        reference = references.take(scene.db, recording, scene.now)
        recordings.keep(scene.db, recording, reference=reference)
    else:
        thread = team.talk_of(scene, scene.member.id)
        reference = thread.reference
        recordings.keep(scene.db, recording, thread_id=thread.id, reference=reference)
    team.tell_of_message(scene, scene.member.id, reference)
