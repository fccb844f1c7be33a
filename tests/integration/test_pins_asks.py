"""Saying yes to an ask by a call, by somebody who has set a PIN."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hotline.services.kernel.app import App
from hotline.simulator.server import Simulator
from hotline.store.schema import matches
from tests.integration.calls_out import SAM, Town, town
from tests.support_app import rows


@pytest.fixture
def here(make_house: Callable[..., App], carrier: Simulator, tmp_path: Path) -> Iterator[Town]:
    with town(make_house, carrier, tmp_path, dispatch__waves=[2, 2]) as here:
        here.people(SAM)
        here.line.text(SAM, "PIN")
        here.line.text(SAM, "4821")
        here.ask_for_food()
        yield here


def test_an_ask_is_accepted_behind_the_pin_alone(here: Town) -> None:
    call = here.rings(SAM).answer().press("1")
    assert "Please type your secret number, then hash." in call.said
    assert rows(here.app, matches) == []
    call.press("7364#")
    assert any(said.startswith("That did not work.") for said in call.said)
    assert rows(here.app, matches) == []
    call.press("4821#")
    assert len(rows(here.app, matches)) == 1


def test_no_needs_no_pin(here: Town) -> None:
    call = here.rings(SAM).answer().press("2")
    assert call.ended and "Please type your secret number, then hash." not in call.said
