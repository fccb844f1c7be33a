"""Answers to texts, as TwiML. Those to calls are in voiceml.py."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from twilio.twiml.messaging_response import MessagingResponse

# Characters that XML 1.0 (2.2) does not know; the library lets them through as malformed XML.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class InlineText:
    """A text that answers the very message being handled; its states go to `callback_url`."""

    body: str = field(repr=False)
    callback_url: str


def messages(texts: Sequence[InlineText]) -> str:
    """The document that sends `texts`, in order, to whoever wrote; at most ten are ever sent.

    Source: Twilio, "TwiML Message": `statusCallback` receives the states of each.
    """
    response = MessagingResponse()
    for text in texts:
        response.message(clean(text.body), status_callback=clean(text.callback_url))
    return str(response)


def nothing() -> str:
    """The document that answers a text or a call step with nothing."""
    return str(MessagingResponse())


def clean(text: str) -> str:
    """`text` without the characters that cannot stand in XML (NUL, \\x08, lone surrogates…)."""
    return _NOT_XML.sub("", text)
