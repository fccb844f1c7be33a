"""POST /twilio/sms/status/<attempt id>: what became of a text."""

from __future__ import annotations

import re

from flask import Blueprint, abort, current_app, request
from flask.typing import ResponseReturnValue

from hotline.gateway.signature import genuine, public_url
from hotline.services.confirm import confirm
from hotline.services.house import House

blueprint = Blueprint("status", __name__)

_LARGEST_ID = 2**63 - 1
_FIELDS = {
    "AccountSid": re.compile(r"\w{1,64}"),
    "MessageSid": re.compile(r"(?:SM|MM)[0-9a-fA-F]{32}"),
    "MessageStatus": re.compile(r"[a-z]{1,20}"),
}


@blueprint.post("/twilio/sms/status/<int:attempt_id>")
def status(attempt_id: int) -> ResponseReturnValue:
    """Take a callback down. 403 unless it is signed and about our account, 400 for a broken form.

    An attempt we do not know is answered like one we do: there is nothing to learn here.
    """
    house: House = current_app.extensions["house"]
    fields = _read(house)
    code = request.form.get("ErrorCode", "")
    if attempt_id <= _LARGEST_ID:
        confirm(
            house,
            attempt_id,
            fields["MessageStatus"],
            int(code) if re.fullmatch(r"[1-9][0-9]{0,5}", code) else None,
            fields["MessageSid"],
        )
    return "", 204


def _read(house: House) -> dict[str, str]:
    url = public_url(house.settings.public_url, request.environ)
    header = request.headers.get("X-Twilio-Signature")
    if not genuine(house.settings.twilio_auth_token, url, request.form, header):
        abort(403)
    # The signature joins names and values without a mark: each must come exactly once, well formed.
    for name, form in _FIELDS.items():
        values = request.form.getlist(name)
        if len(values) != 1 or not form.fullmatch(values[0]):
            abort(400)
    if request.form["AccountSid"] != house.settings.twilio_account_sid:
        abort(403)
    return {name: request.form[name] for name in _FIELDS}
