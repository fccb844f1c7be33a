"""POST /twilio/voice: until there is a voice line, a call is asked to text."""

from __future__ import annotations

from flask import Blueprint, Response

from flows.prompts import Prompt
from hotline.gateway.twiml import Spoken, say_and_hang_up
from hotline.web.guard import house, signed, xml

blueprint = Blueprint("voice", __name__)


@blueprint.post("/twilio/voice")
@signed
def arrives() -> Response:
    """ "Please text this number", in every language of the community, then goodbye."""
    here = house()
    prompt = Prompt("text-only-call")
    languages = here.community.languages
    lines = [Spoken(here.speaker.voice(prompt, spoken), spoken) for spoken in languages]
    return xml(say_and_hang_up(lines))
