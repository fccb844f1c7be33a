"""The readers of the provider's webhooks: what matters comes once, well formed, or the fault has a name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from hotline.gateway.webhooks import calls, texts
from hotline.gateway.webhooks.calls import CallForm, DialEnd, RecordingForm, RecordingMade, RingForm
from hotline.gateway.webhooks.form import FormFault
from hotline.gateway.webhooks.texts import TextStatusForm

ACCOUNT, OURS, MAYA = "AC" + "a1" * 16, "+15550001111", "+9613123456"
MESSAGE, CALL, RECORDING = "SM" + "0f" * 16, "CA" + "0f" * 16, "RE" + "0f" * 16

READERS: dict[str, Callable[[Any], object]] = {
    "text": lambda params: texts.read_form(params, ACCOUNT, OURS),
    "text status": lambda params: texts.read_status(params, ACCOUNT),
    "call": lambda params: calls.read_call(params, ACCOUNT, OURS),
    "ring": lambda params: calls.read_ring(params, ACCOUNT),
    "recording": lambda params: calls.read_recording(params, ACCOUNT),
}
GOOD: dict[str, dict[str, str]] = {
    "text": {"MessageSid": MESSAGE, "From": MAYA, "To": OURS},
    "text status": {"MessageSid": MESSAGE, "MessageStatus": "delivered"},
    "call": {"CallSid": CALL, "CallStatus": "in-progress", "From": MAYA, "To": OURS},
    "ring": {"CallSid": CALL},
    "recording": {"RecordingSid": RECORDING},
}
NEEDED = [(kind, name) for kind, fields in GOOD.items() for name in ["AccountSid", *fields]]
OPTIONAL = [
    ("text", "Body"),
    ("ring", "Digits"),
    *(("call", name) for name in ("Digits", "RecordingSid", "RecordingDuration")),
    *(("call", name) for name in ("DialCallStatus", "DialBridged")),
]
MISSHAPEN = [
    ("text", "MessageSid", "SM1"),
    ("text status", "AccountSid", ""),
    ("text status", "MessageSid", CALL),
    ("text status", "MessageStatus", "DROP TABLE"),
    ("call", "CallSid", MESSAGE),
    ("call", "CallStatus", ""),
    ("ring", "CallSid", "CA1"),
]


def read(kind: str, **more: str) -> object:
    return READERS[kind](MultiDict({"AccountSid": ACCOUNT} | GOOD[kind] | more))


@pytest.mark.parametrize(("kind", "name"), NEEDED)
def test_what_is_needed_comes_exactly_once(kind: str, name: str) -> None:
    pairs = list(({"AccountSid": ACCOUNT} | GOOD[kind]).items())
    missing = [pair for pair in pairs if pair[0] != name]
    assert READERS[kind](MultiDict(missing)) == FormFault("malformed", name)
    assert READERS[kind](MultiDict([*pairs, (name, "x")])) == FormFault("malformed", name)


@pytest.mark.parametrize(("kind", "name"), OPTIONAL)
def test_what_may_be_there_comes_no_more_than_once(kind: str, name: str) -> None:
    pairs = [*({"AccountSid": ACCOUNT} | GOOD[kind]).items(), (name, "1"), (name, "1")]
    assert READERS[kind](MultiDict(pairs)) == FormFault("malformed", name)


@pytest.mark.parametrize(("kind", "name", "value"), MISSHAPEN)
def test_a_misshapen_field_is_named(kind: str, name: str, value: str) -> None:
    assert read(kind, **{name: value}) == FormFault("malformed", name)


@pytest.mark.parametrize("kind", READERS)
def test_another_accounts_form_is_foreign(kind: str) -> None:
    assert read(kind, AccountSid="AC" + "b2" * 16) == FormFault("foreign", "AccountSid")


@pytest.mark.parametrize(
    ("code", "known"), [("30003", 30003), ("", None), ("0", None), ("x", None)]
)
def test_a_status_is_read_with_its_code(code: str, known: int | None) -> None:
    assert read("text status", ErrorCode=code) == TextStatusForm(MESSAGE, "delivered", known)


def call(**more: str) -> CallForm:
    form = read("call", **more)
    assert isinstance(form, CallForm)
    return form


def test_the_other_end_of_a_call_is_whoever_is_not_us() -> None:
    assert call() == CallForm(CALL, "in-progress", True, MAYA, "", None, None)
    assert call(From=OURS, To=MAYA) == call()
    assert not call(To="+9611999999").to_or_from_us


def test_keys_are_those_of_a_phone() -> None:
    assert call(Digits="1a*٣#").keys == "1*#"
    assert len(call(Digits="1" * 100).keys) == 32


def test_the_key_that_ends_a_recording_is_no_answer() -> None:
    made = call(Digits="#", RecordingSid=RECORDING, RecordingDuration="7")
    assert (made.keys, made.recording) == ("", RecordingMade(RECORDING, 7))
    silent = call(Digits="#", RecordingSid=RECORDING, RecordingDuration="0")
    assert (silent.keys, silent.recording) == ("", None)


@pytest.mark.parametrize(
    ("bridged", "status", "end"),
    [
        ("true", "completed", DialEnd(True, False)),
        ("false", "no-answer", DialEnd(False, True)),
        ("", "busy", DialEnd(None, False)),
    ],
)
def test_the_end_of_a_dial(bridged: str, status: str, end: DialEnd) -> None:
    assert call(DialCallStatus=status, DialBridged=bridged).dial == end


@pytest.mark.parametrize("status", ["completed", "busy", "failed", "no-answer", "canceled"])
def test_these_words_end_a_call(status: str) -> None:
    assert call(CallStatus=status).is_over
    assert read("ring", CallStatus=status) == RingForm(CALL, True, "")


def test_a_recordings_unknown_id_is_none() -> None:
    assert read("recording") == RecordingForm(RECORDING)
    assert read("recording", RecordingSid="RE1") == RecordingForm(None)


def test_no_form_shows_numbers_words_or_keys() -> None:
    shown = repr([read("text", Body="food"), call(Digits="4711"), read("ring", Digits="4711")])
    assert MAYA not in shown and "food" not in shown and "4711" not in shown


@given(st.sampled_from(sorted(READERS)), st.lists(st.tuples(st.text(), st.text())))
def test_nothing_makes_a_reader_raise(kind: str, pairs: list[tuple[str, str]]) -> None:
    READERS[kind](MultiDict(pairs))


@given(st.sampled_from(NEEDED + OPTIONAL), st.text())
def test_no_value_of_a_known_field_makes_a_reader_raise(field: tuple[str, str], value: str) -> None:
    kind, name = field
    read(kind, **{name: value})
