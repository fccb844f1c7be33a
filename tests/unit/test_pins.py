"""Which PINs are too easy, and how long wrong tries lock one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.understanding.pins import is_pin, is_weak
from hotline.domain.pins import (
    FEW,
    FIRST_LOCK,
    LONGEST_LOCK,
    MOST_IN_A_DAY,
    MOST_MISSES,
    Tries,
    is_flooded,
    lock_after,
    may_try,
)

WEAK = (
    *("0000", "1234", "4321", "7890", "3210", "4747", "123123", "1122", "12121", "11111111"),
    *("2580", "1984", "2026", "98765432", "01234567", "5550"[:3] + "5"),
)


@pytest.mark.parametrize("pin", WEAK)
def test_what_anybody_would_try_first_is_weak(pin: str) -> None:
    assert is_weak(pin)


@pytest.mark.parametrize("pin", ["4821", "90317", "736194", "10293", "58203917"])
def test_others_are_not(pin: str) -> None:
    assert is_pin(pin) and not is_weak(pin)


@pytest.mark.parametrize("typed", ["", "123", "123456789", "12a4", "٤٨٢١", "48 21", "-482"])
def test_a_pin_is_four_to_eight_digits(typed: str) -> None:
    assert not is_pin(typed)


def test_few_of_all_pins_are_weak() -> None:
    weak = sum(is_weak(f"{number:04}") for number in range(10_000))
    assert 500 < weak < 1_200


@settings(max_examples=50)
@given(st.text("0123456789", min_size=1, max_size=4), st.integers(2, 4))
def test_a_part_said_again_is_weak_whatever_it_is(part: str, times: int) -> None:
    assert is_weak((part * times)[:8]) or len(part * times) > 8


def test_each_lock_is_twice_as_long_up_to_a_day() -> None:
    locks = [lock_after(locks) for locks in range(6)]
    assert locks[:3] == [FIRST_LOCK, 2 * FIRST_LOCK, 4 * FIRST_LOCK]
    assert locks[-1] == lock_after(10_000) == LONGEST_LOCK == timedelta(hours=24)


NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@settings(max_examples=50)
@given(st.integers(0, MOST_MISSES - 1), st.integers(0, 4))
def test_past_the_lines_limits_few_own_tries_let_a_right_pin_through(
    misses: int, locks: int
) -> None:
    tries = Tries(misses, locks, None)
    assert may_try(tries, NOW, flooded=False)
    assert may_try(tries, NOW, flooded=True) == (misses < FEW and locks == 0)
    assert not may_try(Tries(0, 1, NOW + timedelta(seconds=1)), NOW, flooded=False)


def test_trying_pins_over_all_numbers_by_machine_stays_bounded() -> None:
    """Every number tried round and round for a day, by each of the ways: what counts is this, no more."""
    numbers, counted, per_hour = 100, 0, 0
    tries = dict.fromkeys(range(numbers), Tries())
    for minute in range(24 * 60):
        per_hour = 0 if minute % 60 == 0 else per_hour
        for number in range(numbers):
            now = NOW + timedelta(minutes=minute)
            if may_try(tries[number], now, flooded=is_flooded(per_hour, counted)):
                tries[number] = tries[number].after_a_wrong_one(now)
                counted, per_hour = counted + 1, per_hour + 1
    assert counted <= MOST_IN_A_DAY + FEW * numbers
