"""A missed call buys one call back, and no more, over HTTP, on each database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from secrets import token_hex
from typing import Any

import pytest
from sqlalchemy import update

from hotline.services.kernel.app import App
from hotline.services.operations import expiry
from hotline.simulator.server import Simulator
from hotline.store.schema import call_orders, calls, members, needs
from tests import conftest
from tests.conftest import FakeClock
from tests.integration.calls_out import MAYA, SAM, Town, town
from tests.integration.test_races import at_once
from tests.support_app import rows, settle_down

STRANGER, ABROAD, WITHHELD = "+9613000099", "+4915112345678", "+266696687"
GREETING = (
    "Hello, this is Harbour. A call came from this phone just now. This call is free for you."
)


@pytest.fixture
def build(
    make_house: Callable[..., App], carrier: Simulator, tmp_path: Path
) -> Iterator[Callable[..., Town]]:
    with ExitStack() as towns:

        def make(**settings: Any) -> Town:
            settings = {"missed_call": "call_back", **settings}
            return towns.enter_context(town(make_house, carrier, tmp_path, **settings))

        yield make


def missed(here: Town, number: str) -> bool:
    """A call to the line that is let ring once; whether it was refused as busy."""
    call = here.carrier.phone(number).call(pace=0)
    refused = call.ended and call.status == "busy"
    if not call.ended:
        call.hang_up()
    settle_down(here.app)
    return refused


def test_a_member_is_refused_as_busy_and_called_back(build: Callable[..., Town]) -> None:
    here = build()
    here.people(SAM, by_call=False)
    assert missed(here, MAYA)
    assert here.carrier.phone(MAYA).calls[0].said == []
    call = here.rings(MAYA).answer()
    assert call.caller == "+9611000000"
    assert call.said[0] == GREETING
    here.all_hang_up()
    assert here.open_calls() == 0


def test_the_needs_of_a_call_back_are_those_of_a_call(build: Callable[..., Town]) -> None:
    here = build()
    here.people(SAM, by_call=False)
    missed(here, MAYA)
    call = here.rings(MAYA).answer()
    for key in (
        "1",
        "1",
        "1",
        "2#",
        "1",
        "1",
        "1",
    ):  # food, harbour, today, two, yes, no words, yes
        assert not call.ended, call.said
        call.press(key)
    (need,) = rows(here.app, needs)
    found = (need.category, need.area, need.wanted, need.people, need.state)
    assert found == ("food", "harbour", "today", 2, "seeking")


def test_a_stranger_is_greeted_in_both_languages_and_chooses(build: Callable[..., Town]) -> None:
    here = build()
    assert missed(here, STRANGER)
    assert len(rows(here.app, members)) == 0
    call = here.rings(STRANGER).answer()
    assert call.said[0].endswith("هذه المكالمة مجانية.")
    assert call.said[1] == GREETING
    call.press("2")
    (member,) = rows(here.app, members)
    assert member.language == "en"
    call.hang_up()
    here.over()
    (order,) = rows(here.app, call_orders)
    assert order.phone is None  # kept for as long as it takes to ring it


def test_fifty_forged_missed_calls_buy_one_call_back(
    build: Callable[..., Town], clock: FakeClock
) -> None:
    here = build()
    here.people()
    for _ in range(25):
        assert missed(here, MAYA)
    here.rings(MAYA).hang_up()
    here.over()
    for _ in range(25):
        missed(here, MAYA)
        clock.advance(seconds=10)
    assert called_back(here) == 1
    clock.advance(minutes=10)
    assert missed(here, MAYA)  # the next window
    assert called_back(here) == 2


def called_back(here: Town) -> int:
    """How many calls back were placed; the provider forgets them once they are over."""
    return sum(order.tries for order in rows(here.app, call_orders))


def test_fifty_at_once_buy_one_call_back(build: Callable[..., Town]) -> None:
    here = build()
    here.people()
    answers = at_once(*[lambda: here.line.post("/twilio/voice", arrival(MAYA))] * 12)
    assert {answer.status for answer in answers} == {200}
    assert all(b"<Reject" in answer.body for answer in answers)
    settle_down(here.app)
    assert here.placed(MAYA) == 1


def arrival(number: str) -> list[tuple[str, str]]:
    """A call that arrives, as the provider posts it."""
    return [
        ("AccountSid", conftest.ACCOUNT_SID),
        ("CallSid", f"CA{token_hex(16)}"),
        ("CallStatus", "ringing"),
        ("From", number),
        ("To", conftest.OUR_NUMBER),
    ]


@pytest.mark.parametrize("number", [ABROAD, WITHHELD])
def test_whoever_cannot_be_called_back_is_answered(build: Callable[..., Town], number: str) -> None:
    here = build()
    assert not missed(here, number)
    assert rows(here.app, call_orders) == []


def test_the_line_calls_back_so_often_a_day(build: Callable[..., Town], clock: FakeClock) -> None:
    here = build(call_backs_per_day=3)
    numbers = [f"+961300001{n}" for n in range(5)]
    assert [missed(here, number) for number in numbers] == [True, True, True, False, False]
    assert sum(here.placed(number) for number in numbers) == 3
    clock.advance(days=1, minutes=1)
    assert missed(here, numbers[4])


def test_the_blocked_are_not_called_back(build: Callable[..., Town]) -> None:
    here = build()
    here.people()
    with here.app.database.writing() as db:
        db.execute(update(members).values(state="blocked"))
    assert not missed(here, MAYA)
    assert here.placed(MAYA) == 0


def test_calls_are_answered_where_nothing_is_said_of_missed_ones(
    make_house: Callable[..., App], carrier: Simulator, tmp_path: Path
) -> None:
    with town(make_house, carrier, tmp_path) as here:
        here.people()
        assert not missed(here, MAYA)
        assert here.placed(MAYA) == 0
        assert len(rows(here.app, calls)) == 1


def test_what_was_called_back_is_forgotten_when_it_counts_no_more(
    build: Callable[..., Town], clock: FakeClock
) -> None:
    here = build()
    missed(here, STRANGER)
    here.rings(STRANGER).hang_up()
    here.over()
    clock.advance(days=2)
    expiry.run_due(here.app)
    assert rows(here.app, call_orders) == []
