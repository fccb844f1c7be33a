"""Calls over the carrier's REST API, their callbacks, and recordings."""

import io
import wave
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from twilio.rest import Client

from hotline.simulator.calls.handset import PhoneCall
from hotline.simulator.calls.legs import Waiting
from hotline.simulator.core.settings import InjectedFaults
from hotline.simulator.server import Simulator
from tests.integration.voice_line import (
    BYE,
    NUMBER,
    OTHER,
    PHONE,
    SID,
    TOKEN,
    VoiceLine,
    account,
    api,
    call_out,
    soon,
    voice_line,
)

EVENTS = ["initiated", "ringing", "answered", "completed"]
ASK = '<Gather numDigits="1" action="/yes"><Say>can you?</Say></Gather>' + BYE


@pytest.fixture
def line() -> Iterator[VoiceLine]:
    with voice_line() as line:
        line.set("/out", ASK)
        line.set("/yes", "<Say>thank you</Say>")
        line.set("/state", "")
        yield line


@pytest.fixture
def carrier(line: VoiceLine) -> Iterator[Simulator]:
    with Simulator(account(line)) as carrier:
        yield carrier


def called(carrier: Simulator, line: VoiceLine, **changes: Any) -> PhoneCall:
    """A call out whose states are all called back, now ringing at PHONE."""
    more = {"StatusCallback": f"{line.url}/state", "StatusCallbackEvent": EVENTS} | changes
    assert call_out(carrier, line, **more).status_code == 201
    return carrier.phone(PHONE).ringing()


def states(line: VoiceLine) -> list[str]:
    return [fields["CallStatus"] for fields in line.to("/state")]


# Calls out


def test_a_call_out_rings_is_taken_and_runs_its_page(carrier: Simulator, line: VoiceLine) -> None:
    answer = call_out(carrier, line)
    body = answer.json()
    assert (answer.status_code, body["status"], body["direction"]) == (
        201,
        "queued",
        "outbound-api",
    )
    rung = carrier.phone(PHONE).ringing()
    assert (rung.sid, rung.caller, rung.waiting) == (body["sid"], NUMBER, Waiting("answer", 60))
    assert line.to("/out") == []
    rung.answer()
    asked = line.only("/out")
    assert (asked["Direction"], asked["CallStatus"]) == ("outbound-api", "in-progress")
    assert (asked["From"], asked["To"]) == (NUMBER, PHONE)
    rung.press("1")
    assert rung.said == ["can you?", "thank you"] and rung.status == "completed"
    resource = api(carrier, "GET", f"Calls/{rung.sid}.json").json()
    assert resource["status"] == "completed" and int(resource["duration"]) > 0


def test_a_call_out_may_carry_its_page(carrier: Simulator, line: VoiceLine) -> None:
    call_out(carrier, line, Url="", Twiml=f"<Response>{BYE}</Response>")
    assert carrier.phone(PHONE).ringing().answer().said == ["bye"]


def test_the_providers_own_client_places_and_ends_a_call(
    carrier: Simulator, line: VoiceLine
) -> None:
    client = Client(SID, TOKEN)
    client.api.base_url = carrier.url
    made = client.calls.create(
        to=PHONE, from_=NUMBER, url=f"{line.url}/out", status_callback_event=["completed"]
    )
    rung = carrier.phone(PHONE).ringing().answer()
    assert [call.sid for call in client.calls.list(to=PHONE)] == [made.sid]
    assert client.calls(made.sid).update(status="completed").sid == made.sid
    assert soon(lambda: rung.ended) and client.calls(made.sid).fetch().status == "completed"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"To": ""}, 21201),
        ({"To": "+1"}, 21211),
        ({"To": "03123456"}, 21211),
        ({"From": ""}, 21213),
        ({"From": "03123456"}, 21212),
        ({"From": OTHER}, 21210),
        ({"Url": ""}, 21205),
        ({"Url": "/out"}, 21205),
        ({"StatusCallback": "/state"}, 21609),
        ({"StatusCallbackEvent": ["ended"]}, 21626),
    ],
)
def test_a_wrong_call_is_refused(
    carrier: Simulator, line: VoiceLine, changes: dict[str, Any], code: int
) -> None:
    answer = call_out(carrier, line, **changes)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert carrier.calls() == []


