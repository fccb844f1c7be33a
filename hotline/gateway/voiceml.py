"""What a call is told to do, as small values, and how they are written as TwiML.

A document that would leave a caller in silence cannot be built: whatever listens, records or dials
takes the address that is asked next, and is written with a Redirect to it as its last verb. So
the address hears of everything: keys in `Digits`; nothing pressed as a request without `Digits` or
with an empty one; nothing spoken as a request without `RecordingSid`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from twilio.twiml import voice_response as twiml

from hotline.gateway.twiml import clean

SHORTEST_WAIT, LONGEST_WAIT = 5, 10
"""Seconds that a caller may be given for a key: fewer rush people, more sound like a dead line."""


@dataclass(frozen=True)
class Voice:
    """A `language` and `voice` of Say that belong together: other pairs may fail the whole Say."""

    language: str
    name: str


VOICES: Mapping[str, Voice] = {
    "ar": Voice("arb", "Polly.Zeina"),  # the one voice of standard Arabic, no region's accent
    "en": Voice("en-US", "Polly.Joanna-Neural"),
}
"""The voice of each language of ours. Source: Twilio, "Text-to-Speech", available voices."""


@dataclass(frozen=True)
class SaidWords:
    """Words for the voice of `language`, one of VOICES; without any words, nothing is said."""

    text: str = field(repr=False)
    language: str


@dataclass(frozen=True)
class Played:
    """A recording, which the provider fetches by GET."""

    url: str

    def __post_init__(self) -> None:
        _check_addresses(self.url)


@dataclass(frozen=True)
class Pause:
    """A pause of whole seconds, 1 or more."""

    seconds: int

    def __post_init__(self) -> None:
        if self.seconds < 1:
            raise ValueError("a pause takes a second or more")


Line = SaidWords | Played | Pause


@dataclass(frozen=True)
class Gather:
    """Say `lines`, which any key interrupts, and post what was pressed to `action_url`.

    `digits` keys are taken at once, whichever they are, # too; with None as many as come before a
    #, which is left out. After the lines a caller has `timeout` seconds for each key. Silence is
    posted too, by `actionOnEmptyResult`; the Redirect behind is for a # alone and for providers
    that know no such attribute. Only one key can end what is typed, and only behind others, so a *
    there is heard after the wait, or with a # behind it. Source: Twilio, "TwiML Voice: <Gather>",
    finishOnKey, and its warning 13310.
    """

    lines: Sequence[Line]
    action_url: str
    digits: int | None = 1
    timeout: int = 8

    def __post_init__(self) -> None:
        _check_addresses(self.action_url)
        if not SHORTEST_WAIT <= self.timeout <= LONGEST_WAIT:
            raise ValueError(f"a caller has {SHORTEST_WAIT} to {LONGEST_WAIT} seconds for a key")
        if self.digits is not None and self.digits < 1:
            raise ValueError("at least one key is waited for")


@dataclass(frozen=True)
class Record:
    """Say `lines`, then a tone, and record until a #, `pause` silent seconds or `max_seconds`.

    `action_url` is asked at once, often before the recording can be fetched; `status_url` is told
    when it can. Where nothing was spoken only `action_url` is asked.
    """

    lines: Sequence[Line]
    action_url: str
    max_seconds: int
    status_url: str
    pause: int = 6

    def __post_init__(self) -> None:
        _check_addresses(self.action_url, self.status_url)
        if self.max_seconds < 1 or self.pause < 1:
            raise ValueError("a recording takes a second or more")


@dataclass(frozen=True)
class Dial:
    """Say `lines`, then ring `number` for `timeout` seconds and join it to this call.

    The one rung sees `caller_id`, which must be our number. Whoever picks up is first given the
    documents of `whisper_url`, and is joined where one ends in Join. In every case `action_url`
    is asked afterwards, with `DialCallStatus`; `status_url` hears how the second call ended.
    """

    number: str = field(repr=False)
    caller_id: str = field(repr=False)
    action_url: str
    whisper_url: str
    status_url: str
    timeout: int = 20
    lines: Sequence[Line] = ()

    def __post_init__(self) -> None:
        _check_addresses(self.action_url, self.whisper_url, self.status_url)
        if not (self.number.startswith("+") and self.caller_id.startswith("+")):
            raise ValueError("numbers are dialled and shown in full")
        if self.timeout < SHORTEST_WAIT:
            raise ValueError(f"a phone rings for {SHORTEST_WAIT} seconds or more")


@dataclass(frozen=True)
class Redirect:
    """Say `lines`, then ask `url` what comes next: with a Silence, a way to wait."""

    url: str
    lines: Sequence[Line] = ()

    def __post_init__(self) -> None:
        _check_addresses(self.url)


@dataclass(frozen=True)
class HangUp:
    """Say `lines` and end the call."""

    lines: Sequence[Line] = ()


@dataclass(frozen=True)
class Join:
    """On a call that Dial rang, and only there: say `lines`, then be joined to who is waiting."""

    lines: Sequence[Line] = ()


@dataclass(frozen=True)
class RejectBusy:
    """Do not take the call: the caller hears a busy tone and pays nothing."""


Document = Gather | Record | Dial | Redirect | HangUp | Join | RejectBusy


def render(document: Document, voices: Mapping[str, Voice] = VOICES) -> str:
    """The document as TwiML. Raises KeyError for a language that `voices` lacks.

    All addresses are asked by POST, but for what is played. Source: Twilio, "TwiML for
    Programmable Voice".
    """
    response = twiml.VoiceResponse()
    if isinstance(document, RejectBusy):
        response.reject(reason="busy")
        return str(response)
    listening = _gather(response, document) if isinstance(document, Gather) else response
    _add_lines(listening, document.lines, voices)
    _add_end(response, document)
    return str(response)


def _gather(response: twiml.VoiceResponse, gather: Gather) -> twiml.Gather:
    # Without an empty finishOnKey a # would count as no key at all where one key is waited for.
    return response.gather(
        input="dtmf",
        action=gather.action_url,
        method="POST",
        timeout=gather.timeout,
        num_digits=gather.digits,
        finish_on_key="#" if gather.digits is None else "",
        action_on_empty_result=True,
    )


def _add_lines(
    parent: twiml.VoiceResponse | twiml.Gather, lines: Iterable[Line], voices: Mapping[str, Voice]
) -> None:
    for line in lines:
        match line:
            case SaidWords(text, language):
                voice, words = voices[language], clean(text).strip()
                if words:  # an empty Say is an error of its own at the provider
                    parent.say(words, language=voice.language, voice=voice.name)
            case Played(url):
                parent.play(url)
            case Pause(seconds):
                parent.pause(length=seconds)


def _add_end(response: twiml.VoiceResponse, document: Document) -> None:
    match document:
        case Gather(action_url=url) | Redirect(url=url):
            response.redirect(url, method="POST")
        case Record():
            _record(response, document)
            response.redirect(document.action_url, method="POST")
        case Dial():
            _dial(response, document)
        case HangUp():
            response.hangup()


def _record(response: twiml.VoiceResponse, record: Record) -> None:
    response.record(
        action=record.action_url,
        method="POST",
        timeout=record.pause,
        finish_on_key="#",
        max_length=record.max_seconds,
        play_beep=True,
        recording_status_callback=record.status_url,
        recording_status_callback_method="POST",
        recording_status_callback_event="completed",
    )


def _dial(response: twiml.VoiceResponse, dial: Dial) -> None:
    dialled = response.dial(
        action=dial.action_url, method="POST", timeout=dial.timeout, caller_id=dial.caller_id
    )
    dialled.number(
        dial.number,
        url=dial.whisper_url,
        method="POST",
        status_callback=dial.status_url,
        status_callback_method="POST",
        status_callback_event="completed",
    )


def _check_addresses(*urls: str) -> None:
    """Raise ValueError for what is no plain address.

    A query may be sorted after it was signed, and a fragment is a setting of the connection's.
    """
    for url in urls:
        if not url.startswith(("https://", "http://")) or set("?#<> ") & set(url):
            raise ValueError("an address is absolute, without query and fragment")
