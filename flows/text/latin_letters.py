"""Arabic names as they are written in Latin letters: السوق is souk, soug, sou2, el sook."""

from __future__ import annotations

import re
from typing import Final

_LETTERS: Final = {
    "ا": "[ae]",
    "ب": "[bp]",
    "ت": "t",
    "ث": "(?:th|t|s)",
    "ج": "(?:j|g|dj)",
    "ح": "[7h]",
    "خ": "(?:kh|5)",
    "د": "d",
    "ذ": "(?:dh|z|d)",
    "ر": "r",
    "ز": "z",
    "س": "s",
    "ش": "(?:sh|ch|4)",
    "ص": "[s9]",
    "ض": "[d9]",
    "ط": "[t6]",
    "ظ": "(?:z|dh)",
    "ع": "[3ae]",
    "غ": "(?:gh|8)",
    "ف": "f",
    "ق": "[q2gk9]",
    "ك": "[kc]",
    "ل": "l",
    "م": "m",
    "ن": "n",
    "ه": "h",
    "و": "(?:ou|oo|uu|[wuo])",
    "ي": "(?:ee|ai|ei|[iye])",
    "ء": "(?:[2a]?)",
}
_VOWELS: Final = "[aeiou]{0,2}"  # short ones, which Arabic does not write
_LAST: Final = {"ه": "(?:[ae]h?|i)", "ا": "[ae]h?"}
_ARTICLE: Final = "(?:3al|[bfl]?[aei]?l|l)?"


def latin_form(name: str) -> re.Pattern[str] | None:
    """What an Arabic word looks like in Latin letters; None for a word with any other letter."""
    if len(name) < 3 or not all(letter in _LETTERS for letter in name):
        return None
    letters = [_doubled(_LETTERS[letter]) for letter in name[:-1]]
    last = _LAST.get(name[-1], _doubled(_LETTERS[name[-1]]))
    return re.compile(_ARTICLE + _VOWELS.join([*letters, last]))


def _doubled(letter: str) -> str:
    return f"(?:{letter}){{1,2}}"