def test_the_states_of_a_call_come_in_order(carrier: Simulator, line: VoiceLine) -> None:
    rung = called(carrier, line)
    rung.answer().silence()
    assert soon(lambda: len(states(line)) == 4)
    assert states(line) == ["initiated", "ringing", "in-progress", "completed"]
    posted = line.to("/state")
    assert [fields["SequenceNumber"] for fields in posted] == ["0", "1", "2", "3"]
    assert {fields["CallbackSource"] for fields in posted} == {"call-progress-events"}
    assert {fields["CallSid"] for fields in posted} == {rung.sid}
    assert "CallDuration" not in posted[2] and int(posted[3]["CallDuration"]) >= 5
    assert posted[3]["Timestamp"].endswith("+0000")


def test_only_the_end_is_told_unless_more_is_asked_for(carrier: Simulator, line: VoiceLine) -> None:
    call_out(carrier, line, StatusCallback=f"{line.url}/state")
    carrier.phone(PHONE).ringing().answer().hang_up()
    assert soon(lambda: states(line) == ["completed"])
    assert line.to("/state")[0]["SequenceNumber"] == "0"


@pytest.mark.parametrize(
    ("fault", "ends"),
    [
        ("busy", ["initiated", "busy"]),
        ("unanswered", ["initiated", "ringing", "no-answer"]),
        ("uncallable", ["initiated", "failed"]),
        ("voicemail", ["initiated", "ringing", "in-progress", "completed"]),
    ],
)
def test_phones_that_are_not_there(
    carrier: Simulator, line: VoiceLine, fault: str, ends: list[str]
) -> None:
    carrier.faults = InjectedFaults().changed({fault: [PHONE]})
    more = {"StatusCallback": f"{line.url}/state", "StatusCallbackEvent": EVENTS}
    call_out(carrier, line, **more)
    assert soon(lambda: states(line) == ends)
    assert line.to("/yes") == []


@pytest.mark.parametrize(("deed", "end"), [("refuse", "busy"), ("silence", "no-answer")])
def test_a_call_that_is_not_taken(carrier: Simulator, line: VoiceLine, deed: str, end: str) -> None:
    rung = called(carrier, line)
    getattr(rung, deed)()
    assert (rung.ended, rung.status) == (True, end)
    assert soon(lambda: states(line) == ["initiated", "ringing", end])
    assert line.to("/state")[-1]["CallDuration"] == "0"


@pytest.mark.parametrize(
    ("faults", "expected"),
    [
        (
            InjectedFaults(callback_copies=2),
            ["initiated"] * 2 + ["ringing"] * 2 + ["no-answer"] * 2,
        ),
        (InjectedFaults(callback_drop=2), ["no-answer"]),
        (InjectedFaults(callback_delay=0.1), ["initiated", "ringing", "no-answer"]),
        (InjectedFaults(callbacks=False), []),
    ],
)
def test_callbacks_of_calls_go_wrong_as_told(
    carrier: Simulator, line: VoiceLine, faults: InjectedFaults, expected: list[str]
) -> None:
    carrier.faults = faults
    called(carrier, line).silence()
    assert soon(lambda: len(states(line)) >= len(expected))
    assert not soon(lambda: states(line) != expected, 0.15)


@pytest.mark.parametrize("status", ["completed", "canceled"])
def test_a_ringing_call_is_canceled(carrier: Simulator, line: VoiceLine, status: str) -> None:
    rung = called(carrier, line)
    api(carrier, "POST", f"Calls/{rung.sid}.json", data={"Status": status})
    assert soon(lambda: rung.status == "canceled" and rung.ended)
    assert soon(lambda: states(line)[-1:] == ["canceled"])


def test_a_live_call_is_completed_and_not_canceled(carrier: Simulator, line: VoiceLine) -> None:
    rung = called(carrier, line).answer()
    path = f"Calls/{rung.sid}.json"
    assert api(carrier, "POST", path, data={"Status": "canceled"}).status_code == 200
    assert not soon(lambda: rung.ended, 0.1)
    api(carrier, "POST", path, data={"Status": "completed"})
    assert soon(lambda: rung.ended and rung.status == "completed")
    late = api(carrier, "POST", path, data={"Status": "completed"})
    assert (late.status_code, late.json()["code"]) == (400, 21220)


def test_a_live_call_is_redirected(carrier: Simulator, line: VoiceLine) -> None:
    rung = called(carrier, line).answer()
    line.set("/new", "<Say>another page</Say><Gather timeout='9'/>")
    api(carrier, "POST", f"Calls/{rung.sid}.json", data={"Url": f"{line.url}/new"})
    assert soon(lambda: rung.waiting == Waiting("keys", 9))
    assert rung.said == ["can you?", "another page"]
    assert line.only("/new")["CallStatus"] == "in-progress"


