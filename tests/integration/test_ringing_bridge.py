"""CALL, and "to be connected, press one": the two sides of a match are joined, on each database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select, update

from hotline.domain.reachability import Consent
from hotline.services.kernel.app import App
from hotline.simulator.calls.handset import PhoneCall
from hotline.simulator.calls.legs import Waiting
from hotline.simulator.server import Simulator
from hotline.store.people import members as people
from hotline.store.schema import bridges, members, needs
from tests.conftest import OUR_NUMBER, FakeClock
from tests.integration.switchboard import MAYA, RANA, SAM, Switchboard
from tests.integration.switchboard import switchboard as built
from tests.integration.test_races import at_once
from tests.support_app import rows

SAFE = "Are calls to this phone all right, also with others around? 1 yes 2 no, texts only"
SAFE_AR = "هل المكالمات آمنة على هذا الهاتف، حتى بوجود آخرين؟ 1 نعم 2 لا"
ASKED = "We are asking whether a call suits them. Texts still reach them."
ANEW = "Calls to this phone are off, as you wished. Switch them on? 1 yes 2 no, texts only"
OFF = "No calls to this phone from now on, texts only. To change that: CALL"
COMING = "Your phone will ring in a moment, from this same number."
COMING_AR = "سيرن هاتفك بعد لحظات، من هذا الرقم نفسه."
NOT_NOW = "A call is not possible just now. Texts still reach them."
NOT_NOW_AR = "المكالمة غير ممكنة الآن. رسائلك تصل."
NOT_NOW_HEARD = "A call is not possible just now. Texts still reach them. Goodbye."
WHISPER = "A member would like to talk. To accept, press one."
WHISPER_AR = "مكالمة من شخص يود الحديث. للقبول، الرقم واحد."
GOODBYE = "Thank you for calling. Take good care. Goodbye."


@pytest.fixture
def here(
    make_house: Callable[..., App], carrier: Simulator, clock: FakeClock, tmp_path: Path
) -> Iterator[Switchboard]:
    with built(make_house, carrier, clock, tmp_path) as here:
        yield here


def matched(here: Switchboard, asker: str = "en", helper: str = "en") -> str:
    """Maya asks for food, Sam says yes; the reference."""
    here.people((MAYA, asker, "", "0"), (SAM, f"{helper};en;ar", "food", "1"))
    for words in ("need food harbour today 2", "1", "1"):
        text(here, MAYA, words)
    text(here, SAM, "YES")
    here.clock.advance(minutes=11)  # nobody is in the middle of anything any more
    here.settle()
    (need,) = rows(here.app, needs)
    assert need.state == "matched"
    return str(need.reference)


def text(here: Switchboard, number: str, words: str) -> list[str]:
    """A text to the hotline, and what it brings about; what it is answered with."""
    answer = here.line.text(number, words)
    assert answer.status == 200
    here.settle()
    return answer.texts


def is_safe(here: Switchboard, *numbers: str, answer: Consent = "yes") -> None:
    with here.app.database.writing() as db:
        for number in numbers:
            index = here.app.vault.phone_index(number)
            (found,) = [one for one in rows(here.app, members) if one.phone_index == index]
            people.change(db, found.id, call_safe=answer)


def state(here: Switchboard) -> str:
    return str(max(rows(here.app, bridges), key=lambda one: one.id).state)


def over(here: Switchboard) -> None:
    """Wait until every call is over, and let happen what follows."""
    assert here.carrier.wait_for(lambda: here.open_calls() == 0)
    here.settle()


def speak(one: PhoneCall, other: PhoneCall) -> None:
    one.speak("hello")
    assert other.said[-1] == "hello"
    other.speak("welcome")
    assert one.said[-1] == "welcome"


@pytest.mark.parametrize(("who", "other"), [(MAYA, SAM), (SAM, MAYA)])
def test_call_rings_the_helper_and_then_the_asker(here: Switchboard, who: str, other: str) -> None:
    reference = matched(here)
    is_safe(here, MAYA, SAM)
    assert text(here, who, f"CALL {reference}") == [COMING]
    assert here.texts(other)[-1] == COMING
    helper = here.rung(SAM)
    assert helper.caller == OUR_NUMBER
    helper.answer()
    assert helper.said == [WHISPER] and here.dialled() == []
    helper.press("1")
    assert helper.waiting == Waiting("dial", 20)
    asker = here.rung(MAYA)
    assert asker.caller == OUR_NUMBER
    asker.answer().press("1")
    speak(helper, asker)
    assert state(here) == "joined"
    asker.hang_up()
    assert helper.said[-1] == GOODBYE and helper.ended
    over(here)
    assert state(here) == "over"
    assert NOT_NOW not in here.texts(MAYA) + here.texts(SAM)


def test_each_side_is_asked_once_whether_it_is_safe(here: Switchboard) -> None:
    reference = matched(here)
    assert text(here, MAYA, f"CALL {reference}") == [SAFE]
    assert SAFE not in here.texts(SAM)
    assert text(here, MAYA, "1") == [ASKED]
    assert here.texts(SAM)[-1] == SAFE
    assert text(here, SAM, "yes") == [COMING]
    assert here.texts(MAYA)[-1] == COMING
    helper = here.rung(SAM).answer().press("1")
    here.rung(MAYA).answer().press("1").hang_up()
    assert helper.ended
    over(here)
    assert text(here, SAM, f"CALL {reference}") == [COMING]  # nobody is asked again
    assert here.texts(SAM).count(SAFE) == 1 and SAFE not in here.texts(MAYA)
    here.rung(SAM).answer()


def test_in_arabic(here: Switchboard) -> None:
    reference = matched(here, asker="ar", helper="ar")
    assert text(here, SAM, f"اتصال {reference}") == [SAFE_AR]
    text(here, SAM, "١")
    assert here.texts(MAYA)[-1] == SAFE_AR
    assert text(here, MAYA, "نعم") == [COMING_AR]
    helper = here.rung(SAM).answer()
    assert helper.said == [WHISPER_AR]
    helper.press("1")
    asker = here.rung(MAYA).answer()
    assert asker.said == [WHISPER_AR]
    asker.press("3")
    assert helper.said[-1] == "المكالمة غير ممكنة الآن، والرسائل تصل. مع السلامة."
    over(here)
    assert here.texts(MAYA)[-1] == NOT_NOW_AR


def test_a_no_of_one_s_own_is_honoured(here: Switchboard) -> None:
    reference = matched(here)
    text(here, MAYA, f"CALL {reference}")
    assert text(here, MAYA, "2") == [NOT_NOW]
    assert text(here, SAM, f"CALL {reference}") == [NOT_NOW]  # the same words, whoever it was
    assert here.carrier.calls() == [] and SAFE not in here.texts(SAM)


def test_call_after_a_no_of_one_s_own_asks_anew(here: Switchboard) -> None:
    reference = matched(here)
    is_safe(here, SAM)
    is_safe(here, MAYA, answer="no")
    assert text(here, MAYA, f"CALL {reference}") == [ANEW]
    assert text(here, MAYA, "no") == [NOT_NOW]
    assert here.carrier.calls() == []
    assert text(here, MAYA, "CALL") == [ANEW]
    assert text(here, MAYA, "yes") == [COMING]
    assert here.rung(SAM).answer().said == [WHISPER]


def test_a_no_of_the_other_s_is_not_told_by_asking_anew(here: Switchboard) -> None:
    reference = matched(here)
    is_safe(here, SAM, answer="no")
    is_safe(here, MAYA, answer="no")
    assert text(here, MAYA, f"CALL {reference}") == [ANEW]
    assert text(here, MAYA, "1") == [NOT_NOW]
    assert text(here, MAYA, f"CALL {reference}") == [NOT_NOW]


@pytest.mark.parametrize(("before", "asked"), [("no", "ANEW"), ("yes", "SAFE")])
def test_call_with_nobody_to_call_asks_about_calls_here(
    here: Switchboard, before: Consent, asked: str
) -> None:
    here.people((MAYA, "en", "", "0"))
    is_safe(here, MAYA, answer=before)
    assert text(here, MAYA, "CALL") == [{"ANEW": ANEW, "SAFE": SAFE}[asked]]
    text(here, MAYA, "2" if before == "yes" else "1")
    with here.app.database.reading() as db:
        (answer,) = db.execute(select(members.c.call_safe)).scalars()
    assert answer == ("no" if before == "yes" else "yes")


def test_no_calls_at_any_time(here: Switchboard) -> None:
    reference = matched(here)
    is_safe(here, MAYA, SAM)
    assert text(here, SAM, "NO CALLS") == [OFF]
    assert text(here, MAYA, f"CALL {reference}") == [NOT_NOW]
    assert text(here, SAM, "CALL") == [ANEW]  # the way back
    assert here.carrier.calls() == []


def test_no_calls_while_one_is_wished_for(here: Switchboard) -> None:
    reference = matched(here)
    is_safe(here, MAYA)
    assert text(here, MAYA, f"CALL {reference}") == [ASKED]
    assert text(here, SAM, "no calls") == [OFF]
    assert here.texts(MAYA)[-1] == NOT_NOW
    assert text(here, SAM, "1") != [COMING]  # the question is over with it
    with here.app.database.reading() as db:
        safe = set(db.execute(select(members.c.call_safe)).scalars())
    assert safe == {"yes", "no"}


def test_a_no_of_the_other_s_is_honoured_in_the_same_words(here: Switchboard) -> None:
    reference = matched(here)
    is_safe(here, MAYA)
    assert text(here, MAYA, f"CALL {reference}") == [ASKED]
    text(here, SAM, "2")
    assert here.texts(MAYA)[-1] == NOT_NOW
    assert text(here, MAYA, f"CALL {reference}") == [NOT_NOW]
    assert here.texts(SAM).count(SAFE) == 1
    assert here.carrier.calls() == []


def test_a_question_that_waits_is_not_put_again(here: Switchboard) -> None:
    reference = matched(here)
    is_safe(here, MAYA)
    text(here, MAYA, f"CALL {reference}")
    here.clock.advance(minutes=16)
    here.settle()
    assert text(here, MAYA, f"CALL {reference}") == [ASKED]
    assert here.texts(SAM).count(SAFE) == 1
    text(here, SAM, "1")
    assert here.texts(MAYA)[-1] == COMING


def test_a_helper_who_may_not_be_rung_any_more(here: Switchboard) -> None:
    reference = matched(here)
    is_safe(here, MAYA, SAM)
    assert here.line.text(MAYA, f"CALL {reference}").texts == [COMING]
    with here.app.database.writing() as db:
        blocked = members.c.phone_index == here.app.vault.phone_index(SAM)
        db.execute(update(members).where(blocked).values(state="blocked"))
    here.settle()
    assert here.carrier.calls() == [] and here.open_calls() == 0
    assert here.texts(MAYA)[-1] == NOT_NOW and state(here) == "over"


def test_no_answer_about_safety_is_no_call(here: Switchboard) -> None:
    reference = matched(here)
    is_safe(here, MAYA)
    text(here, MAYA, f"CALL {reference}")
    here.clock.advance(minutes=16)
    here.settle()
    assert here.texts(MAYA)[-1] == NOT_NOW and state(here) == "over"
    text(here, SAM, "1")  # kept for another time; nobody is rung out of the blue
    assert here.carrier.calls() == []
    assert text(here, MAYA, f"CALL {reference}") == [COMING]


@pytest.mark.parametrize(
    "how", ["busy", "no answer", "voicemail", "silence", "another key", "away"]
)
def test_a_helper_who_cannot_be_joined(here: Switchboard, how: str) -> None:
    reference = matched(here)
    is_safe(here, MAYA, SAM)
    kinds = {"busy": "busy", "no answer": "unanswered", "voicemail": "voicemail"}
    kinds["away"] = "uncallable"
    if how in kinds:
        here.faults(**{kinds[how]: [SAM]})
    text(here, MAYA, f"CALL {reference}")
    if how == "silence":
        here.rung(SAM).answer().silence()
    elif how == "another key":
        here.rung(SAM).answer().press("2")
    over(here)
    assert here.dialled() == [] and state(here) == "over"
    assert here.texts(MAYA)[-1] == NOT_NOW
    assert here.texts(MAYA).count(NOT_NOW) == 1


@pytest.mark.parametrize("how", ["busy", "unanswered", "voicemail", "another key"])
def test_an_asker_who_cannot_be_joined(here: Switchboard, how: str) -> None:
    reference = matched(here)
    is_safe(here, MAYA, SAM)
    if how != "another key":
        here.faults(**{how: [MAYA]})
    text(here, MAYA, f"CALL {reference}")
    helper = here.rung(SAM).answer().press("1")
    if how == "another key":
        here.rung(MAYA).answer().press("0")
    assert helper.said[-1] == NOT_NOW_HEARD and helper.ended
    over(here)
    assert here.texts(MAYA).count(NOT_NOW) == 1 and NOT_NOW not in here.texts(SAM)
    assert state(here) == "over"


def test_the_helper_hangs_up_while_the_asker_is_rung(here: Switchboard) -> None:
    reference = matched(here)
    is_safe(here, MAYA, SAM)
    text(here, MAYA, f"CALL {reference}")
    helper = here.rung(SAM).answer().press("1")
    asker = here.rung(MAYA)
    helper.hang_up()
    over(here)
    assert asker.ended and state(here) == "over"
    assert here.texts(MAYA)[-1] == NOT_NOW


def test_call_again_while_the_phone_is_about_to_ring_changes_nothing(here: Switchboard) -> None:
    reference = matched(here)
    is_safe(here, MAYA, SAM)
    text(here, MAYA, f"CALL {reference}")
    assert text(here, SAM, f"CALL {reference}") == [COMING]
    assert len(here.carrier.calls()) == 1


def test_both_sides_call_at_the_same_instant(here: Switchboard) -> None:
    reference = matched(here)
    is_safe(here, MAYA, SAM)
    answers = at_once(*(partial(here.line.text, who, f"CALL {reference}") for who in (MAYA, SAM)))
    assert [answer.texts for answer in answers] == [[COMING], [COMING]]
    here.settle()
    assert len(here.carrier.calls()) == 1 and len(rows(here.app, bridges)) == 1


def test_a_match_that_has_ended_is_not_called(here: Switchboard) -> None:
    reference = matched(here)
    is_safe(here, MAYA, SAM)
    text(here, MAYA, f"CALL {reference}")
    helper = here.rung(SAM)
    text(here, MAYA, f"DROP {reference}")
    helper.answer()
    assert helper.said == ["That call has been answered already. Thank you. Goodbye."]
    over(here)
    assert here.dialled() == []


def test_only_the_two_sides_can_call(here: Switchboard) -> None:
    reference = matched(here)
    here.people((RANA, "en", "", "0"))
    assert NOT_NOW not in text(here, RANA, f"CALL {reference}")
    assert rows(here.app, bridges) == [] and here.carrier.calls() == []


def test_call_without_a_reference_where_one_match_is_open(here: Switchboard) -> None:
    matched(here)
    is_safe(here, MAYA, SAM)
    assert text(here, MAYA, "CALL") == [COMING]


# --- by voice ----------------------------------------------------------------------------------


def test_the_asker_hears_that_there_is_someone_and_is_connected(here: Switchboard) -> None:
    matched(here)
    is_safe(here, SAM)
    call = here.call(MAYA, "7")
    assert any("To be connected, press one." in words for words in call.said)
    call.press("1")
    assert call.waiting == Waiting("dial", 20)
    helper = here.rung(SAM)
    assert helper.caller == OUR_NUMBER
    speak(call, helper.answer().press("1"))
    helper.hang_up()
    assert call.said[-1] == GOODBYE
    over(here)
    assert state(here) == "over"


def test_connected_only_where_calls_are_known_to_be_safe(here: Switchboard) -> None:
    matched(here)
    call = here.call(MAYA, "7", "1")
    assert call.said[-1] == NOT_NOW_HEARD and call.ended
    here.settle()
    assert here.texts(SAM)[-1] == SAFE and here.dialled() == []
    text(here, SAM, "2")
    assert here.call(MAYA, "7", "1").said[-1] == NOT_NOW_HEARD
    assert here.dialled() == [] and here.texts(SAM).count(SAFE) == 1


def test_nobody_answers_the_one_who_waits(here: Switchboard) -> None:
    matched(here)
    is_safe(here, SAM)
    here.faults(unanswered=[SAM])
    call = here.call(MAYA, "7", "1")
    assert call.said[-1] == NOT_NOW_HEARD and call.ended
    over(here)
    assert state(here) == "over" and NOT_NOW not in here.texts(SAM)
    again = here.call(MAYA, "7", "1")  # nothing stands in the way of another try
    assert here.dialled() == [SAM, SAM] and again.ended
