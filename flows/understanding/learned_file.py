"""Words that were taught, as a file in the form of the word lists: list, meaning, who says it, words.

Names of areas are left out: they tell where a community is, and mean nothing to another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import yaml

from flows.text.folding import fold

_HEAD: Final = """\
# Words that a community has taught its line, in the form of its word lists. To be read before they are
# taken: `hotline words import FILE` shows what it would take, and what it would not.
"""
# Everything stays the word it is: other loaders read NO as something else.
_LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_TAUGHT: Final = "taught"  # in place of a dialect
_SLOTS: Final = {"categories": "category", "when": "when"}
_ANSWERS: Final = {"YES": "yes", "NO": "no"}


def written(taught: Mapping[str, str]) -> str:
    """The file of these words, a meaning by its phrase."""
    tree: dict[str, dict[str, dict[str, list[str]]]] = {}
    for phrase, meaning in sorted(taught.items()):
        place = _place(meaning)
        if place is not None:
            name, under = place
            groups = tree.setdefault(name, {}).setdefault(under, {_TAUGHT: []})
            groups[_TAUGHT].append(phrase)
    if not tree:
        return _HEAD + "{}\n"
    return _HEAD + yaml.safe_dump(tree, allow_unicode=True, default_flow_style=False)


def _place(meaning: str) -> tuple[str, str] | None:
    slot, _, value = meaning.partition(":")
    for name, each in _SLOTS.items():
        if each == slot:
            return name, value
    answer = next((under for under, each in _ANSWERS.items() if each == meaning), None)
    return ("yes_no", answer) if answer else None


def read_written(text: str) -> dict[str, str]:
    """The meaning of each phrase of such a file. Raises ValueError that says what is wrong in it."""
    try:
        tree = yaml.load(text, Loader=_LOADER)  # noqa: S506  (it makes nothing but strings)
    except yaml.YAMLError as fault:
        raise ValueError(f"not readable: {fault}") from fault
    found: dict[str, str] = {}
    for meaning, phrase in _phrases(tree):
        folded = fold(phrase)
        if found.setdefault(folded, meaning) != meaning:
            raise ValueError(f"{phrase!r} means both {found[folded]} and {meaning}")
    return found


def _phrases(tree: object) -> Iterator[tuple[str, str]]:
    for name, meanings in _named("the file", tree):
        for under, groups in _named(name, meanings):
            meaning = _meaning(name, under)
            for group, words in _named(f"{name}: {under}", groups):
                if not isinstance(words, list):
                    raise ValueError(f"{name}: {under}: {group} should hold a list of words")
                yield from ((meaning, str(word)) for word in words)


def _named(where: str, tree: object) -> Iterator[tuple[str, object]]:
    if not isinstance(tree, dict):
        raise ValueError(f"{where} should hold names with what belongs to them")
    return ((str(name), value) for name, value in tree.items())


def _meaning(name: str, under: str) -> str:
    if name == "yes_no" and under in _ANSWERS:
        return _ANSWERS[under]
    if name in _SLOTS:
        return f"{_SLOTS[name]}:{under}"
    raise ValueError(f"there is no list {name!r} with {under!r}")
