"""Raw arguments of prompts into words: what each placeholder of a message holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any
from unicodedata import bidirectional

from flows.catalog import Catalog, CatalogFault
from flows.lexicon import Lexicon, Place
from flows.outgoing import clean_words

RIGHT_TO_LEFT = frozenset({"ar"})

NONE = "none"
"""What a selector in a message sees where there is nothing to name, as crisis contacts."""

OTHER = "other"
"""The area of a need from somewhere that is no area of the community's."""


@dataclass(frozen=True)
class Wordsmith:
    """Words of one language on one channel, from the catalog and the community's own names."""

    catalog: Catalog
    lexicon: Lexicon
    language: str
    voice: bool
    community: str
    contacts: str
    asks_per_week: int

    def say(self, id: str, **args: str | int) -> str:
        return self.catalog.format(id, self.language, args, self.voice)

    def value(self, id: str, **args: str | int) -> str:
        """Parts that have one wording for both channels: digits, numbers in words."""
        return self.catalog.format(id, self.language, args)

    def place(self, id: str) -> Place | None:
        return next((place for place in self.lexicon.places if place.id == id), None)

    def name(self, place: Place) -> str:
        """An area's name in this language, else in whichever it has."""
        return named(place.names, self.language)

    def foreign_names(self) -> bool:
        """Whether names in Latin letters would stand in a text that runs from right to left."""
        return self.language in RIGHT_TO_LEFT and any(
            bidirectional(letter) == "L"
            for place in self.lexicon.places
            for letter in self.name(place)
        )

    def count(self, id: str, count: int) -> str:
        """A message about a number, given also as tens and units for saying it in words."""
        return self.say(id, count=count, **in_words(count))

    def digits(self, number: object) -> str:
        """Digit by digit, with a comma for the short pause."""
        return self.value("comma").join(self.value("digit", digit=int(d)) for d in str(number))


