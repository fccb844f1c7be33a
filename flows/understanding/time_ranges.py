"""A span of hours on the clock, as people type it: 9-21, 9:30 to 21, من 9 إلى 9 مساء."""

from __future__ import annotations

import re
from datetime import time
from typing import Final

from flows.text.folding import ascii_digits, fold

_NOON: Final = 12
_HOUR: Final = r"(\d{1,2})(?:[:.](\d{2}))?"
# What stands behind an hour: morning or evening, in words or letters.
_BEFORE_NOON: Final = frozenset({"am", "a", "صباحا", "صباح", "الصبح", "ص", "sabah", "sob7"})
_AFTER_NOON: Final = frozenset(
    {"pm", "p", "مساء", "المسا", "مسا", "ليلا", "بليل", "م", "masa", "lel"}
)
_TWO: Final = re.compile(rf"\D*?{_HOUR}(?!\d)(\D*?){_HOUR}(?!\d)(\D*)")
_LONGEST: Final = 60  # characters


def read_span(text: str) -> tuple[str, str] | None:
    """From when until when, as "09:00" and "21:30"; None where `text` names no two hours that differ.

    The words between the two may say of the first whether it is before noon, those behind of the second.
    """
    found = _TWO.fullmatch(ascii_digits(text).strip()) if len(text) <= _LONGEST else None
    if found is None:
        return None
    begins, ends = _clock(found[1], found[2], found[3]), _clock(found[4], found[5], found[6])
    if begins is None or ends is None or begins == ends:
        return None
    return f"{begins:%H:%M}", f"{ends:%H:%M}"


def _clock(hour: str, minute: str | None, behind: str) -> time | None:
    hours, minutes = int(hour), int(minute or 0)
    said = set(fold(behind).split())
    if said & _AFTER_NOON and hours <= _NOON:
        hours = hours % _NOON + _NOON
    elif said & _BEFORE_NOON and hours <= _NOON:
        hours %= _NOON
    if hours == 24 and minutes == 0:
        hours = 0
    return time(hours, minutes) if hours < 24 and minutes < 60 else None
