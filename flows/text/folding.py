"""The form in which words are compared, whatever keyboard typed them."""

from __future__ import annotations

import unicodedata

_ALEF = dict.fromkeys("أإآٱٲٳٵ", "ا")
_YEH = dict.fromkeys("ىیې", "ي")
_HEH = dict.fromkeys("ةھہەۀۂۃ", "ه")
_KAF = dict.fromkeys("کڪ", "ك")
LETTERS = _ALEF | _YEH | _HEH | _KAF
"""Arabic letters that are written in several ways, each with its one form."""
# Written inside words, so they go without leaving a gap: don't, ta3'yir.
_APOSTROPHES = dict.fromkeys("'’‘‛ʼʻʾʿ`´′＇", "")
# Emoji skin tones are symbols of their own; they add nothing to a thumb.
_SKIN_TONES = dict.fromkeys(map(chr, range(0x1F3FB, 0x1F400)), "")
_KNOWN = LETTERS | _APOSTROPHES | _SKIN_TONES | {"ـ": "", "№": " no ", "?": " ", "؟": " "}
_VANISHING = frozenset({"Mn", "Me", "Cf", "Cs", "Lm"})


_WORTH_KEEPING = 0x10000  # code points above are rare, and nobody may fill the memory with them


class _Folder(dict[int, str]):
    """A table for str.translate that works out each character when it is first seen."""

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        if code < _WORTH_KEEPING:
            self[code] = folded
        return folded


def _fold_character(char: str) -> str:
    if char in _KNOWN:
        return _KNOWN[char]
    category = unicodedata.category(char)
    if category in _VANISHING:
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category == "So":
        return f" {char} "
    if category[0] in "PZC" or category in ("Sm", "Sk"):
        return " "
    return _unaccented(char)


def _unaccented(char: str) -> str:
    """Latin letters lose their accents: phones add them by themselves."""
    if char < "À" or "ɏ" < char < "Ḁ" or char > "ỿ":
        return char
    return "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))


_FOLD = _Folder()


def fold(text: str) -> str:
    """Return the form in which words are compared; the same for all ways to type the same.

    Case, vowel marks, tatweel, direction and zero-width marks, accents, apostrophes and
    punctuation go; the forms of alef, yeh, heh and kaf become one; digits of every script become
    0-9; emoji stand as words; spaces are single. A text of question marks alone becomes "?".
    Never fails, whatever the text holds.
    """
    plain = unicodedata.normalize("NFKC", text.replace("№", " no ")).casefold()
    folded = " ".join(plain.translate(_FOLD).split())
    if not folded and ("?" in plain or "؟" in plain):
        return "?"
    return folded


def ascii_digits(text: str) -> str:
    """Return `text` with the decimal digits of every script as 0-9, and nothing else changed."""
    if text.isascii():
        return text
    return "".join(_ascii_digit(char) for char in text)


def _ascii_digit(char: str) -> str:
    return str(unicodedata.decimal(char)) if char.isdecimal() else char
