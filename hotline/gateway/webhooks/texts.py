"""An inbound text, and what becomes of an outbound one, as the provider posts them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from hotline.gateway.webhooks.form import ANY, MESSAGE_SID, Fields, FormFault, Params

_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
_CODE = re.compile(r"[1-9][0-9]{0,5}")

_TEXT = Fields({"MessageSid": MESSAGE_SID, "From": ANY, "To": ANY, "AccountSid": ANY}, ("Body",))
_STATUS = Fields(
    {
        "AccountSid": re.compile(r"\w{1,64}"),
        "MessageSid": MESSAGE_SID,
        "MessageStatus": re.compile(r"[a-z]{1,20}"),
    }
)


@dataclass(frozen=True)
class InboundForm:
    """An inbound text's fields, well formed and meant for us. `sender` is E.164.

    `opt_out` is START, STOP or HELP where the provider has already answered such a word itself.
    """

    message_sid: str
    sender: str = field(repr=False)
    body: str = field(repr=False)
    opt_out: str | None


@dataclass(frozen=True)
class TextStatusForm:
    """The provider's word on a text (`sent`, `delivered`, …), and its error code where it gave one."""

    message_sid: str
    status: str
    code: int | None


def read_form(params: Params, account_sid: str, our_number: str) -> InboundForm | FormFault:
    """Read a signed inbound text.

    Source: Twilio, "Twilio's request to your incoming message webhook URL" (MessageSid, AccountSid,
    From, To, Body); "Advanced opt-out" (OptOutType).
    """
    if fault := _TEXT.fault(params, account_sid):
        return fault
    if params["To"] != our_number:
        return FormFault("foreign", "To")
    if not _NUMBER.fullmatch(params["From"]):
        return FormFault("sender", "From")
    return InboundForm(
        message_sid=params["MessageSid"],
        sender=params["From"],
        body=params.get("Body", ""),
        opt_out=_opt_out(params.get("OptOutType")),
    )


def read_status(params: Params, account_sid: str) -> TextStatusForm | FormFault:
    """Read a signed status callback of a text of ours. An odd error code is none.

    Source: Twilio, "Track the message status of outbound messages" (MessageStatus, ErrorCode).
    """
    if fault := _STATUS.fault(params, account_sid):
        return fault
    code = params.get("ErrorCode", "")
    return TextStatusForm(
        message_sid=params["MessageSid"],
        status=params["MessageStatus"],
        code=int(code) if _CODE.fullmatch(code) else None,
    )


def _opt_out(text: str | None) -> str | None:
    return text if text in ("START", "STOP", "HELP") else None
