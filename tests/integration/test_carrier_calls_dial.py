"""Dial on the local carrier: rung phones, whispers, joined talks, and what the action hears."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from hotline.simulator.calls.handset import PhoneCall
from hotline.simulator.calls.legs import Waiting
from hotline.simulator.server import Simulator
from tests.integration.voice_line import (
    BYE,
    NUMBER,
    OTHER,
    PHONE,
    THIRD,
    VoiceLine,
    account,
    api,
    faults,
    soon,
    voice_line,
)

WHISPER = (
    '<Gather numDigits="1" finishOnKey="" timeout="8" action="/accept">'
    "<Say>press 1 to accept</Say></Gather><Hangup/>"
)
SCREENED = (
    f'<Dial callerId="{NUMBER}" timeout="20" action="/dialled">'
    f'<Number url="/whisper" statusCallback="/leg" '
    f'statusCallbackEvent="initiated ringing answered completed">{OTHER}</Number></Dial>'
)


@pytest.fixture
def line() -> Iterator[VoiceLine]:
    with voice_line() as line:
        line.set("/whisper", WHISPER)
        line.set("/accept", "")
        line.set("/dialled", BYE)
        yield line


@pytest.fixture
def carrier(line: VoiceLine) -> Iterator[Simulator]:
    with Simulator(account(line)) as carrier:
        yield carrier


def dial(carrier: Simulator, line: VoiceLine, verbs: str) -> PhoneCall:
    line.set("/voice", verbs)
    return carrier.phone(PHONE).call()


def plain(*numbers: str, attributes: str = "", action: str = 'action="/dialled"') -> str:
    nouns = "".join(f"<Number>{number}</Number>" for number in numbers)
    return f'<Dial callerId="{NUMBER}" {action} {attributes}>{nouns}</Dial>'


def states(line: VoiceLine) -> list[str]:
    return [fields["CallStatus"] for fields in line.to("/leg")]


def test_a_whisper_then_a_key_joins_two_phones(carrier: Simulator, line: VoiceLine) -> None:
    call = dial(carrier, line, SCREENED)
    assert call.waiting == Waiting("dial", 20)
    rung = carrier.phone(OTHER).ringing()
    assert (rung.caller, rung.waiting) == (NUMBER, Waiting("answer", 20))
    rung.answer()
    assert rung.said == ["press 1 to accept"] and call.waiting == Waiting("dial", 20)
    whispered = line.only("/whisper")
    assert (whispered["CallSid"], whispered["ParentCallSid"]) == (rung.sid, call.sid)
    assert (whispered["Direction"], whispered["To"]) == ("outbound-dial", OTHER)
    assert (whispered["From"], whispered["CallStatus"]) == (NUMBER, "in-progress")
    rung.press("1")
    assert line.only("/accept")["Digits"] == "1"
    assert [w and w.what for w in (rung.waiting, call.waiting)] == ["conversation", "conversation"]
    call.speak("hello")
    rung.speak("welcome", seconds=30)
    assert rung.said[-1:] == ["hello"] and call.said == ["welcome"]
    call.press("5")
    assert [(h.kind, h.words) for h in rung.heard][-1] == ("keys", "5")
    rung.hang_up()
    posted = line.only("/dialled")
    assert (posted["DialCallStatus"], posted["DialCallSid"]) == ("completed", rung.sid)
    assert posted["DialBridged"] == "true" and 30 <= int(posted["DialCallDuration"]) <= 40
    assert posted["CallSid"] == call.sid and posted["CallStatus"] == "in-progress"
    assert call.said == ["welcome", "bye"] and call.ended


def test_nobody_sees_anybody_elses_number(carrier: Simulator, line: VoiceLine) -> None:
    dial(carrier, line, SCREENED)
    carrier.phone(OTHER).ringing().answer().press("1")
    child = next(c for c in carrier.calls() if c.direction == "outbound-dial")
    assert PHONE not in child.as_json().values()
    assert all(PHONE not in fields.values() for fields in line.to("/whisper"))


def test_silence_at_the_whisper_screens_out(carrier: Simulator, line: VoiceLine) -> None:
    call = dial(carrier, line, SCREENED)
    rung = carrier.phone(OTHER).ringing().answer()
    rung.silence()
    assert rung.ended and rung.status == "completed"
    posted = line.only("/dialled")
    assert (posted["DialCallStatus"], posted["DialBridged"]) == ("completed", "false")
    assert call.said == ["bye"]


def test_a_voicemail_is_screened_out_by_itself(carrier: Simulator, line: VoiceLine) -> None:
    carrier.faults = replace(carrier.faults, voicemail=frozenset({OTHER}))
    call = dial(carrier, line, SCREENED)
    assert call.ended and line.only("/dialled")["DialBridged"] == "false"


def test_a_voicemail_that_is_not_screened_takes_the_call(
    carrier: Simulator, line: VoiceLine
) -> None:
    carrier.faults = replace(carrier.faults, voicemail=frozenset({OTHER}))
    call = dial(carrier, line, plain(OTHER))
    assert call.waiting == Waiting("conversation", 60)
    call.speak("is anybody there?").silence()
    posted = line.only("/dialled")
    assert (posted["DialCallStatus"], posted["DialBridged"]) == ("completed", "true")


def test_hanging_up_at_the_whisper_is_no_acceptance(carrier: Simulator, line: VoiceLine) -> None:
    call = dial(carrier, line, SCREENED)
    carrier.phone(OTHER).ringing().answer().hang_up()
    assert line.only("/dialled")["DialBridged"] == "false" and call.said == ["bye"]


@pytest.mark.parametrize(
    ("fault", "status"), [("busy", "busy"), ("unanswered", "no-answer"), ("uncallable", "failed")]
)
def test_a_phone_that_is_not_reached(
    carrier: Simulator, line: VoiceLine, fault: str, status: str
) -> None:
    carrier.faults = carrier.faults.changed({fault: [OTHER]})
    call = dial(carrier, line, SCREENED)
    posted = line.only("/dialled")
    assert (posted["DialCallStatus"], posted["DialBridged"]) == (status, "false")
    assert "DialCallDuration" not in posted and call.said == ["bye"]
    assert soon(lambda: states(line)[-1:] == [status])


def test_a_refused_call_is_busy(carrier: Simulator, line: VoiceLine) -> None:
    dial(carrier, line, SCREENED)
    carrier.phone(OTHER).ringing().refuse()
    assert line.only("/dialled")["DialCallStatus"] == "busy"


@pytest.mark.parametrize("who", ["caller", "called"])
def test_ringing_ends_when_its_time_is_up(carrier: Simulator, line: VoiceLine, who: str) -> None:
    call = dial(carrier, line, SCREENED)
    (call if who == "caller" else carrier.phone(OTHER).ringing()).silence()
    assert line.only("/dialled")["DialCallStatus"] == "no-answer" and call.ended


def test_without_an_action_the_next_verb_follows(carrier: Simulator, line: VoiceLine) -> None:
    call = dial(carrier, line, plain(OTHER, action="") + "<Say>we are back</Say>")
    carrier.phone(OTHER).ringing().answer().hang_up()
    assert call.said == ["we are back"]


def test_without_an_action_or_a_next_verb_the_call_ends(
    carrier: Simulator, line: VoiceLine
) -> None:
    call = dial(carrier, line, f"<Dial>{OTHER}</Dial>")
    rung = carrier.phone(OTHER).ringing()
    assert rung.caller == PHONE  # without a callerId the caller's own number is shown
    rung.silence()
    assert call.ended and call.said == []


def test_what_follows_a_dial_with_an_action_is_never_heard(
    carrier: Simulator, line: VoiceLine
) -> None:
    call = dial(carrier, line, plain(OTHER) + "<Say>never</Say>")
    carrier.phone(OTHER).ringing().refuse()
    assert call.said == ["bye"]


def test_the_caller_hangs_up_while_it_rings(carrier: Simulator, line: VoiceLine) -> None:
    call = dial(carrier, line, SCREENED)
    rung = carrier.phone(OTHER).ringing()
    call.hang_up()
    assert (rung.ended, rung.status) == (True, "canceled")
    posted = line.only("/dialled")
    assert (posted["CallStatus"], posted["DialCallStatus"]) == ("completed", "canceled")
    assert call.said == []


def test_the_caller_hangs_up_while_they_talk(carrier: Simulator, line: VoiceLine) -> None:
    call = dial(carrier, line, SCREENED)
    rung = carrier.phone(OTHER).ringing().answer().press("1")
    call.hang_up()
    assert (rung.ended, rung.status) == (True, "completed")
    assert line.only("/dialled")["DialCallStatus"] == "completed"


def test_the_first_of_several_to_pick_up_wins(carrier: Simulator, line: VoiceLine) -> None:
    call = dial(carrier, line, plain(OTHER, THIRD))
    first, second = carrier.phone(OTHER).ringing(), carrier.phone(THIRD).ringing()
    second.answer()
    assert (first.ended, first.status) == (True, "canceled")
    call.speak("hello")
    assert second.said == ["hello"] and first.said == []


def test_two_pick_up_at_the_same_instant(carrier: Simulator, line: VoiceLine) -> None:
    carrier.faults = replace(carrier.faults, voicemail=frozenset({OTHER, THIRD}))
    for n in range(10):
        call = dial(carrier, line, plain(OTHER, THIRD))
        legs = [carrier.phone(number).calls[n] for number in (OTHER, THIRD)]
        assert {leg.status for leg in legs} == {"in-progress", "canceled"}
        call.speak("hello").silence()
        winner = next(leg for leg in legs if leg.said)
        assert winner.status == "completed"
        assert line.to("/dialled")[n]["DialCallSid"] == winner.sid


def test_several_may_be_rung_one_after_the_other(carrier: Simulator, line: VoiceLine) -> None:
    call = dial(carrier, line, plain(OTHER, THIRD, attributes='sequential="true"'))
    assert carrier.phone(THIRD).calls == []
    carrier.phone(OTHER).ringing().silence()
    carrier.phone(THIRD).ringing().answer()
    call.speak("hello")
    assert carrier.phone(THIRD).calls[0].said == ["hello"]


def test_nobody_of_several_answers(carrier: Simulator, line: VoiceLine) -> None:
    dial(carrier, line, plain(OTHER, THIRD)).silence()
    assert line.only("/dialled")["DialCallStatus"] == "no-answer"


@pytest.mark.parametrize("joined", [False, True])
def test_a_star_ends_the_dial_where_that_is_allowed(
    carrier: Simulator, line: VoiceLine, joined: bool
) -> None:
    call = dial(carrier, line, plain(OTHER, attributes='hangupOnStar="true"'))
    rung = carrier.phone(OTHER).ringing()
    if joined:
        rung.answer()
    call.press("*")
    assert rung.ended and call.said == ["bye"]


def test_a_star_is_a_key_like_any_other_elsewhere(carrier: Simulator, line: VoiceLine) -> None:
    call = dial(carrier, line, plain(OTHER))
    rung = carrier.phone(OTHER).ringing().answer()
    call.press("*")
    assert not rung.ended and rung.heard[-1].words == "*"


def test_a_talk_ends_at_its_limit(carrier: Simulator, line: VoiceLine) -> None:
    call = dial(carrier, line, plain(OTHER, attributes='timeLimit="120"'))
    rung = carrier.phone(OTHER).ringing().answer()
    assert call.waiting == Waiting("conversation", 120)
    call.silence()
    assert rung.ended and call.said == ["bye"]


@pytest.mark.parametrize("on_bridge", ["true", "false"])
def test_a_call_may_be_picked_up_only_when_joined(
    carrier: Simulator, line: VoiceLine, on_bridge: str
) -> None:
    verbs = SCREENED.replace("<Dial", f'<Dial answerOnBridge="{on_bridge}"')
    call = dial(carrier, line, verbs)
    rung = carrier.phone(OTHER).ringing().answer()
    assert call.status == ("ringing" if on_bridge == "true" else "in-progress")
    rung.press("1")
    assert call.status == "in-progress"


@pytest.mark.parametrize(
    ("verbs", "code"),
    [
        (plain(OTHER).replace(NUMBER, THIRD), 13214),
        (plain("03123456"), 13223),
        (plain("911"), 13223),
    ],
)
def test_numbers_that_are_not_ours_or_none_fail_the_dial(
    carrier: Simulator, line: VoiceLine, verbs: str, code: int
) -> None:
    call = dial(carrier, line, verbs)
    assert faults(carrier) == [code]
    assert line.only("/dialled")["DialCallStatus"] == "failed" and call.said == ["bye"]
    assert len(carrier.calls()) == 1


@pytest.mark.parametrize("verb", [f"<Dial>{THIRD}</Dial>", "<Record/>", "<Shout/>"])
def test_a_whisper_that_cannot_be_run_joins_nobody(
    carrier: Simulator, line: VoiceLine, verb: str
) -> None:
    line.set("/whisper", verb)
    call = dial(carrier, line, SCREENED)
    rung = carrier.phone(OTHER).ringing().answer()
    assert rung.ended and faults(carrier) == [12200]
    assert line.only("/dialled")["DialBridged"] == "false" and call.said == ["bye"]


def test_a_called_legs_states_are_called_back_in_order(carrier: Simulator, line: VoiceLine) -> None:
    call = dial(carrier, line, SCREENED)
    rung = carrier.phone(OTHER).ringing().answer().press("1")
    rung.speak("a minute and more", seconds=61).hang_up()
    assert soon(lambda: len(states(line)) == 4)
    assert states(line) == ["initiated", "ringing", "in-progress", "completed"]
    posted = line.to("/leg")
    assert [fields["SequenceNumber"] for fields in posted] == ["0", "1", "2", "3"]
    assert {fields["ParentCallSid"] for fields in posted} == {call.sid}
    assert {fields["CallSid"] for fields in posted} == {rung.sid}
    assert int(posted[-1]["CallDuration"]) > 60 and posted[-1]["Duration"] == "2"
    child = api(carrier, "GET", f"Calls/{rung.sid}.json").json()
    assert (child["parent_call_sid"], child["status"]) == (call.sid, "completed")
    found = api(carrier, "GET", "Calls.json", params={"ParentCallSid": call.sid}).json()["calls"]
    assert [one["sid"] for one in found] == [rung.sid]


def test_a_live_call_is_taken_out_of_a_talk(carrier: Simulator, line: VoiceLine) -> None:
    call = dial(carrier, line, plain(OTHER))
    rung = carrier.phone(OTHER).ringing().answer()
    line.set("/elsewhere", "<Say>over here</Say>" + WHISPER)
    moved = api(carrier, "POST", f"Calls/{call.sid}.json", data={"Url": f"{line.url}/elsewhere"})
    assert moved.status_code == 200
    assert soon(lambda: call.waiting == Waiting("keys", 8) and rung.ended)
    assert call.said == ["over here", "press 1 to accept"] and line.to("/dialled") == []


def test_the_called_leg_is_taken_out_of_a_talk(carrier: Simulator, line: VoiceLine) -> None:
    call = dial(carrier, line, plain(OTHER))
    rung = carrier.phone(OTHER).ringing().answer()
    wish = {"Twiml": "<Response><Say>thank you</Say><Gather/></Response>"}
    assert api(carrier, "POST", f"Calls/{rung.sid}.json", data=wish).status_code == 200
    assert soon(lambda: call.ended and rung.waiting == Waiting("keys", 5))
    assert rung.said == ["thank you"] and call.said == ["bye"]


def test_calls_at_once_do_not_mix(carrier: Simulator, line: VoiceLine) -> None:
    line.set("/voice", SCREENED.replace(OTHER, THIRD), SCREENED)
    one, two = carrier.phone(PHONE).call(), carrier.phone("+9613555555").call()
    for rung in (carrier.phone(OTHER).ringing(), carrier.phone(THIRD).ringing()):
        rung.answer().press("1")
    one.speak("from one")
    two.speak("from two")
    assert carrier.phone(THIRD).calls[0].said[-1] == "from one"
    assert carrier.phone(OTHER).calls[0].said[-1] == "from two"
