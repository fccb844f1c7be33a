"""Whether a document for a call is one that Twilio takes, and one that leaves nobody in silence.

Verbs, attributes and what may stand in what are read off the signatures of Twilio's own library
when the tests run; values and voices are those of twiml_published. Nothing here knows our writer.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

from twilio.twiml import TwiML, lower_camel
from twilio.twiml.voice_response import VoiceResponse

from tests.twiml_published import BOOLEANS, ENUMERATIONS, NUMBERS, VOICES

_ENDS = ("Redirect", "Hangup", "Reject", "Leave")  # nothing behind these is ever reached
_KEYS = re.compile(r"[0-9#*]*")
_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")


@dataclass(frozen=True)
class Verb:
    """An element of TwiML: its attributes, whether it may hold words, and its class."""

    attributes: frozenset[str]
    words: bool
    kind: type


def check(document: str, *, joins: bool = False) -> list[str]:
    """The faults of a document for a call; none for a good one.

    With `joins` it is for a call that a Dial rang, where running out of verbs joins the callers.
    """
    try:
        root = ElementTree.fromstring(document.encode("utf-8"))
    except (ElementTree.ParseError, UnicodeEncodeError) as fault:
        return [f"no XML: {fault}"]
    if root.tag != "Response" or root.attrib or (root.text or "").strip():
        return ["the document is no plain Response"]
    faults = [*_nested(root, VoiceResponse), *_rules(root), *_order(root)]
    return faults if joins else [*faults, *_last(root)]


# --- what Twilio's library has -----------------------------------------------------------------


@cache
def verbs(kind: type) -> dict[str, Verb]:
    """The elements that the library lets stand in one of this class, by name."""
    makers = [
        getattr(_one(kind), name)
        for name in vars(kind)
        if not name.startswith("_") and not hasattr(TwiML, name)
    ]
    return dict(_made(maker) for maker in makers)


def _made(maker: Any) -> tuple[str, Verb]:
    """Make one such element, and read its attributes off the maker's arguments."""
    child, arguments = _one(maker), _arguments(maker)
    words = _arguments(type(child)).keys()
    named = {lower_camel(TwiML.MAP.get(name, name)) for name in arguments.keys() - words}
    return child.name, Verb(frozenset(named), bool(words), type(child))


def _one(maker: Any) -> Any:
    """What `maker` makes, given as little as it will take."""
    needed = (each for each in _arguments(maker).values() if each.default is each.empty)
    return maker(*("x" for _ in needed))


def _arguments(maker: Any) -> dict[str, inspect.Parameter]:
    parameters = inspect.signature(maker).parameters
    return {name: each for name, each in parameters.items() if each.kind is not each.VAR_KEYWORD}


def _nested(element: ElementTree.Element, kind: type) -> Iterator[str]:
    known = verbs(kind)
    for child in element:
        verb = known.get(child.tag)
        if verb is None:
            yield f"{child.tag} cannot stand in {element.tag}"
            continue
        yield from (f"{child.tag} has no {name}" for name in child.attrib.keys() - verb.attributes)
        if (child.text or "").strip() and not verb.words:
            yield f"{child.tag} holds no words"
        if (child.tail or "").strip():
            yield f"words stand behind {child.tag}"
        yield from _nested(child, verb.kind)


# --- values ------------------------------------------------------------------------------------


def _rules(root: ElementTree.Element) -> Iterator[str]:
    for element in root.iter():
        for name, value in element.attrib.items():
            yield from _value(element.tag, name, value)
        for url in _addresses(element):
            yield from _address(element.tag, url)
        rule = _RULES.get(element.tag)
        yield from rule(element) if rule else ()


