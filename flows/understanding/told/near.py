"""What a word would name but for a slip of the finger: always asked about, never acted on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from flows.vocabulary.lexicon import Lexicon

_FEW: Final = 4  # words; in a longer text an unknown word is hardly a slip of one of ours
_URGENT: Final = "urgent"
_SHORT: Final = 4  # letters; so short a word lies close to many
_LONGEST: Final = 10  # words


def near_category(words: Sequence[str], lexicon: Lexicon, *, led: bool) -> str | None:
    """The one category that a word misses by a slip or two: "foof", "transprt", "اكلل". Never urgent help.

    Of words of four letters and fewer only where wanting leads to them, or where there is no other word.
    """
    if len(words) > (_LONGEST if led else _FEW):
        return None
    tried = [word for word in words if led or len(words) == 1 or len(word) > _SHORT]
    near = _only(lexicon.vocabulary.category_slips.near(word) for word in tried)
    return near if near in lexicon.categories and near != _URGENT else None


def near_area(words: Sequence[str], lexicon: Lexicon) -> str | None:
    """The one area whose name is there but for a slip: "harbor", "الميناا"."""
    if len(words) > _LONGEST:
        return None
    return _only(lexicon.place_index.near(words, at) for at in range(len(words)))


def _only(found: Iterable[str | None]) -> str | None:
    meant = set(found) - {None}
    return meant.pop() if len(meant) == 1 else None
