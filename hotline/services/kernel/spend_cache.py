"""What today has cost, asked of the database now and then and not at every text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from hotline.domain.limits import Spent

_BELIEVED = timedelta(seconds=5)
_AT_ONCE = timedelta(seconds=1)  # to add up the day costs the more the more has been sent


class SpendCache:
    """The last answer of one process, for as long as it is believed. Threads may share one."""

    def __init__(self) -> None:
        self._known: tuple[datetime, Spent] | None = None
        self._fresh: tuple[datetime, Spent] | None = None
        self._added = Decimal(0)

    def spent(self, now: datetime, ask: Callable[[], Spent]) -> Spent:
        """The answer of `ask`, or its last one where that is young."""
        known = self._known
        if known is None or not known[0] <= now < known[0] + _BELIEVED:
            known = self._known = (now, ask())
        return known[1]

    def at_once(self, now: datetime, ask: Callable[[], Spent]) -> Spent:
        """The same, not older than a second, and with what this process has answered new numbers since: a
        flood takes seconds. What other processes have answered in that second is not in it."""
        known = self._fresh
        if known is None or not known[0] <= now < known[0] + _AT_ONCE:
            known, self._added = (now, ask()), Decimal(0)
            self._fresh = known
        return replace(known[1], stranger=known[1].stranger + self._added)

    def answered_stranger(self, cost: Decimal) -> None:
        """A new number is answered; where that is rolled back, it counts for a second all the same."""
        self._added += cost
