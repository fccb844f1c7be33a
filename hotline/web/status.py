"""POST /twilio/sms/status/<attempt id>: what became of a text."""

from __future__ import annotations

from flask import Blueprint, Response, request

from hotline.gateway.webhooks.form import FormFault
from hotline.gateway.webhooks.texts import read_status
from hotline.services.delivery.status_callback import confirm
from hotline.store.db.ids import LARGEST_ID
from hotline.web.webhook_auth import app, signed

blueprint = Blueprint("status", __name__)


@blueprint.post("/twilio/sms/status/<int:attempt_id>")
@signed
def status(attempt_id: int) -> Response:
    """Take a callback down. 400 for a broken form, 403 for another account's.

    An attempt we do not know is answered like one we do: there is nothing to learn here.
    """
    form = read_status(request.form, app().settings.twilio_account_sid)
    if isinstance(form, FormFault):
        return Response(status=403 if form.kind == "foreign" else 400)
    if attempt_id <= LARGEST_ID:
        confirm(app(), attempt_id, form.status, form.code, form.message_sid)
    return Response(status=204)
