"""The worst realistic filling of every placeholder, for measuring what a text may cost.

Raw arguments, so that they take the same way into words as those of a real prompt.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flows.text.prompts import Value
from flows.vocabulary.area_index import Place

PLACES = (
    Place("one", 1, {"en": "Burj Hammoud", "ar": "برج البراجنة"}),
    Place("two", 2, {"en": "Ain Mreisseh", "ar": "عين الرمانة"}),
    Place("three", 3, {"en": "Ras Beirut", "ar": "رأس بيروت"}),
    Place("four", 4, {"en": "Harbour", "ar": "الميناء"}),
)
COMMUNITY = {"en": "Lighthouse", "ar": "ملتقى الحي"}
CONTACTS = {"en": "1564 or 01234567", "ar": "1564 أو 01234567"}
ASKS_PER_WEEK = 3

_COMMON: Mapping[str, Value] = {
    "reference": "347",
    "editing": "352",
    "code": "604815",
    "held": [
        ["WORDS", "347", "by the old bakery, after six o"],
        ["BLOCK", "352", ""],
        ["YES", "361", ""],
    ],
    "thread": "352",
    "from": "08:00",
    "until": "08:00",
    "area": "one",
    "people": 18,
    "references": [
        "347",
        "352",
        "361",
        "378",
        "384",
        "391",
        "402",
        "417",
        "428",
        "439",
        "446",
        "453",
    ],
    "alarms": 18,
    "persons": 18,
    "time": "08:00",
    "also": "transport",
    "keys": [1, 2, 3, 4, 5, 6],
    "page": 0,
    "requests": [("347", "talk"), ("352", "transport")],
    "role": "coordinator",
    "shift": ["2026-11-24", "08:00", "08:00"],
    "shifts": [["2026-11-24", "08:00", "08:00"], ["2026-11-25", "08:00", "08:00"]],
    # All but one: an offer in every category reads "everything".
    "categories": ["food", "shelter", "transport", "money", "talk"],
    # What the parts of messages take, which are never said alone.
    "key": "6",
    "ref": "347",
    "place": "first",
    "digit": 3,
    "tens": 7,
    "units": 3,
    "hour": 11,
    "minute": 30,
    "part": "afternoon",
    "date": "24/11",
    "day_spoken": "twenty-four",
    "begins": "six in the evening",
    "ends": "ten at night",
}
_OWN: Mapping[str, Mapping[str, Value]] = {
    "en": {
        "words": "I am near the old bakery, after six is best",
        "name": "Burj Hammoud",
        "label": "someone to talk to",
        "choice": "To talk with someone",
        "key_spoken": "six",
        "weekday": "Tue",
        "day": "Wednesday",
    },
    "ar": {
        "words": "المكان قرب الفرن القديم، وبعد السادسة أفضل",
        "name": "برج البراجنة",
        "label": "حديث مع شخص",
        "choice": "للحديث مع شخص",
        "key_spoken": "ستة",
        "weekday": "الثلاثاء",
        "day": "الأربعاء",
    },
}
# Which kind of request makes the longest text differs between languages: each is tried.
_REQUESTS: Sequence[Mapping[str, Value]] = (
    {"category": "transport", "when": "week", "count": 12},
    {"category": "talk", "when": "week", "count": 0},
    {"category": "transport", "when": "wednesday.morning", "count": 12},
    {"category": "talk", "when": "wednesday.morning", "count": 0},
    {"category": "urgent", "when": "now", "count": 12},
)


def fillings(language: str) -> list[dict[str, Value]]:
    """Arguments to try: the text that costs most is the worst."""
    return [{**_COMMON, **_OWN[language], **request} for request in _REQUESTS]
