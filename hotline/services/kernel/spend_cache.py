"""What today has cost, asked of the database now and then and not at every text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from hotline.domain.limits import Spent

_BELIEVED = timedelta(seconds=5)


class SpendCache:
    """The last answer of one process, for as long as it is believed. Threads may share one."""

    def __init__(self) -> None:
        self._known: tuple[datetime, Spent] | None = None

    def spent(self, now: datetime, ask: Callable[[], Spent]) -> Spent:
        """The answer of `ask`, or its last one where that is young."""
        known = self._known
        if known is None or not known[0] <= now < known[0] + _BELIEVED:
            known = self._known = (now, ask())
        return known[1]
