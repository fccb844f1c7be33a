"""Where phone numbers stand in words, however they are written.

The words are cut into pieces: digits, words for digits, what may stand between the parts of a number ("x",
"و", "dash", a currency), and all else. Digits with nothing else between them are a chain; one of seven or
more is a number, unless it is a date, times or a round sum.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from hotline.domain.scrubbing.shadow import Span
from hotline.domain.scrubbing.spoken_digits import AGAIN, BETWEEN, DIGITS, LARGE, TENS, UNITS

FEWEST = 7  # digits of a phone number
_FEWEST_HIDDEN = 6  # where letters stand among them and a zero before: 03x12x34
_MOST_BETWEEN = 2  # of what may stand between two parts
_MOST_ARABIZI = 4  # digits that stand for letters in one word: 7abibi
_SHORT = 2  # letters that may stand between digits in one word

_RUN = re.compile(r"[^\W_]+")
_GROUP = re.compile(r"[0-9]+|[^0-9]+")
_FIGURES = re.compile(r"[0-9oOоО]+")

_HOUR = r"(?:[01]?[0-9]|2[0-3])"
_TIME = re.compile(rf"(?<![0-9]){_HOUR}:[0-5][0-9](?![0-9])")
_DAY, _MONTH, _YEAR = r"(?:[12][0-9]|3[01]|0?[1-9])", r"(?:1[0-2]|0?[1-9])", r"(?:20)?[23][0-9]"
_DATE = re.compile(rf"(?<![0-9])(?:{_DAY}([/.-]){_MONTH}(?:\1{_YEAR})?)(?![0-9])")
_WHOLE_DATE = re.compile(rf"{_DAY}([/.-]){_MONTH}\1{_YEAR}")
_SUM = re.compile(r"(?<![0-9.,])[1-9][0-9]*(?:[.,][0-9]{3})*(?![0-9])")
_MOST_TIMES, _MOST_SUMS = 2, 2  # in a chain that is no number
_MOST_BESIDE = 2  # digits beside them, of a count; none beside a whole date
_LONGEST_SUM = 9

_Kind = Literal["digits", "between", "other"]


@dataclass(frozen=True)
class _Piece:
    """A part of the shadow, and how many digits of a number it can be."""

    kind: _Kind
    start: int
    end: int
    digits: int = 0
    word: str = ""


def phone_numbers(shadow: str) -> list[Span]:
    """The spans of `shadow` that are phone numbers."""
    found = (_span(chain) for chain in _chains(shadow) if _is_number(shadow, chain))
    return [(start - (shadow[:start][-1:] == "+"), end) for start, end in found]


def tells_digits(shadow: str) -> bool:
    """Whether there is a digit in it, as a figure or as a word."""
    return any(piece.kind == "digits" for piece in _pieces(shadow))


def parts(shadow: str) -> list[tuple[Span, int]]:
    """The spans that can be a part of a number told in several texts, each with how many digits it is."""
    plain = _plain_spans(shadow)
    return [
        ((piece.start, piece.end), piece.digits)
        for piece in _pieces(shadow)
        if piece.kind == "digits"
        and _is_part(shadow[piece.start : piece.end])
        and not _within(piece, plain)
    ]


def _is_part(digits: str) -> bool:
    """Counts and hours have fewer digits, and sums end in noughts."""
    return len(digits) > 2 and digits.isdecimal() and not digits.endswith("00")


# Pieces


def _pieces(shadow: str) -> Iterator[_Piece]:
    for run in _RUN.finditer(shadow):
        yield from _pieces_of(_small(run[0]), run.start())


def _small(run: str) -> str:
    """In small letters, one for each: some have two (ß), and what follows would be looked for too far on."""
    folded = run.casefold()
    return (
        folded
        if len(folded) == len(run)
        else "".join(c if len(c.casefold()) > 1 else c.casefold() for c in run)
    )


def _pieces_of(run: str, at: int) -> Iterator[_Piece]:
    whole = _known(run, at)
    if whole is not None:
        yield whole
    elif run[0] in "وw" and (tail := _known(run[1:], at + 1)) is not None:
        yield tail  # "and": وسبعين, w5
    elif not any(char.isdecimal() for char in run):
        yield _Piece("other", at, at + len(run))
    else:
        yield from _mixed(run, at)


def _known(run: str, at: int) -> _Piece | None:
    """A run that is figures, or one of the words that count."""
    end = at + len(run)
    if _FIGURES.fullmatch(run):
        return _Piece("digits", at, end, len(run))
    if run in DIGITS:
        return _Piece("digits", at, end, DIGITS[run], run)
    if run in AGAIN:
        return _Piece("between", at, end, AGAIN[run])
    if len(run) == 1 or run in BETWEEN or run in LARGE:
        return _Piece("between", at, end)
    return None


def _mixed(run: str, at: int) -> Iterator[_Piece]:
    """Figures and letters: 03l234567, 71kg, call03; or a word in which figures stand for letters."""
    groups = [(group[0], at + group.start()) for group in _GROUP.finditer(run)]
    figures = [text for text, _ in groups if text.isdecimal()]
    arabizi = len(run) > _SHORT and len(figures) <= _MOST_ARABIZI and set(map(len, figures)) == {1}
    for text, start in groups:
        end = start + len(text)
        if not text.isdecimal():
            between = not arabizi and (len(text) <= _SHORT or text in BETWEEN)
            yield _Piece("between" if between else "other", start, end)
        elif not arabizi or start == at or end == at + len(run):
            yield _Piece("digits", start, end, len(text))


# Chains


def _chains(shadow: str) -> Iterator[list[_Piece]]:
    """The digits' pieces with nothing else between them; what was said twice counts twice."""
    chain: list[_Piece] = []
    between = again = 0
    for piece in _pieces(shadow):
        if piece.kind == "digits":
            chain.append(replace(piece, digits=piece.digits + again))
            between = again = 0
            continue
        between, again = between + 1, piece.digits
        if chain and (piece.kind == "other" or between > _MOST_BETWEEN):
            yield chain
            chain = []
    if chain:
        yield chain


