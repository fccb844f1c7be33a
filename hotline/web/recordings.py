"""GET /twilio/voice/<call>/recordings/<token>.mp3: a recording, for the provider to play in a call.

What is played is fetched without a form that could be signed. The token stands for that: nobody
can guess one, it opens one recording in one call, for minutes, and not after the call has ended.
"""

from __future__ import annotations

from flask import Blueprint, Response

from hotline.services.sessions import recordings
from hotline.web.webhook_auth import app

blueprint = Blueprint("recordings", __name__)

_NOT_KEPT = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


@blueprint.get("/twilio/voice/<int:call_id>/recordings/<token>.mp3")
def sound(call_id: int, token: str) -> Response:
    """The sound. 404 for a wrong token, one of another call, one that has run out, a closed call."""
    heard = recordings.to_play(app(), call_id, token)
    if heard is None:
        return Response(status=404, headers=_NOT_KEPT)
    return Response(heard, content_type="audio/mpeg", headers=_NOT_KEPT)
