"""The roster: who is on duty when, and where nobody is.

Datetimes are aware, UTC in and out. Shifts are planned on the clocks of the community's zone, so that
one from 18:00 stays at 18:00 when the clocks change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LISTENER, COORDINATOR = "listener", "coordinator"
ROLES = (LISTENER, COORDINATOR)
LEVELS: Mapping[str, int] = {LISTENER: 2, COORDINATOR: 3}
"""The level (0 to 3) that each role takes."""

MOST_WEEKS = 26

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class DutyHours:
    """From when until when somebody should be on duty, on the community's clocks; equal: all day."""

    start: time = time(0)
    end: time = time(0)


@dataclass(frozen=True)
class Span:
    """From `start` until just before `end`."""

    start: datetime
    end: datetime


def weekly(day: date, begins: time, ends: time, weeks: int, zone: ZoneInfo) -> list[Span]:
    """The same shift in so many weeks, the first on `day`; one that ends before it begins ends on the
    next day, and equal times are a whole day.

    Raises ValueError for less than one week or more than MOST_WEEKS.
    """
    if not 1 <= weeks <= MOST_WEEKS:
        raise ValueError(f"{weeks} weeks are not between 1 and {MOST_WEEKS}")
    days = (day + _WEEK * n for n in range(weeks))
    over_midnight = _DAY if ends <= begins else timedelta(0)
    return [Span(_at(each, begins, zone), _at(each + over_midnight, ends, zone)) for each in days]


def gaps(shifts: Iterable[Span], within: Span, duty: DutyHours, zone: ZoneInfo) -> list[Span]:
    """Where nobody is on duty in the hours of `duty`, in order."""
    taken = sorted(shifts, key=lambda shift: shift.start)
    return [gap for wanted in _wanted(within, duty, zone) for gap in _uncovered(wanted, taken)]


def _uncovered(wanted: Span, taken: Iterable[Span]) -> list[Span]:
    """What is left of a span without the shifts, which come in the order of their beginning."""
    left, free_from = [], wanted.start
    for shift in taken:
        if free_from < shift.start < wanted.end:
            left.append(Span(free_from, shift.start))
        if shift.start < wanted.end:
            free_from = max(free_from, shift.end)
    return [*left, Span(free_from, wanted.end)] if free_from < wanted.end else left


def _wanted(within: Span, duty: DutyHours, zone: ZoneInfo) -> list[Span]:
    """The hours of duty, day by day, cut to what is asked about; one span where they are all day."""
    if duty.start == duty.end:
        return [within]
    first = within.start.astimezone(zone).date() - _DAY  # its hours may reach into the next day
    days = (within.end.astimezone(zone).date() - first).days + 1
    spans = [weekly(first + _DAY * n, duty.start, duty.end, 1, zone)[0] for n in range(days)]
    cut = [Span(max(one.start, within.start), min(one.end, within.end)) for one in spans]
    return [one for one in cut if one.start < one.end]


def _at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The moment at which clocks show that; of an hour that is left out, the one after it."""
    return datetime.combine(day, clock, zone).astimezone(UTC)
