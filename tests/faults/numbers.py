"""A number in the dresses in which people pass it on, and whether one can be read out of a text.

The dresses are those of tests/unit/test_scrubbing.py. Reading is done without the product's own code: every
figure and every word for one is a digit, and all else between them counts for nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from random import Random

_COUNTRY = "+961"
_EN = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_AR = ("صفر", "واحد", "اثنين", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة")
_LATIN = ("sefr", "wa7ad", "tnen", "tlete", "arba3a", "khamse", "sitte", "sab3a", "tmene", "tis3a")
_FIGURES = "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "０１２３４５６７８９", "⓪①②③④⑤⑥⑦⑧⑨"
_JOINTS = " ", "-", ".", "/", "_", "\n", "x", " x ", "و", " و ", "\u200b", "ـ"


def local(number: str) -> str:
    """A number as people say it at home."""
    return number.removeprefix(_COUNTRY)


def dressed(number: str, chance: Random) -> str:
    """The number in one of its dresses."""
    return chance.choice(dresses(number, chance))


def dresses(number: str, chance: Random) -> Sequence[str]:
    """All of them: as figures of any script, with anything between them, in words."""
    digits = local(number)
    figures = [digits.translate(str.maketrans("0123456789", these)) for these in _FIGURES]
    words = [" ".join(names[int(d)] for d in digits) for names in (_EN, _AR, _LATIN)]
    joint = chance.choice(_JOINTS)
    mixed = f"{digits[:2]} {' '.join(_EN[int(d)] for d in digits[2:5])} {digits[5:]}"
    return [
        number,
        digits,
        f"00961{digits}",
        f"(0{digits[:2]}) {digits[2:5]}-{digits[5:]}",
        f"https://wa.me/961{digits}",
        joint.join(digits),
        joint.join((digits[:2], digits[2:4], digits[4:6], digits[6:])),
        mixed,
        *figures,
        *words,
    ]


_NAMES = {
    name: str(digit)
    for names in (_EN, _AR, _LATIN)
    for digit, name in enumerate(names)
}  # fmt: skip
_WORD = re.compile("|".join(sorted(map(re.escape, _NAMES), key=len, reverse=True)))


def digits_in(words: str) -> str:
    """Every digit of a text in its order, those in words too."""
    spoken = _WORD.sub(lambda found: _NAMES[found[0]], words.lower())
    return "".join(str(int(unicodedata.digit(c))) for c in spoken if unicodedata.digit(c, -1) >= 0)


def shows(words: str, number: str) -> bool:
    """Whether that number can be read out of these words."""
    return local(number) in digits_in(words)
