"""Calls out and recordings, over HTTP, with the real Twilio client."""

from __future__ import annotations

import json
import logging
import socket
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest

from hotline.gateway.calls import CallGateway, Refused, TooLarge, Unclear, Unreachable
from hotline.gateway.voiceml import Gather, HangUp, Record, SaidWords, render
from hotline.simulator.server import Simulator
from tests.integration.voice_line import NUMBER, PHONE, SID, VoiceLine, account, soon, voice_line
from tests.integration.voice_line import TOKEN as VOICE_TOKEN
from tests.support_line import serving

ACCOUNT_SID, TOKEN = "AC" + "0a" * 16, "the-token"
OURS, THEIRS = "+15550001111", "+9613123456"
CALL, RECORDING = "CA" + "1b" * 16, "RE" + "2c" * 16
URL, STATUS = "http://127.0.0.1:9/voice/7", "http://127.0.0.1:9/voice/status/7"
DIGITS_HEARD = [(1, "3", "3"), (1, "#", "#"), (1, "", ""), (None, "12#", "12"), (None, "#", "")]
BASE = f"/2010-04-01/Accounts/{ACCOUNT_SID}"
CALLS, ONE_CALL = f"POST {BASE}/Calls.json", f"POST {BASE}/Calls/{CALL}.json"
SOUND, REMOVAL = f"GET {BASE}/Recordings/{RECORDING}.mp3", f"DELETE {BASE}/Recordings/{RECORDING}"
MP3 = b"ID3" + bytes(range(256)) * 400


@dataclass
class Answer:
    """What the provider answers; with `length` it promises another length than it sends."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None


@dataclass
class Asked:
    """What the provider was asked."""

    what: str
    form: dict[str, list[str]]
    login: str | None


class Provider:
    """A server of set answers, by method and path, that remembers what it was asked."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.answers: dict[str, Answer] = {}
        self.asked: list[Asked] = []

    def calls(self, timeout: float = 5.0) -> CallGateway:
        return CallGateway(ACCOUNT_SID, TOKEN, self.url, OURS, lambda _: True, timeout)


