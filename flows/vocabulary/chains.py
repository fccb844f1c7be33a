"""Chains: phrases told by their parts, any of many words in each: [he, my father] [hit me, beat me].

A file of chains is a list of rows. A row has a `kind`, what such words say; a `chain` of slots, each a
list of words or phrases of which any fills it (a list within a list counts as its members, so that a YAML
anchor can be used again); perhaps a `gap`, how many other words may stand between two slots; `unless`, one
of which within three words takes the row back; `unless_then`, one of which within three words after it
does ("no wish to live here"); `denied`, one of which right before it does ("did not hit me"); and
`likely: true` where the words hint at it and no more, so that it is asked. END in a slot is the end of the
message.

Words are compared after folding. An Arabic word of the message is also read without what is written with
it (و ف ب ل ع ه ال), and a letter that is drawn out counts once or twice. A slot may say more than one word:

* `قتل ME`: somebody does it to me or us, in any tense and number: يقتلني, هيقتلوني, سيقتلوننا, قتلتني.
* `قتل WOULD-ME`: the same, but not what is past: nobody who was killed tells of it, but of a joke.
* `نتحر I`: I do it or we do: أنتحر, بنتحر, هنتحر, سأنتحر, كننتحر.
* `نتحر HE`: he, she or they do it, perhaps to somebody else: ينتحر, بتنتحر; يضربها.
* `بعت YOU`: you do it, or are told to: تبعتوا, ابعتولي, تبعتوليش.
* `~yeghtaseb`: Arabic in Latin letters, by its consonants; what the markers above stand for is heard
  in Latin letters too (bye2tlouni, yaqtuluni): see romanised.py.

Every text is tried on every row, so rows are found by the words that their first slot may begin with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources.abc import Traversable
from typing import Final

import yaml

from flows.vocabulary.inflection import forms_of
from flows.vocabulary.readings import LAST, Text, Words, read_text, written
from flows.vocabulary.wordlists import SHIPPED

# Everything stays the word it is: other loaders read no, on, off and 1 as something else.
_LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_ROW: Final = re.compile(r"(?m)^- kind:")  # by which a file of chains is told from the other lists
_END: Final = "END"  # in the file: the end of the message
_NEAR: Final = 3  # words between a chain and what takes it back
_PERHAPS: Final = ("gap", "unless", "unless_then", "denied", "likely")
_KEYS: Final = frozenset({"kind", "chain", *_PERHAPS})
_ALONE: Final[Mapping[str, Sequence[Words]]] = {
    LAST: ((),)
}  # one for all: most ways are a single word

Rests = Mapping[str, Sequence[Words]]
"""What may follow the first word of a way, by its own first word; behind LAST where nothing must."""
Slot = Mapping[str, Rests]
"""Ways to fill it by their first word."""


@dataclass(frozen=True)
class Heard:
    """What a text says by one of the rows: its kind, whether that is sure, and which words said so."""

    kind: str
    sure: bool
    begins: int
    ends: int  # the word after the last one


@dataclass(frozen=True)
class _Row:
    """One row of a file, its words folded."""

    kind: str
    sure: bool
    slots: tuple[Slot, ...]
    gap: int
    unless: tuple[Words, ...]
    unless_then: tuple[Words, ...]
    denied: frozenset[str]


@dataclass(frozen=True)
class Chains:
    """The rows by the words they may begin with. Build it with read_chains()."""

    rows: Mapping[str, Sequence[_Row]] = field(repr=False)  # thousands, each under many words

    def heard(self, text: str) -> Heard | None:
        """The first thing that `text` says by a row that is sure, else by any; None for other texts."""
        unsure: Heard | None = None
        for found in self.all_heard(text):
            if found.sure:
                return found
            unsure = unsure or found
        return unsure

    def all_heard(self, text: str) -> Iterator[Heard]:
        """Everything that `text` says, from its first word to its last."""
        read = read_text(text)
        places = ((at, word) for word in self.rows.keys() & read.places for at in read.places[word])
        for at, first in sorted(places):
            for row in self.rows[first]:
                ends = _filled(row, read, at, 0, row.slots[0][first])
                if ends is not None and not _taken_back(row, read, at, ends):
                    yield Heard(row.kind, row.sure, at, min(ends, len(read.words) - 1))


@cache
def load_chains(file: str) -> Chains:
    """The chains of a file of flows/vocabulary, read once."""
    return read_chains(SHIPPED, file)


def read_ahead() -> list[Chains]:
    """Read all of them now (half a second), so that the first text need not wait for it."""
    files = sorted(SHIPPED.iterdir(), key=lambda file: file.name)
    lists = [file for file in files if file.name.endswith(".yaml")]
    return [load_chains(one.name) for one in lists if _ROW.search(one.read_text(encoding="utf-8"))]


def read_chains(directory: Traversable, file: str) -> Chains:
    """The rows of `file` in `directory`. Raises ValueError that names the file and what is wrong in it."""
    text = (directory / file).read_text(encoding="utf-8")
    trees = yaml.load(text, Loader=_LOADER)  # noqa: S506  (it makes nothing but strings)
    if not isinstance(trees, list) or not trees:
        raise ValueError(f"{file}: expected a list of rows")
    rows: dict[str, tuple[_Row, ...]] = {}
    for tree in trees:
        row = _row(file, tree)
        alone = (row,)  # one for all its words
        for first in row.slots[0]:
            rows[first] = (*rows[first], row) if first in rows else alone
    return Chains(rows)


def _row(file: str, tree: object) -> _Row:
    if not isinstance(tree, dict) or not {"kind", "chain"} <= tree.keys() <= _KEYS:
        raise ValueError(
            f"{file}: a row has kind, chain and perhaps {', '.join(_PERHAPS)}, not {tree!r}"
        )
    where, chain, gap = f"{file}: {tree['kind']!r}", tree["chain"], str(tree.get("gap", 0))
    if not isinstance(chain, list) or not chain:
        raise ValueError(f"{where}: chain should be a list of slots")
    if not gap.isdecimal():
        raise ValueError(f"{where}: gap should be a number of words, not {gap!r}")
    slots = tuple(_slot(_folded(where, slot)) for slot in chain)
    if LAST in slots[0]:
        raise ValueError(f"{where}: a chain cannot begin at the end of a message")
    unless, then, denied = (
        _folded(where, tree.get(key, [])) for key in ("unless", "unless_then", "denied")
    )
    single = frozenset(way[-1] for way in denied)
    sure = tree.get("likely") != "true"
    return _Row(str(tree["kind"]), sure, slots, int(gap), unless, then, single)


def _slot(ways: Iterable[Words]) -> Slot:
    firsts: dict[str, list[Words]] = {}
    for way in ways:
        firsts.setdefault(way[0], []).append(way[1:])
    return {first: _rests(rests) for first, rests in firsts.items()}


def _rests(rests: list[Words]) -> Rests:
    """By their first words, the longest first."""
    if rests == [()]:
        return _ALONE
    by_first: dict[str, tuple[Words, ...]] = {}
    for rest in sorted(rests, key=len, reverse=True):
        first = rest[0] if rest else LAST
        by_first[first] = (*by_first.get(first, ()), rest)
    return by_first


def _folded(where: str, phrases: object) -> tuple[Words, ...]:
    """The ways that are written here, each once."""
    if not isinstance(phrases, list):
        raise ValueError(f"{where}: {phrases!r} should be a list of words")
    folded: dict[Words, None] = {}
    for phrase in phrases:
        if isinstance(phrase, list):
            folded |= dict.fromkeys(_folded(where, phrase))
        elif isinstance(phrase, str):
            folded |= dict.fromkeys(_ways(phrase))
        else:
            raise ValueError(f"{where}: {phrases!r} should be a list of words")
    if () in folded:
        raise ValueError(f"{where}: a word has no letter to compare")
    return tuple(folded)


def _ways(phrase: str) -> Iterable[Words]:
    """What one entry of a slot stands for."""
    if phrase == _END:
        return [(LAST,)]
    return forms_of(phrase) or [written(phrase)]


def _rest(row: _Row, read: Text, at: int, slot: int) -> int | None:
    """The word after the slots from `slot` on, which begin at `at` or a gap later."""
    if slot == len(row.slots):
        return at
    ways, words = row.slots[slot], read.words
    for start in range(at, min(at + row.gap + 1, len(words))):
        for reading in words[start]:
            if reading in ways:
                ends = _filled(row, read, start, slot, ways[reading])
                if ends is not None:
                    return ends
    return None


def _filled(row: _Row, read: Text, at: int, slot: int, rests: Rests) -> int | None:
    """The word after the chain where the word at `at`, and what must follow it, fills the slot."""
    for rest in _following(rests, read, at + 1):
        ends = _rest(row, read, at + 1 + len(rest), slot + 1)
        if ends is not None:
            return ends
    return None


def _following(rests: Rests, read: Text, at: int) -> Iterator[Words]:
    """Those that stand at `at`."""
    if rests is not _ALONE and at < len(read.words):
        for reading in read.words[at]:
            for rest in rests.get(reading, ()):
                if len(rest) == 1 or read.has(rest, at):
                    yield rest
    if LAST in rests:
        yield ()


def _taken_back(row: _Row, read: Text, begins: int, ends: int) -> bool:
    """Whether something near says that it is meant otherwise: dying of laughter, did not hit me."""
    if begins and not row.denied.isdisjoint(read.words[begins - 1]):
        return True
    before, after = range(max(begins - _NEAR, 0), begins), range(ends, ends + _NEAR)
    return _any_within(row.unless, read, before) or any(
        _any_within(excuses, read, after) for excuses in (row.unless, row.unless_then)
    )


def _any_within(phrases: Sequence[Words], read: Text, near: range) -> bool:
    return any(
        read.has(phrase, start)
        for phrase in phrases
        for start in near[: max(len(near) - len(phrase) + 1, 0)]
    )
