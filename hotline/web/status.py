"""POST /twilio/sms/status/<attempt id>: what became of a text."""

from __future__ import annotations

import re

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict

from hotline.services.confirm import confirm
from hotline.store.ids import LARGEST_ID
from hotline.web.guard import house, signed

blueprint = Blueprint("status", __name__)

# The signature joins names and values without a mark: each must come exactly once, well formed.
_FIELDS = {
    "AccountSid": re.compile(r"\w{1,64}"),
    "MessageSid": re.compile(r"(?:SM|MM)[0-9a-fA-F]{32}"),
    "MessageStatus": re.compile(r"[a-z]{1,20}"),
}
_CODE = re.compile(r"[1-9][0-9]{0,5}")


@blueprint.post("/twilio/sms/status/<int:attempt_id>")
@signed
def status(attempt_id: int) -> Response:
    """Take a callback down. 400 for a broken form, 403 for another account's.

    An attempt we do not know is answered like one we do: there is nothing to learn here.
    """
    form = request.form
    if not _well_formed(form):
        return Response(status=400)
    if form["AccountSid"] != house().settings.twilio_account_sid:
        return Response(status=403)
    if attempt_id <= LARGEST_ID:
        confirm(house(), attempt_id, form["MessageStatus"], _code(form), form["MessageSid"])
    return Response(status=204)


def _well_formed(form: MultiDict[str, str]) -> bool:
    return all(
        len(form.getlist(name)) == 1 and shape.fullmatch(form[name])
        for name, shape in _FIELDS.items()
    )


def _code(form: MultiDict[str, str]) -> int | None:
    text = form.get("ErrorCode", "")
    return int(text) if _CODE.fullmatch(text) else None
