"""When people may be asked, and how long things last.

Datetimes are aware, UTC in and out; wall clocks are read in the community's time zone. Twice a
year a wall clock shows an hour twice or not at all (in Beirut at midnight), so no time is ever
moved by adding hours to local time.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class QuietHours:
    """From when until when nobody is asked, on the clocks of `zone`; equal times mean never."""

    start: time
    end: time
    zone: ZoneInfo


class FollowUpRules(Protocol):
    """What of a community decides when askers are checked on."""

    @property
    def quiet_hours(self) -> QuietHours: ...

    def follow_up_delay(self, urgent: bool) -> timedelta:
        """How long after the acceptance."""
        ...


# What people who offer may choose; "weekends" means the waking hours of those days.
HOURS = ("any", "days", "evenings", "weekends")
_OPEN_BETWEEN = {
    "days": (time(8), time(18)),
    "evenings": (time(17), time(22)),
    "weekends": (time(8), time(22)),
}

WHENS = ("now", "today", "tomorrow", "week", "next-week")
_SHORTEST_LIFE = timedelta(hours=12)  # "today", asked late in the evening, means tonight too
_URGENT_LIFE = timedelta(hours=24)
_WEEK = timedelta(days=7)
_QUIETEST = 4  # o'clock, where nobody has said when it is quiet


def in_quiet_hours(now: datetime, quiet: QuietHours) -> bool:
    """Whether clocks show a quiet hour; the first minute is quiet, the end is not."""
    clock = now.astimezone(quiet.zone).time()
    if quiet.start <= quiet.end:
        return quiet.start <= clock < quiet.end
    return clock >= quiet.start or clock < quiet.end


def quiet_end(now: datetime, quiet: QuietHours) -> datetime:
    """When the quiet hours that `now` lies in are over; `now` itself outside of them."""
    return _next_at(now, quiet.end, quiet.zone) if in_quiet_hours(now, quiet) else now


def in_quietest_hour(now: datetime, quiet: QuietHours) -> bool:
    """Whether it is the hour of the day in which least happens: that in the middle of the quiet hours.

    Where there are none it begins at four.
    """
    return now.astimezone(quiet.zone).hour == _middle(quiet)


def _middle(quiet: QuietHours) -> int:
    start, end = quiet.start.hour, quiet.end.hour
    return _QUIETEST if quiet.start == quiet.end else (start + (end - start) % 24 // 2) % 24


def offer_hours_open(
    hours: str, now: datetime, zone: ZoneInfo, weekend: Collection[int] = (5, 6)
) -> bool:
    """Whether somebody who helps at `hours` may be asked now; `weekend` counts from Monday, 0.

    Raises KeyError for hours that are none of HOURS.
    """
    if hours == "any":
        return True
    opens, closes = _OPEN_BETWEEN[hours]
    local = now.astimezone(zone)
    if hours == "weekends" and local.weekday() not in weekend:
        return False
    return opens <= local.time() < closes


def next_opening(
    hours: str, now: datetime, zone: ZoneInfo, weekend: Collection[int] = (5, 6)
) -> datetime:
    """The first moment from `now` on at which `hours` are open.

    Raises ValueError where they never are: weekends, in a community that has none.
    """
    if offer_hours_open(hours, now, zone, weekend):
        return now
    opens, moment = _OPEN_BETWEEN[hours][0], now
    for _ in range(8):
        moment = _next_at(moment, opens, zone)
        if offer_hours_open(hours, moment, zone, weekend):
            return moment
    raise ValueError(f"{hours} are never open")


def askable_from(
    hours: str,
    urgent: bool,
    now: datetime,
    quiet: QuietHours,
    weekend: Collection[int] = (5, 6),
    unsafe: QuietHours | None = None,
) -> datetime | None:
    """The first moment from `now` on at which somebody with `hours` may be asked.

    Quiet hours do not hold back what is urgent; `unsafe`, the member's own, hold back everything. None
    where these never leave a moment open.
    """
    moment = now
    for _ in range(16):
        opening = next_opening(hours, moment, quiet.zone, weekend)
        allowed = opening if urgent else quiet_end(opening, quiet)
        allowed = quiet_end(allowed, unsafe) if unsafe else allowed
        if allowed == moment:
            return moment
        moment = allowed
    return None


def need_life(
    when: str, urgent: bool, now: datetime, zone: ZoneInfo, day_ends: datetime | None = None
) -> datetime:
    """When a need asked for now runs out.

    One for a certain day lasts until that is over (`day_ends`), and for 12 hours at least. Else today and
    tomorrow last until the day is over in `zone`, a week seven days, the next fourteen, "now" a day; an
    urgent one lasts a day at least. Raises KeyError for other words.
    """
    if day_ends is not None:
        ends_then = max(day_ends, now + _SHORTEST_LIFE)
        return max(ends_then, now + _URGENT_LIFE) if urgent else ends_then
    today = now.astimezone(zone).date()
    ends = {
        "now": now + _URGENT_LIFE,
        "today": max(_day_start(today + timedelta(days=1), zone), now + _SHORTEST_LIFE),
        "tomorrow": _day_start(today + timedelta(days=2), zone),
        "week": now + _WEEK,
        "next-week": now + 2 * _WEEK,
    }[when]
    return max(ends, now + _URGENT_LIFE) if urgent else ends


def follow_up_at(
    matched_at: datetime, urgent: bool, rules: FollowUpRules, not_before: datetime | None = None
) -> datetime:
    """When to ask how it went after an acceptance: outside quiet hours unless it is urgent, and never before
    it can have happened."""
    asked = matched_at + rules.follow_up_delay(urgent)
    return unless_quiet(max(asked, not_before or asked), urgent, rules.quiet_hours)


def unless_quiet(moment: datetime, urgent: bool, quiet: QuietHours) -> datetime:
    """`moment`, or the end of the quiet hours that it lies in unless it is urgent."""
    return moment if urgent else quiet_end(moment, quiet)


def _next_at(now: datetime, clock: time, zone: ZoneInfo) -> datetime:
    """The first moment after `now` at which clocks in `zone` show `clock`."""
    today = now.astimezone(zone).date()
    days = (today + timedelta(days=ahead) for ahead in range(3))
    return min(moment for day in days for moment in _moments(day, clock, zone) if moment > now)


def _moments(day: date, clock: time, zone: ZoneInfo) -> list[datetime]:
    """The one or two moments of a day that show `clock`; of a time left out, the one after it."""
    wanted = datetime.combine(day, clock, zone)
    once, again = (wanted.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    return [once, again] if again > once else [once]


def _day_start(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(0), zone).astimezone(UTC)
