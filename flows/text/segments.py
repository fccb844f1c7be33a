"""What a text costs to send: its encoding and its SMS segments."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

Encoding = Literal["GSM-7", "UCS-2"]

# 3GPP TS 23.038, 6.2.1: the default alphabet, and the extension table whose letters cost two.
_BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION: Final = frozenset("\f^{}\\[~]|€")
_GSM: Final = _BASIC | _EXTENSION
_LIMITS: Final[dict[Encoding, tuple[int, int]]] = {"GSM-7": (160, 153), "UCS-2": (70, 67)}


@dataclass(frozen=True)
class SegmentCount:
    """The encoding of a text, its units (septets or 16-bit units) and its segments."""

    encoding: Encoding
    units: int
    segments: int


def segments_for(text: str) -> SegmentCount:
    """Count the SMS segments that sending `text` will cost.

    Returns the encoding (GSM-7 or UCS-2), its units (septets or 16-bit units) and segments:
    one up to 160/70 units, else 153/67 each, no character divided. Empty text costs 0.
    A letter and the marks that follow it are one character, as is a surrogate pair.
    Raises UnicodeEncodeError where `text` holds a lone surrogate.
    Source: 3GPP 23.038; packing as Twilio's segment calculator.
    """
    if _GSM.issuperset(text):
        units = len(text) + sum(map(text.count, _EXTENSION))
        return _count("GSM-7", units, (2 if char in _EXTENSION else 1 for char in text))
    return _count("UCS-2", len(text.encode("utf-16-be")) // 2, _ucs2_costs(text))


def _count(encoding: Encoding, units: int, costs: Iterable[int]) -> SegmentCount:
    """`costs` of each character are looked at only where the text must be divided: few are so long."""
    single, joined = _LIMITS[encoding]
    segments = min(units, 1) if units <= single else _packed(costs, joined)
    return SegmentCount(encoding, units, segments)


def _packed(costs: Iterable[int], room: int) -> int:
    """How many segments of `room` units hold characters of these costs, none divided."""
    segments, used = 1, 0
    for cost in costs:
        if used + cost > room:
            segments, used = segments + 1, 0
        used += cost
    return segments


def _ucs2_costs(text: str) -> Iterator[int]:
    """The 16-bit units of each character; a mark travels with the letter before it."""
    held = 0
    for char in text:
        units = 1 if char <= "\uffff" else 2
        if held and held + units <= _LIMITS["UCS-2"][1] and unicodedata.combining(char):
            held += units
        else:
            if held:
                yield held
            held = units
    if held:
        yield held
