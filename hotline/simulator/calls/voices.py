"""Which voice speaks which language, as Twilio has them: a mismatched pair fails the Say.

Source: Twilio, "Text-to-Speech: available voices and languages", for Arabic and English.
"""

import re

_ENGLISH = {
    "en-US": "Danielle Gregory Ivy Joanna Joey Justin Kendra Kevin Kimberly Matthew Ruth Salli Stephen",
    "en-GB": "Amy Arthur Brian Emma",
    "en-AU": "Nicole Olivia Russell",
    "en-IN": "Aditi Kajal Raveena",
}
_NEURAL_ONLY = frozenset(
    {"Danielle", "Gregory", "Kevin", "Ruth", "Stephen", "Arthur", "Olivia", "Kajal"}
)
_NO_NEURAL = frozenset({"Nicole", "Russell", "Aditi", "Raveena"})
_GOOGLE = re.compile(
    r"Google\.((?:ar-XA-(?:Standard|Wavenet)-[A-D])"
    r"|(?:en-(?:US|GB|AU|IN)-(?:Standard|Wavenet|Neural2)-[A-J])"
    r"|(?:(?:ar-XA|en-(?:US|GB|AU|IN))-Chirp3-HD-[A-Z][a-z]+))"
)
_BASIC = frozenset({"man", "woman", "alice"})  # they speak English, and no Arabic
_LANGUAGES = frozenset({"arb", "ar-AE", "ar-XA", "en", *_ENGLISH})


def _polly() -> dict[str, str]:
    voices = {"Zeina": "arb", "Hala-Neural": "ar-AE", "Zayd-Neural": "ar-AE"}
    for language, names in _ENGLISH.items():
        for name in names.split():
            if name not in _NEURAL_ONLY:
                voices[name] = language
            if name not in _NO_NEURAL:
                voices[f"{name}-Neural"] = language
    return voices


_POLLY = _polly()


def mismatch(voice: str | None, language: str | None) -> str | None:
    """What is wrong with saying something in `language` with `voice`, or None where it goes."""
    if language is not None and language not in _LANGUAGES:
        return f"no language {language!r}"
    if voice is None:
        return None
    spoken = language_of(voice)
    if spoken is None:
        return f"no voice {voice!r}"
    if language is None or language == spoken or (spoken == "en" and language.startswith("en")):
        return None
    return f"the voice {voice} does not speak {language}"


def language_of(voice: str) -> str | None:
    """The language of a voice, or None where there is no such voice."""
    if voice in _BASIC:
        return "en"
    if voice.startswith("Polly."):
        return _POLLY.get(voice.removeprefix("Polly."))
    found = _GOOGLE.fullmatch(voice)
    return None if found is None else "-".join(found[1].split("-")[:2])
