"""Every menu of calls that we place: silence, wrong keys and both in turns leave nobody there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hotline.services.kernel.app import App
from hotline.simulator.calls.handset import PhoneCall
from hotline.simulator.server import Simulator
from hotline.store.schema import calls
from tests.conftest import FakeClock
from tests.integration.calls_out import MAYA, SAM, Town, town
from tests.integration.test_calls import OUT
from tests.integration.test_calls_out_news import a_day_later, has_no_texts, helped
from tests.support_app import rows, settle_down

SILENCE, WRONG = "", "7"


@pytest.fixture
def here(make_house: Callable[..., App], carrier: Simulator, tmp_path: Path) -> Iterator[Town]:
    with town(make_house, carrier, tmp_path, dispatch__waves=[2, 2]) as here:
        yield here


def ask(here: Town, _: FakeClock) -> PhoneCall:
    here.people(SAM)
    here.ask_for_food()
    return here.rings(SAM).answer()


def taken(here: Town, clock: FakeClock) -> PhoneCall:
    return ask(here, clock).press("1")


def news(here: Town, _: FakeClock) -> PhoneCall:
    here.people(SAM, by_call=False)
    has_no_texts(here, MAYA)
    reference = here.ask_for_food()
    here.line.text(SAM, f"YES {reference}")
    settle_down(here.app)
    return here.rings(MAYA).answer()


def question(here: Town, clock: FakeClock) -> PhoneCall:
    helped(here)
    return a_day_later(here, clock).answer()


def bridge(here: Town, _: FakeClock) -> PhoneCall:
    here.people(SAM)
    reference = here.ask_for_food()
    here.rings(SAM).answer().press("1").press("2")
    here.over()
    here.line.text(MAYA, f"CALL {reference}")
    here.line.text(MAYA, "1")
    settle_down(here.app)
    return here.rings(SAM).answer()


WALKS = {walk.__name__: walk for walk in (ask, taken, news, question, bridge)}


def test_all_of_them() -> None:
    assert set(WALKS) == OUT


@pytest.mark.parametrize("node", WALKS)
@pytest.mark.parametrize("acts", [[SILENCE] * 3, [WRONG] * 3, [SILENCE, WRONG, SILENCE]])
def test_nobody_is_left_there(here: Town, clock: FakeClock, node: str, acts: list[str]) -> None:
    call = WALKS[node](here, clock)
    assert [row.node for row in rows(here.app, calls) if row.state == "open"] == [node]
    for act in acts:
        if not call.ended:
            call.press(act) if act else call.silence()
    assert call.ended or _records_or_rings(call), call.said
    assert not call.ended or call.said[-1].endswith("Goodbye.")


def _records_or_rings(call: PhoneCall) -> bool:
    return call.waiting is not None and call.waiting.what in ("words", "dial")
