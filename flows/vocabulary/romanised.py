"""Arabic in Latin letters, told by its consonants: yedrobni, yudrubni and byedrebne have the same.

Nobody agrees on the vowels, nor on whether a letter is doubled; on the consonants people nearly agree, once
digits and pairs of letters are one: 7 and h, 5 and kh, 8 and gh, 9 and q, sh and ch. What is left of an
English word may be the same by chance, so lists use it for long words and for verbs with "me".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Final

BY_CONSONANTS: Final = "~"  # before consonants, so that they are never taken for a word
_SHORTEST: Final = 3  # consonants; fewer say nothing

_PAIRS: Final = (("kh", "5"), ("gh", "8"), ("sh", "c"), ("ch", "c"), ("th", "d"), ("dh", "d"))
_SAME: Final = str.maketrans("7q96x", "hkkt5", "aeiou")
_DOUBLED: Final = re.compile(r"([^ ])\1+")
_LATIN: Final = re.compile(r"[a-z]")
# A letter by those that stand for it; where people differ, all of them.
_LETTERS: Final[dict[str, tuple[str, ...]]] = {
    **dict(zip("بتدرزسصطفلمنهحيو", zip("btdrzsstflmnhhyw", strict=True), strict=True)),
    "ا": ("",), "ء": ("2",), "ث": ("d", "s"), "ج": ("j", "g"), "خ": ("5",), "ذ": ("d", "z"),
    "ش": ("c",), "ض": ("d",), "ظ": ("z", "d"), "ع": ("3", ""), "غ": ("8",), "ق": ("2", "k", "g"),
    "ك": ("k",),
}  # fmt: skip


def consonants(words: Sequence[str]) -> list[str]:
    """For each folded word its consonants behind `~`; "" where it has too few, or other letters."""
    text = " ".join(words)
    if _LATIN.search(text) is None:
        return [""] * len(words)
    for pair, letter in _PAIRS:
        text = text.replace(pair, letter)
    bare = _DOUBLED.sub(r"\1", text).translate(_SAME).split(" ")
    return [_marked(word) for word in bare]


def romanised(arabic: str) -> Iterator[str]:
    """The consonants by which a word in Arabic letters may be written, without the mark."""
    for letters in product(*(_LETTERS.get(letter, ("",)) for letter in arabic)):
        yield _DOUBLED.sub(r"\1", "".join(letters))


def _marked(bare: str) -> str:
    """A final y is the same sound as a vowel: yedrobny."""
    bare = bare.rstrip("y")
    return BY_CONSONANTS + bare if len(bare) >= _SHORTEST and bare.isascii() else ""
