"""POST /twilio/voice/ring/<ring id>/…: a phone that was rung for a caller is picked up, answers, is free."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

import structlog
from flask import Blueprint, Response, request

from hotline.gateway.voiceml import render
from hotline.gateway.webhooks.calls import RingForm, read_ring
from hotline.gateway.webhooks.form import FormFault
from hotline.services.voice import whisper
from hotline.store.db.ids import LARGEST_ID
from hotline.web.webhook_auth import app, signed, xml

blueprint = Blueprint("ringing", __name__)
log = structlog.get_logger(__name__)


def _ours(handler: Callable[[int, RingForm], Response]) -> Callable[[int], Response]:
    """Let through what is signed, well formed and for our account; 403 for the rest."""

    @wraps(handler)
    def checked(ring_id: int) -> Response:
        form = read_ring(request.form, app().settings.twilio_account_sid)
        if isinstance(form, FormFault):
            log.warning("call.refused", kind="form")
            return Response(status=403)
        return handler(min(ring_id, LARGEST_ID), form)

    return signed(checked)


@blueprint.post("/twilio/voice/ring/<int:ring_id>/whisper")
@_ours
def picked_up(ring_id: int, form: RingForm) -> Response:
    """Somebody has picked up: what they hear first."""
    return xml(render(whisper.pick_up(app(), ring_id, form.call_sid)))


@blueprint.post("/twilio/voice/ring/<int:ring_id>/answer")
@_ours
def answers(ring_id: int, form: RingForm) -> Response:
    """The key they pressed, if any: joined to the caller, or not."""
    return xml(render(whisper.answer(app(), ring_id, form.call_sid, form.keys)))


@blueprint.post("/twilio/voice/ring/<int:ring_id>/over")
@_ours
def over(ring_id: int, form: RingForm) -> Response:
    """The second call has ended, however it went."""
    if form.is_over:
        whisper.over(app(), ring_id, form.call_sid)
    return Response(status=204)
