"""What is said in a call, as lines of a document, and the addresses that a call asks next."""

from __future__ import annotations

import structlog

from flows.prompts import Prompt, as_message
from hotline.gateway.voiceml import Line, Played, Said
from hotline.services import recordings
from hotline.services.calls.scene import RECORDING, CallScene, Spoken
from hotline.services.house import House

log = structlog.get_logger(__name__)


def spoken(scene: CallScene) -> list[Line]:
    """The lines of this step, in their order."""
    return [line for each in scene.lines if (line := _line(scene, each)) is not None]


def step_url(scene: CallScene) -> str:
    """Where this document's answer is posted: its turn tells a repeat from an answer."""
    return f"{_base(scene.house)}/twilio/voice/{scene.call.id}/{scene.call.turn}"


def recorded_url(scene: CallScene) -> str:
    """Where the provider says that a recording of this call can be fetched."""
    return f"{_base(scene.house)}/twilio/voice/recorded/{scene.call.id}"


def ring_url(house: House, ring_id: int, what: str) -> str:
    """What a phone asks that is rung for a caller: `whisper`, `answer`; and `over`, once it is."""
    return f"{_base(house)}/twilio/voice/ring/{ring_id}/{what}"


def line(house: House, prompt: Prompt, language: str) -> Line | None:
    """A message as it is heard: its recording, else the machine's voice; None where it has none."""
    speaker = house.speaker
    recorded = house.prompts.url(speaker.area_question(prompt.id, language, voice=True), language)
    if recorded is not None:
        return Played(recorded)
    if not speaker.speaks(prompt.id, language):
        log.warning("call.unspoken", kind=prompt.id)  # better a gap than a call that breaks off
        return None
    return Said(speaker.voice(prompt, language), language)


def _line(scene: CallScene, said: Spoken) -> Line | None:
    if said.id == RECORDING:
        here, what = scene.call.id, said.args
        return Played(recordings.address(scene.house, here, what["id"], what["until"]))
    return line(scene.house, Prompt(as_message(said.id), said.args), said.language)


def _base(house: House) -> str:
    return house.settings.public_url.rstrip("/")