def _value(tag: str, name: str, value: str) -> Iterator[str]:
    allowed = ENUMERATIONS.get((tag, name))
    if allowed is not None and not (value.split() and set(value.split()) <= allowed):
        yield f"{tag} {name} may not be {value!r}"
    if name in BOOLEANS and value not in ("true", "false"):
        yield f"{tag} {name} may not be {value!r}"
    if name in NUMBERS and not (value.isascii() and value.isdigit()):
        yield f"{tag} {name} is no number: {value!r}"
    if name.lower().endswith("method") and value != "POST":
        yield f"{tag} asks by {value}"


def _addresses(element: ElementTree.Element) -> Iterator[str]:
    for name, value in element.attrib.items():
        if name in ("action", "url") or name.endswith(("Callback", "Url")):
            yield value
    if element.tag in ("Redirect", "Play"):
        yield element.text or ""


def _address(tag: str, url: str) -> Iterator[str]:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        yield f"{tag} has no whole address: {url!r}"
    if "?" in url or "#" in url:
        yield f"{tag} has a query or fragment in its address"


def _say(say: ElementTree.Element) -> Iterator[str]:
    language, voice = say.get("language", ""), say.get("voice", "")
    if voice not in VOICES.get(language, ()):
        yield f"Say: no voice {voice!r} speaks {language!r}"
    if not "".join(say.itertext()).strip():
        yield "Say says nothing"


def _gather(gather: ElementTree.Element) -> Iterator[str]:
    if gather.get("action") is None:
        yield "Gather has no action: it would ask its own document again"
    if gather.get("input", "dtmf") != "dtmf":
        yield "Gather wants speech"
    finish = gather.get("finishOnKey", "#")
    if not _KEYS.fullmatch(finish):
        yield f"Gather finishOnKey may not be {finish!r}"
    if gather.get("numDigits") is None and not finish:
        yield "Gather has no end but silence"
    if gather.get("numDigits") == "0":
        yield "Gather numDigits may not be 0"
    if not _within(gather.get("timeout", "5"), 5, 10):
        yield f"Gather gives {gather.get('timeout')} seconds"


def _within(text: str, least: int, most: int) -> bool:
    return text.isascii() and text.isdigit() and least <= int(text) <= most


def _dial(dial: ElementTree.Element) -> Iterator[str]:
    if dial.get("action") is None:
        yield "Dial has no action: unanswered, it ends the call"
    if not _NUMBER.fullmatch(dial.get("callerId", "")):
        yield "Dial shows no number of ours: the caller's own would be seen"
    if not (dial.text or "").strip() and not len(dial):
        yield "Dial rings nobody"


def _number(number: ElementTree.Element) -> Iterator[str]:
    if not _NUMBER.fullmatch(number.text or ""):
        yield "Number is no whole number"


def _record(record: ElementTree.Element) -> Iterator[str]:
    if record.get("action") is None:
        yield "Record has no action: it would ask its own document again"


_RULES = {"Say": _say, "Gather": _gather, "Dial": _dial, "Number": _number, "Record": _record}


# --- order -------------------------------------------------------------------------------------


def _order(root: ElementTree.Element) -> Iterator[str]:
    verbs = list(root)
    for verb in verbs[:-1]:
        if verb.tag in _ENDS or (verb.tag == "Dial" and verb.get("action") is not None):
            yield f"what stands behind {verb.tag} is never reached"
    if any(verb.tag == "Reject" for verb in verbs[1:]):
        yield "Reject comes too late: the call is answered already"


def _last(root: ElementTree.Element) -> Iterator[str]:
    """How a document may end: never so that the caller is left in silence or cut off."""
    last = root[-1] if len(root) else None
    if last is None:
        yield "the document is empty: it ends the call"
    elif last.tag == "Gather" and last.get("actionOnEmptyResult") != "true":
        yield "the document ends in a bare Gather"
    elif last.tag == "Record":
        yield "the document ends in a Record: where nothing is said it ends the call"
    elif last.tag not in (*_ENDS, "Dial", "Gather"):
        yield f"the document ends in {last.tag}: the call ends without a goodbye"
