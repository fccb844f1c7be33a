"""Which PINs are too easy, and how long wrong tries lock one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.understanding.pins import is_pin, is_weak
from hotline.domain.pins import FIRST_LOCK, LONGEST_LOCK, lock_after

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
