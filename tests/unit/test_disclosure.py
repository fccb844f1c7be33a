"""Counts under five: never shown, nor to be found by subtraction."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.domain.statistics.disclosure import (
    ALL_BUT,
    LEAST,
    UNDER,
    Figure,
    average,
    count,
    share,
    total,
)

PARTS = st.lists(st.integers(0, 12), min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("many", "shown"), [(0, UNDER), (4, UNDER), (5, Figure(5)), (9, Figure(9))]
)
def test_a_count(many: int, shown: Figure) -> None:
    assert count(many) == shown


@given(PARTS)
def test_no_hidden_part_is_found_by_subtraction(parts: list[int]) -> None:
    """Whoever knows the total and the parts that are shown can still think anything of each other one."""
    told, shown = total(parts), sum(part for part in parts if part >= LEAST)
    hidden = sum(part < LEAST for part in parts)
    possible = [
        guess
        for guess in product(range(LEAST), repeat=hidden)
        if told.note == "at-least" or total([*guess, *(p for p in parts if p >= LEAST)]) == told
    ]
    if told.note == "":
        possible = [guess for guess in possible if shown + sum(guess) == told.number]
    for place in range(hidden):
        assert {guess[place] for guess in possible} == set(range(LEAST))


def test_a_total_that_may_be_shown_is_shown() -> None:
    assert total([7, 9]) == Figure(16)
    assert total([7, 2, 3, 1]) == Figure(13)
    assert total([7, 2]) == Figure(7, "at-least")
    assert total([7, 4, 4]) == Figure(7, "at-least")  # eight between two: four each
    assert total([3]) == total([1, 1]) == UNDER


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_share_is_of_five_or_more_on_both_sides(part: int, rest: int) -> None:
    told = share(part, part + rest)
    if part < LEAST:
        assert told == UNDER
    elif rest < LEAST:
        assert told == ALL_BUT
    else:
        assert told.number is not None
        assert told.number % 5 == 0
        assert abs(told.number - 100 * part / (part + rest)) <= 2.5


def test_more_than_all_is_no_share() -> None:
    with pytest.raises(ValueError, match="6 of 5"):
        share(6, 5)


def test_an_average_is_of_five_or_more() -> None:
    assert average(100, 4) == UNDER
    assert average(10, 6) == Figure(1.7)
    assert average(10, 6, 2) == Figure(1.67)
