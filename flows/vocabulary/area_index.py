"""The areas of one community, found by the many ways in which people write their names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flows.text.phrases import words_of
from flows.text.typos import Slips

if TYPE_CHECKING:
    from flows.vocabulary.vocabulary import Vocabulary

_ARTICLE: Final = "ال"


@dataclass(frozen=True)
class Place:
    """An area as people name it: its id, the code they may type (1 to 89), its names by language."""

    id: str
    code: int
    names: Mapping[str, str]


class PlaceIndex:
    """Names of areas, without the words and letters that stand beside them or stick to them."""

    def __init__(
        self,
        places: Sequence[Place],
        vocabulary: Vocabulary,
        nicknames: Mapping[str, str] | None = None,
    ) -> None:
        """`nicknames` are names that this community has taught, with the ids of their places."""
        self._aside = frozenset(w for phrase in vocabulary.area_aside for w in phrase.split())
        self._prefixes = ("", *vocabulary.area_prefixes)
        self._by_code = {str(place.code): place.id for place in places}
        taught = {_bare(words_of(name)): id for name, id in (nicknames or {}).items()}
        self._by_name = taught | self._named(places)
        self._most_words = max((len(name.split()) for name in self._by_name), default=0)
        self._slips = Slips(self._by_name, vocabulary.known, vocabulary.single_words)
        self._starts = frozenset(name.split()[0] for name in self._by_name)

    def by_code(self, code: str) -> str | None:
        """The area with this code, in ASCII digits."""
        return self._by_code.get(code.lstrip("0"))

    def match(
        self, words: Sequence[str], at: int = 0, *, slips: bool = False
    ) -> tuple[str, int] | None:
        """The area whose name stands at `at` and the length of the name, the longest first.

        With `slips`, a name of five letters or more may be misspelt by one.
        """
        if not slips and self._starts.isdisjoint(_bare([w]) for [w] in self._forms([words[at]])):
            return None
        for length in range(min(self._most_words + 1, len(words) - at), 0, -1):
            found = self._found(words[at : at + length], slips)
            if found is not None:
                return found, length
        return None

    def whole(self, words: Sequence[str]) -> str | None:
        """The area that the words name, all of them together but for words like "in" and "area"."""
        for first, last in _trims(words, self._aside):
            found = self._found(words[first:last], slips=True)
            if found is not None:
                return found
        return None

    def _found(self, words: Sequence[str], slips: bool) -> str | None:
        forms = [_bare(form) for form in self._forms(words)]
        for form in forms:
            if form in self._by_name:
                return self._by_name[form]
        if not slips:
            return None
        close = {self._slips.corrected(form) for form in forms} - {None}
        return close.pop() if len(close) == 1 else None

    def _forms(self, words: Sequence[str]) -> Iterable[list[str]]:
        """The words as they stand, and without each prefix that may stick to the first."""
        first, rest = words[0], words[1:]
        for prefix in self._prefixes:
            bare = first.removeprefix(prefix)
            if bare and (bare != first or not prefix):
                yield [bare, *rest]

    def _named(self, places: Sequence[Place]) -> dict[str, str]:
        """Every name and what is left of it without words like حي; a full name comes first."""
        full: dict[str, set[str]] = {}
        short: dict[str, set[str]] = {}
        for place in places:
            for name in (*place.names.values(), place.id):
                words = words_of(name)
                for first, last in _trims(words, self._aside):
                    names = short if (first, last) != (0, len(words)) else full
                    names.setdefault(_bare(words[first:last]), set()).add(place.id)
        named = short | full
        return {name: ids.pop() for name, ids in named.items() if len(ids) == 1}


def _bare(words: Sequence[str]) -> str:
    return " ".join(word.removeprefix(_ARTICLE) or word for word in words)


def _trims(words: Sequence[str], aside: frozenset[str]) -> list[tuple[int, int]]:
    """From where to where the words may be read, leaving out those that stand beside a name."""
    firsts, lasts = [0], [len(words)]
    while firsts[-1] < len(words) and words[firsts[-1]] in aside:
        firsts.append(firsts[-1] + 1)
    while lasts[-1] > 0 and words[lasts[-1] - 1] in aside:
        lasts.append(lasts[-1] - 1)
    return [(first, last) for first in firsts for last in lasts if first < last]
