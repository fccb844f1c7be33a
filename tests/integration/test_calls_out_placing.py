"""Placing calls: what was marked is never placed again, whatever happens to the worker or the answer."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from hotline.services.kernel.app import App
from hotline.services.needs import dispatch
from hotline.services.voice import originate
from hotline.simulator.server import Simulator
from hotline.store.schema import call_orders, members
from hotline.store.voice import call_orders as call_orders_of
from hotline.store.voice import calls as calls_of
from tests.conftest import FakeClock
from tests.integration import forked
from tests.integration.calls_out import NOUR, RANA, SAM, Town, town
from tests.integration.test_races import at_once
from tests.support_app import settle_down


@pytest.fixture
def here(make_house: Callable[..., App], carrier: Simulator, tmp_path: Path) -> Iterator[Town]:
    with town(make_house, carrier, tmp_path, dispatch__waves=[3, 3]) as here:
        yield here


def test_many_workers_place_each_call_once(here: Town) -> None:
    helpers = (SAM, RANA, NOUR)
    here.people(*helpers)
    for words in ("need food harbour today 2", "1", "1"):
        here.line.text("+9613000001", words)
    plan(here.app)
    at_once(*[lambda: originate.run(here.app)] * 4)
    assert [here.placed(number) for number in helpers] == [1, 1, 1]


def plan(app: App) -> None:
    """Plan who is asked, and ring nobody."""
    dispatch.run_due(app)


@pytest.mark.parametrize("fault", ["drop_after", "fail_after"])
def test_an_unclear_answer_is_settled_by_the_pick_up(here: Town, fault: str) -> None:
    here.faults(**{fault: 1})
    here.people(SAM)
    here.ask_for_food()
    assert here.states() == ["unclear"]
    call = here.rings(SAM).answer()
    assert here.states() == ["placed"]
    call.press("1").press("2")
    here.over()
    assert here.asks() == ["accepted"]
    assert here.placed(SAM) == 1


def test_an_unclear_answer_is_settled_by_the_status_callback(here: Town) -> None:
    here.faults(drop_after=1, unanswered=frozenset({SAM}))
    here.people(SAM)
    here.ask_for_food()
    here.over()
    assert here.asks() == ["sent"]  # it rang, and nobody was there
    assert here.placed(SAM) == 1


def test_a_call_of_which_nothing_is_heard_is_given_up_and_never_placed_again(
    here: Town, clock: FakeClock
) -> None:
    here.faults(drop_after=1)
    here.people(SAM)
    here.ask_for_food()
    clock.advance(seconds=89)
    settle_down(here.app)
    assert here.states() == ["unclear"]
    clock.advance(seconds=2)
    settle_down(here.app)
    assert here.states() == ["over"]
    assert here.asks() == ["failed"]  # somebody else is asked at once
    assert here.placed(SAM) == 1
    late = here.rings(SAM).answer()
    assert late.ended
    assert here.asks() == ["failed"]


def test_a_provider_that_is_away_is_tried_again(here: Town, clock: FakeClock) -> None:
    here.faults(fail_next=1, fail_status=429, fail_code=20429, retry_after=7)
    here.people(SAM)
    here.ask_for_food()
    assert here.states() == ["queued"]
    clock.advance(seconds=6)
    settle_down(here.app)
    assert here.placed(SAM) == 0
    clock.advance(seconds=2)
    settle_down(here.app)
    assert here.placed(SAM) == 1


def test_a_refused_call_is_replaced_by_the_next_in_line(here: Town) -> None:
    here.faults(fail_next=3, fail_status=400, fail_code=21217)
    here.people(SAM, RANA, NOUR, "+9613000005")
    here.ask_for_food()
    assert sorted(here.asks()) == ["failed", "failed", "failed", "queued"]
    assert here.states("over") == ["over"] * 3


def test_no_call_goes_where_none_may_go_or_to_who_has_left(here: Town, clock: FakeClock) -> None:
    here.people(SAM)
    for words in ("need food harbour today 2", "1", "1"):
        here.line.text("+9613000001", words)
    plan(here.app)
    with here.app.database.writing() as db:
        index = here.app.vault.phone_index(SAM)
        db.execute(update(members).where(members.c.phone_index == index).values(state="blocked"))
    settle_down(here.app)
    assert here.placed(SAM) == 0
    assert here.asks() == ["failed"]


def test_a_phone_is_not_rung_twice_at_once(here: Town, clock: FakeClock) -> None:
    here.people(SAM)
    here.ask_for_food()
    first = here.rings(SAM).answer()
    here.line.text("+9613000002", "need food harbour today 2")
    for words in ("1", "1"):
        here.line.text("+9613000002", words)
    settle_down(here.app)
    assert here.placed(SAM) == 1
    assert sorted(here.states()) == ["placed", "queued"]
    first.press("2")
    here.over()
    clock.advance(seconds=21)
    settle_down(here.app)
    assert here.placed(SAM) == 2


def test_a_clock_finds_what_no_bell_was_rung_for(here: Town) -> None:
    here.people(SAM)
    here.ask_for_food()  # without Redis: nobody has rung for anything
    assert here.placed(SAM) == 1


def test_a_worker_killed_while_it_places_rings_nobody_twice(
    environ: dict[str, str], carrier: Simulator, here: Town, clock: FakeClock, tmp_path: Path
) -> None:
    here.faults(stall_after=1, stall=30.0)  # the worker still waits for the answer when it dies
    here.people(SAM)
    for words in ("need food harbour today 2", "1", "1"):
        here.line.text("+9613000001", words)
    plan(here.app)
    program = (
        "from hotline.config import read_settings; from hotline.wiring import build; import datetime, os;"
        f"now = datetime.datetime.fromisoformat('{clock().isoformat()}');"  # else by night nobody is rung
        "from hotline.services.voice import originate;"
        "originate.run(build(read_settings(os.environ), clock=lambda: now))"
    )
    variables = environ | {"HOTLINE_PUBLIC_URL": here.line.url, "PATH": os.environ["PATH"]}
    with (
        (tmp_path / "log").open("wb") as log,
        forked.start(("-c", program), variables, log) as worker,
    ):
        assert carrier.wait_for(lambda: here.placed(SAM) == 1)
        worker.send_signal(signal.SIGKILL)
    originate.run(here.app)
    assert here.states() == ["placing"]
    call = here.rings(SAM).answer()  # the provider had the request: it goes on without the worker
    assert here.states() == ["placed"]
    call.press("2")
    here.over()
    assert here.asks() == ["declined"]
    assert here.placed(SAM) == 1


def test_a_call_that_a_killed_worker_never_placed_is_given_up(here: Town, clock: FakeClock) -> None:
    here.people(SAM)
    for words in ("need food harbour today 2", "1", "1"):
        here.line.text("+9613000001", words)
    plan(here.app)
    with here.app.database.writing() as db:
        (order,) = db.execute(select(call_orders))
        assert call_orders_of.claim(db, "dead", clock(), 1) == [order.call_id]
        assert call_orders_of.mark_placing(db, "dead", order.call_id)
        calls_of.expect_until(db, order.call_id, clock() + originate.GIVEN_UP_AFTER)
    clock.advance(seconds=89)
    settle_down(here.app)
    assert here.states() == ["placing"]
    clock.advance(seconds=2)
    settle_down(here.app)
    assert here.states() == ["over"]
    assert here.asks() == ["failed"]
    assert here.placed(SAM) == 0
    assert here.open_calls() == 0
