"""The word lists of flows/vocabulary, read and checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

import yaml

from flows.text.folding import fold

SHIPPED: Final = files("flows") / "vocabulary"
# Everything stays the word it is: other loaders read no, on and 1 as something else.
_LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class WordLists:
    """One directory of word lists. Every fault is a ValueError that names the file and the word."""

    def __init__(self, directory: Traversable = SHIPPED) -> None:
        self._directory = directory
        self._themes: dict[str, dict[str, list[str]]] = {}

    def words(self, name: str, meaning: str) -> list[str]:
        """The folded words of one meaning in the file `name`."""
        try:
            return self.theme(name)[meaning]
        except KeyError:
            raise ValueError(f"{name}: {meaning!r} is missing") from None

    def theme(self, name: str) -> dict[str, list[str]]:
        """The folded words of each meaning in the file `name`, of all dialects together."""
        if name not in self._themes:
            groups = _tree(name, (self._directory / name).read_text(encoding="utf-8"))
            self._themes[name] = {
                meaning: _words(name, meaning, by_dialect) for meaning, by_dialect in groups.items()
            }
        return self._themes[name]

    def of_group(self, name: str, group: str) -> list[str]:
        """The folded words that one dialect has in the file `name`, of all meanings."""
        groups = _tree(name, (self._directory / name).read_text(encoding="utf-8"))
        found = (
            by_dialect.get(group, [])
            for by_dialect in groups.values()
            if isinstance(by_dialect, dict)
        )
        return [_folded(name, word) for words in found for word in _listed(name, words)]

    def numbers(self, name: str) -> dict[str, int]:
        """Each folded word of the file `name` that stands under a number."""
        found: dict[str, str] = {}
        for number, words in self.theme(name).items():
            if number.isdecimal():
                add_meanings(found, name, number, words)
        return {word: int(number) for word, number in found.items()}

    def meanings(self, *names: str) -> dict[str, str]:
        """Each folded word of these files with its one meaning.

        Raises ValueError where a word has two.
        """
        found: dict[str, str] = {}
        for name in names:
            for meaning, words in self.theme(name).items():
                add_meanings(found, name, meaning, words)
        return found


def add_meanings(found: dict[str, str], name: str, meaning: str, words: Iterable[str]) -> None:
    """Add `words` of the file `name` to `found`; raises ValueError where one means more already."""
    for word in words:
        if found.setdefault(word, meaning) != meaning:
            raise ValueError(f"{name}: {word!r} means both {found[word]} and {meaning}")


def refuse_overlap(
    name: str, words: Iterable[str], taken: Mapping[str, str], allowed: Iterable[str] = ()
) -> None:
    """Raise ValueError where a word of the file `name` is taken by something in another place."""
    for word in sorted(set(words).difference(allowed)):
        if word in taken:
            raise ValueError(f"{name}: {word!r} is taken: it means {taken[word]} everywhere")


def _tree(name: str, text: str) -> dict[str, object]:
    try:
        tree = yaml.load(text, Loader=_LOADER)  # noqa: S506  (it makes nothing but strings)
    except yaml.YAMLError as fault:
        raise ValueError(f"{name}: not readable: {fault}") from fault
    if not isinstance(tree, dict):
        raise ValueError(f"{name}: expected meanings with their words")
    return tree


def _words(name: str, meaning: str, groups: object) -> list[str]:
    if not isinstance(groups, dict):
        raise ValueError(f"{name}: {meaning!r} should hold groups (en, msa, lev …) of words")
    return [_folded(name, word) for words in groups.values() for word in _listed(name, words)]


def _listed(name: str, words: object) -> list[str]:
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise ValueError(f"{name}: {words!r} should be a list of words")
    return words


def _folded(name: str, word: str) -> str:
    folded = fold(word)
    if not folded:
        raise ValueError(f"{name}: {word!r} has no letter, digit or sign to compare")
    return folded
