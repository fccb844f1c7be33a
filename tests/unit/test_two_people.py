"""Who may be the second person where one is not enough."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from hotline.domain.two_people import FIRST_MONTH, SETTLED, Account, is_reason, refusal

FIRST = datetime(2026, 3, 1, 9, tzinfo=UTC)
LATER = FIRST + timedelta(days=200)
WRITER = Account(1, None, None, FIRST)
SECOND = Account(2, None, None, FIRST)


def test_two_who_have_been_here_for_a_while_are_two() -> None:
    assert refusal(WRITER, SECOND, LATER, FIRST) is None
    assert refusal(SECOND, WRITER, LATER, FIRST) is None
    invited_by_a_third = replace(SECOND, invited_by=3)
    assert refusal(WRITER, invited_by_a_third, LATER, FIRST) is None


def test_one_account_or_two_of_one_member_are_one() -> None:
    assert refusal(WRITER, WRITER, LATER, FIRST) == "same"
    mine, mine_too = replace(WRITER, member_id=7), replace(SECOND, member_id=7)
    assert refusal(mine, mine_too, LATER, FIRST) == "same"
    assert refusal(mine, replace(SECOND, member_id=8), LATER, FIRST) is None


def test_whoever_invited_the_other_is_no_second_person_however_old_both_are() -> None:
    invited = replace(SECOND, invited_by=WRITER.id)
    assert refusal(WRITER, invited, LATER, FIRST) == "invited"
    assert refusal(invited, WRITER, LATER, FIRST) == "invited"


@pytest.mark.parametrize(("age", "found"), [(timedelta(), "new"), (SETTLED, None)])
def test_an_account_must_have_been_here_for_a_while(age: timedelta, found: str | None) -> None:
    fresh = replace(SECOND, invited_by=3, made_at=LATER - age)
    assert refusal(WRITER, fresh, LATER, FIRST) == found


def test_on_the_first_day_those_of_the_command_line_are_two() -> None:
    now = FIRST + timedelta(minutes=5)
    assert refusal(WRITER, replace(SECOND, made_at=now), now, FIRST) is None
    from_the_console = replace(SECOND, invited_by=3, made_at=now)
    assert refusal(WRITER, from_the_console, now, FIRST) == "new"


def test_after_the_first_month_those_of_the_command_line_wait_as_well() -> None:
    last = FIRST + FIRST_MONTH - timedelta(seconds=1)
    assert refusal(WRITER, replace(SECOND, made_at=last), last, FIRST) is None
    over = FIRST + FIRST_MONTH
    assert refusal(WRITER, replace(SECOND, made_at=over), over, FIRST) == "new"


@pytest.mark.parametrize(
    "words", ["nobody has heard of them", "ما حدا سمع منه شي", "she fell, ambulance asks for it"]
)
def test_a_reason_is_a_few_words(words: str) -> None:
    assert is_reason(words)


@pytest.mark.parametrize(
    "words",
    ["", "aaaaaaaa", "aaaa aaaa aaaa aaaa", "because", "ab ab ab ab ab ab", ". . . . . . ."],
)
def test_letters_alone_are_none(words: str) -> None:
    assert not is_reason(words)
