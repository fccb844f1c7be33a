"""Phones for calls: over the carrier's own page, and in the terminal."""

import io
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
import requests

from hotline.simulator.server import Simulator
from hotline.simulator.terminal.phone import run_phone
from tests.integration.voice_line import (
    BYE,
    NUMBER,
    OTHER,
    PHONE,
    VoiceLine,
    account,
    call_out,
    soon,
    voice_line,
)

MENU = '<Gather numDigits="1" action="/keyed"><Say language="arb">أهلا</Say></Gather>' + BYE


@pytest.fixture
def line() -> Iterator[VoiceLine]:
    with voice_line() as line:
        line.set("/voice", MENU)
        line.set("/out", MENU)
        line.set("/keyed", '<Record action="/kept"/>')
        line.set("/kept", "<Say>kept</Say>")
        yield line


@pytest.fixture
def carrier(line: VoiceLine) -> Iterator[Simulator]:
    with Simulator(account(line)) as carrier:
        yield carrier


def control(carrier: Simulator, method: str, path: str, wish: Any = None) -> requests.Response:
    with requests.Session() as session:
        url = f"{carrier.url}/carrier/phones/{path}"
        return session.request(method, url, json=wish, timeout=30)


def test_a_call_is_held_over_http(carrier: Simulator, line: VoiceLine) -> None:
    made = control(carrier, "POST", f"{PHONE}/calls", {})
    call = made.json()
    assert made.status_code == 201 and call["waiting"] == {"what": "keys", "seconds": 5}
    assert [(h["kind"], h["words"], h["language"]) for h in call["heard"]] == [
        ("say", "أهلا", "arb")
    ]
    path = f"{PHONE}/calls/{call['sid']}"
    after = control(carrier, "POST", path, {"do": "press", "keys": "1"}).json()
    assert after["waiting"]["what"] == "words"
    control(carrier, "POST", path, {"do": "speak", "words": "شكرا", "seconds": 3})
    control(carrier, "POST", path, {"do": "silence"})
    seen = control(carrier, "GET", f"{path}?after=2&wait=5").json()
    assert (seen["ended"], seen["status"]) == (True, "completed")
    assert [heard["words"] for heard in seen["heard"]] == ["kept"]
    assert line.only("/kept")["RecordingDuration"] == "3"


def test_a_ringing_phone_is_answered_or_refused_over_http(
    carrier: Simulator, line: VoiceLine
) -> None:
    for deed, status in (("refuse", "busy"), ("answer", "in-progress"), ("hang_up", "busy")):
        call_out(carrier, line)
        carrier.phone(PHONE).ringing()
        (call,) = [c for c in control(carrier, "GET", f"{PHONE}/calls").json() if not c["ended"]]
        assert (call["caller"], call["waiting"]["what"]) == (NUMBER, "answer")
        path = f"{PHONE}/calls/{call['sid']}"
        assert control(carrier, "POST", path, {"do": deed}).json()["status"] == status
        if deed == "answer":
            control(carrier, "POST", path, {"do": "hang_up"})


def test_a_key_during_a_prompt_over_http(carrier: Simulator, line: VoiceLine) -> None:
    line.set("/keyed", MENU)
    sid = control(carrier, "POST", f"{PHONE}/calls", {}).json()["sid"]
    path = f"{PHONE}/calls/{sid}"
    control(carrier, "POST", path, {"do": "cut_in", "at": "أهلا", "keys": "2"})
    call = control(carrier, "POST", path, {"do": "press", "keys": "1"}).json()
    assert [heard["cut"] for heard in call["heard"]] == [False, True, False]


@pytest.mark.parametrize("wish", [{}, {"do": "sing"}, {"do": "press", "keys": "x"}])
def test_what_a_phone_cannot_do(carrier: Simulator, line: VoiceLine, wish: dict[str, str]) -> None:
    sid = control(carrier, "POST", f"{PHONE}/calls", {}).json()["sid"]
    assert control(carrier, "POST", f"{PHONE}/calls/{sid}", wish).status_code == 400
    assert control(carrier, "POST", f"{OTHER}/calls/{sid}", {"do": "silence"}).status_code == 400
    assert control(carrier, "GET", f"{OTHER}/calls/{sid}").status_code == 400