def in_words(count: int) -> dict[str, str | int]:
    """Tens and units of a number that the catalogs can put in words (1 to 99), else "none"."""
    if 1 <= count < 100:
        return {"tens": count // 10, "units": count % 10}
    return {"tens": NONE, "units": NONE}


def named(names: Mapping[str, str], language: str) -> str:
    """The name in `language`, else in the first language that has one, else nothing."""
    return names.get(language) or next((name for name in names.values() if name), "")


Args = Mapping[str, Any]
Builder = Callable[[Wordsmith, Args], str]


def wanted(args: Args, name: str) -> Any:
    """An argument that the placeholder cannot do without. Raises CatalogFault."""
    value = args.get(name)
    if value is None:
        raise CatalogFault(f"argument {name!r} is missing")
    return value


# --- parts of a request ------------------------------------------------------------------------


def _what(smith: Wordsmith, args: Args) -> str:
    category = args.get("category")
    return smith.say(f"label-{category}") if category else ""


def _where(smith: Wordsmith, args: Args) -> str:
    if args.get("area") == OTHER:
        return smith.say("in-other-area")
    # A need may name no area, and an old one may name an area that has left the community file.
    place = smith.place(args["area"]) if args.get("area") else None
    return smith.say("in-area", name=smith.name(place)) if place else ""


def _when(smith: Wordsmith, args: Args) -> str:
    return smith.say(f"when-{args['when']}") if args.get("when") else ""


def _for_count(smith: Wordsmith, args: Args) -> str:
    return smith.count("for-count", int(args["count"])) if args.get("count") else ""


def _joined(*builders: Builder) -> Builder:
    def join(smith: Wordsmith, args: Args) -> str:
        parts = (build(smith, args) for build in builders)
        return smith.value("comma").join(part for part in parts if part)

    return join


_summary = _joined(_what, _where, _when, _for_count)


def _details(smith: Wordsmith, args: Args) -> str:
    """What an urgent ask adds to "urgent": an urgent need is always for now."""
    return _joined(_where, _when, _for_count)(smith, {**args, "when": args.get("when") or "now"})


# --- lists made from data ----------------------------------------------------------------------


def _numbered(label: Callable[[Wordsmith, str], str]) -> Builder:
    """ "1 food 2 a bed": the categories of the community, each by its place in the list."""

    def build(smith: Wordsmith, _: Args) -> str:
        labels = (label(smith, category) for category in smith.lexicon.categories)
        return " ".join(
            smith.value("option", key=str(key), label=each) for key, each in enumerate(labels, 1)
        )

    return build


def _spoken(prefix: str) -> Builder:
    """ "For food, press one. For a bed tonight, two.": the same, aloud."""

    def build(smith: Wordsmith, _: Args) -> str:
        said = []
        for key, category in enumerate(smith.lexicon.categories, 1):
            place = "first" if key == 1 else "next"
            choice = smith.say(f"{prefix}-{category}", place=place)
            form = f"v-choice-{'next' if prefix == 'short' else place}"
            said.append(smith.say(form, choice=choice, key_spoken=smith.digits(key)))
        return " ".join(said)

    return build


def _either(text: Builder, voice: Builder) -> Builder:
    def build(smith: Wordsmith, args: Args) -> str:
        return (voice if smith.voice else text)(smith, args)

    return build


def _options_aloud(smith: Wordsmith, options: Sequence[tuple[str, object]]) -> str:
    """Labels with what to press for each: "For Harbour, press one. Market, two."."""
    forms = ("v-option-first", *["v-option-next"] * len(options))
    return " ".join(
        smith.say(form, label=label, key_spoken=smith.digits(key))
        for form, (label, key) in zip(forms, options, strict=False)
    )


def places(smith: Wordsmith, args: Args) -> Sequence[Place]:
    """The areas of a page, or all of them."""
    page: Sequence[Place] | None = args.get("places")
    return smith.lexicon.places if page is None else page


def _areas(smith: Wordsmith, args: Args) -> str:
    options = [(smith.name(place), place.code) for place in places(smith, args)]
    # A name in Latin letters draws the next number to itself in a right-to-left line.
    gap = "\n" if smith.foreign_names() else " "
    return gap.join(smith.value("option", key=str(code), label=name) for name, code in options)


def _area_options(smith: Wordsmith, args: Args) -> str:
    return _options_aloud(smith, [(smith.name(each), each.code) for each in places(smith, args)])


def _list(smith: Wordsmith, args: Args) -> str:
    return smith.value("comma").join(
        smith.value("list-item", ref=str(reference), label=_what(smith, {"category": category}))
        if category
        else smith.value("list-item-bare", ref=str(reference))
        for reference, category in wanted(args, "requests")
    )


def _list_options(smith: Wordsmith, args: Args) -> str:
    return _options_aloud(
        smith,
        [
            (smith.say(f"label-{category}" if category else "list-item-bare"), reference)
            for reference, category in wanted(args, "requests")
        ],
    )


def _cats(smith: Wordsmith, args: Args) -> str:
    chosen = wanted(args, "categories")
    if set(chosen) >= set(smith.lexicon.categories) and len(chosen) > 1:
        return smith.value("offer-all")
    return smith.value("comma").join(smith.value(f"offer-{category}") for category in chosen)


# --- numbers, times and words ------------------------------------------------------------------


def _time(_: Wordsmith, args: Args) -> str:
    return f"{_clock(args):%H:%M}"


def _time_spoken(smith: Wordsmith, args: Args) -> str:
    clock = _clock(args)
    parts = ((5, "night"), (12, "morning"), (17, "afternoon"), (21, "evening"), (24, "night"))
    part = next(name for end, name in parts if clock.hour < end)
    minute = clock.minute
    return smith.value(
        "time-spoken",
        hour=(clock.hour - 1) % 12 + 1,
        minute=minute,
        part=part,
        count=minute,
        **in_words(minute),
    )


def _clock(args: Args) -> time:
    value = wanted(args, "time")
    return value if isinstance(value, time) else time.fromisoformat(value)


def _keys(smith: Wordsmith, args: Args) -> str:
    return smith.value("comma").join(str(key) for key in wanted(args, "keys"))


def _contacts(smith: Wordsmith, _: Args) -> str:
    return smith.contacts or NONE


def _contacts_spoken(smith: Wordsmith, _: Args) -> str:
    """Telephone numbers digit by digit: a voice would read 01234567 as a million."""
    return re.sub(r"\d+", lambda run: smith.digits(run[0]), smith.contacts) or NONE


def _ref(_: Wordsmith, args: Args) -> str:
    return str(wanted(args, "reference"))


def _ref_spoken(smith: Wordsmith, args: Args) -> str:
    return smith.digits(wanted(args, "reference"))


def _words(_: Wordsmith, args: Args) -> str:
    return clean_words(wanted(args, "words"))


def _count_spoken(smith: Wordsmith, args: Args) -> str:
    count = int(wanted(args, "count"))
    return smith.value("count-spoken", count=count, **in_words(count))


BUILDERS: Mapping[str, Builder] = {
    "community": lambda smith, _: smith.community,
    "ref": _ref,
    "ref_spoken": _ref_spoken,
    "what": _what,
    "what_spoken": _what,
    "area": _where,
    "when": _when,
    "when_spoken": _when,
    "for_count": _for_count,
    "count_spoken": _count_spoken,
    "summary": _summary,
    "summary_spoken": _summary,
    "parts": _summary,
    "parts_spoken": _summary,
    "details": _details,
    "details_spoken": _details,
    "cats": _cats,
    "areas": _areas,
    "area_options": _area_options,
    "list": _list,
    "list_options": _list_options,
    "keys": _keys,
    "people": lambda smith, args: smith.count("people", int(wanted(args, "people"))),
    "people_spoken": lambda smith, args: smith.count("people", int(wanted(args, "people"))),
    "times": lambda smith, _: smith.count("times", smith.asks_per_week),
    "times_spoken": lambda smith, _: smith.count("times", smith.asks_per_week),
    "time": _time,
    "time_spoken": _time_spoken,
    "words": _words,
    "contacts": _contacts,
    "contacts_spoken": _contacts_spoken,
    "options": _either(
        _numbered(lambda smith, category: smith.value(f"label-{category}")), _spoken("choice")
    ),
    "offer_options": _either(
        _numbered(lambda smith, category: smith.value(f"offer-{category}")), _spoken("offer")
    ),
    "short_options": _spoken("short"),
}
"""How each placeholder of the catalogs comes from the raw arguments of a prompt."""
