"""GET /prompts/<language>/<message>.mp3: recorded prompts, for the provider to play.

Anyone may fetch them: the provider's requests for media carry no form to sign, and these are
words that every caller hears.
"""

from __future__ import annotations

from flask import Blueprint, Response, send_file

from hotline.gateway.prompts import PATH
from hotline.web.webhook_auth import app
from hotline.wiring import prompts_of

blueprint = Blueprint("prompts", __name__)

KEPT = 600  # seconds for which the provider may keep one: a better recording is heard soon


@blueprint.get(f"{PATH}/<language>/<message>.mp3")
def recording(language: str, message: str) -> Response:
    """The recording of a message we know; 404 for any other name, and for what is no MP3."""
    file = prompts_of(app().settings).file(message, language)
    if file is None:
        return Response(status=404)
    return send_file(file, mimetype="audio/mpeg", conditional=True, max_age=KEPT)
