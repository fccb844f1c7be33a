"""POST /twilio/sms: a text arrives, and the answer goes back with it."""

from __future__ import annotations

import structlog
from flask import Blueprint, Response, request

from hotline.gateway.twiml import InlineText, messages
from hotline.gateway.webhooks.form import FormFault
from hotline.gateway.webhooks.texts import read_form
from hotline.services.delivery.delivery_outcomes import callback_url
from hotline.services.inbound.receive import Inbound, receive
from hotline.web.webhook_auth import app, signed, xml

blueprint = Blueprint("sms", __name__)
log = structlog.get_logger(__name__)


@blueprint.post("/twilio/sms")
@signed
def inbound() -> Response:
    """Answers 403 to what is not for us, an empty document to what nobody could be answered."""
    here = app()
    form = read_form(request.form, here.settings.twilio_account_sid, here.settings.number)
    if isinstance(form, FormFault):
        log.warning("text.refused", kind=form.kind)
        return xml(messages([])) if form.kind == "sender" else Response(status=403)
    answer = receive(here, Inbound(form.message_sid, form.sender, form.body, form.opt_out))
    return xml(
        messages([InlineText(t.body, callback_url(here.settings, t.attempt_id)) for t in answer])
    )
