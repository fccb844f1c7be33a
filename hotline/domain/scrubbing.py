"""Phone numbers, links and addresses struck out of words that go from one member to another.

Looked for in a shadow of the words, in which invisible marks are gone and every character stands
in its plain form (full-width letters, digits of any script, circled ones too), so that neither
`٧٠ ١٢٣ ٤٥٦` nor `wa.<zero-width space>me/x` slips through. What is struck is struck from the words
as they were written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

MARK = "***"
_FEWEST = 7  # digits of a phone number; dates, prices and references have fewer

# Marks without width, vowel marks, variation selectors, keycaps.
_INVISIBLE = frozenset({"Cf", "Mn", "Me"})

_WORDS_FOR_DIGITS = (
    "zero|one|two|three|four|five|six|seven|eight|nine"
    "|صفر|واحد|اثنان|اثنين|تنين|ثلاثة|ثلاثه|تلاتة|تلاته|اربعة|أربعة|اربعه|أربعه|خمسة|خمسه"
    "|ستة|سته|سبعة|سبعه|ثمانية|ثمانيه|تمانية|تمنية|تسعة|تسعه"
)
# One digit: a figure, an O that stands alone or among figures, or the word for it.
_DIGIT = rf"(?:[0-9]|(?<![^\W\d_oOоО])[oOоО](?![^\W\d_oOоО])|\b(?:{_WORDS_FOR_DIGITS})\b)"
_BETWEEN = r"[\W_]*"  # whatever is neither letter nor digit
_RUN = re.compile(rf"\+?{_DIGIT}(?:{_BETWEEN}{_DIGIT})*", re.IGNORECASE)
_ONE_DIGIT = re.compile(_DIGIT, re.IGNORECASE)

# A time, or a span of two, after a day and month or not: eight digits that are no number.
_TIME = r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9]"
_TIMES = re.compile(rf"(?:[0-9]{{1,2}}[/.-][0-9]{{1,2}}[\s,]+)?{_TIME}(?:\s*[-–—]\s*{_TIME})?")

_NAME = r"[^\W_](?:[\w-]*[^\W_])?"
_DOT = r"\s?[.。]\s?|\s?[(\[]\s?dot\s?[)\]]\s?|\sdot\s"
# Endings that are no ordinary words; others count only with a path behind them.
_ENDINGS = (
    "com|org|net|edu|gov|info|biz|io|app|xyz|online|site|shop|club|live|chat|page|dev|link|click"
    "|ly|gg|tv|cc|lb|sy|eg|jo|sa|ae|iq|tn|uk|fr|de|ca|au"
)
_LINKS = re.compile(
    "|".join(
        (
            r"\b[a-z][a-z0-9+.-]*://\S+",
            r"\b(?:mailto|tel|sms):\S+",
            r"\bwww\s?\.\s?\S+",
            rf"[\w.+-]+(?:@|\s@\s){_NAME}(?:(?:{_DOT}){_NAME})+",
            r"@[^\W\d][\w.]*",
            r"\b(?:wa|t|m|fb|ig)\.me\b(?:/\S*)?",
            rf"\b{_NAME}(?:\.{_NAME})*\.[^\W\d_]{{2,}}/\S+",
            rf"\b{_NAME}(?:\.{_NAME})*\.(?:{_ENDINGS})\b(?!\.\w)(?:[/?#:]\S*)?",
            rf"\b{_NAME}(?:{_DOT})(?:com|org|net)\b(?:/\S*)?",
        )
    ),
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Scrubbed:
    """Words that may be passed on, and whether anything was struck out of them."""

    words: str
    struck: bool


def scrub(words: str) -> Scrubbed:
    """Strike out phone numbers, links, mail addresses and @names, each as `***`.

    A phone number is a stretch without letters that holds seven digits or more, in any script and
    with anything between them; times of day do not count. Words of numbers spelled out, and O for
    zero, count as digits.
    """
    without_links = _strike(words, _links)
    clean = _strike(without_links, _numbers)
    return Scrubbed(clean, clean != words)


Span = tuple[int, int]


def _links(shadow: str) -> list[Span]:
    return [match.span() for match in _LINKS.finditer(shadow)]


def _numbers(shadow: str) -> list[Span]:
    return [match.span() for match in _RUN.finditer(shadow) if _is_number(match[0])]


def _is_number(run: str) -> bool:
    return len(_ONE_DIGIT.findall(run)) >= _FEWEST and not _TIMES.fullmatch(run)


def _strike(words: str, find: Callable[[str], list[Span]]) -> str:
    shadow, origins = _shadow(words)
    kept, done = [], 0
    for start, end in find(shadow):
        kept += [words[done : origins[start]], MARK]
        done = origins[end - 1] + 1
    return "".join([*kept, words[done:]])


def _shadow(words: str) -> tuple[str, list[int]]:
    """The words in plain form, and for each character of it where it stands in the words."""
    plain = [(_plain(char), index) for index, char in enumerate(words)]
    seen = [(char, index) for char, index in plain if char]
    return "".join(char for char, _ in seen), [index for _, index in seen]


def _plain(char: str) -> str:
    """One character for one, or nothing for an invisible one."""
    if char.isascii():
        return char
    if unicodedata.category(char) in _INVISIBLE:
        return ""
    if (digit := unicodedata.digit(char, None)) is not None:
        return str(digit)
    if unicodedata.category(char) in ("No", "Nl"):
        return "0"  # a number of another kind; which one does not matter
    folded = unicodedata.normalize("NFKC", char)
    return folded if len(folded) == 1 else char
