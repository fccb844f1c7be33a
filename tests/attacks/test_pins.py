"""PINs under attack: nobody's right one is stopped by others' wrong ones, nor by forged calls for ever."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from flows.text.prompts import Prompt
from hotline.domain.pins import MOST_MISSES, MOST_OF_THE_LINE
from hotline.services.kernel.app import App
from hotline.simulator.server import Simulator
from hotline.store.schema import matches, pin_misses, pin_tries
from tests.integration.calls_out import SAM, town
from tests.support_app import enrol, greet_everybody, rows
from tests.support_dialling import Dialled
from tests.support_line import Line, served

PIN, WRONG = "4821", "7364"
MAYA = "+9613000001"


def with_pin(line: Line, number: str) -> None:
    line.text(number, "PIN")
    line.text(number, PIN)


def wrong_by_call(line: Line, number: str, tries: int = MOST_MISSES) -> None:
    """So many calls with that number shown, each with a wrong PIN."""
    for _ in range(tries):
        Dialled(line, number).press("7").press(WRONG).hang_up()


def test_thirteen_numbers_with_wrong_pins_stop_nobody_elses(make_house: Callable[..., App]) -> None:
    others = [f"+96130001{number:02}" for number in range(13)]
    with served(make_house) as (line, app):
        enrol(app, *((f"M{number}", number, "en", "", "", "0") for number in (MAYA, *others)))
        greet_everybody(app)
        for number in (MAYA, *others):
            with_pin(line, number)
        for number in others:
            wrong_by_call(line, number)
        assert len(rows(app, pin_misses)) >= MOST_OF_THE_LINE
        none = app.speaker.voice(Prompt("status-none"), "en")
        assert Dialled(line, MAYA).press("7").press(PIN).said[0] == none


def test_who_forges_calls_locks_neither_texts_nor_calls_of_ours(
    make_house: Callable[..., App], carrier: Simulator, tmp_path: Path
) -> None:
    with town(make_house, carrier, tmp_path, dispatch__waves=[2, 2]) as here:
        here.people(SAM)
        for words in ("PIN", PIN, "PIN", PIN, "4", "1"):  # in texts too
            here.line.text(SAM, words)
        here.ask_for_food()
        wrong_by_call(here.line, SAM)
        assert [row.way for row in rows(here.app, pin_tries)] == ["called"]
        locked = Dialled(here.line, SAM).press("7").press(PIN)
        assert locked.said[0] == here.app.speaker.voice(Prompt("v-pin-wrong"), "en")
        opened = here.app.speaker.text(Prompt("pin-open"), "en")
        assert opened in " ".join(here.line.text(SAM, PIN).texts)
        here.rings(SAM).answer().press("1").press(f"{PIN}#")
        assert len(rows(here.app, matches)) == 1


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One is enough: what is counted is shown on both elsewhere."""
    return sqlite_url
