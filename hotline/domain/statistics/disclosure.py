"""What may be shown of counts of people's affairs: none under five, also not by subtraction.

Three rules. A count under five is shown as "under 5", none among them. A total stands beside its parts only
where each part that is hidden could still be anything from none to four; else it says "at least", which is
the sum of what is shown and tells nothing more. Shares are told in steps of five in the hundred, and only
where both sides are five or more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

LEAST = 5  # the smallest count that is shown
STEP = 5  # of a share, in hundredths

Note = Literal["", "under", "all-but", "at-least"]


@dataclass(frozen=True)
class Figure:
    """A number as it may be shown.

    `note` is `under` (under five: no number), `all-but` (all but under five: no number), `at-least` (the
    number, or more), or empty for the number itself.
    """

    number: float | None
    note: Note = ""


UNDER, ALL_BUT = Figure(None, "under"), Figure(None, "all-but")


def count(many: int) -> Figure:
    """So many, unless they are under five."""
    return Figure(many) if many >= LEAST else UNDER


def total(parts: Iterable[int]) -> Figure:
    """All parts together, where that gives none of the hidden ones away."""
    whole = list(parts)
    hidden = [part for part in whole if part < LEAST]
    shown = sum(whole) - sum(hidden)
    if not hidden or LEAST - 1 <= sum(hidden) <= (LEAST - 1) * (len(hidden) - 1):
        return count(sum(whole))
    return Figure(shown, "at-least") if shown else UNDER


def share(part: int, whole: int) -> Figure:
    """About how many in the hundred of `whole` are `part`. Raises ValueError for more than all."""
    if not 0 <= part <= whole:
        raise ValueError(f"{part} of {whole}")
    if whole < LEAST or part < LEAST:
        return UNDER
    if whole - part < LEAST:
        return ALL_BUT
    return Figure(STEP * round(100 * part / whole / STEP))


def average(amount: float, many: int, digits: int = 1) -> Figure:
    """How much of `amount` falls on each of so many, where those are five or more."""
    return Figure(round(amount / many, digits)) if many >= LEAST else UNDER
