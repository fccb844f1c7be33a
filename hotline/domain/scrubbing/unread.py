"""What is struck out of a text that the team reads in order to learn words from it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from flows.text.folding import ascii_digits, fold
from flows.text.phrases import Phrases, words_of
from flows.vocabulary.vocabulary import load_vocabulary
from flows.vocabulary.wordlists import WordLists
from hotline.domain.scrubbing.scrubber import MARK, scrub

_MOST_WORDS, _MOST_LETTERS = 24, 200  # what is longer is a story, and tells whose
_DIGITS = re.compile(r"[0-9]{3,}")
_IN_A_ROW = 3  # numbers, each a word of its own: a secret told digit by digit
_NAMED = 2  # words after "my name is"
_GLUED = ("", "و", "ل", "ب", "ف", "يا", "ع")


def is_story(words: str) -> bool:
    """Whether a text is so long that it tells of somebody, whatever is struck out."""
    return len(words) > _MOST_LETTERS or len(words_of(words)) > _MOST_WORDS


def strike_private(words: str, names: Iterable[str]) -> str:
    """The words without numbers of three digits or more, links, accounts, and without these names or what
    somebody says that they are called."""
    written = scrub(words).words.split()
    parts = {part for name in names for part in words_of(name) if len(part) > 1}
    private = {*_numbers(written), *_introduced(written)}
    private |= {at for at, word in enumerate(written) if not parts.isdisjoint(_forms(word))}
    struck = [MARK if at in private else word for at, word in enumerate(written)]
    return " ".join(
        word for at, word in enumerate(struck) if word != MARK or struck[at - 1 : at] != [MARK]
    )


def _forms(word: str) -> Iterator[str]:
    for folded in words_of(word):
        yield from (folded.removeprefix(glued) for glued in _GLUED)


def _numbers(written: Sequence[str]) -> Iterator[int]:
    """Where digits stand that may be a secret, or a part of a number."""
    run: list[int] = []
    for at, word in enumerate([*written, ""]):
        if _DIGITS.search(ascii_digits(word)):
            yield at
        if word and fold(word) in _numerals():
            run.append(at)
        else:
            yield from run if len(run) >= _IN_A_ROW else ()
            run = []


def _introduced(written: Sequence[str]) -> Iterator[int]:
    """Where somebody is named: the words after "my name is"."""
    folded = [fold(word) for word in written]
    for at in range(len(folded)):
        found = _introductions().match(folded, at)
        if found is not None:
            yield from range(at + found[1], min(at + found[1] + _NAMED, len(folded)))


@cache
def _introductions() -> Phrases[bool]:
    phrases = WordLists().words("introductions.yaml", "introductions")
    return Phrases(dict.fromkeys(phrases, True))


@cache
def _numerals() -> frozenset[str]:
    return frozenset({*load_vocabulary().numbers, "zero", "صفر", *map(str, range(100))})
