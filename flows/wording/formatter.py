"""The tools of one language and channel: sayings, digits, numbers and names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast
from unicodedata import bidirectional

from flows.text.message_ids import MessageId
from flows.text.prompts import Value
from flows.vocabulary.area_index import Place
from flows.vocabulary.lexicon import Lexicon
from flows.wording.catalog import Catalog, CatalogFault

RIGHT_TO_LEFT = frozenset({"ar"})

NONE = "none"
"""What a selector in a message sees where there is nothing to name, as crisis contacts."""

WEEKDAY_NAMES: Sequence[MessageId] = (
    *("weekday-0", "weekday-1", "weekday-2", "weekday-3"),
    *("weekday-4", "weekday-5", "weekday-6"),
)
"""Messages with the days of the week, Monday first."""


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

    def say(self, id: MessageId, **args: str | int) -> str:
        return self.catalog.format(id, self.language, args, self.voice)

    def value(self, id: MessageId, **args: str | int) -> str:
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

    def count(self, id: MessageId, count: int) -> str:
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


Args = Mapping[str, Value]
Builder = Callable[[Wordsmith, Args], str]


def wanted(args: Args, name: str) -> Value:
    """An argument that the placeholder cannot do without. Raises CatalogFault."""
    value = args.get(name)
    if value is None:
        raise CatalogFault(f"argument {name!r} is missing")
    return value


def text_in(args: Args, name: str) -> str:
    """An argument that is words. Raises CatalogFault."""
    value = wanted(args, name)
    if not isinstance(value, str):
        raise CatalogFault(f"argument {name!r} is no text")
    return value


def number_in(args: Args, name: str) -> int:
    """An argument that is a number, perhaps as it was typed. Raises CatalogFault."""
    return int(str(wanted(args, name)))


def words_in(args: Args, name: str) -> Sequence[str]:
    """An argument that is a list of words. Raises CatalogFault."""
    return cast(Sequence[str], wanted(args, name))


def rows_in(args: Args, name: str) -> Sequence[Sequence[str]]:
    """An argument that is a list of lists of words. Raises CatalogFault."""
    return cast(Sequence[Sequence[str]], wanted(args, name))
