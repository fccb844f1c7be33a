"""Days and parts of days as people say them, and which days those are."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.text.phrases import words_of
from flows.understanding.answers import read_when
from flows.understanding.told.days import PARTS, WEEKDAYS, merged, when_at, with_dates
from flows.vocabulary.vocabulary import load_vocabulary
from hotline.domain.community.days import AHEAD, Wanted, confirmed, fits, wanted

V = load_vocabulary()
BEIRUT = ZoneInfo("Asia/Beirut")
MONDAY = date(2026, 3, 2)


def local(day: int, hour: int = 11, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=BEIRUT).astimezone(UTC)


@pytest.mark.parametrize(
    ("typed", "when"),
    [
        ("friday evening", "friday.evening"), ("Friday in the evening", "friday.evening"),
        ("the evening of friday", "friday.evening"), ("مساء الجمعة", "friday.evening"),
        ("الجمعة الجاي المسا", "friday.evening"), ("on sat", "saturday"), ("by fri", "friday"),
        ("يوم السبت", "saturday"), ("عالسبت", "saturday"), ("للجمعة", "friday"), ("el jom3a", "friday"),
        ("نهار الحد", "sunday"), ("يوم الربوع", "wednesday"), ("wed around 5", "wednesday.evening"),
        ("day after tomorrow", "+2"), ("بعد بكرا", "+2"), ("ba3d bukra", "+2"), ("عقب باجر", "+2"),
        ("من بعد غدا", "+2"), ("in 3 days", "+3"), ("بعد 3 أيام", "+3"), ("next week", "next-week"),
        ("in the next week", "next-week"), ("السيمانة الجاية", "next-week"), ("this week", "week"),
        ("4 dec", "4/12"), ("dec 4th", "4/12"), ("٤ كانون الأول", "4/12"), ("4 ديسمبر", "4/12"),
        ("4 دجنبر", "4/12"), ("١٢/٤", "12/4"),
        ("12-4", "12/4"), ("on the 12th", "12/0"), ("يوم 12", "12/0"),
        ("tonight", "today.night"), ("الليلة", "today.night"), ("هالليلة", "today.night"),
        ("this evening", "today.evening"), ("هالمسا", "today.evening"),
        ("بكرا الصبح", "tomorrow.morning"), ("bukra el sob7", "tomorrow.morning"),
        ("غدا مع 6 د الصباح", "tomorrow.morning"), ("tomorrow at noon", "tomorrow.noon"),
        ("العصر", "today.afternoon"), ("بكرا بعد الظهر", "tomorrow.afternoon"),
        ("after 6", "today.evening"), ("بعد الستة", "today.evening"),
        ("tomorrow after 6", "tomorrow.evening"),
        ("4pm", "today.afternoon"), ("الساعة 5", "today.evening"), ("6 am", "today.morning"),
        ("tomorrow at 9", "tomorrow"), ("in an hour", "today"), ("بعد ساعتين", "today"),
        ("in 20 min", "today"), ("اليوم بعد المغرب", "today.evening"),
    ],
)  # fmt: skip
def test_days_as_people_say_them(typed: str, when: str) -> None:
    assert read_when(typed, V) == when


@pytest.mark.parametrize(
    "typed",
    ["since this morning", "last night", "من الصبح", "من مبارح", "every friday", "good morning",
     "he sat down", "the sun is up", "this cat", "about 5 people", "we may come"],
)  # fmt: skip
def test_times_at_which_nothing_is_wanted(typed: str) -> None:
    words = words_of(with_dates(typed))
    found = [when_at(words, at, V) for at in range(len(words))]
    assert not found[0] or found[0][0] == ""
    assert read_when(typed, V) is None


def test_what_is_said_in_two_places_is_one() -> None:
    assert merged(["tomorrow", ".evening"]) == ["tomorrow.evening"]
    assert merged([".evening"]) == ["today.evening"]
    assert merged(["friday.evening", "friday"]) == ["friday.evening"]
    assert merged(["today", "tomorrow"]) == ["today", "tomorrow"]
    assert merged([]) == []


@pytest.mark.parametrize(
    ("said", "day", "part"),
    [
        ("today", 2, None), ("tomorrow.morning", 3, "morning"), ("friday.evening", 6, "evening"),
        ("monday", 2, None), ("sunday", 8, None), ("+3", 5, None), ("4/3", 4, None), ("3/12", 12, None),
        ("12/0", 12, None), ("2026-03-16", 16, None), ("today.night", 2, "night"), (".night", 2, "night"),
    ],
)  # fmt: skip
def test_which_day_is_meant(said: str, day: int, part: str | None) -> None:
    found = wanted(said, local(2), BEIRUT)
    assert found is not None
    assert (found.day, found.part) == (date(2026, 3, day), part)


@pytest.mark.parametrize(
    "said", ["17/3", "25/12", "1/0", "+15", "31/2", "2026-03-17", "2026-03-01", "nonsense"]
)
def test_a_day_that_is_too_far_off_or_none_is_not_kept(said: str) -> None:
    assert wanted(said, local(2), BEIRUT) is None
    assert confirmed(said, local(2), BEIRUT) is None


def test_the_day_is_that_of_the_community_also_after_midnight() -> None:
    late = local(3, 0)  # 22:00 UTC of the day before
    assert late.date() == MONDAY
    found = wanted("tomorrow", late, BEIRUT)
    assert found is not None and found.day == date(2026, 3, 4)
    # "Tomorrow" may be the day that has begun: it is read back as a day of the week.
    assert confirmed("tomorrow.morning", late, BEIRUT) == "wednesday.morning"
    assert confirmed("tomorrow.morning", local(3, 9), BEIRUT) == "tomorrow.morning"


def test_a_part_of_today_that_is_over_is_tomorrows() -> None:
    assert wanted("today.morning", local(2, 14), BEIRUT) == Wanted(
        "tomorrow", date(2026, 3, 3), "morning"
    )
    assert wanted("today.morning", local(2, 9), BEIRUT) == Wanted("today", MONDAY, "morning")
    assert wanted("today.night", local(2, 23), BEIRUT) == Wanted("today", MONDAY, "night")


def test_how_a_day_is_told_later() -> None:
    friday = Wanted("day", date(2026, 3, 6), "evening")
    told = [friday.told(MONDAY + timedelta(days=n)) for n in (0, 3, 4)]
    assert told == ["friday.evening", "tomorrow.evening", "today.evening"]
    assert Wanted("day", date(2026, 3, 9)).told(MONDAY) == "2026-03-09"
    assert Wanted("week").told(MONDAY) == "week"
    assert friday.told(date(2026, 3, 7)) == "today"  # it is still looked for


def test_a_night_ends_in_the_morning() -> None:
    assert Wanted("today", MONDAY, "night").day_ends(BEIRUT) == local(3, 6)
    assert Wanted("today", MONDAY, "evening").day_ends(BEIRUT) == local(3, 0)
    assert Wanted("today", MONDAY, "evening").ends(BEIRUT) == local(2, 22)
    assert Wanted("week").ends(BEIRUT) is None


def test_hours_that_hold_a_part_of_a_day() -> None:
    assert fits("evenings", "night") and fits("days", "noon") and fits("weekends", "morning")
    assert not fits("evenings", "morning") and not fits("days", "evening")
    assert all(fits(hours, None) for hours in ("any", "days", "evenings", "weekends"))


@given(
    st.integers(0, 365 * 24 * 60).map(
        lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    ),
    st.sampled_from(["today", "tomorrow", *WEEKDAYS, *(f"+{n}" for n in range(1, AHEAD + 1))]),
    st.sampled_from(["", *PARTS]),
)
def test_whatever_is_near_is_kept_and_read_back_as_the_same_day(
    now: datetime, day: str, part: str
) -> None:
    value = f"{day}.{part}" if part else day
    found, told = wanted(value, now, BEIRUT), confirmed(value, now, BEIRUT)
    assert found is not None and told is not None
    today = now.astimezone(BEIRUT).date()
    assert found.day is not None and today <= found.day <= today + timedelta(days=AHEAD)
    again = wanted(told, now, BEIRUT)
    assert again is not None and (again.day, again.part) == (found.day, found.part)
