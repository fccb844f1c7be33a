"""Reading the TwiML that the hotline's webhooks answer with."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin
from xml.etree import ElementTree

MOST_REPLIES = 10  # of one answer; Twilio sends no more


@dataclass(frozen=True)
class Reply:
    """One <Message>: its words and where its states go."""

    body: str = field(repr=False)
    callback: str | None


@dataclass(frozen=True)
class Step:
    """One verb of a call: `say`, `play` and `note` carry words; `hangup`, `reject` end the call;
    `redirect` carries a URL."""

    verb: str
    words: str = field(default="", repr=False)


class BadTwiml(ValueError):
    """The document is no TwiML (Twilio's 12100, document parse failure)."""


def read_replies(document: bytes, url: str) -> list[Reply]:
    """The texts a messaging document sends, at most ten. Raises BadTwiml."""
    replies = [_reply(verb, url) for verb in _root(document) if verb.tag == "Message"]
    return replies[:MOST_REPLIES]


def read_steps(document: bytes, url: str) -> Iterator[Step]:
    """What a voice document does, in order; nested prompts in place. Raises BadTwiml."""
    return _steps(_root(document), url)


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


def _steps(parent: ElementTree.Element, url: str) -> Iterator[Step]:
    for verb in parent:
        words = " ".join("".join(verb.itertext()).split())
        if verb.tag in ("Say", "Play"):
            yield Step(verb.tag.lower(), words)
        elif verb.tag == "Gather":
            yield from _steps(verb, url)
        elif verb.tag in ("Hangup", "Reject"):
            yield Step(verb.tag.lower())
            return
        elif verb.tag == "Redirect":
            yield Step("redirect", urljoin(url, words))
            return
        elif verb.tag != "Pause":
            yield Step("note", verb.tag)
