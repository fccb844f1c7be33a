"""Which day is meant: values of flows/understanding/told/days.py on a calendar, and how long that day lasts.

Days are local dates of the community. Pure: whoever asks says which day it is today.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from flows.understanding.told.days import TODAY, WEEKDAYS, parted, value_of

AHEAD: Final = 14  # days: what is further off is not kept
ON_A_DAY: Final = "day"  # how a need on a certain day is kept, beside the day itself
SPANS: Final = {"week": 7, "next-week": 14}
_LATE: Final = 4  # o'clock: until then the night before goes on, and "tomorrow" may mean this day
_MORNING: Final = time(6)
_ENDS: Final = {"morning": time(12), "noon": time(15), "afternoon": time(18), "evening": time(22)}
_FROM, _UNTIL = ("morning", "noon", "afternoon"), ("evening", "night")
FITTING: Final = {"days": _FROM, "evenings": _UNTIL}
"""The parts of a day in which somebody with these hours helps."""


@dataclass(frozen=True)
class Wanted:
    """When something is wanted: a word, or a day; and perhaps a part of the day.

    `word` is now, today, tomorrow, week, next-week, or "day" where `day` alone says it.
    """

    word: str
    day: date | None = None
    part: str | None = None

    @property
    def value(self) -> str:
        """The same as a value of flows/understanding/told/days.py."""
        named = self.day.isoformat() if self.word == ON_A_DAY and self.day else self.word
        return value_of(named, self.part or "")

    def told(self, today: date) -> str:
        """The same as one would say it today: today, tomorrow, Friday, or a date.

        What was wanted on a day that has passed, and is still looked for, is wanted today.
        """
        if self.day is None:
            return self.value
        return TODAY if self.day < today else value_of(_named(self.day, today), self.part or "")

    def days(self, today: date) -> tuple[date, date]:
        """The first and the last day on which it may be."""
        if self.day is not None:
            return max(self.day, today), max(self.day, today)
        return today, today + timedelta(days=SPANS.get(self.word, 0))

    def ends(self, zone: ZoneInfo) -> datetime | None:
        """When its part of its day is over; None where it has no day. A night ends in the morning."""
        if self.day is None:
            return None
        if self.part in _ENDS:
            return _moment(self.day, _ENDS[self.part], zone)
        return self.day_ends(zone)

    def day_ends(self, zone: ZoneInfo) -> datetime | None:
        """When its day is over, with the night where it is for the night."""
        if self.day is None:
            return None
        ends = _MORNING if self.part == "night" else time(0)
        return _moment(self.day + timedelta(days=1), ends, zone)


def wanted(value: str, now: datetime, zone: ZoneInfo) -> Wanted | None:
    """What a value means at `now`; None where it is no day within the next fourteen.

    A part of today that is over is tomorrow's, or of the same day next week where that was named: nobody asks
    for help this morning in the afternoon.
    """
    local = now.astimezone(zone)
    name, part = parted(value)
    if name == "now" or name in SPANS:
        return Wanted(name, None, part or None)
    day = _date(name, local.date())
    if day is None or not local.date() <= day <= local.date() + timedelta(days=AHEAD):
        return None
    found = Wanted(_word(day, local.date()), day, part or None)
    over = found.ends(zone)
    if name in (TODAY, *WEEKDAYS) and part and over is not None and over <= now:
        later = day + timedelta(days=1 if name == TODAY else 7)
        return Wanted(_word(later, local.date()), later, part)
    return found


def confirmed(value: str, now: datetime, zone: ZoneInfo) -> str | None:
    """How what somebody said is read back to them; None for a day that is too far off.

    Late at night "tomorrow" may be the day that has begun, so it is read back as a day of the week.
    """
    found = wanted(value, now, zone)
    if found is None:
        return None
    if found.day is None:
        return found.value
    local = now.astimezone(zone)
    if found.word == "tomorrow" and local.hour < _LATE:
        return value_of(WEEKDAYS[found.day.weekday()], found.part or "")
    return found.told(local.date())


def fits(hours: str, part: str | None) -> bool:
    """Whether somebody who helps at `hours` helps in this part of a day; in all of it, where none is said."""
    return part is None or hours not in FITTING or part in FITTING[hours]


def _word(day: date, today: date) -> str:
    return {0: TODAY, 1: "tomorrow"}.get((day - today).days, ON_A_DAY)


def _named(day: date, today: date) -> str:
    ahead = (day - today).days
    if ahead in (0, 1):
        return _word(day, today)
    return WEEKDAYS[day.weekday()] if 1 < ahead < 7 else day.isoformat()


def _date(name: str, today: date) -> date | None:
    if name in (TODAY, "tomorrow"):
        return today + timedelta(days=name != TODAY)
    if name in WEEKDAYS:
        return today + timedelta(days=(WEEKDAYS.index(name) - today.weekday()) % 7)
    if name.startswith("+"):
        return today + timedelta(days=int(name))
    day, _, month = name.partition("/")
    return _next(int(day), int(month), today) if month else _iso(name)


def _iso(name: str) -> date | None:
    try:
        return date.fromisoformat(name)
    except ValueError:
        return None


def _next(day: int, month: int, today: date) -> date | None:
    """The next day of this date within reach; 4/12 is the 12th of April where it cannot be December."""
    ahead = [today + timedelta(days=days) for days in range(AHEAD + 1)]
    for number, of in ((day, month), (month, day)):
        for each in ahead:
            if each.day == number and of in (0, each.month):
                return each
    return None


def _moment(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, zone).astimezone(UTC)
