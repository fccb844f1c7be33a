"""The words in plain form, beside where each character stands in the words as they were written.

Invisible marks and the stroke that lengthens Arabic words are gone, letters that are written in several ways
have one, and every digit of any script is one of 0-9: neither `٧٠ ١٢٣ ٤٥٦` nor `wa.<zero-width space>me/x`
nor `〇三一` slips through.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable

from flows.text.folding import LETTERS

Span = tuple[int, int]
MARK = "***"

# Marks without width, vowel marks, variation selectors, keycaps.
_INVISIBLE = frozenset({"Cf", "Mn", "Me"})
_TATWEEL = "ـ"
_KNOWN = LETTERS | {_TATWEEL: ""}


def strike(words: str, find: Callable[[str], Iterable[Span]]) -> str:
    """`words` with MARK in place of what `find` finds in their shadow: spans, in order, none touching."""
    shadow, origins = _shadow(words)
    kept, done = [], 0
    for start, end in find(shadow):
        kept += [words[done : origins[start]], MARK]
        done = origins[end - 1] + 1
    return "".join([*kept, words[done:]])


def plain(words: str) -> str:
    """The shadow alone."""
    return _shadow(words)[0]


def _shadow(words: str) -> tuple[str, list[int]]:
    seen = [(shown, index) for index, char in enumerate(words) if (shown := _plain(char))]
    return "".join(char for char, _ in seen), [index for _, index in seen]


def _plain(char: str) -> str:
    """One character for one, or nothing for an invisible one."""
    if char.isascii():
        return char
    if char in _KNOWN:
        return _KNOWN[char]
    if unicodedata.category(char) in _INVISIBLE:
        return ""
    # Ideographs and Roman numerals too; of a half or a hundred it does not matter which digit it is.
    if (number := unicodedata.numeric(char, None)) is not None:
        return str(int(number)) if number in range(10) else "0"
    folded = unicodedata.normalize("NFKC", char)
    return folded if len(folded) == 1 else char
