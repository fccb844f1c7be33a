"""What our own words may never hold: telling words, links, words that belong to the carrier."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from flows.text.folding import fold
from flows.text.yaml_nodes import LOADER

_KINDS = ("identity", "organisation", "address")
_ARABIC = re.compile("[\u0600-\u06ff]")
_WORDS = re.compile("[\\w\u064b-\u0652\u0670]+")  # with the marks on their letters
# What stands in front of an Arabic noun without a space: and, so, in, for, the. Of these an
# imperative takes only the first two.
_BEFORE_NOUN = re.compile(r"^(?:[وف]?(?:بال|لل|ال|[بل])|[وف])")
_BEFORE_VERB = re.compile(r"^[وف]")


@dataclass(frozen=True)
class Banned:
    """Banned phrases, folded, by kind; build it with `load_banned`."""

    phrases: Mapping[str, tuple[tuple[str, ...], ...]]
    links: tuple[str, ...]
    carrier: frozenset[str]
    carrier_may: Mapping[str, frozenset[str]]
    endings: Mapping[str, tuple[str, ...]]
    marks: tuple[str, ...]
    endings_may: frozenset[str]

    def found(self, text: str, id: str = "", voice: bool = False) -> list[str]:
        """What is wrong in the words of message `id`, each as "kind: word"; empty is well.

        What is heard tells more about whom it speaks to than what is read.
        """
        return [
            *self._phrases(text),
            *self._links(text),
            *self._taught(text, id),
            *self._ends(text, "voice" if voice else "text"),
        ]

    def _phrases(self, text: str, kinds: Iterable[str] = _KINDS) -> Iterator[str]:
        words = fold(text).split()
        for kind in kinds:
            front = _BEFORE_VERB if kind == "address" else _BEFORE_NOUN
            said = [_forms(word, front) for word in words]
            every = frozenset[str]().union(*said)
            for phrase in self.phrases[kind]:
                # A text has few of these words: most phrases are out before their order is looked at.
                if every.issuperset(phrase) and holds(said, phrase):
                    yield f"{kind}: {' '.join(phrase)}"

    def _links(self, text: str) -> Iterator[str]:
        return (f"link: {link}" for link in self.links if link in text.casefold())

    def _taught(self, text: str, id: str) -> Iterator[str]:
        allowed = self.carrier_may.get(id, frozenset())
        for word in re.findall(r"\w+", text):
            key = fold(word) if _ARABIC.search(word) else word
            if key in self.carrier and key not in allowed:
                yield f"carrier: {word}"

    def _ends(self, text: str, channel: str) -> Iterator[str]:
        for written in _WORDS.findall(text):
            word = fold(written)
            telling = word.endswith(self.endings[channel]) or written.endswith(self.marks)
            if telling and not _forms(word, _BEFORE_NOUN) & self.endings_may:
                yield f"address: {word}"


def _forms(word: str, front: re.Pattern[str]) -> frozenset[str]:
    """A folded word, and in Arabic also without what is joined to its front."""
    return frozenset({word, front.sub("", word)} - {""})


def forms_of(word: str) -> frozenset[str]:
    """A folded word as it may stand in a list: also without what Arabic joins to the front of a noun."""
    return _forms(word, _BEFORE_NOUN)


def holds(said: Sequence[frozenset[str]], phrase: tuple[str, ...]) -> bool:
    """Whether a phrase stands in words, each given in its forms."""
    last = len(said) - len(phrase)
    return any(
        all(word in said[start + step] for step, word in enumerate(phrase))
        for start in range(last + 1)
    )


@cache
def load_banned() -> Banned:
    """The list that comes with the project: flows/vocabulary/banned.yaml."""
    file = resources.files("flows") / "vocabulary" / "banned.yaml"
    data = yaml.load(file.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506  (a safe one)
    return Banned(
        {kind: tuple(tuple(fold(each).split()) for each in _flat(data[kind])) for kind in _KINDS},
        tuple(_flat(data["link"])),
        frozenset(map(_taught_key, _flat(data["carrier"]))),
        {id: frozenset(map(_taught_key, words)) for id, words in data["carrier_may"].items()},
        {kind: tuple(map(fold, ends)) for kind, ends in data["address_endings"].items()},
        tuple(data["address_marks"]),
        frozenset(map(fold, data["address_may"])),
    )


def banned_in(text: str) -> list[str]:
    """Identity words, names of organisations and links in any words that we show or offer."""
    banned = load_banned()
    telling = [*banned._phrases(text, ("identity", "organisation")), *banned._links(text)]
    return [each.split(": ", 1)[1] for each in telling]


def _taught_key(word: str) -> str:
    return fold(word) if _ARABIC.search(word) else word


def _flat(rows: Iterable[Iterable[str]]) -> list[str]:
    return [word for row in rows for word in row]
