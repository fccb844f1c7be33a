"""What Twilio publishes of TwiML for calls beyond its verbs and attributes: values and voices.

Transcribed from the type declarations that Twilio generates for its helper libraries (`SayVoice`,
`SayLanguage`, `GatherAttributes`… of twilio-node's VoiceResponse) and, for which Polly voice
speaks which language, from Amazon's list of voices; voices of the two languages of the line only.
"""

from __future__ import annotations

BOOLEANS = frozenset(
    {"actionOnEmptyResult", "answerOnBridge", "hangupOnStar", "playBeep", "sequential"}
    | {"bargeIn", "debug", "enhanced", "profanityFilter", "transcribe"}
)
NUMBERS = frozenset(
    {"timeout", "numDigits", "maxLength", "length", "loop", "timeLimit", "maxSpeechTime"}
)

_CALL_EVENTS = frozenset({"initiated", "ringing", "answered", "completed"})
_RECORDING_EVENTS = frozenset({"in-progress", "completed", "absent"})
_TRIMS = frozenset({"trim-silence", "do-not-trim"})

ENUMERATIONS: dict[tuple[str, str], frozenset[str]] = {
    ("Gather", "input"): frozenset({"dtmf", "speech"}),
    ("Reject", "reason"): frozenset({"rejected", "busy"}),
    ("Record", "trim"): _TRIMS,
    ("Record", "recordingStatusCallbackEvent"): _RECORDING_EVENTS,
    ("Number", "statusCallbackEvent"): _CALL_EVENTS,
    ("Dial", "trim"): _TRIMS,
    ("Dial", "recordingStatusCallbackEvent"): _RECORDING_EVENTS,
    ("Dial", "record"): frozenset(
        {"do-not-record", "record-from-answer", "record-from-ringing"}
        | {"record-from-answer-dual", "record-from-ringing-dual"}
    ),
}
"""Values of attributes; where several may stand together they are parted by spaces."""

_CHIRP = ("Aoede", "Charon", "Fenrir", "Kore", "Leda", "Orus", "Puck", "Zephyr")


def _google(language: str, **letters: str) -> frozenset[str]:
    named = {f"Google.{language}-{kind}-{each}" for kind, all in letters.items() for each in all}
    return frozenset(named | {f"Google.{language}-Chirp3-HD-{each}" for each in _CHIRP})


def _polly(standard: str, neural: str, generative: str) -> frozenset[str]:
    kinds = (("", standard), ("-Neural", neural), ("-Generative", generative))
    return frozenset(f"Polly.{name}{kind}" for kind, names in kinds for name in names.split())


VOICES: dict[str, frozenset[str]] = {
    "arb": _polly("Zeina", "", ""),
    "ar-AE": _polly("", "Hala Zayd", ""),
    "ar-XA": _google("ar-XA", Standard="ABCD", Wavenet="ABCD"),
    "en-US": _polly(
        "Ivy Joanna Joey Justin Kendra Kevin Kimberly Matthew Salli",
        "Danielle Gregory Ivy Joanna Joey Justin Kendra Kevin Kimberly Matthew Ruth Salli Stephen",
        "Danielle Joanna Matthew Ruth Stephen",
    )
    | _google("en-US", Standard="ABCDEFGHIJ", Wavenet="ABCDEFGHIJ", Neural2="ACDEFGHIJ"),
    "en-GB": _polly("Amy Brian Emma", "Amy Arthur Brian Emma", "Amy")
    | _google("en-GB", Standard="ABCDFNO", Wavenet="ABCDFNO", Neural2="ABCDFNO"),
}
"""The voices that speak each language of Say."""
