"""Shifts week by week over a change of the clocks, and the gaps between them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.domain.roster import DutyHours, Span, gaps, weekly

BEIRUT = ZoneInfo("Asia/Beirut")
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
WEEK = Span(MONDAY, MONDAY + timedelta(days=7))
ALL_DAY = DutyHours()


def hours(first: float, last: float) -> Span:
    """From so many hours after Monday begins to so many."""
    return Span(MONDAY + timedelta(hours=first), MONDAY + timedelta(hours=last))


def test_a_weekly_shift_stays_at_its_hour_when_the_clocks_change() -> None:
    spans = weekly(date(2026, 3, 26), time(18), time(22), 2, BEIRUT)  # summer begins on the 29th
    assert [span.start.hour for span in spans] == [16, 15]
    assert {span.start.astimezone(BEIRUT).hour for span in spans} == {18}
    assert {span.end - span.start for span in spans} == {timedelta(hours=4)}


@pytest.mark.parametrize(("ends", "length"), [(time(2), 4), (time(22), 24), (time(23), 1)])
def test_a_shift_can_end_on_the_next_day(ends: time, length: int) -> None:
    (span,) = weekly(date(2026, 3, 3), time(22), ends, 1, BEIRUT)
    assert span.end - span.start == timedelta(hours=length)


@pytest.mark.parametrize("weeks", [0, -1, 27])
def test_so_many_weeks_cannot_be_planned(weeks: int) -> None:
    with pytest.raises(ValueError, match="not between 1 and 26"):
        weekly(date(2026, 3, 3), time(18), time(22), weeks, BEIRUT)


def test_without_a_shift_all_of_it_is_a_gap() -> None:
    assert gaps([], WEEK, ALL_DAY, BEIRUT) == [WEEK]


def test_gaps_lie_before_between_and_behind_shifts() -> None:
    shifts = [hours(20, 30), hours(2, 10), hours(8, 12), hours(30, 40)]
    found = gaps(shifts, hours(0, 48), ALL_DAY, BEIRUT)
    assert found == [hours(0, 2), hours(12, 20), hours(40, 48)]


def test_only_the_hours_of_duty_count() -> None:
    """Eight in the evening until two at night on the clocks of Beirut: 18 to 24, UTC."""
    duty = DutyHours(time(20), time(2))
    found = gaps([hours(17, 20), hours(47, 60)], hours(0, 48), duty, BEIRUT)
    assert found == [hours(20, 24), hours(42, 47)]


@given(st.lists(st.tuples(st.integers(-10, 60), st.integers(1, 20)), max_size=8))
def test_every_hour_is_either_in_a_shift_or_in_a_gap(drawn: list[tuple[int, int]]) -> None:
    shifts = [hours(first, first + length) for first, length in drawn]
    found = gaps(shifts, hours(0, 48), ALL_DAY, BEIRUT)
    for hour in range(48):
        moment = MONDAY + timedelta(hours=hour, minutes=30)
        covered = any(shift.start <= moment < shift.end for shift in shifts)
        assert covered != any(gap.start <= moment < gap.end for gap in found)