@contextmanager
def providing() -> Iterator[Provider]:
    """A provider on a port of its own."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        found = Provider(f"http://127.0.0.1:{server.server_port}")
        server.provider = found  # type: ignore[attr-defined]
        with serving(server):
            yield found


@pytest.fixture
def provider() -> Iterator[Provider]:
    with providing() as found:
        yield found


class _Handler(BaseHTTPRequestHandler):
    def _answer(self) -> None:
        provider: Provider = self.server.provider  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        what = f"{self.command} {self.path}"
        provider.asked.append(Asked(what, parse_qs(body), self._login()))
        answer = provider.answers.get(what) or provider.answers.get(what.removesuffix(".json"))
        if answer is None:
            answer = Answer(404, b'{"code": 20404, "message": "not found"}')
        self.send_response(answer.status)
        sent = len(answer.body) if answer.length is None else answer.length
        for name, value in {"Content-Length": str(sent), **answer.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    do_GET = do_POST = do_DELETE = _answer  # noqa: N815

    def _login(self) -> str | None:
        header = self.headers.get("Authorization", "")
        return b64decode(header.removeprefix("Basic ")).decode() or None

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def refusal(status: int, code: int) -> Answer:
    return Answer(status, json.dumps({"code": code, "message": f"about {THEIRS}"}).encode())


def call_answer(status: int = 201) -> Answer:
    return Answer(status, json.dumps({"sid": CALL, "status": "queued", "to": THEIRS}).encode())


# --- placing, ending, redirecting --------------------------------------------------------------


def test_a_call_is_placed_from_our_number(provider: Provider) -> None:
    provider.answers[CALLS] = call_answer()
    assert provider.calls().place(THEIRS, URL, STATUS, 25) == CALL
    (asked,) = provider.asked
    assert asked.login == f"{ACCOUNT_SID}:{TOKEN}"
    assert asked.form == {
        "To": [THEIRS],
        "From": [OURS],
        "Url": [URL],
        "Method": ["POST"],
        "StatusCallback": [STATUS],
        "StatusCallbackMethod": ["POST"],
        "StatusCallbackEvent": ["completed"],
        "Timeout": ["25"],
    }


def test_a_call_is_ended(provider: Provider) -> None:
    provider.answers[ONE_CALL] = call_answer(200)
    provider.calls().hang_up(CALL)
    (asked,) = provider.asked
    assert (asked.what, asked.form) == (ONE_CALL, {"Status": ["completed"]})


def test_a_call_is_redirected(provider: Provider) -> None:
    provider.answers[ONE_CALL] = call_answer(200)
    assert provider.calls().redirect(CALL, URL) is True
    assert provider.asked[0].form == {"Url": [URL], "Method": ["POST"]}


@pytest.mark.parametrize("answer", [refusal(400, 21220), refusal(404, 20404)])
def test_a_call_that_is_over_already_is_no_fault(provider: Provider, answer: Answer) -> None:
    provider.answers[ONE_CALL] = answer
    provider.calls().hang_up(CALL)
    assert provider.calls().redirect(CALL, URL) is False


@pytest.mark.parametrize("ask", ["place", "hang_up", "redirect", "recording", "delete_recording"])
def test_refusals_and_doubts_are_told_apart(provider: Provider, ask: str) -> None:
    asking = everything(provider.calls())[ask]
    for what in (CALLS, ONE_CALL, SOUND, REMOVAL, REMOVAL + ".json"):
        provider.answers[what] = refusal(429, 20429)
    with pytest.raises(Refused) as refused:
        asking()
    assert (refused.value.status, refused.value.code) == (429, 20429)
    for what in provider.answers:
        provider.answers[what] = refusal(503, 20503)
    with pytest.raises(Unclear, match="503"):
        asking()
    assert len(provider.asked) == 2  # nothing is retried here


@pytest.mark.parametrize("ask", ["place", "hang_up", "redirect", "recording", "delete_recording"])
def test_nobody_there_is_surely_not_asked(ask: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, not listening: refuses connections
        calls = CallGateway(
            ACCOUNT_SID, TOKEN, f"http://127.0.0.1:{taken.getsockname()[1]}", OURS, lambda _: True
        )
        with pytest.raises(Unreachable):
            everything(calls)[ask]()


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"{}", b'{"sid": null}'])
def test_a_call_accepted_without_an_id_may_have_been_placed(
    provider: Provider, body: bytes
) -> None:
    provider.answers[CALLS] = Answer(201, body)
    with pytest.raises(Unclear):
        provider.calls().place(THEIRS, URL, STATUS, 25)


@pytest.mark.parametrize(
    "sid", ["", "CA1", RECORDING, f"{CALL}/../x", f"{CALL}\n", "CA" + "٣" * 32]
)
def test_an_id_that_is_none_asks_nothing(provider: Provider, sid: str) -> None:
    calls = provider.calls()
    for ask in (calls.hang_up, lambda sid: calls.redirect(sid, URL)):
        with pytest.raises(ValueError, match="no id"):
            ask(sid)
    none = sid.replace("RE", "CA").replace(CALL, RECORDING + "x")
    for fetch in (lambda: calls.recording(none), lambda: calls.delete_recording(none)):
        with pytest.raises(ValueError, match="no id"):
            fetch()
    assert provider.asked == []


# --- recordings --------------------------------------------------------------------------------


def test_a_recording_is_fetched_with_our_credentials(provider: Provider) -> None:
    provider.answers[SOUND] = Answer(body=MP3)
    assert provider.calls().recording(RECORDING) == MP3
    assert provider.asked[0].login == f"{ACCOUNT_SID}:{TOKEN}"


def test_a_recording_that_is_too_large_is_not_taken(provider: Provider) -> None:
    provider.answers[SOUND] = Answer(body=MP3)
    calls = provider.calls()
    assert len(calls.recording(RECORDING, most=len(MP3))) == len(MP3)
    with pytest.raises(TooLarge):
        calls.recording(RECORDING, most=len(MP3) - 1)


def test_a_recording_that_is_endless_is_given_up(provider: Provider) -> None:
    """The provider promises more than it ever sends: what came is enough to refuse it."""
    provider.answers[SOUND] = Answer(body=MP3, length=10**12)
    with pytest.raises(TooLarge):
        provider.calls().recording(RECORDING, most=1000)


def test_half_a_recording_is_none(provider: Provider) -> None:
    provider.answers[SOUND] = Answer(body=MP3, length=len(MP3) + 1)
    with pytest.raises(Unclear):
        provider.calls().recording(RECORDING)


def test_a_recording_without_sound_is_none(provider: Provider) -> None:
    provider.answers[SOUND] = Answer(body=b"")
    with pytest.raises(Unclear):
        provider.calls().recording(RECORDING)


def test_a_recording_that_is_not_ready_can_be_asked_for_again(provider: Provider) -> None:
    calls = provider.calls()
    with pytest.raises(Refused) as refused:
        calls.recording(RECORDING)
    assert refused.value.status == 404
    provider.answers[SOUND] = Answer(body=MP3)
    assert calls.recording(RECORDING) == MP3


def test_a_recording_kept_elsewhere_is_fetched_there_without_our_credentials(
    provider: Provider,
) -> None:
    with providing() as other:
        other.answers["GET /media/1"] = Answer(body=MP3)
        provider.answers[SOUND] = Answer(302, b"", {"Location": f"{other.url}/media/1"})
        assert provider.calls().recording(RECORDING) == MP3
    assert [asked.login for asked in other.asked] == [None]


def test_a_recording_is_deleted_once_and_again(provider: Provider) -> None:
    provider.answers[REMOVAL] = Answer(204, b"")
    provider.calls().delete_recording(RECORDING)
    assert [asked.what.removesuffix(".json") for asked in provider.asked] == [REMOVAL]
    del provider.answers[REMOVAL]
    provider.calls().delete_recording(RECORDING)  # 404: it is not there any more


# --- with the local carrier, which runs our documents ------------------------------------------


@pytest.fixture
def line() -> Iterator[VoiceLine]:
    with voice_line() as line:
        yield line


@pytest.fixture
def carrier(line: VoiceLine) -> Iterator[Simulator]:
    with Simulator(account(line)) as carrier:
        yield carrier


@pytest.fixture
def calls(carrier: Simulator) -> CallGateway:
    return CallGateway(SID, VOICE_TOKEN, carrier.url, NUMBER, lambda _: True, 5.0)


def test_a_call_that_is_answered_hears_us_and_one_that_is_over_cannot_be_redirected(
    carrier: Simulator, line: VoiceLine, calls: CallGateway
) -> None:
    line.pages["/menu"] = [render(Gather([SaidWords("Press one.", "en")], f"{line.url}/keys"))]
    line.pages["/other"] = [render(Gather([SaidWords("Wait.", "en")], f"{line.url}/keys"))]
    sid = calls.place(PHONE, f"{line.url}/menu", f"{line.url}/ended", 25)
    phone = carrier.phone(PHONE).ringing().answer()
    assert (phone.sid, phone.caller, phone.said) == (sid, NUMBER, ["Press one."])
    assert calls.redirect(sid, f"{line.url}/other") is True
    assert phone.settle().said == ["Press one.", "Wait."]
    calls.hang_up(sid)
    assert phone.settle().ended and soon(lambda: bool(line.to("/ended")))
    assert line.only("/ended")["CallStatus"] == "completed"
    calls.hang_up(sid)
    assert calls.redirect(sid, f"{line.url}/other") is False


def test_a_call_that_still_rings_is_ended(
    carrier: Simulator, line: VoiceLine, calls: CallGateway
) -> None:
    sid = calls.place(PHONE, f"{line.url}/menu", f"{line.url}/ended", 25)
    phone = carrier.phone(PHONE).ringing()
    calls.hang_up(sid)
    assert phone.settle().ended and line.to("/menu") == []


def test_the_carrier_refuses_a_number_that_is_none(calls: CallGateway) -> None:
    with pytest.raises(Refused) as refused:
        calls.place("+1", URL, STATUS, 25)
    assert (refused.value.status, refused.value.code) == (400, 21211)


def test_what_was_spoken_is_fetched_and_deleted(
    carrier: Simulator, line: VoiceLine, calls: CallGateway
) -> None:
    line.pages["/menu"] = [render(Record((), f"{line.url}/kept", 60, f"{line.url}/ready"))]
    line.pages["/kept"] = [render(HangUp())]
    calls.place(PHONE, f"{line.url}/menu", f"{line.url}/ended", 25)
    carrier.phone(PHONE).ringing().answer().speak("bread and milk").press("#")
    assert soon(lambda: bool(line.to("/ready")))
    sid = line.only("/ready")["RecordingSid"]
    assert line.only("/kept")["RecordingSid"] == sid
    assert calls.recording(sid).startswith(b"ID3")
    calls.delete_recording(sid)
    assert carrier.recordings() == []
    with pytest.raises(Refused, match="404"):
        calls.recording(sid)
    calls.delete_recording(sid)


def test_a_silent_recording_is_heard_of(
    carrier: Simulator, line: VoiceLine, calls: CallGateway
) -> None:
    line.pages["/menu"] = [render(Record((), f"{line.url}/kept", 60, f"{line.url}/ready"))]
    line.pages["/kept"] = [render(HangUp())]
    calls.place(PHONE, f"{line.url}/menu", f"{line.url}/ended", 25)
    assert carrier.phone(PHONE).ringing().answer().silence().ended
    assert "RecordingSid" not in line.only("/kept")


@pytest.mark.parametrize(("digits", "pressed", "heard"), DIGITS_HEARD)
def test_the_address_hears_of_keys_and_of_none(
    carrier: Simulator,
    line: VoiceLine,
    calls: CallGateway,
    digits: int | None,
    pressed: str,
    heard: str,
) -> None:
    line.pages["/menu"] = [render(Gather((), f"{line.url}/keys", digits=digits))]
    line.pages["/keys"] = [render(HangUp())]
    calls.place(PHONE, f"{line.url}/menu", f"{line.url}/ended", 25)
    phone = carrier.phone(PHONE).ringing().answer()
    assert (phone.press(pressed) if pressed else phone.silence()).ended
    assert line.only("/keys").get("Digits", "") == heard


# --- secrecy -----------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [400, 500])
@pytest.mark.parametrize("ask", ["place", "hang_up", "redirect", "recording", "delete_recording"])
def test_faults_and_logs_hold_no_number_and_no_token(
    provider: Provider, caplog: pytest.LogCaptureFixture, status: int, ask: str
) -> None:
    caplog.set_level(logging.DEBUG)
    for what in (CALLS, ONE_CALL, SOUND, REMOVAL, REMOVAL + ".json"):
        provider.answers[what] = refusal(status, 21211)
    with pytest.raises((Refused, Unclear)) as raised:
        everything(provider.calls())[ask]()
    fault = raised.value
    assert fault.__cause__ is None and fault.__context__ is None
    shown = f"{fault} {fault!r} {fault.args} {caplog.text}"
    assert "3123456" not in shown and TOKEN not in shown


def everything(calls: CallGateway) -> dict[str, Callable[[], object]]:
    return {
        "place": lambda: calls.place(THEIRS, URL, STATUS, 25),
        "hang_up": lambda: calls.hang_up(CALL),
        "redirect": lambda: calls.redirect(CALL, URL),
        "recording": lambda: calls.recording(RECORDING),
        "delete_recording": lambda: calls.delete_recording(RECORDING),
    }
