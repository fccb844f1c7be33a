"""Quiet hours, hours of offers, and lives of needs, also on the nights when clocks change."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.domain.community.community import Community
from hotline.domain.schedule import (
    HOURS,
    WHENS,
    QuietHours,
    askable_from,
    follow_up_at,
    in_quiet_hours,
    in_quietest_hour,
    need_life,
    next_opening,
    offer_hours_open,
    quiet_end,
)

BEIRUT = ZoneInfo("Asia/Beirut")
NIGHT = QuietHours(time(22), time(8), BEIRUT)
NEVER = QuietHours(time(8), time(8), BEIRUT)


def local(*parts: int, fold: int = 0) -> datetime:
    return datetime(*parts, tzinfo=BEIRUT, fold=fold).astimezone(UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("clock", "quiet"), [((21, 59), False), ((22, 0), True), ((3, 0), True), ((8, 0), False)]
)
def test_quiet_hours_over_midnight(clock: tuple[int, int], quiet: bool) -> None:
    assert in_quiet_hours(local(2026, 1, 7, *clock), NIGHT) is quiet


def test_quiet_hours_within_a_day() -> None:
    siesta = QuietHours(time(13), time(16), BEIRUT)
    assert in_quiet_hours(local(2026, 1, 7, 13), siesta)
    assert not in_quiet_hours(local(2026, 1, 7, 16), siesta)
    assert quiet_end(local(2026, 1, 7, 14), siesta) == local(2026, 1, 7, 16)


def test_equal_times_mean_none() -> None:
    assert not any(in_quiet_hours(local(2026, 1, 7, hour), NEVER) for hour in range(24))


@pytest.mark.parametrize(
    ("quiet", "quietest"),
    [
        (NIGHT, 3),
        (NEVER, 4),
        (QuietHours(time(13), time(16), BEIRUT), 14),
        (QuietHours(time(0), time(6, 30), BEIRUT), 3),
        (QuietHours(time(23, 30), time(0, 30), BEIRUT), 23),
    ],
)
def test_the_quietest_hour_is_in_the_middle_of_them(quiet: QuietHours, quietest: int) -> None:
    hours = [hour for hour in range(24) if in_quietest_hour(local(2026, 1, 7, hour, 59), quiet)]
    assert hours == [quietest]


def test_quiet_hours_end_in_the_morning_whatever_the_clocks_do() -> None:
    # Beirut goes forward at midnight of 29 March 2026 and back at midnight of 25 October.
    assert quiet_end(local(2026, 1, 7, 23), NIGHT) == datetime(2026, 1, 8, 6, tzinfo=UTC)
    assert quiet_end(local(2026, 3, 28, 23), NIGHT) == datetime(2026, 3, 29, 5, tzinfo=UTC)
    assert quiet_end(local(2026, 10, 24, 22, 30), NIGHT) == datetime(2026, 10, 25, 6, tzinfo=UTC)
    assert quiet_end(local(2026, 1, 7, 12), NIGHT) == local(2026, 1, 7, 12)


def test_an_end_that_clocks_leave_out_or_show_twice() -> None:
    early = QuietHours(time(22), time(0, 30), BEIRUT)
    assert quiet_end(local(2026, 3, 28, 23), early) == datetime(2026, 3, 28, 22, 30, tzinfo=UTC)
    late = QuietHours(time(20), time(23, 30), BEIRUT)
    second = local(2026, 10, 24, 23, 10, fold=1)
    assert quiet_end(second, late) == second + timedelta(minutes=20)


MOMENTS = st.integers(0, 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
# The nights on which Beirut's clocks change, which chance would hardly meet.
CHANGES = st.builds(
    lambda start, minutes: start + timedelta(minutes=minutes),
    st.sampled_from(
        [datetime(2026, 3, 28, 18, tzinfo=UTC), datetime(2026, 10, 24, 17, tzinfo=UTC)]
    ),
    st.integers(0, 720),
)
CLOCKS = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))


@given(MOMENTS | CHANGES, CLOCKS, CLOCKS)
def test_after_quiet_hours_it_is_not_quiet(now: datetime, start: time, end: time) -> None:
    quiet = QuietHours(start, end, BEIRUT)
    over = quiet_end(now, quiet)
    assert now <= over <= now + timedelta(hours=26)
    # Where the end falls into an hour shown twice, the second time may be quiet again.
    assert not in_quiet_hours(over, quiet) or over.astimezone(BEIRUT).time() == end


@pytest.mark.parametrize(
    ("hours", "clock", "is_open"),
    [
        ("any", (3, 0), True),
        ("days", (7, 59), False),
        ("days", (8, 0), True),
        ("days", (18, 0), False),
        ("evenings", (17, 0), True),
        ("evenings", (22, 0), False),
        ("weekends", (12, 0), False),
    ],
)
def test_hours_of_offers_on_a_wednesday(hours: str, clock: tuple[int, int], is_open: bool) -> None:
    assert offer_hours_open(hours, local(2026, 1, 7, *clock), BEIRUT) is is_open


def test_weekends_are_the_days_that_the_community_says() -> None:
    friday, saturday = local(2026, 1, 9, 12), local(2026, 1, 10, 12)
    assert not offer_hours_open("weekends", friday, BEIRUT)
    assert offer_hours_open("weekends", saturday, BEIRUT)
    assert offer_hours_open("weekends", friday, BEIRUT, weekend=(4, 5))
    assert not offer_hours_open("weekends", local(2026, 1, 10, 3), BEIRUT)


def test_openings() -> None:
    wednesday = local(2026, 1, 7, 20)
    assert next_opening("any", wednesday, BEIRUT) == wednesday
    assert next_opening("evenings", wednesday, BEIRUT) == wednesday
    assert next_opening("days", wednesday, BEIRUT) == local(2026, 1, 8, 8)
    assert next_opening("weekends", wednesday, BEIRUT) == local(2026, 1, 10, 8)
    with pytest.raises(ValueError, match="never open"):
        next_opening("weekends", wednesday, BEIRUT, weekend=())


@given(MOMENTS | CHANGES, st.sampled_from(HOURS))
def test_an_opening_is_open_and_the_first(now: datetime, hours: str) -> None:
    opening = next_opening(hours, now, BEIRUT)
    assert opening >= now
    assert offer_hours_open(hours, opening, BEIRUT)
    if opening > now:
        assert not offer_hours_open(hours, opening - timedelta(seconds=1), BEIRUT)


def test_quiet_hours_hold_back_all_but_the_urgent() -> None:
    night = local(2026, 1, 7, 23)
    assert askable_from("any", True, night, NIGHT) == night
    assert askable_from("any", False, night, NIGHT) == local(2026, 1, 8, 8)
    assert askable_from("evenings", True, night, NIGHT) == local(2026, 1, 8, 17)
    assert askable_from("weekends", False, night, NIGHT) == local(2026, 1, 10, 8)


def test_hours_that_are_always_quiet_never_open() -> None:
    long = QuietHours(time(16), time(23), BEIRUT)
    assert askable_from("evenings", False, local(2026, 1, 7, 12), long) is None


@given(MOMENTS | CHANGES, st.sampled_from(HOURS), st.booleans())
def test_whoever_may_be_asked_then_may_be_asked(now: datetime, hours: str, urgent: bool) -> None:
    moment = askable_from(hours, urgent, now, NIGHT)
    assert moment is not None
    assert moment >= now
    assert offer_hours_open(hours, moment, BEIRUT)
    assert urgent or not in_quiet_hours(moment, NIGHT)


def test_lives_of_needs() -> None:
    noon = local(2026, 1, 7, 10)
    assert need_life("now", False, noon, BEIRUT) == noon + timedelta(hours=24)
    assert need_life("today", False, noon, BEIRUT) == local(2026, 1, 8)
    assert need_life("tomorrow", False, noon, BEIRUT) == local(2026, 1, 9)
    assert need_life("week", False, noon, BEIRUT) == noon + timedelta(days=7)
    evening = local(2026, 1, 7, 23)
    assert need_life("today", False, evening, BEIRUT) == evening + timedelta(hours=12)
    assert need_life("today", True, noon, BEIRUT) == noon + timedelta(hours=24)
    with pytest.raises(KeyError):
        need_life("some day", False, noon, BEIRUT)


@given(MOMENTS | CHANGES, st.sampled_from(WHENS), st.booleans())
def test_every_need_lives_for_a_while_and_ends(now: datetime, when: str, urgent: bool) -> None:
    life = need_life(when, urgent, now, BEIRUT) - now
    assert timedelta(hours=24 if urgent else 12) <= life <= timedelta(days=14)


def test_the_follow_up_waits_for_the_morning_unless_it_is_urgent() -> None:
    rules = Community({}, ("en",), "en", "LB", (), NIGHT, frozenset())
    evening = local(2026, 1, 7, 23)
    assert follow_up_at(evening, False, rules) == local(2026, 1, 9, 8)
    assert follow_up_at(evening, True, rules) == evening + timedelta(hours=1)
    assert follow_up_at(local(2026, 1, 7, 12), False, rules) == local(2026, 1, 8, 12)


@pytest.mark.parametrize("urgent", [False, True])
def test_hours_of_ones_own_hold_back_even_what_is_urgent(urgent: bool) -> None:
    zone = ZoneInfo("Asia/Beirut")
    quiet = QuietHours(time(22), time(8), zone)
    unsafe = QuietHours(time(17), time(9), zone)  # safe from nine to five
    evening = datetime(2026, 3, 2, 19, 0, tzinfo=zone)
    opens = askable_from("any", urgent, evening, quiet, unsafe=unsafe)
    assert opens == datetime(2026, 3, 3, 9, 0, tzinfo=zone)
    never = QuietHours(time(22), time(18), zone)  # safe only when evenings' hours … are over
    assert askable_from("days", urgent, evening, quiet, unsafe=never) is None
