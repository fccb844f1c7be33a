"""What is left of a closed need."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.domain.statistics.counting import YES_WITHIN, week_of, yes_within

OPENED = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)  # a Wednesday


@pytest.mark.parametrize(
    ("minutes", "bucket"),
    [(0, "5m"), (5, "5m"), (6, "15m"), (16, "1h"), (61, "1d"), (1441, "later")],
)
def test_how_soon_the_first_yes_came(minutes: int, bucket: str) -> None:
    assert yes_within(OPENED, OPENED + timedelta(minutes=minutes)) == bucket


def test_no_yes_at_all() -> None:
    assert yes_within(OPENED, None) == "never"
    assert YES_WITHIN[-1] == "never"


@given(
    st.integers(0, 5_000_000).map(lambda minutes: OPENED + timedelta(minutes=minutes)),
    st.integers(-12, 14),
)
def test_a_week_begins_on_monday_in_utc(moment: datetime, offset: int) -> None:
    week = week_of(moment.astimezone(timezone(timedelta(hours=offset))))
    assert week.weekday() == 0 and (week.hour, week.minute, week.second) == (0, 0, 0)
    assert timedelta(0) <= moment - week < timedelta(days=7)
