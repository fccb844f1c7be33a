"""What is said in a call, as lines of a document, and the addresses that a call asks next."""

from __future__ import annotations

import structlog

from flows.prompts import Prompt
from hotline.gateway.voiceml import Line, Played, Said
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


def playback_url(scene: CallScene, recording_id: int) -> str:
    """Where the provider fetches a recording of this very call, to play it to its caller."""
    path = (
        f"{scene.call.id}/{recording_id}/{playback_key(scene.house, scene.call.id, recording_id)}"
    )
    return f"{_base(scene.house)}/twilio/voice/sound/{path}"


def playback_key(house: House, call_id: int, recording_id: int) -> str:
    """What makes the address of a recording one that nobody can guess.

    What is played is fetched without a signature; the key opens one recording in one call.
    """
    return house.vault.message_index(f"sound:{call_id}:{recording_id}").hex()[:32]


def _line(scene: CallScene, said: Spoken) -> Line | None:
    if said.id == RECORDING:
        return Played(playback_url(scene, said.args["id"]))
    speaker = scene.house.speaker
    recorded = scene.house.prompts.url(
        speaker.area_question(said.id, said.language, voice=True), said.language
    )
    if recorded is not None:
        return Played(recorded)
    if not speaker.speaks(said.id, said.language):
        log.warning("call.unspoken", kind=said.id)  # better a gap than a call that breaks off
        return None
    return Said(speaker.voice(Prompt(said.id, said.args), said.language), said.language)


def _base(house: House) -> str:
    return house.settings.public_url.rstrip("/")
