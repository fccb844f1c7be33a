"""POST /twilio/check: shows `hotline doctor` that its signed requests arrive here. Changes nothing."""

from __future__ import annotations

import re

from flask import Blueprint, Response, request

from hotline.gateway.round_trip import FIELD, PATH, proof
from hotline.web.webhook_auth import app, signed

blueprint = Blueprint("check", __name__)

_NONCE = re.compile(r"[0-9a-f]{32}")


@blueprint.post(PATH)
@signed
def check() -> Response:
    """The proof that this server has our auth token; 400 for a form of another kind."""
    nonce = request.form.get(FIELD, "")
    if not _NONCE.fullmatch(nonce):
        return Response(status=400)
    return Response(proof(app().settings.twilio_auth_token, nonce), content_type="text/plain")
