"""No text of a request to the phone it was asked from: over HTTP, on each database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

from hotline.services.kernel.app import App
from hotline.simulator.server import Simulator
from hotline.store.schema import call_orders, flow_sessions, members, needs
from tests.conftest import FakeClock
from tests.integration.calls_out import MAYA, SAM, Town, town
from tests.support_app import rows, settle_down

NO_TEXT = "All right: no text about this request comes to this phone."
GOOD_NEWS = "Good news: someone can help with your request."
HAPPENED = "About your last request: did help come?"


@pytest.fixture
def here(make_house: Callable[..., App], carrier: Simulator, tmp_path: Path) -> Iterator[Town]:
    with town(make_house, carrier, tmp_path, dispatch__waves=[2, 2]) as here:
        here.people(SAM, by_call=False)
        yield here


def ask(here: Town, last: str = "2") -> str:
    """Maya asks by keys, and presses `last` when a text of the number is offered; the reference."""
    call = here.carrier.phone(MAYA).call(pace=0)
    for keys in ("1", "1", "1", "2#", "1", "1", "1", last):
        call.press(keys)
    assert call.ended and any(words.startswith(NO_TEXT) for words in call.said) == (last == "2")
    settle_down(here.app)
    return str(rows(here.app, needs)[-1].reference)


def is_helped(here: Town, last: str = "2") -> str:
    reference = ask(here, last)
    here.line.text(SAM, f"YES {reference}")
    settle_down(here.app)
    return reference


def maya(here: Town) -> list[str]:
    """What Maya hears at once when she calls."""
    call = here.carrier.phone(MAYA).call(pace=0)
    said = list(call.said)
    call.hang_up()
    return said


def test_no_text_and_no_call_of_it_and_the_news_is_heard_by_calling(here: Town) -> None:
    is_helped(here)
    assert here.texts(MAYA) == [] and here.placed(MAYA) == 0
    assert maya(here)[1].startswith(GOOD_NEWS)
    assert not any(words.startswith(GOOD_NEWS) for words in maya(here))  # heard once


def test_only_this_request_is_kept_quiet(here: Town) -> None:
    is_helped(here)
    (one,) = [m for m in rows(here.app, members) if m.phone_index == _index(here, MAYA)]
    assert not one.by_call
    for words in ("NEED", "talk", "harbour", "tomorrow", "1", "1"):
        here.line.text(MAYA, words)
    settle_down(here.app)
    other = rows(here.app, needs)[-1].reference
    assert all(f"Request {other}" in words for words in here.texts(MAYA)) and here.texts(MAYA)


def test_whoever_asks_for_the_text_reads_the_news(here: Town) -> None:
    reference = is_helped(here, "1")
    assert here.texts(MAYA)[0].startswith(f"Good news on request {reference}")


def test_the_helper_s_words_are_kept_for_their_ear_and_the_helper_knows(here: Town) -> None:
    reference = is_helped(here)
    told = here.line.text(SAM, "at the blue door").texts
    assert told[0].startswith(f"Request {reference}: kept.")
    settle_down(here.app)
    assert here.texts(MAYA) == []
    assert any("at the blue door" in words for words in maya(here))


def test_the_number_by_text_brings_what_waited_as_texts(here: Town, clock: FakeClock) -> None:
    reference = is_helped(here)
    here.line.text(SAM, "at the blue door")
    here.line.text(MAYA, "hello")  # anybody may text from that phone
    settle_down(here.app)
    assert here.texts(MAYA) == []
    here.line.text(MAYA, reference)
    settle_down(here.app)
    assert {words.split(":")[0] for words in here.texts(MAYA)} == {
        reference,
        f"Good news on request {reference}",
    }
    here.line.text(SAM, "second floor")
    settle_down(here.app)
    assert here.texts(MAYA)[0] == f"{reference}: second floor"
    assert [order.state for order in rows(here.app, call_orders)] == ["canceled"]


def test_how_it_went_is_asked_when_they_call(here: Town, clock: FakeClock) -> None:
    is_helped(here)
    maya(here)
    clock.advance(hours=25)
    settle_down(here.app)
    assert here.texts(MAYA) == [] and here.placed(MAYA) == 0
    call = here.carrier.phone(MAYA).call(pace=0)
    assert call.said[-2].startswith(HAPPENED)
    call.press("1").press("1").hang_up()
    assert rows(here.app, needs)[-1].state == "done"
    assert not any(words.startswith(HAPPENED) for words in maya(here))


@pytest.mark.parametrize("heard", [True, False])
def test_how_it_went_is_texted_once_texts_are_all_right(
    here: Town, clock: FakeClock, heard: bool
) -> None:
    reference = is_helped(here)
    maya(here)
    clock.advance(hours=25)
    settle_down(here.app)
    if heard:
        maya(here)
    here.line.text(MAYA, reference)
    settle_down(here.app)
    clock.advance(minutes=11)
    settle_down(here.app)
    asked = [words for words in here.texts(MAYA) if "did help come?" in words]
    assert len(asked) == (0 if heard else 1)
    here.line.text(MAYA, "1")
    assert rows(here.app, needs)[-1].state == "done"


def test_nobody_is_rung_for_it_either(here: Town) -> None:
    reference = is_helped(here)
    with here.app.database.writing() as db:
        db.execute(update(members).values(call_safe="yes"))
    assert here.line.text(SAM, f"CALL {reference}").texts[0].startswith("A call is not possible")
    settle_down(here.app)
    assert here.placed(MAYA) == here.placed(SAM) == 0


def test_erase_forgets_what_waited(here: Town) -> None:
    is_helped(here)
    here.line.text(MAYA, "ERASE")
    here.line.text(MAYA, "1")
    assert not [order for order in rows(here.app, call_orders) if order.state == "queued"]
    assert rows(here.app, flow_sessions) == []


def _index(here: Town, number: str) -> bytes:
    return here.app.vault.phone_index(number)
