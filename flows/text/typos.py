"""One slip of the finger taken back, where no doubt remains about what was meant."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property, lru_cache
from typing import Final, Generic, TypeVar

T = TypeVar("T")

SHORTEST: Final = 5  # letters; shorter words lie too close to each other
_SHORTEST_ASKED: Final = 3  # letters of a word that is asked about
_LONG: Final = 7  # letters in which two slips are still few


class Slips(Generic[T]):
    """Words that may be misspelt by one letter, among words that mean something else.

    A slip is a letter too many, missing, wrong, or swapped with its neighbour.
    """

    def __init__(
        self,
        targets: Mapping[str, T],
        known: Collection[str],
        rivals: Collection[str],
        *,
        same_first: bool = False,
    ) -> None:
        """`targets` are words with their meanings; the long ones among them are corrected to.

        `known` words are right as they stand. Where a word of another meaning is as close, be it a
        target or one of the `rivals`, there is a doubt. With `same_first` the first letter must be
        right: it hardly ever slips, and "honey" is not meant for "money".
        """
        self._targets = dict(targets)
        self._right = frozenset(known).union(targets)
        self._near_targets = _by_shortened(targets)
        self._near_rivals = _near(frozenset(rivals))
        self._same_first = same_first

    def corrected(self, word: str) -> T | None:
        """The one meaning within a slip of `word`, or None where there is none or a doubt."""
        if len(word) < SHORTEST - 1 or word in self._right:
            return None
        forms = _shortened(word)
        near = set(_within_a_slip(word, forms, self._near_targets))
        if not any(self._correctable(word, target) for target in near):
            return None
        meanings = {self._targets[target] for target in near}
        return meanings.pop() if len(meanings) == 1 and not self._rivalled(word, forms) else None

    def near(self, word: str) -> T | None:
        """The one meaning that `word` may well miss, to be asked about: closer guesses win.

        Shorter words than those that are corrected, and two slips in a long one of Latin letters.
        """
        if len(word) < _SHORTEST_ASKED or word in self._right or not word.isalpha():
            return None
        best: dict[int, set[T]] = {}
        for target in self._by_first.get(word[0], ()):
            far = _distance(word, target)
            if far <= (2 if word.isascii() and min(len(word), len(target)) >= _LONG else 1):
                best.setdefault(far, set()).add(self._targets[target])
        meanings = best[min(best)] if best else set()
        return next(iter(meanings)) if len(meanings) == 1 else None

    @cached_property
    def _by_first(self) -> Mapping[str, Collection[str]]:
        """The targets that may be missed, by their first letter, which hardly ever slips."""
        found: dict[str, list[str]] = {}
        for target in self._targets:
            if len(target) >= _SHORTEST_ASKED:
                found.setdefault(target[0], []).append(target)
        return found

    def _rivalled(self, word: str, forms: Collection[str]) -> bool:
        near = _within_a_slip(word, forms, self._near_rivals)
        return any(other not in self._targets for other in near)

    def _correctable(self, word: str, target: str) -> bool:
        return _long(target) and (not self._same_first or word[0] == target[0])


def _within_a_slip(
    word: str, forms: Iterable[str], near: Mapping[str, Collection[str]]
) -> Iterable[str]:
    for form in forms:
        for other in near.get(form, ()):
            if one_slip_apart(word, other):
                yield other


@lru_cache(maxsize=4)  # all the words of a vocabulary, of which each list of targets is a part
def _near(words: frozenset[str]) -> Mapping[str, Collection[str]]:
    return _by_shortened(words)


def _by_shortened(words: Iterable[str]) -> dict[str, list[str]]:
    near: dict[str, list[str]] = {}
    for word in words:
        for form in _shortened(word):
            near.setdefault(form, []).append(word)
    return near


def one_slip_apart(one: str, other: str) -> bool:
    """Whether a single letter added, left out, changed or swapped makes one of the other."""
    if len(one) > len(other):
        one, other = other, one
    start = _common(one, other)
    one, other = one[start:], other[start:]
    if one[1:] == other[1:] or one == other[1:]:
        return bool(other)
    return one[:2] == other[1::-1] and len(one) >= 2 and one[2:] == other[2:]


def _distance(one: str, other: str) -> int:
    """How many letters were added, left out, changed or swapped; three stands for more."""
    if abs(len(one) - len(other)) > 2:
        return 3
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return min(row[-1], 3)


def _common(one: str, other: str) -> int:
    """How many letters the two begin with in common."""
    for at, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return at
    return min(len(one), len(other))


def _shortened(word: str) -> set[str]:
    """The word itself and what is left of it without any one letter."""
    return {word} | {word[:at] + word[at + 1 :] for at in range(len(word))}


def _long(word: str) -> bool:
    return len(word.replace(" ", "")) >= SHORTEST
