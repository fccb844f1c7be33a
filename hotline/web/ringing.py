"""POST /twilio/voice/ring/<ring id>/…: a phone that was rung for a caller is picked up, answers, is free."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps

import structlog
from flask import Blueprint, Response, request

from hotline.gateway.voiceml import render
from hotline.services.calls import whisper
from hotline.store.ids import LARGEST_ID
from hotline.web.guard import house, signed, xml

blueprint = Blueprint("ringing", __name__)
log = structlog.get_logger(__name__)

_CALL = re.compile(r"CA[0-9a-fA-F]{32}")
_ONCE = ("AccountSid", "CallSid")  # the signature joins names and values without a mark
_OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})


def _ours(handler: Callable[[int], Response]) -> Callable[[int], Response]:
    """Let through what is signed, well formed and for our account; 403 for the rest."""

    @wraps(handler)
    def checked(ring_id: int) -> Response:
        form = request.form
        once = (
            all(len(form.getlist(name)) == 1 for name in _ONCE) and len(form.getlist("Digits")) < 2
        )
        mine = once and form["AccountSid"] == house().settings.twilio_account_sid
        if not mine or not _CALL.fullmatch(form["CallSid"]):
            log.warning("call.refused", kind="form")
            return Response(status=403)
        return handler(min(ring_id, LARGEST_ID))

    return signed(checked)


@blueprint.post("/twilio/voice/ring/<int:ring_id>/whisper")
@_ours
def picked_up(ring_id: int) -> Response:
    """Somebody has picked up: what they hear first."""
    return xml(render(whisper.pick_up(house(), ring_id, request.form["CallSid"])))


@blueprint.post("/twilio/voice/ring/<int:ring_id>/answer")
@_ours
def answers(ring_id: int) -> Response:
    """The key they pressed, if any: joined to the caller, or not."""
    keys = request.form.get("Digits", "")
    return xml(render(whisper.answer(house(), ring_id, request.form["CallSid"], keys)))


@blueprint.post("/twilio/voice/ring/<int:ring_id>/over")
@_ours
def over(ring_id: int) -> Response:
    """The second call has ended, however it went."""
    if request.form.get("CallStatus") in _OVER:
        whisper.over(house(), ring_id, request.form["CallSid"])
    return Response(status=204)
