"""What today has cost, as one process remembers it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hotline.domain.limits import Spent
from hotline.services.kernel.spend_cache import SpendCache

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)


def test_what_was_answered_since_is_in_it_and_the_day_is_added_up_once_a_second() -> None:
    asked: list[Decimal] = []
    cache = SpendCache()

    def ask() -> Spent:
        asked.append(Decimal(len(asked)))
        return Spent(stranger=asked[-1])

    assert cache.at_once(NOW, ask).stranger == 0
    for answers in range(1, 400):
        cache.answered_stranger(Decimal("0.05"))
        now = NOW + answers * MILLISECOND
        assert cache.at_once(now, ask).stranger == answers * Decimal("0.05")
    assert len(asked) == 1
    assert cache.at_once(NOW + timedelta(seconds=1), ask).stranger == 1
    assert cache.at_once(NOW - MILLISECOND, ask).stranger == 2  # the clock was set back