def test_a_call_that_rings_cannot_be_redirected(carrier: Simulator, line: VoiceLine) -> None:
    rung = called(carrier, line)
    answer = api(carrier, "POST", f"Calls/{rung.sid}.json", data={"Url": f"{line.url}/new"})
    assert (answer.status_code, answer.json()["code"]) == (400, 21220)


def test_the_end_of_a_call_to_the_number_is_told(carrier: Simulator, line: VoiceLine) -> None:
    line.set("/voice", ASK)
    call = carrier.phone(PHONE).call()
    call.hang_up()
    assert soon(lambda: len(line.to("/ended")) == 1)
    ended = line.only("/ended")
    assert (ended["CallSid"], ended["CallStatus"]) == (call.sid, "completed")
    assert ended["Direction"] == "inbound" and ended["From"] == PHONE


def test_calls_are_listed_newest_first_and_filtered(carrier: Simulator, line: VoiceLine) -> None:
    for _ in range(2):
        called(carrier, line).refuse()
    call_out(carrier, line, To=OTHER)
    page = api(carrier, "GET", "Calls.json", params={"To": PHONE, "PageSize": 1}).json()
    assert len(page["calls"]) == 1 and page["next_page_uri"]
    following = api(carrier, "GET", page["next_page_uri"]).json()
    assert len(following["calls"]) == 1 and following["next_page_uri"] is None
    busy = api(carrier, "GET", "Calls.json", params={"Status": "busy"}).json()["calls"]
    assert [call["to"] for call in busy] == [PHONE, PHONE]


# Record

RECORD = '<Record action="/kept" maxLength="60" finishOnKey="#" recordingStatusCallback="/state"/>'


def recording(carrier: Simulator, line: VoiceLine, verbs: str = RECORD) -> PhoneCall:
    line.set("/voice", verbs + "<Say>nothing was said</Say>")
    line.set("/kept", BYE)
    return carrier.phone(PHONE).call()


def test_words_are_recorded_until_a_key(carrier: Simulator, line: VoiceLine) -> None:
    call = recording(carrier, line)
    assert call.waiting == Waiting("words", 5) and call.heard[0].kind == "beep"
    call.speak("عندي طفل", seconds=4).speak("وشكرا", seconds=3).press("7#")
    kept = line.only("/kept")
    assert (kept["RecordingDuration"], kept["Digits"]) == ("7", "#")
    assert kept["RecordingSid"].startswith("RE") and len(kept["RecordingSid"]) == 34
    path = f"/2010-04-01/Accounts/{SID}/Recordings/{kept['RecordingSid']}"
    assert kept["RecordingUrl"] == carrier.url + path
    (one,) = carrier.recordings(call.sid)
    assert one.words == "عندي طفل وشكرا" and call.said == ["bye"]
    assert [e["words"] for e in carrier.log() if e["kind"] == "call_recorded"] == [one.words]
    assert soon(lambda: bool(line.to("/state")))
    told = line.only("/state")
    assert (told["RecordingStatus"], told["RecordingSid"]) == ("completed", one.sid)


@pytest.mark.parametrize("by", ["silence", "limit", "hang_up"])
def test_a_recording_ends(carrier: Simulator, line: VoiceLine, by: str) -> None:
    call = recording(carrier, line)
    call.speak("words", seconds=90 if by == "limit" else 10)
    if by != "limit":
        getattr(call, by)()
    kept = line.only("/kept")
    assert kept["RecordingDuration"] == ("60" if by == "limit" else "10")
    assert kept["Digits"] == ("hangup" if by == "hang_up" else "")
    assert kept["CallStatus"] == ("completed" if by == "hang_up" else "in-progress")
    assert call.ended and call.said == ([] if by == "hang_up" else ["bye"])


@pytest.mark.parametrize("by", ["silence", "key"])
def test_an_empty_recording_falls_through(carrier: Simulator, line: VoiceLine, by: str) -> None:
    events = 'recordingStatusCallbackEvent="completed absent" recordingStatusCallback'
    call = recording(carrier, line, RECORD.replace("recordingStatusCallback", events))
    call.press("#") if by == "key" else call.silence()
    assert call.said == ["nothing was said"] and line.to("/kept") == []
    assert carrier.recordings() == []
    assert soon(lambda: [f["RecordingStatus"] for f in line.to("/state")] == ["absent"])


