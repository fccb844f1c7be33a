"""True texts with strange words, on both databases: answered, whatever they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from hotline.services.kernel.app import App
from tests import conftest, signing
from tests.support_line import SMS_PATH, Answer, Line, served, sms

MAYA = "+9613000001"


@pytest.fixture
def line(make_house: Callable[..., App]) -> Iterator[Line]:
    """A hotline that has been written to once."""
    with served(make_house) as (line, _):
        line.text(MAYA, "need food")
        yield line


@pytest.mark.parametrize(
    "words",
    [
        "har\x00bour",
        "\x00",
        "\x08\x1b[2J",
        "\u202eruobrah\u202c",
        "\u2066\u2067\u2069",
        "<Response><Message>hi</Message></Response>",
        "]]>&amp;\"'",
        "🏳️‍🌈" * 300,
        "ط" * 1600,
        "a" * 1600,
        "\ufeff\u200b",
        "٤٧" * 400,
        "%s%n{ref}{}",
        "'; DROP TABLE members; --",
    ],
)
def test_strange_words_are_answered(line: Line, words: str) -> None:
    answer = line.text(MAYA, words)
    assert answer.status == 200
    assert answer.texts  # well-formed XML, with something in it


def raw(line: Line, body: bytes, words: str) -> Answer:
    """A text whose words stand in the form as these percent-encoded bytes, signed for `words`."""
    pairs = list(sms(MAYA, "").items())
    known = [(name, value) for name, value in pairs if name != "Body"]
    sent = signing.form(known) + b"&Body=" + body
    header = signing.headers(conftest.AUTH_TOKEN, line.url + SMS_PATH, [*known, ("Body", words)])
    return line.send("POST", SMS_PATH, sent, header)


@pytest.mark.parametrize("body", [b"%ED%A0%80", b"%ED%B0%80%ED%A0%80", b"%FF%FE", b"%C3%28"])
def test_bytes_that_are_no_letters_break_nothing(line: Line, body: bytes) -> None:
    """Not what the provider would send. Refused or answered: never a fault of ours."""
    bytes_ = bytes.fromhex(body.decode().replace("%", ""))
    for words in (body.decode(), bytes_.decode("utf-8", "replace")):
        assert raw(line, body, words).status in (200, 403)
