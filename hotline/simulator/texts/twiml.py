"""Reading the TwiML that the hotline's webhooks answer with."""

from dataclasses import dataclass, field
from urllib.parse import urljoin
from xml.etree import ElementTree

MOST_REPLIES = 10  # of one answer; Twilio sends no more


@dataclass(frozen=True)
class Reply:
    """One <Message>: its words and where its states go."""

    body: str = field(repr=False)
    callback: str | None


class BadTwiml(ValueError):
    """The document is no TwiML (Twilio's 12100, document parse failure)."""


def read_replies(document: bytes, url: str) -> list[Reply]:
    """The texts a messaging document sends, at most ten. Raises BadTwiml."""
    replies = [_reply(verb, url) for verb in _root(document) if verb.tag == "Message"]
    return replies[:MOST_REPLIES]


def _root(document: bytes) -> ElementTree.Element:
    try:
        root = ElementTree.fromstring(document)  # noqa: S314 - from our own server, on loopback
    except ElementTree.ParseError as fault:
        raise BadTwiml("12100: not XML") from fault
    if root.tag != "Response":
        raise BadTwiml("12100: not a Response")
    return root


def _reply(verb: ElementTree.Element, url: str) -> Reply:
    bodies = verb.findall("Body")
    words = "".join("".join(b.itertext()) for b in bodies) if bodies else (verb.text or "")
    callback = verb.get("statusCallback") or verb.get("action")
    return Reply(words, urljoin(url, callback) if callback else None)
