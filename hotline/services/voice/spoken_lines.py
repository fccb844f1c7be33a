"""What is said in a call, as lines of a document, and the addresses that a call asks next."""

from __future__ import annotations

import structlog

from flows.text.prompts import Prompt, as_message
from hotline.gateway.voiceml import Line, Played, SaidWords
from hotline.services.kernel.app import App
from hotline.services.kernel.call_interaction import CallInteraction
from hotline.services.kernel.call_memory import SpokenLine, recording_in
from hotline.services.sessions import recordings

log = structlog.get_logger(__name__)


def spoken(interaction: CallInteraction) -> list[Line]:
    """The lines of this step, in their order."""
    return [line for each in interaction.lines if (line := _line(interaction, each)) is not None]


def step_url(interaction: CallInteraction) -> str:
    """Where this document's answer is posted: its turn tells a repeat from an answer."""
    return f"{_base(interaction.app)}/twilio/voice/{interaction.call.id}/{interaction.call.turn}"


def recorded_url(interaction: CallInteraction) -> str:
    """Where the provider says that a recording of this call can be fetched."""
    return f"{_base(interaction.app)}/twilio/voice/recorded/{interaction.call.id}"


def ring_url(app: App, ring_id: int, what: str) -> str:
    """What a phone asks that is rung for a caller: `whisper`, `answer`; and `over`, once it is."""
    return f"{_base(app)}/twilio/voice/ring/{ring_id}/{what}"


def line(app: App, prompt: Prompt, language: str) -> Line | None:
    """A message as it is heard: its recording, else the machine's voice; None where it has none."""
    speaker = app.speaker
    recorded = app.prompts.url(speaker.area_question(prompt.id, language, voice=True), language)
    if recorded is not None:
        return Played(recorded)
    if not speaker.speaks(prompt.id, language):
        log.warning("call.unspoken", kind=prompt.id)  # better a gap than a call that breaks off
        return None
    return SaidWords(speaker.voice(prompt, language), language)


def _line(interaction: CallInteraction, said: SpokenLine) -> Line | None:
    recording = recording_in(said)
    if recording is not None:
        return Played(recordings.address(interaction.app, interaction.call.id, *recording))
    return line(interaction.app, Prompt(as_message(said.id), said.args), said.language)


def _base(app: App) -> str:
    return app.settings.public_url.rstrip("/")
