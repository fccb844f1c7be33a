"""Rules of the console: roles, how long a session lasts, when wrong tries lock an account."""

from __future__ import annotations

from datetime import timedelta

ROLES = ("listener", "coordinator", "steward")  # each may do what those before it may

IDLE = timedelta(minutes=15)  # without a sign of its owner a session ends
LONGEST_SESSION = timedelta(hours=12)
SEEN_EVERY = timedelta(seconds=30)  # oftener a sign of its owner is not written down
INVITATION_LIFE = timedelta(hours=48)

SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 200  # characters
LONGEST_NAME = 40

MOST_MISSES = 5  # tries of one account without a right one; the fifth locks it
FIRST_LOCK = timedelta(minutes=5)  # each lock after it is twice as long …
LONGEST_LOCK = timedelta(hours=8)  # … up to this
MOST_OF_ALL = 60  # wrong tries of everybody in WINDOW; then nobody's counts
WINDOW = timedelta(minutes=15)

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


def lock_after(locks: int) -> timedelta:
    """How long an account stays locked that has been locked `locks` times without a right try."""
    return min(FIRST_LOCK * (1 << min(locks, 8)), LONGEST_LOCK)
