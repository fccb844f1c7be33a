"""A whole offer in one text: "I can drive tomorrow", عندي غرفة فاضية, "want to volunteer"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from flows.text.phrases import words_of
from flows.text.prompts import Value
from flows.understanding.told.days import merged, parted, when_at, with_dates
from flows.vocabulary.chains import Chains, load_chains
from flows.vocabulary.lexicon import Lexicon
from flows.vocabulary.vocabulary import Vocabulary

FILE: Final = "offers.yaml"
_LONGEST_READ: Final = (
    60  # words; what is longer is a story, and who tells one mostly needs something
)
_LOOKING: Final = frozenset({"anyone", "anybody", "does", "do", "someone", "somebody"})
_HOURS: Final = {
    "morning": "days",
    "noon": "days",
    "afternoon": "days",
    "evening": "evenings",
    "night": "evenings",
}


def read_offer(text: str, lexicon: Lexicon) -> dict[str, Value] | None:
    """What is surely offered, as far as it is said: categories, areas, hours, and when, where it is for some
    days only. None for whatever may be something else, a request above all."""
    words = words_of(with_dates(text))
    if not words or len(words) > _LONGEST_READ or words[0] in _LOOKING:
        return None
    if _begins_with_need(words, lexicon.vocabulary):
        return None
    kinds = {heard.kind for heard in load_offers().all_heard(text) if heard.sure}
    if not kinds:
        return None
    told: dict[str, Value] = {
        "categories": [name for name in lexicon.categories if name in kinds],
        "areas": _areas(words, lexicon),
        **_times(words, lexicon.vocabulary),
    }
    return {key: value for key, value in told.items() if value}


def load_offers() -> Chains:
    """The phrases of flows/vocabulary/offers.yaml, read once."""
    return load_chains(FILE)


def _begins_with_need(words: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether a word of need leads: "need someone who can drive". بدي ساعد leads an offer."""
    found = vocabulary.need_phrases.match(words)
    return found is not None and found[0] == "NEED" and words[0] not in _WISHES


# Words of need that lead an offer as well: "بدي ساعد", "i want to help".
_WISHES: Final = frozenset(
    {
        *(
            "بدي",
            "ابي",
            "ابغي",
            "بغيت",
            "عايز",
            "عايزه",
            "عاوز",
            "عاوزه",
            "ودي",
            "اريد",
            "نحب",
            "نبي",
            "i",
        ),
        *("bade", "baddi", "bdi", "abi", "abgha", "bghit", "3ayez", "3ayz"),
    }
)


def _areas(words: Sequence[str], lexicon: Lexicon) -> list[str]:
    """The areas that are named, in the order of the community's list."""
    found = {
        place[0] for at in range(len(words)) if (place := lexicon.place_index.match(words, at))
    }
    return [place.id for place in lexicon.places if place.id in found]


def _times(words: Sequence[str], vocabulary: Vocabulary) -> dict[str, Value]:
    """For which day or days, and at which hours: of some days no hours are asked for."""
    whens = merged(_whens(words, vocabulary))
    if len(whens) != 1:
        return {}
    part = parted(whens[0])[1]
    return {"when": whens[0], "hours": _HOURS.get(part, "any")}


def _whens(words: Sequence[str], vocabulary: Vocabulary) -> Iterator[str]:
    at = 0
    while at < len(words):
        found = when_at(words, at, vocabulary)
        if found is not None:
            yield found[0]
        at += found[1] if found else 1
