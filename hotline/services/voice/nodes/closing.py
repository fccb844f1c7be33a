"""The end of a call: the reference of a new request, and goodbye."""

from __future__ import annotations

from flows.text.prompts import Prompt
from hotline.gateway.voiceml import Document, HangUp
from hotline.services.kernel.call_interaction import CallInteraction
from hotline.services.outbound.notify import tell
from hotline.services.voice import spoken_lines
from hotline.services.voice.events import Event
from hotline.services.voice.nodes.node import Menu
from hotline.store.needs import needs

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
        "late-yes-known",
        "accepted-helper-new",
        "call-unvouched-asker",
        "call-unvouched-helper",
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

    def enter(self, interaction: CallInteraction) -> None:
        interaction.memory["given"] = interaction.memory.pop("reference")
        interaction.say("v-reference", reference=interaction.memory["given"])
        super().enter(interaction)


def _text(interaction: CallInteraction) -> None:
    if interaction.member.by_call:
        interaction.change_member(by_call=False)
    tell(
        interaction, interaction.member.id, "reference-text", reference=interaction.memory["given"]
    )
    interaction.say("v-text-sent")
    interaction.go("goodbye")


def _no_text(interaction: CallInteraction) -> None:
    """No text of this, and none of what follows about it: the phone may not be theirs. News of it is
    heard by calling in (services/outbound/voice_notices.py); whoever gets calls for texts gets them still."""
    need = needs.by_reference(interaction.db, interaction.memory["given"])
    if need is not None and not interaction.member.by_call:
        needs.change(interaction.db, need.id, heard_only=True)
        interaction.say("v-no-text")
    interaction.go("goodbye")


class Goodbye:
    """Every call ends here, unless it is hung up before."""

    def enter(self, interaction: CallInteraction) -> None:
        if interaction.last_said not in _PARTING:
            interaction.say("v-goodbye")

    def hear(self, interaction: CallInteraction, event: Event) -> None:
        """Nothing more is asked for."""

    def document(self, interaction: CallInteraction) -> Document:
        return HangUp(spoken_lines.spoken(interaction))