def terminal(carrier: Simulator, *typed: str) -> list[str]:
    output = io.StringIO()
    keyboard = io.StringIO("".join(f"{words}\n" for words in typed))
    assert run_phone(PHONE, carrier.url, keyboard, output) == 0
    return output.getvalue().splitlines()


def test_a_call_is_placed_from_the_terminal(carrier: Simulator, line: VoiceLine) -> None:
    assert terminal(carrier, "call", "1", "عندي طفل", "") == [
        "~ أهلا",
        "~ (beep)",
        "~ kept",
        "~ (the call has ended)",
    ]
    assert carrier.recordings()[0].words == "عندي طفل"


def test_silence_in_the_terminal_is_an_empty_line(carrier: Simulator, line: VoiceLine) -> None:
    assert terminal(carrier, "", "call", "") == ["~ أهلا", "~ bye", "~ (the call has ended)"]


def test_the_terminal_hangs_up(carrier: Simulator, line: VoiceLine) -> None:
    assert terminal(carrier, "call", "hang up", "CALL") == [
        "~ أهلا",
        "~ (the call has ended)",
        "~ أهلا",
        "~ (the call has ended)",  # a phone that is put away hangs up
    ]
    assert [call.status for call in carrier.calls()] == ["completed", "completed"]
    assert line.to("/keyed") == []


class Keyboard(io.StringIO):
    """Types each line once what the terminal shows allows it."""

    def __init__(self, output: io.StringIO, *lines: tuple[str, str]) -> None:
        super().__init__()
        self._output, self._lines = output, lines

    def _shows(self, awaited: str) -> bool:
        return awaited in self._output.getvalue()

    def __iter__(self) -> Any:
        for awaited, typed in self._lines:
            assert soon(partial(self._shows, awaited))
            yield f"{typed}\n"


@pytest.mark.parametrize("typed", ["answer", "hang up"])
def test_a_ringing_call_is_shown_and_taken_or_not(
    carrier: Simulator, line: VoiceLine, typed: str
) -> None:
    call_out(carrier, line)
    carrier.phone(PHONE).ringing()
    output = io.StringIO()
    keyboard = Keyboard(output, ("ringing", "what?"), ("type answer", typed))
    assert run_phone(PHONE, carrier.url, keyboard, output) == 0
    shown = output.getvalue().splitlines()
    assert shown[:2] == [
        f"~ (ringing: {NUMBER} calls; type answer or hang up)",
        "! type answer or hang up",
    ]
    assert shown[2:] == ["~ أهلا"] * (typed == "answer") + ["~ (the call has ended)"]
    assert carrier.calls()[0].status == ("completed" if typed == "answer" else "busy")


def test_waiting_is_silence_at_a_pace(carrier: Simulator, line: VoiceLine) -> None:
    output = io.StringIO()
    keyboard = Keyboard(output, ("", "call"), ("~ (the call has ended)", ""))
    assert run_phone(PHONE, carrier.url, keyboard, output, pace=0.002) == 0
    assert output.getvalue().splitlines() == ["~ أهلا", "~ bye", "~ (the call has ended)"]


def test_prompts_are_said_aloud_in_their_language(carrier: Simulator, line: VoiceLine) -> None:
    spoken: list[tuple[str, str]] = []
    speak: Callable[[str, str], None] = lambda words, language: spoken.append((words, language))  # noqa: E731
    run_phone(PHONE, carrier.url, io.StringIO("call\n\n"), io.StringIO(), speak=speak)
    assert spoken == [("أهلا", "arb"), ("bye", "en")]


def test_what_was_over_before_is_not_shown_again(carrier: Simulator, line: VoiceLine) -> None:
    carrier.call(PHONE)
    assert terminal(carrier, "") == []
