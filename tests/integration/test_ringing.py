"""0, the third miss, and someone to talk to: listeners are rung one at a time, on each database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import insert

from hotline.services.kernel.app import App
from hotline.simulator.calls.legs import Waiting
from hotline.simulator.server import Simulator
from hotline.store.db.ids import new_id
from hotline.store.needs import matches, needs
from hotline.store.people import members as people
from hotline.store.people import offers
from hotline.store.schema import avoidances, flow_sessions, members, reports, rings
from tests.conftest import OUR_NUMBER, FakeClock
from tests.integration.switchboard import KIM, MAYA, NOUR, RANA, SAM, WITHHELD, Switchboard
from tests.integration.switchboard import switchboard as built
from tests.integration.test_races import at_once
from tests.support_app import rows
from tests.support_line import Answer

CONNECTING = "We are connecting you with a person. Numbers stay hidden. Please stay on the line."
STILL = "We are still looking for someone. To keep waiting, press one. To leave a message, two."
WHISPER = "A member would like to talk. To accept, press one."
WHISPER_AR = "مكالمة من شخص يود الحديث. للقبول، الرقم واحد."
GONE = "That call has been answered already. Thank you. Goodbye."
NOBODY = "Nobody is free right now, and we are sorry."
GOODBYE = "Thank you for calling. Take good care. Goodbye."
DECLINED = "That is fine, thank you for answering. Goodbye."
HERE = "Someone is here now."


@pytest.fixture
def here(
    make_house: Callable[..., App], carrier: Simulator, clock: FakeClock, tmp_path: Path
) -> Iterator[Switchboard]:
    with built(make_house, carrier, clock, tmp_path) as here:
        yield here


def listener(number: str, languages: str = "en", level: str = "2") -> tuple[str, ...]:
    return number, languages, "talk", level


def maya(languages: str = "en") -> tuple[str, ...]:
    return MAYA, languages, "", "0"


def member_id(here: Switchboard, number: str) -> int:
    index = here.app.vault.phone_index(number)
    return int(next(one.id for one in rows(here.app, members) if one.phone_index == index))


def test_a_listener_presses_one_and_the_two_speak(here: Switchboard) -> None:
    here.people(maya(), listener(SAM))
    call = here.call(MAYA, "0")
    assert call.said[-1] == CONNECTING and call.waiting == Waiting("dial", 20)
    rung = here.rung(SAM)
    assert rung.caller == OUR_NUMBER
    rung.answer()
    assert rung.said == [WHISPER]
    rung.press("1")
    assert rung.said[-1] == HERE
    assert [w and w.what for w in (rung.waiting, call.waiting)] == ["conversation", "conversation"]
    assert here.states() == ["joined"]
    rung.speak("welcome").hang_up()
    assert call.said[-2:] == ["welcome", GOODBYE] and call.ended
    assert here.states() == ["over"]
    assert here.carrier.wait_for(lambda: here.open_calls() == 0)


def test_the_caller_hangs_up_first_and_the_listener_is_free_again(here: Switchboard) -> None:
    here.people(maya(), listener(SAM))
    call = here.call(MAYA, "0")
    rung = here.rung(SAM).answer().press("1")
    call.hang_up()
    assert here.carrier.wait_for(lambda: here.open_calls() == 0 and rung.ended)
    assert here.states() == ["over"]


@pytest.mark.parametrize("how", ["silence", "wrong key", "refused", "voicemail", "no answer"])
def test_whoever_does_not_press_one_passes_the_call_on(here: Switchboard, how: str) -> None:
    here.people(maya(), listener(SAM), listener(NOUR))
    if how == "voicemail":
        here.faults(voicemail=[SAM])
    if how == "no answer":
        here.faults(unanswered=[SAM])
    call = here.call(MAYA, "0")
    if how == "silence":
        assert here.rung(SAM).answer().silence().ended
    elif how == "wrong key":
        assert here.rung(SAM).answer().press("0").said == [WHISPER, DECLINED]
    elif how == "refused":
        here.rung(SAM).refuse()
    second = here.rung(NOUR).answer().press("1")
    call.speak("is anybody there?")
    assert second.said[-1] == "is anybody there?"
    assert here.dialled() == [SAM, NOUR]
    assert here.states() == ["over", "joined"]


def test_one_at_a_time(here: Switchboard) -> None:
    here.people(maya(), listener(SAM), listener(NOUR), listener(RANA))
    here.call(MAYA, "0")
    here.rung(SAM)
    assert here.dialled() == [SAM]
    assert here.states() == ["ringing"]


def test_nobody_accepts_and_the_caller_leaves_a_message(here: Switchboard) -> None:
    here.people(maya(), listener(SAM), listener(NOUR), (KIM, "en", "", "3"))
    here.faults(unanswered=[SAM, NOUR, KIM])
    call = here.call(MAYA, "0")
    assert here.dialled() == [SAM, NOUR, KIM] and STILL in call.said
    call.press("2")
    assert call.said[-1].startswith(NOBODY) and call.waiting is not None
    assert call.waiting.what == "words"
    call.speak("please call me", 5).press("#").press("1")
    assert call.ended
    here.settle()
    assert any(text.startswith("A voice message waits") for text in here.texts(KIM))


def test_who_did_not_pick_up_is_rung_once_more_if_the_caller_waits(here: Switchboard) -> None:
    here.people(maya(), listener(SAM), listener(NOUR), listener(RANA), (KIM, "en", "", "3"))
    here.faults(unanswered=[SAM, KIM], voicemail=[RANA])
    call = here.call(MAYA, "0")
    here.rung(NOUR).answer().press("2")  # a no
    assert here.dialled() == [SAM, NOUR, RANA, KIM]
    assert call.said[-2] == STILL
    here.faults(unanswered=[SAM])
    call.press("1")
    assert here.rung(KIM).answer().press("1").said[-1] == HERE
    assert here.dialled() == [SAM, NOUR, RANA, KIM, SAM, KIM]


def test_nobody_is_rung_a_third_time(here: Switchboard) -> None:
    here.people(maya(), listener(SAM))
    here.faults(unanswered=[SAM])
    call = here.call(MAYA, "0").press("1")
    assert here.dialled() == [SAM, SAM]
    assert call.said[-1].startswith(NOBODY)


def test_the_second_round_ends_at_the_stated_limit_too(here: Switchboard) -> None:
    here.people(maya(), listener(SAM), listener(NOUR))
    here.faults(unanswered=[SAM])
    call = here.call(MAYA, "0")
    here.clock.advance(seconds=280)
    here.rung(NOUR).refuse()
    assert call.said[-1].startswith(NOBODY) and here.dialled() == [SAM, NOUR]


def test_with_nobody_on_duty_there_is_no_false_promise(here: Switchboard) -> None:
    here.people(maya(), (SAM, "en", "talk", "1"), (NOUR, "en", "food", "2"))
    call = here.call(MAYA, "0")
    assert CONNECTING not in call.said and call.said[-1].startswith(NOBODY)
    assert here.dialled() == []


def test_listeners_come_before_the_team(here: Switchboard) -> None:
    here.people((KIM, "en", "", "3"), maya(), listener(SAM))
    here.call(MAYA, "0")
    here.rung(SAM).refuse()
    here.rung(KIM)
    assert here.dialled() == [SAM, KIM]


def test_the_third_miss_leads_to_listeners(here: Switchboard) -> None:
    here.people(maya(), listener(SAM))
    call = here.call(MAYA)
    for _ in range(3):
        call.silence()
    assert call.said[-1] == CONNECTING
    here.rung(SAM)


def test_someone_to_talk_to_is_connected_now(here: Switchboard) -> None:
    here.people(maya(), listener(SAM), (KIM, "en", "", "3"))
    here.faults(unanswered=[SAM])
    call = here.call(MAYA, "5")
    assert CONNECTING in call.said and call.said[-2] == STILL
    assert call.press("2").said[-1].startswith(NOBODY)
    assert here.dialled() == [SAM]  # the team is for who asks for any person
    assert rows(here.app, flow_sessions) == []  # nothing is left half-way
    call.hang_up()


def test_with_no_listener_a_talk_is_a_request_like_any_other(here: Switchboard) -> None:
    here.people(maya(), (KIM, "en", "", "3"))
    call = here.call(MAYA, "5")
    assert "Where" in call.said[-2] or "area" in call.said[-2].lower()
    assert here.dialled() == []


def test_each_hears_their_own_language(here: Switchboard) -> None:
    here.people(maya("ar"), listener(SAM, "en;ar"), listener(NOUR, "ar"), listener(RANA))
    call = here.call(MAYA, "0")
    assert call.said[-1].startswith("نحوّل المكالمة الآن")
    first = here.rung(SAM).answer()
    assert first.said == [WHISPER]
    first.press("2")
    second = here.rung(NOUR).answer()
    assert second.said == [WHISPER_AR]
    second.silence()
    assert call.said[-1].startswith("لا أحد متاح الآن")  # Rana shares no language with the caller
    assert here.dialled() == [SAM, NOUR]


def test_a_caller_without_a_number_is_connected_as_well(here: Switchboard) -> None:
    here.people(listener(SAM, "en"))
    call = here.call(WITHHELD, "2")
    assert call.said[-1] == CONNECTING
    here.rung(SAM).answer().press("1").speak("hello")
    assert call.said[-1] == "hello"


def test_a_caller_is_asked_every_minute_and_waits_on(here: Switchboard) -> None:
    numbers = [f"+96130001{n:02}" for n in range(12)]
    here.people(maya(), *(listener(number) for number in numbers))
    call = here.call(MAYA, "0")
    for number in numbers[:3]:
        here.clock.advance(seconds=20)
        here.rung(number).refuse()
    assert call.said[-2:] == [STILL, "For a person, zero. To hear this again, star."]
    assert here.dialled() == numbers[:3]
    call.press("1")
    here.rung(numbers[3])
    assert here.dialled() == numbers[:4]


@pytest.mark.parametrize("key", ["0", "1"])
def test_waiting_ends_at_the_stated_limit(here: Switchboard, key: str) -> None:
    numbers = [f"+96130001{n:02}" for n in range(30)]
    here.people(maya(), *(listener(number) for number in numbers))
    began = here.clock.now
    call, left = here.call(MAYA, "0"), iter(numbers)
    asked = 0
    while call.waiting is not None and call.waiting.what != "words":
        if call.waiting.what == "keys":
            asked += 1
            here.clock.advance(seconds=8)
            call.press(key)
        else:
            here.clock.advance(seconds=20)
            here.rung(next(left)).refuse()
    assert call.said[-1].startswith(NOBODY)
    assert (here.clock.now - began).total_seconds() <= 300
    assert 3 <= asked <= 5 and len(here.dialled()) < len(numbers)


@pytest.mark.parametrize("how", ["two", "silence", "wrong keys"])
def test_asked_about_waiting_a_caller_may_leave_a_message(here: Switchboard, how: str) -> None:
    here.people(maya(), listener(SAM), listener(NOUR))
    call = here.call(MAYA, "0")
    here.clock.advance(seconds=60)
    here.rung(SAM).refuse()
    assert STILL in call.said
    if how == "two":
        call.press("2")
    else:
        for _ in range(3):
            call.press("7") if how == "wrong keys" else call.silence()
    assert call.said[-1].startswith(NOBODY) and here.dialled() == [SAM]


def test_the_caller_hangs_up_while_a_phone_rings(here: Switchboard) -> None:
    here.people(maya(), listener(SAM), listener(NOUR))
    call = here.call(MAYA, "0")
    rung = here.rung(SAM)
    call.hang_up()
    assert here.carrier.wait_for(lambda: rung.ended and here.open_calls() == 0)
    assert here.states() == ["over"] and here.dialled() == [SAM]


def test_who_picks_up_after_the_caller_has_gone_hears_so(here: Switchboard) -> None:
    here.people(maya(), listener(SAM, "ar;en"))
    call = here.call(MAYA, "0")
    rung = here.rung(SAM).answer()
    (ring,) = rows(here.app, rings)
    call.hang_up()
    assert here.carrier.wait_for(lambda: here.open_calls() == 0)
    for path in ("whisper", "answer"):
        fields = {"AccountSid": "AC" + "0123456789abcdef" * 2, "CallSid": rung.sid, "Digits": "1"}
        late = here.line.post(f"/twilio/voice/ring/{ring.id}/{path}", list(fields.items()))
        assert late.status == 200
        assert "تم استلام المكالمة" in late.body.decode() and b"Hangup" in late.body
    assert here.states() == ["over"]


def test_a_late_pick_up_does_not_take_the_next_one_s_call(here: Switchboard) -> None:
    here.people(maya(), listener(SAM), listener(NOUR))
    here.call(MAYA, "0")
    rung = here.rung(SAM).answer()
    rung.silence()
    ring = min(rows(here.app, rings), key=lambda one: one.id)
    fields = {"AccountSid": "AC" + "0123456789abcdef" * 2, "CallSid": rung.sid, "Digits": "1"}
    late = here.line.post(f"/twilio/voice/ring/{ring.id}/answer", list(fields.items()))
    assert GONE in late.body.decode()
    here.rung(NOUR).answer().press("1")
    assert here.states() == ["over", "joined"]


def test_one_who_is_in_a_call_is_not_rung(here: Switchboard) -> None:
    here.people(maya(), (RANA, "en", "", "0"), listener(SAM), listener(NOUR), listener(KIM))
    here.call(NOUR)
    here.call(MAYA, "0")
    here.rung(SAM).answer().press("1")
    here.call(RANA, "0")
    assert here.dialled() == [SAM, KIM]


def test_one_who_holds_a_match_comes_last(here: Switchboard) -> None:
    here.people(maya(), listener(SAM), listener(NOUR))
    with here.app.database.writing() as db:
        held = needs.open_new(
            db,
            here.app.vault,
            now=here.clock.now,
            words=None,
            asker_id=member_id(here, MAYA),
            category="food",
            area="harbour",
            wanted="today",
            people=1,
            language="en",
            urgent=False,
            due_at=None,
            asking_at=None,
            expires_at=here.clock.now,
        )
        matches.add(db, held.id, member_id(here, SAM), member_id(here, MAYA), here.clock.now)
    here.call(MAYA, "0")
    here.rung(NOUR).refuse()
    here.rung(SAM)
    assert here.dialled() == [NOUR, SAM]


def test_the_one_rung_longest_ago_is_rung_first(here: Switchboard) -> None:
    here.people(maya(), listener(SAM), listener(NOUR))
    first = here.call(MAYA, "0")
    here.rung(SAM).answer().press("1").hang_up()
    assert first.ended
    here.clock.advance(minutes=1)
    here.call(MAYA, "0")
    here.rung(NOUR)


def test_nobody_is_rung_who_is_avoided_or_has_no_calls(here: Switchboard) -> None:
    here.people(maya(), listener(SAM), listener(NOUR), listener(RANA))
    with here.app.database.writing() as db:
        pair = {"member_id": member_id(here, SAM), "other_id": member_id(here, MAYA)}
        db.execute(insert(avoidances).values(**pair))
        people.change(db, member_id(here, NOUR), call_safe="no")
    here.call(MAYA, "0")
    here.rung(RANA)
    assert here.dialled() == [RANA]


def _report(here: Switchboard, number: str) -> None:
    with here.app.database.writing() as db:
        about = {"subject_id": member_id(here, number), "need_id": None, "reporter_id": None}
        index = here.app.vault.phone_index(number)
        state = {"state": "open", "by_side": "asker", "at": here.clock.now}
        db.execute(insert(reports).values(id=new_id(), subject_index=index, **about, **state))


def test_nobody_is_rung_whom_a_report_holds(here: Switchboard) -> None:
    here.people(maya(), listener(SAM), listener(NOUR))
    _report(here, SAM)
    here.call(MAYA, "0")
    here.rung(NOUR).refuse()
    assert here.dialled() == [NOUR]


def test_of_a_caller_whom_one_holds_the_team_alone_is_rung(here: Switchboard) -> None:
    here.people(maya(), listener(SAM), (KIM, "en", "", "3"))
    _report(here, MAYA)
    here.call(MAYA, "0")
    here.rung(KIM).refuse()
    assert here.dialled() == [KIM]


def test_a_listener_who_calls_is_not_rung_for_themselves(here: Switchboard) -> None:
    here.people(listener(SAM))
    call = here.call(SAM, "0")
    assert call.said[-1].startswith(NOBODY) and here.dialled() == []


@pytest.mark.parametrize("hour", [23, 3])
def test_nobody_is_rung_in_quiet_hours(here: Switchboard, hour: int) -> None:
    here.people(maya(), listener(SAM))
    here.clock.now = here.clock.now.replace(hour=(hour - 2) % 24)  # Beirut is two hours ahead
    call = here.call(MAYA, "0")
    assert call.said[-1].startswith(NOBODY) and here.dialled() == []


def test_hours_of_an_offer_hold(here: Switchboard) -> None:
    here.people(maya(), listener(SAM), listener(NOUR))
    with here.app.database.writing() as db:
        sam, now = member_id(here, SAM), here.clock.now
        offers.save(db, sam, hours="evenings", categories=["talk"], areas=["all"], now=now)
    here.call(MAYA, "0")
    here.rung(NOUR)
    assert here.dialled() == [NOUR]


def test_two_callers_do_not_get_the_same_listener(here: Switchboard) -> None:
    here.people(maya(), (RANA, "en", "", "0"), listener(SAM))
    here.call(MAYA, "0")
    here.rung(SAM)
    second = here.call(RANA, "0")
    assert second.said[-1].startswith(NOBODY) and here.dialled() == [SAM]


def test_of_two_callers_at_the_same_instant_one_gets_the_listener(here: Switchboard) -> None:
    callers = [f"+96130002{n:02}" for n in range(4)]
    here.people(listener(SAM), *((number, "en", "", "0") for number in callers))
    waiting = [here.call(number) for number in callers]
    at_once(*(partial(call.press, "0") for call in waiting))
    assert here.dialled() == [SAM]
    assert [ring.state for ring in rows(here.app, rings)] == ["ringing"]
    assert sum(call.said[-1].startswith(NOBODY) for call in waiting) == 3


def test_joined_or_gone_but_never_both(here: Switchboard) -> None:
    here.people(maya(), listener(SAM))
    call = here.call(MAYA, "0")
    rung = here.rung(SAM).answer()
    at_once(call.hang_up, partial(rung.press, "1"))
    assert here.carrier.wait_for(lambda: here.open_calls() == 0 and rung.ended)
    assert here.states() == ["over"]


def test_a_caller_who_hangs_up_frees_whoever_was_rung(here: Switchboard) -> None:
    here.people(maya(), (RANA, "en", "", "0"), listener(SAM))
    here.carrier.faults = replace(here.carrier.faults, callbacks=False)
    call = here.call(MAYA, "0")
    here.rung(SAM).answer()
    call.hang_up()
    assert here.carrier.wait_for(lambda: here.open_calls() == 0)
    assert here.states() == ["over"]


def test_a_caller_of_whom_nothing_is_heard_keeps_nobody_from_being_rung(here: Switchboard) -> None:
    here.people(maya(), (RANA, "en", "", "0"), listener(SAM))
    here.call(MAYA, "0")
    here.rung(SAM)
    here.clock.advance(minutes=11)
    here.settle()
    assert here.states() == ["over"] and here.open_calls() == 0


def test_two_who_speak_for_long_are_not_taken_for_gone(here: Switchboard) -> None:
    here.people(maya(), (RANA, "en", "", "0"), listener(SAM))
    call = here.call(MAYA, "0")
    rung = here.rung(SAM).answer().press("1")
    here.clock.advance(hours=3)
    here.settle()
    assert here.states() == ["joined"] and here.open_calls() == 1
    here.clock.now = here.clock.now.replace(hour=12)
    assert here.call(RANA, "0").said[-1].startswith(NOBODY)
    rung.hang_up()
    assert call.said[-1] == GOODBYE


# --- the addresses -----------------------------------------------------------------------------

ACCOUNT = "AC" + "0123456789abcdef" * 2
SID, OTHER_SID = "CA" + "1" * 32, "CA" + "2" * 32


def ring_waiting(here: Switchboard) -> int:
    here.people(maya(), listener(SAM))
    here.call(MAYA, "0")
    here.rung(SAM)
    (ring,) = rows(here.app, rings)
    return int(ring.id)


def posted(here: Switchboard, ring_id: int, what: str, **changes: str) -> Answer:
    fields = {"AccountSid": ACCOUNT, "CallSid": SID, "CallStatus": "completed", "Digits": "1"}
    pairs = list((fields | changes).items())
    return here.line.post(f"/twilio/voice/ring/{ring_id}/{what}", pairs)


@pytest.mark.parametrize("what", ["whisper", "answer", "over"])
def test_only_the_provider_may_say_what_a_phone_did(here: Switchboard, what: str) -> None:
    ring_id = ring_waiting(here)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    body = f"AccountSid={ACCOUNT}&CallSid={SID}&CallStatus=completed&Digits=1".encode()
    unsigned = here.line.send("POST", f"/twilio/voice/ring/{ring_id}/{what}", body, form)
    assert unsigned.status == 403
    assert posted(here, ring_id, what, AccountSid="AC" + "9" * 32).status == 403
    assert posted(here, ring_id, what, CallSid="CA?").status == 403
    assert here.states() == ["ringing"]


def test_a_ring_belongs_to_the_call_that_picked_it_up(here: Switchboard) -> None:
    ring_id = ring_waiting(here)
    assert WHISPER in posted(here, ring_id, "whisper").body.decode()
    assert GONE in posted(here, ring_id, "answer", CallSid=OTHER_SID).body.decode()
    assert here.states() == ["ringing"]
    assert HERE in posted(here, ring_id, "answer").body.decode()
    again = posted(here, ring_id, "answer")  # the answer was lost, and is asked for again
    assert HERE in again.body.decode() and here.states() == ["joined"]


def test_nobody_waits_at_an_address_that_we_never_gave(here: Switchboard) -> None:
    for ring_id in (1, 2**70):
        for what in ("whisper", "answer"):
            answer = posted(here, ring_id, what)
            assert answer.status == 200 and b"<Hangup" in answer.body
        assert posted(here, ring_id, "over").status == 204
