"""One slip of the finger taken back, where no doubt remains about what was meant."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final, Generic, TypeVar

T = TypeVar("T")

SHORTEST: Final = 5  # letters; shorter words lie too close to each other


class Slips(Generic[T]):
    """Words that may be misspelt by one letter, among words that mean something else.

    A slip is a letter too many, missing, wrong, or swapped with its neighbour.
    """

    def __init__(
        self, targets: Mapping[str, T], known: Collection[str], *, same_first: bool = False
    ) -> None:
        """`targets` are the words to correct to; `known` are words that are right as they stand.

        With `same_first` the first letter must be right: it hardly ever slips, and "honey" is
        not meant for "money".
        """
        self._same_first = same_first
        self._targets = {word: meaning for word, meaning in targets.items() if _long(word)}
        self._known = frozenset(known)
        self._near: dict[str, set[str]] = {}
        for word in self._known.union(self._targets):
            for form in _shortened(word):
                self._near.setdefault(form, set()).add(word)

    def corrected(self, word: str) -> T | None:
        """The one meaning within a slip of `word`, or None where there is none or a doubt."""
        if len(word) < SHORTEST - 1 or word in self._known or word in self._targets:
            return None
        meanings = {self._targets.get(other) for other in self._within_a_slip(word)}
        return meanings.pop() if len(meanings) == 1 else None

    def _within_a_slip(self, word: str) -> Iterable[str]:
        candidates: set[str] = set()
        for form in _shortened(word):
            candidates |= self._near.get(form, set())
        return (other for other in candidates if self._is_slip(word, other))

    def _is_slip(self, word: str, other: str) -> bool:
        if self._same_first and word[0] != other[0] and other in self._targets:
            return False
        return one_slip_apart(word, other)


def one_slip_apart(one: str, other: str) -> bool:
    """Whether a single letter added, left out, changed or swapped makes one of the other."""
    if len(one) > len(other):
        one, other = other, one
    start = _common(one, other)
    one, other = one[start:], other[start:]
    if one[1:] == other[1:] or one == other[1:]:
        return bool(other)
    return one[:2] == other[1::-1] and len(one) >= 2 and one[2:] == other[2:]


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
