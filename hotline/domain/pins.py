"""When wrong tries of PINs lock them."""

from __future__ import annotations

from datetime import timedelta

MOST_MISSES = 5  # wrong tries; the fifth locks
FIRST_LOCK = timedelta(hours=1)  # each lock after it is twice as long …
LONGEST_LOCK = timedelta(hours=24)  # … up to this
MOST_OF_THE_LINE = 60  # wrong tries of all members together in LINE_WINDOW; then nobody's counts
LINE_WINDOW = timedelta(hours=1)


def lock_after(locks: int) -> timedelta:
    """How long a PIN stays locked that has been locked `locks` times before without a right try."""
    return min(FIRST_LOCK * (1 << min(locks, 8)), LONGEST_LOCK)
