"""When wrong tries of PINs lock them, and for whom a right one counts all the same.

Three things are counted. Tries of one PIN by one way: who forges a member's number in calls locks it for
calls to us, not for texts, and not for calls that we placed, which ring at the true phone whoever forges
what. And tries of the whole line: past its limits a PIN may be tried where few wrong ones were typed for
it. So trying PINs by machine over many numbers comes to MOST_OF_THE_LINE in an hour, MOST_IN_A_DAY in a
day, and FEW more for each number: then only a right PIN opens that number's tries again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Way = Literal["called", "text", "ours"]
"""How a PIN comes to us: in a call to us, in a text, in a call that we placed."""

MOST_MISSES = 5  # wrong tries; the fifth locks
FIRST_LOCK = timedelta(hours=1)  # each lock after it is twice as long …
LONGEST_LOCK = timedelta(hours=24)  # … up to this
MOST_OF_THE_LINE = 60  # wrong tries of all members together in LINE_WINDOW …
LINE_WINDOW = timedelta(hours=1)
MOST_IN_A_DAY = 150  # … and in DAY; past either, a PIN may be tried whose own wrong tries are …
DAY = timedelta(hours=24)
FEW = 2  # … fewer than this


@dataclass(frozen=True)
class Tries:
    """How the tries of one PIN went by one way, since a right one."""

    misses: int = 0
    locks: int = 0
    locked_until: datetime | None = None

    def is_locked(self, now: datetime) -> bool:
        return self.locked_until is not None and self.locked_until > now

    def after_a_wrong_one(self, now: datetime) -> Tries:
        """What another wrong try makes of them: the fifth locks."""
        if self.misses + 1 < MOST_MISSES:
            return Tries(self.misses + 1, self.locks, None)
        return Tries(0, self.locks + 1, now + lock_after(self.locks))


def is_flooded(in_the_hour: int, in_the_day: int) -> bool:
    """Whether so many wrong tries came that somebody is trying numbers and PINs by machine."""
    return in_the_hour >= MOST_OF_THE_LINE or in_the_day >= MOST_IN_A_DAY


def may_try(tries: Tries, now: datetime, *, flooded: bool) -> bool:
    """Whether a right PIN opens anything now, and a wrong one counts."""
    few = tries.locks == 0 and tries.misses < FEW
    return not tries.is_locked(now) and (few or not flooded)


def lock_after(locks: int) -> timedelta:
    """How long a PIN stays locked that has been locked `locks` times before without a right try."""
    return min(FIRST_LOCK * (1 << min(locks, 8)), LONGEST_LOCK)
