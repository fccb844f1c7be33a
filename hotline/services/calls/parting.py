"""The end of a call: the reference of a new request, and goodbye."""

from __future__ import annotations

from flows.prompts import Prompt
from hotline.gateway.voiceml import Document, HangUp
from hotline.services.calls import wording
from hotline.services.calls.events import Event
from hotline.services.calls.places import Menu
from hotline.services.calls.scene import CallScene
from hotline.services.outbound.notify import tell
from hotline.store import needs

# Messages that say goodbye themselves.
_PARTING = frozenset(
    {
        "neutral",
        "erased",
        "call-not-now",
        "v-whisper-gone",
        "error",
        "too-many",
        "late-yes",
        "declined-ack",
    }
    | {"v-no-text", "v-accepted", "v-ask-later", "v-ask-off"}
)


class Reference(Menu):
    """The reference, digit by digit and twice; a text of it only for whoever asks for one."""

    def __init__(self) -> None:
        super().__init__(
            lambda _: Prompt("v-text-permission"), lambda _: {"1": _text, "2": _no_text}
        )

    def enter(self, scene: CallScene) -> None:
        scene.memory["given"] = scene.memory.pop("reference")
        scene.say("v-reference", reference=scene.memory["given"])
        super().enter(scene)


def _text(scene: CallScene) -> None:
    if scene.member.by_call:
        scene.change_member(by_call=False)
    tell(scene, scene.member.id, "reference-text", reference=scene.memory["given"])
    scene.say("v-text-sent")
    scene.go("goodbye")


def _no_text(scene: CallScene) -> None:
    """No text of this, and none of what follows about it: the phone may not be theirs. News of it is
    heard by calling in (services/calls/telling.py); whoever gets calls for texts gets them still."""
    need = needs.by_reference(scene.db, scene.memory["given"])
    if need is not None and not scene.member.by_call:
        needs.change(scene.db, need.id, heard_only=True)
        scene.say("v-no-text")
    scene.go("goodbye")


class Goodbye:
    """Every call ends here, unless it is hung up before."""

    def enter(self, scene: CallScene) -> None:
        if scene.last_said not in _PARTING:
            scene.say("v-goodbye")

    def hear(self, scene: CallScene, event: Event) -> None:
        """Nothing more is asked for."""

    def document(self, scene: CallScene) -> Document:
        return HangUp(wording.spoken(scene))