def _span(chain: Sequence[_Piece]) -> Span:
    return chain[0].start, chain[-1].end


def _is_number(shadow: str, chain: Sequence[_Piece]) -> bool:
    start, end = _span(chain)
    digits = _digits(chain)
    text = shadow[start:end]
    hidden = text[0] in "0oO" and text.isalnum() and not text.isdecimal() and not chain[0].word
    if digits < (_FEWEST_HIDDEN if hidden else FEWEST):
        return False
    plain = [(start + a, start + b) for a, b in _plain_spans(text)]
    beside = [piece for piece in chain if not _within(piece, plain)]
    return not plain or _digits(beside) > (0 if _WHOLE_DATE.search(text) else _MOST_BESIDE)


def _digits(chain: Sequence[_Piece]) -> int:
    """How many digits it tells; "seventy one", "واحد وسبعين" are two together."""
    count = sum(piece.digits for piece in chain)
    paired = False
    for one, other in pairwise(chain):
        paired = not paired and _is_compound(one.word, other.word)
        count -= paired
    return count


def _is_compound(one: str, other: str) -> bool:
    return (one in TENS and other in UNITS) or (one in UNITS and other in TENS)


def _plain_spans(text: str) -> list[Span]:
    """The one date, the times and the round sums in it; no date, time or sum where there are too many."""
    dates = [found.span() for found in _DATE.finditer(text)][:1]
    times = [found.span() for found in _TIME.finditer(text)]
    sums = [found.span() for found in _SUM.finditer(text) if _is_round(found[0])]
    few = len(times) <= _MOST_TIMES and len(sums) <= _MOST_SUMS
    return [*dates, *times, *sums] if few else []


def _is_round(amount: str) -> bool:
    """1,250,000 and 1500000 are; 71230000 is a number like any other."""
    digits = amount.replace(".", "").replace(",", "")
    longest = FEWEST if digits == amount else _LONGEST_SUM
    return digits.endswith("0000") and len(digits) <= longest


def _within(piece: _Piece, spans: Sequence[Span]) -> bool:
    return any(start <= piece.start and piece.end <= end for start, end in spans)
