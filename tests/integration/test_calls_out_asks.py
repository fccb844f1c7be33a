"""Members without text are asked by a call, over HTTP, on each database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hotline.services.kernel.app import App
from hotline.simulator.calls.handset import hear_out
from hotline.simulator.server import Simulator
from hotline.store.schema import matches, needs
from tests.conftest import FakeClock
from tests.integration.calls_out import MAYA, NOUR, RANA, SAM, Town, town
from tests.integration.test_races import at_once
from tests.support_app import rows, settle_down
from tests.support_line import Answer


@pytest.fixture
def here(make_house: Callable[..., App], carrier: Simulator, tmp_path: Path) -> Iterator[Town]:
    with town(make_house, carrier, tmp_path, dispatch__waves=[2, 2]) as here:
        yield here


ASK = "Hello, this is Harbour. There is a request:"


def test_one_accepts_and_nobody_is_texted(here: Town) -> None:
    here.people(SAM)
    reference = here.ask_for_food()
    call = here.rings(SAM).answer()
    assert call.caller == "+9611000000"
    assert call.said[0].startswith(ASK)
    assert "food" in call.said[0]
    assert "Harbour, today" in call.said[0]
    call.press("1")
    assert call.said[-2].startswith("Thank you! It is yours. We can connect you now")
    call.press("2")
    assert call.ended
    assert call.said[-1].startswith("To speak with them, when it is done")
    here.over()
    (match,) = rows(here.app, matches)
    assert match.state == "open"
    assert here.asks() == ["accepted"]
    assert here.texts(MAYA)[0].startswith(f"Good news on request {reference}")
    assert here.texts(SAM) == []
    assert here.open_calls() == 0


def test_the_helper_hears_the_words_that_came_with_the_need(here: Town) -> None:
    here.people(SAM)
    for words in ("need", "food", "harbour", "today 2", "after six, call +96170111222", "1"):
        here.line.text(MAYA, words)
    settle_down(here.app)
    call = here.rings(SAM).answer().press("1")
    assert any("came these words: after six" in said for said in call.said)
    assert not any("70111222" in said for said in call.said)
    said = hear_out(call)  # saying nothing now takes nothing back
    assert said[-1].endswith("Goodbye.")
    here.over()
    assert here.asks() == ["accepted"]


@pytest.mark.parametrize(
    ("key", "words"), [("2", "That is fine, thank you"), ("3", "All right, perhaps another time")]
)
def test_two_and_three_are_no_and_the_next_is_rung_at_once(
    here: Town, key: str, words: str
) -> None:
    here.people(SAM, RANA, NOUR)
    here.ask_for_food()
    first, second = (n for n in (SAM, RANA, NOUR) if here.placed(n))
    (third,) = {SAM, RANA, NOUR} - {first, second}
    call = here.rings(first).answer().press(key)
    assert call.ended
    assert call.said[-1].startswith(words)
    here.over()
    assert Counter(here.asks()) == {"declined": 1, "queued": 2}
    assert here.rings(third).answer().press("1").said[-2].startswith("Thank you! It is yours")


def test_silence_is_no_acceptance_and_lapses(here: Town, clock: FakeClock) -> None:
    here.people(SAM)
    here.ask_for_food()
    said = hear_out(here.rings(SAM).answer())
    assert [words[:40] for words in said].count(ASK[:40]) == 2
    assert said[-1].endswith("Goodbye.")
    here.over()
    assert here.asks() == ["sent"]
    clock.advance(minutes=10)
    settle_down(here.app)
    assert here.asks() == ["lapsed"]
    assert rows(here.app, matches) == []
    (need,) = rows(here.app, needs)
    assert need.state == "escalated"


def test_a_voicemail_accepts_nothing(here: Town, clock: FakeClock) -> None:
    here.faults(voicemail=frozenset({SAM}))
    here.people(SAM)
    here.ask_for_food()
    here.over()
    assert here.asks() == ["sent"]
    assert rows(here.app, matches) == []
    clock.advance(minutes=10)
    settle_down(here.app)
    assert here.asks() == ["lapsed"]


@pytest.mark.parametrize("how", ["busy", "unanswered"])
def test_nobody_at_the_phone_is_silence(here: Town, clock: FakeClock, how: str) -> None:
    here.faults(**{how: frozenset({SAM})})
    here.people(SAM)
    here.ask_for_food()
    here.over()
    assert here.asks() == ["sent"]
    assert here.placed(SAM) == 1
    clock.advance(minutes=10)
    settle_down(here.app)
    assert here.asks() == ["lapsed"]


def test_a_phone_that_cannot_be_reached_is_replaced_at_once(here: Town) -> None:
    here.faults(uncallable=frozenset({SAM, RANA}))
    here.people(SAM, RANA, NOUR)
    here.ask_for_food()
    here.over(2)
    assert Counter(here.asks())["failed"] >= 1
    assert here.rings(NOUR).answer().press("1").press("2").ended
    here.over(3)
    assert len(rows(here.app, matches)) == 1


def test_star_says_it_again_and_wrong_keys_lead_to_a_person(here: Town) -> None:
    here.people(SAM)
    here.ask_for_food()
    call = here.rings(SAM).answer().press("*")
    assert call.said[-2].startswith(ASK)
    for _ in range(3):
        call.press("7")
    assert not call.ended
    assert any("leave a message" in said for said in call.said)
    assert rows(here.app, matches) == []
    call.hang_up()


def test_hanging_up_is_silence(here: Town) -> None:
    here.people(SAM)
    here.ask_for_food()
    here.rings(SAM).answer().hang_up()
    here.over()
    assert here.asks() == ["sent"]
    assert here.open_calls() == 0


@pytest.mark.parametrize("turn", range(3))
def test_two_press_one_at_once_and_one_wins(here: Town, turn: int) -> None:
    here.people(SAM, RANA)
    here.ask_for_food()
    ringing = [here.rings(number).answer() for number in (SAM, RANA)]
    at_once(*(lambda c=call: c.press("1") for call in ringing))
    won = [any(words.startswith("Thank you! It is yours") for words in c.said) for c in ringing]
    late = [any(words.startswith("Thank you for the yes!") for words in c.said) for c in ringing]
    assert sorted(won) == sorted(late) == [False, True]
    assert won != late
    ringing[won.index(True)].hang_up()
    here.over(2)
    assert len(rows(here.app, matches)) == 1
    assert sorted(here.asks()) == ["accepted", "covered"]
    assert len([words for words in here.texts(MAYA) if words.startswith("Good news")]) == 1


@pytest.mark.parametrize("turn", range(3))
def test_one_presses_one_while_another_texts_yes(here: Town, turn: int) -> None:
    here.people(SAM)
    here.people(RANA, by_call=False)
    reference = here.ask_for_food()
    call = here.rings(SAM).answer()

    answers: list[Answer] = []

    def press() -> None:
        call.press("1")

    def text() -> None:
        answers.append(here.line.text(RANA, f"YES {reference}"))

    at_once(press, text)
    (answer,) = answers
    by_call = call.said[-2].startswith("Thank you! It is yours")
    by_text = answer.texts[0].startswith(f"Thank you! Request {reference} is yours")
    assert by_call != by_text
    if by_call:
        call.hang_up()
    here.over()
    assert len(rows(here.app, matches)) == 1
    assert sorted(here.asks()) == ["accepted", "covered"]


def test_a_phone_that_is_picked_up_too_late_is_told_so(here: Town) -> None:
    here.people(SAM)
    here.people(RANA, by_call=False)
    reference = here.ask_for_food()
    late = here.rings(SAM)
    here.line.text(RANA, f"YES {reference}")
    settle_down(here.app)
    late.answer()
    assert late.ended
    assert "needs no answer any more" in late.said[0]
    here.over()
    assert here.texts(SAM) == []


def test_an_order_that_has_not_rung_is_withdrawn(here: Town) -> None:
    here.people(SAM)
    here.people(RANA, by_call=False)
    here.carrier.phone(SAM).call()  # their own call: they are not rung meanwhile
    here.line.text(RANA, "OFFER")  # both are in the middle of something, so both are asked
    reference = here.ask_for_food()
    assert here.placed(SAM) == 0
    here.line.text(RANA, f"YES {reference}")
    here.all_hang_up()
    settle_down(here.app)
    assert here.placed(SAM) == 0
    assert here.states() == ["canceled"]
    assert here.open_calls() == 0


def test_arabic_is_asked_in_arabic(here: Town) -> None:
    here.people(SAM, language="ar")
    for words in ("طلب اكل الميناء اليوم 2", "1", "1"):
        here.line.text(MAYA, words)
    settle_down(here.app)
    call = here.rings(SAM).answer()
    assert "وصل طلب" in call.said[0]
    assert call.press("1").said[-2].startswith("شكرًا! يمكن الحديث الآن")
    assert call.press("2").said[-1].startswith("للحديث مع الطرف الآخر")


def test_what_the_asker_texts_is_read_to_a_helper_without_text(
    here: Town, clock: FakeClock
) -> None:
    here.people(SAM)
    here.ask_for_food()
    here.rings(SAM).answer().press("1").press("2")
    here.over()
    here.line.text(MAYA, "the blue door, +96170111222")
    here.line.text(MAYA, "second floor")
    settle_down(here.app)
    assert here.placed(SAM) == 1  # words rarely come alone
    clock.advance(seconds=31)
    settle_down(here.app)
    call = here.rings(SAM).answer()
    assert call.said[0].startswith("Hello, this is Harbour, with news for you.")
    call.press("1")
    assert "the blue door" in call.said[2]
    assert "70111222" not in call.said[2]
    assert "second floor" in call.said[3]
    before = len(call.said)
    call.press("*")
    assert "second floor" in "".join(call.said[before:])
    assert hear_out(call)[-1].endswith("Goodbye.")
    here.over(2)
    assert here.texts(SAM) == []


def test_a_helper_without_text_hears_that_the_need_is_gone_when_quiet_hours_end(
    make_house: Callable[..., App], carrier: Simulator, tmp_path: Path, clock: FakeClock
) -> None:
    with town(make_house, carrier, tmp_path, quiet_hours__to="08:00") as here:
        here.people(SAM)
        reference = here.ask_for_food()
        here.rings(SAM).answer().press("1").press("2")
        here.over()
        clock.advance(hours=12)
        here.line.text(MAYA, f"DROP {reference}")
        settle_down(here.app)
        assert here.placed(SAM) == 1
        clock.advance(hours=9, minutes=30)
        settle_down(here.app)
        call = here.rings(SAM).answer()
        assert "not needed any more" in call.press("1").said[2]
