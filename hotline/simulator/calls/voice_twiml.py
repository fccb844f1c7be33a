"""Reading the TwiML of calls: verbs, their attributes and what may stand in what.

The rules are the provider's, written from its reference pages ("TwiML for Programmable Voice"), not
from what the hotline writes. What it knows and this carrier does not run (Conference, Enqueue …) is
a fault too, and says so.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin
from xml.etree import ElementTree

from hotline.simulator.calls.voices import mismatch

MOST_NUMBERS = 10  # in one Dial
_METHODS = ("GET", "POST")
_SSML = frozenset(
    {"break", "emphasis", "lang", "p", "phoneme", "prosody", "s", "say-as", "sub", "w"}
)

Check = Callable[[str], bool]


class BadVoiceTwiml(ValueError):
    """The document cannot be run; `code` is the provider's error (12100 no XML, 12200 no TwiML)."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(f"{code}: {text}")
        self.code = code


@dataclass(frozen=True)
class Verb:
    """One element: its checked attributes, its words, and the elements in it.

    Addresses are relative to `base`, the document's own URL.
    """

    name: str
    given: Mapping[str, str]
    words: str = field(repr=False)
    inside: tuple["Verb", ...] = ()
    base: str = ""

    def url(self, name: str) -> str | None:
        """The address in an attribute, made absolute; None where it is not given."""
        given = self.given.get(name)
        return None if given is None else urljoin(self.base, given)

    def address(self) -> str:
        """The address that the words are, made absolute."""
        return urljoin(self.base, self.words)

    def whole(self, name: str, default: int) -> int:
        """A number in an attribute."""
        return int(self.given.get(name, default))

    def flag(self, name: str, default: bool = False) -> bool:
        """A true or false in an attribute."""
        return self.given.get(name, str(default)).lower() == "true"

    def method(self, name: str = "method") -> str:
        """GET or POST; POST where it is not given."""
        return self.given.get(name, "POST").upper()


def read_verbs(document: bytes, url: str) -> tuple[Verb, ...]:
    """The verbs of a voice document at `url`, each checked. Raises BadVoiceTwiml."""
    try:
        root = ElementTree.fromstring(document)  # noqa: S314 - from our own server, on loopback
    except ElementTree.ParseError as fault:
        raise BadVoiceTwiml(12100, f"not XML: {fault}") from fault
    if root.tag != "Response":
        raise BadVoiceTwiml(12100, f"<{root.tag}> is not a Response")
    return tuple(_inside(root, _VERBS, url))


def _inside(parent: ElementTree.Element, allowed: frozenset[str], url: str) -> Iterator[Verb]:
    for element in parent:
        if element.tag not in allowed:
            raise BadVoiceTwiml(12200, f"<{element.tag}> in <{parent.tag}> is not carried here")
        yield _verb(element, url)


def _verb(element: ElementTree.Element, url: str) -> Verb:
    name = element.tag
    for attribute, value in element.attrib.items():
        check = _ATTRIBUTES[name].get(attribute)
        if check is None:
            raise BadVoiceTwiml(12200, f"<{name}> has no attribute {attribute}")
        if not check(value):
            raise BadVoiceTwiml(12200, f"<{name} {attribute}={value!r}> is not allowed")
    words = " ".join("".join(element.itertext()).split())
    inside = () if name == "Say" else tuple(_inside(element, _NESTED.get(name, _NONE), url))
    verb = Verb(name, dict(element.attrib), words, inside, url)
    _check_whole(verb, element)
    return verb


def _check_whole(verb: Verb, element: ElementTree.Element) -> None:
    """What takes more than one attribute to see."""
    wrong = None
    if verb.name == "Say":
        strange = next(
            (e.tag for e in element.iter() if e is not element and e.tag not in _SSML), None
        )
        wrong = mismatch(verb.given.get("voice"), verb.given.get("language"))
        wrong = f"<{strange}> cannot be said" if strange else wrong
    elif verb.name == "Play" and not verb.words and "digits" not in verb.given:
        wrong = "there is nothing to play"
    elif verb.name == "Dial" and len(verb.inside) > MOST_NUMBERS:
        wrong = f"more than {MOST_NUMBERS} numbers"
    if wrong:
        raise BadVoiceTwiml(12200, f"<{verb.name}>: {wrong}")


# Attributes and what they may hold


def _any(_value: str) -> bool:
    return True


def _one_of(*values: str) -> Check:
    return lambda value: value in values


def _several_of(*values: str) -> Check:
    return lambda value: bool(value.split()) and set(value.split()) <= set(values)


def _whole(least: int, most: int = 86400) -> Check:
    return lambda value: value.isascii() and value.isdigit() and least <= int(value) <= most


def _keys(value: str) -> bool:
    return set(value) <= set("0123456789*#")


def _key(value: str) -> bool:
    return len(value) <= 1 and _keys(value)


def _tones(value: str) -> bool:
    return bool(value) and set(value) <= set("0123456789*#wW")


_flag = _one_of("true", "false")
_method = _one_of(*_METHODS)
_CALL_EVENTS = _several_of("initiated", "ringing", "answered", "completed")
_RECORDING_EVENTS = _several_of("in-progress", "completed", "absent")
_RECORDING = {
    "trim": _one_of("trim-silence", "do-not-trim"),
    "recordingStatusCallback": _any,
    "recordingStatusCallbackMethod": _method,
    "recordingStatusCallbackEvent": _RECORDING_EVENTS,
}
_ATTRIBUTES: Mapping[str, Mapping[str, Check]] = {
    "Say": {"voice": _any, "language": _any, "loop": _whole(0, 1000)},
    "Play": {"loop": _whole(0, 1000), "digits": _tones},
    "Pause": {"length": _whole(0)},
    "Hangup": {},
    "Reject": {"reason": _one_of("busy", "rejected")},
    "Redirect": {"method": _method},
    "Gather": {
        "input": _one_of("dtmf", "speech", "dtmf speech", "speech dtmf"),
        "action": _any,
        "method": _method,
        "timeout": _whole(0),
        "numDigits": _whole(1),
        "finishOnKey": _key,
        "actionOnEmptyResult": _flag,
        "bargeIn": _flag,
        "language": _any,
        "hints": _any,
        "profanityFilter": _flag,
        "speechTimeout": lambda value: value == "auto" or _whole(1)(value),
        "speechModel": _any,
        "enhanced": _flag,
        "partialResultCallback": _any,
        "partialResultCallbackMethod": _method,
    },
    "Record": _RECORDING
    | {
        "action": _any,
        "method": _method,
        "timeout": _whole(0),
        "finishOnKey": _keys,
        "maxLength": _whole(2),
        "playBeep": _flag,
    },
    "Dial": _RECORDING
    | {
        "action": _any,
        "method": _method,
        "timeout": _whole(1, 600),
        "timeLimit": _whole(1),
        "hangupOnStar": _flag,
        "callerId": _any,
        "answerOnBridge": _flag,
        "sequential": _flag,
        "ringTone": _any,
    },
    "Number": {
        "url": _any,
        "method": _method,
        "sendDigits": _tones,
        "statusCallback": _any,
        "statusCallbackMethod": _method,
        "statusCallbackEvent": _CALL_EVENTS,
    },
}
_NONE: frozenset[str] = frozenset()
_VERBS = frozenset(_ATTRIBUTES) - {"Number"}
_NESTED = {"Gather": frozenset({"Say", "Play", "Pause"}), "Dial": frozenset({"Number"})}
