"""Rules of the console: roles, how long a session lasts, when wrong tries lock an account, who reads what."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

ROLES = ("listener", "coordinator", "steward")  # each may do what those before it may

IDLE = timedelta(minutes=15)  # without a sign of its owner a session ends
LONGEST_SESSION = timedelta(hours=12)
SEEN_EVERY = timedelta(seconds=30)  # oftener a sign of its owner is not written down
INVITATION_LIFE = timedelta(hours=48)
OPENING_LIFE = timedelta(minutes=30)  # what was opened, or a lost phone told, is finished within it
NOTICE_LIFE = timedelta(days=14)  # what nobody has read until then is told no more

RECOVERY_CODES = 8
CHALLENGE_LIFE = timedelta(minutes=5)  # for an authenticator, from the drawing of its page
MOST_PASSKEYS = 10  # of one account

SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 200  # characters
LONGEST_NAME = 40

# Tries are counted apart: those of a browser in which the account's owner has signed in before, by that
# browser; all others by the account and by their address. So strangers lock out strangers alone.
MOST_MISSES = 5  # tries without a right one, of an account or a browser; the fifth locks it
FIRST_LOCK = timedelta(minutes=5)  # each lock after it is twice as long …
LONGEST_LOCK = timedelta(hours=8)  # … up to this
LOCKS_COUNT = timedelta(hours=24)  # the next one begins anew so long after the last was over
MOST_OF_AN_ADDRESS = 20  # wrong tries from it in WINDOW; then no stranger's from there counts
WINDOW = timedelta(minutes=15)
DEVICE_LIFE = timedelta(days=90)  # so long a browser is known since its owner last signed in …
MOST_DEVICES = 8  # … and so many of one account, the latest

SHEET_LIFE = timedelta(minutes=15)  # a sheet that nobody confirms is dropped after that

NUMBERS_WINDOW = timedelta(hours=24)  # within which so many numbers are shown and no more …
NUMBERS_OF_ONE = 5  # … to one account
NUMBERS_OF_ALL = 20  # … and to all of them
LOOKING_WINDOW = timedelta(hours=24)  # within which one account looks at so much and no more …
MEMBERS_OF_ONE = 200  # … different members, page by page
LISTS_OF_ONE = 60  # … searches and lists of members
LIST_PAGE = 25  # members in one of them
LIST_PAGES = 4  # and as many pages of it
SHEET_ROWS_OF_ONE = 500  # … rows of sheets taken in


def at_least(role: str, needed: str) -> bool:
    """Whether a role may do what `needed` may."""
    return ROLES.index(role) >= ROLES.index(needed)


def may_teach(role: str, granted: bool) -> bool:
    """Whether somebody reads texts that were not understood and says what was meant: stewards, and
    coordinators to whom a steward has given it."""
    return role == "steward" or (granted and at_least(role, "coordinator"))


@dataclass(frozen=True)
class Tries:
    """How tries went since a right one: misses since the last lock, and locks."""

    misses: int
    locks: int
    locked_until: datetime | None

    def is_locked(self, now: datetime) -> bool:
        return self.locked_until is not None and self.locked_until > now

    def with_one_more(self, now: datetime) -> Tries:
        """Another try, counted before it is looked at: the last that is allowed locks at once."""
        long_ago = self.locked_until is not None and now - self.locked_until >= LOCKS_COUNT
        locks = 0 if long_ago else self.locks
        if self.misses + 1 < MOST_MISSES:
            return Tries(self.misses + 1, locks, self.locked_until)
        return Tries(0, locks + 1, now + lock_after(locks))


def lock_after(locks: int) -> timedelta:
    """How long something stays locked that has been locked `locks` times without a right try."""
    return min(FIRST_LOCK * (1 << min(locks, 8)), LONGEST_LOCK)


@dataclass(frozen=True)
class LeftOut:
    """What of the record its reader is not shown: ids by the kind of thing that a row is about, and reports
    about themselves (`own`, as a member)."""

    targets: Mapping[str, Collection[int]] = field(default_factory=dict)
    own: int | None = None