def test_words_are_kept_when_a_call_is_redirected(carrier: Simulator, line: VoiceLine) -> None:
    call = recording(carrier, line).speak("so far", seconds=2)
    wish = {"Twiml": "<Response><Gather/></Response>"}
    api(carrier, "POST", f"Calls/{call.sid}.json", data=wish)
    assert soon(lambda: call.waiting == Waiting("keys", 5))
    assert [one.words for one in carrier.recordings()] == ["so far"] and line.to("/kept") == []


def test_hanging_up_with_nothing_said_records_nothing(carrier: Simulator, line: VoiceLine) -> None:
    recording(carrier, line).hang_up()
    assert line.to("/kept") == [] and carrier.recordings() == []


def test_keys_after_the_finishing_one_are_lost(carrier: Simulator, line: VoiceLine) -> None:
    call = recording(carrier, line)
    line.set("/kept", ASK)
    call.speak("words").press("#1")
    assert call.waiting == Waiting("keys", 5) and line.to("/yes") == []


def test_without_a_beep_and_with_any_key(carrier: Simulator, line: VoiceLine) -> None:
    call = recording(carrier, line, '<Record action="/kept" playBeep="false" timeout="3"/>')
    assert call.heard == [] and call.waiting == Waiting("words", 3)
    call.speak("words").press("4")
    assert line.only("/kept")["Digits"] == "4"


def kept_one(carrier: Simulator, line: VoiceLine) -> str:
    recording(carrier, line).speak("عندي طفل", seconds=2).press("#")
    return f"Recordings/{line.only('/kept')['RecordingSid']}"


def test_audio_is_fetched_with_credentials_alone(carrier: Simulator, line: VoiceLine) -> None:
    path = kept_one(carrier, line)
    for ending in ("", ".wav"):
        sound = api(carrier, "GET", path + ending)
        assert sound.headers["Content-Type"] == "audio/x-wav"
        with wave.open(io.BytesIO(sound.content)) as file:
            assert file.getnframes() / file.getframerate() == 2
        assert "عندي طفل".encode() in sound.content
    mp3 = api(carrier, "GET", path + ".mp3")
    assert mp3.headers["Content-Type"] == "audio/mpeg" and mp3.content.startswith(b"ID3")
    assert "عندي طفل".encode() in mp3.content and mp3.content.count(b"\xff\xfb\x10\xc0") == 77
    for auth in (None, (SID, "wrong")):
        for ending in ("", ".wav", ".mp3", ".json"):
            assert api(carrier, "GET", path + ending, auth=auth).status_code == 401
        assert api(carrier, "DELETE", f"{path}.json", auth=auth).status_code == 401


def test_recordings_are_listed_and_deleted(carrier: Simulator, line: VoiceLine) -> None:
    path = kept_one(carrier, line)
    one = api(carrier, "GET", f"{path}.json").json()
    assert (one["duration"], one["status"], one["source"]) == ("2", "completed", "RecordVerb")
    listed = f"Calls/{one['call_sid']}/Recordings.json"
    for url in ("Recordings.json", listed, f"Recordings.json?CallSid={one['call_sid']}"):
        found = api(carrier, "GET", url).json()["recordings"]
        assert [each["sid"] for each in found] == [one["sid"]]
    assert api(carrier, "GET", f"Recordings.json?CallSid=CA{'0' * 32}").json()["recordings"] == []
    of_another = f"Calls/CA{'0' * 32}/{path}"
    assert api(carrier, "GET", f"Calls/{one['call_sid']}/{path}.wav").status_code == 200
    for ending in (".json", ".wav"):
        assert api(carrier, "GET", of_another + ending).status_code == 404
    assert api(carrier, "DELETE", f"{path}.json").status_code == 204
    for ending in ("", ".wav", ".mp3", ".json"):
        assert api(carrier, "GET", path + ending).status_code == 404
    assert api(carrier, "DELETE", f"{path}.json").status_code == 404
    assert carrier.recordings() == []


def test_the_providers_own_client_deletes_a_recording(carrier: Simulator, line: VoiceLine) -> None:
    path = kept_one(carrier, line)
    client = Client(SID, TOKEN)
    client.api.base_url = carrier.url
    (one,) = client.recordings.list()
    assert one.sid in path and client.recordings(one.sid).delete()
    assert carrier.recordings() == []


def test_audio_may_come_late(carrier: Simulator, line: VoiceLine) -> None:
    path = kept_one(carrier, line)
    carrier.faults = replace(carrier.faults, recordings_late=1)
    assert [api(carrier, "GET", path).status_code for _ in range(2)] == [404, 200]
