"""A story must fail where it is not what happened: the comparison itself is tried."""

from __future__ import annotations

import pytest

from tests.transcripts.comparing import References, compare
from tests.transcripts.script import Arrival, Event


def event(*arrivals: tuple[str, str]) -> Event:
    return Event("Maya > hello", "Maya", "hello", arrivals=[Arrival(*each) for each in arrivals])


REPLY = Arrival("Maya", "Request 347 is open", reply=True)
SECOND = Arrival("Maya", "Menu", reply=True)
ASK = Arrival("Sam", "Request 347: food")


def test_what_is_told_word_for_word_passes() -> None:
    known = References()
    told = event(("Maya", "Request {ref} is open"), ("Sam", "Request {ref}: food"))
    assert compare(told, [REPLY, ASK], known) is None
    assert known == {"ref": "347"}


@pytest.mark.parametrize(
    ("told", "arrived"),
    [
        ([("Maya", "Request {ref} is open")], [REPLY, ASK]),  # a text that nobody tells of
        ([("Maya", "Request {ref} is open"), ("Sam", "Request {ref}: food")], [REPLY]),
        ([("Sam", "Request {ref} is open")], [REPLY]),  # on another phone
        ([("Maya", "Request {ref} is open.")], [REPLY]),
        ([("Maya", "Request {ref} is open")] * 2, [REPLY]),  # twice
        ([("Maya", "Request {ref} is open")], [REPLY, REPLY]),
        ([("Maya", "Menu"), ("Maya", "Request {ref} is open")], [REPLY, SECOND]),  # turned round
        ([("Maya", "Request {ref} is open"), ("Sam", "Request {ref2}: food")], [ASK]),
    ],
)
def test_anything_else_fails(told: list[tuple[str, str]], arrived: list[Arrival]) -> None:
    assert compare(event(*told), arrived, References()) is not None


def test_a_known_number_must_be_the_same() -> None:
    told = event(("Maya", "Request {ref} is open"))
    assert compare(told, [REPLY], References(ref="348")) is not None


def test_the_difference_shows_both() -> None:
    told = event(("Maya", "Request {ref} is closed"))
    lines = compare(told, [REPLY], References(ref="347"))
    assert lines == ["- Maya < Request {ref} is closed", "+ Maya < Request {ref} is open"]


def test_numbers_are_typed_in_either_digits() -> None:
    assert References(ref="347").put_in("yes {ref} نعم {ref:ar}") == "yes 347 نعم ٣٤٧"
