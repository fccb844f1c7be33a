"""The tests' own reader of headers (tests/support_headers.py) finds what the standard library's does."""

from __future__ import annotations

import io
from http.client import HTTPException

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import support_headers

_NAMES = st.sampled_from(
    ["Host", "X-Twilio-Signature", "content-length", "Set-Cookie", "a b", "", "é"]
)
_VALUES = st.text(st.characters(max_codepoint=255, exclude_characters="\n"), max_size=20)
_LINES = st.tuples(_NAMES, st.sampled_from([":", ": ", ":\t ", " : ", ""]), _VALUES).map("".join)


def read(parse: object, raw: bytes) -> object:
    """The headers and what is left of the stream, or the fault."""
    stream = io.BytesIO(raw)
    try:
        message = parse(stream)  # type: ignore[operator]
    except HTTPException as fault:
        return repr(fault)
    return message.items(), message.get_payload(), message.defects == [], stream.read()


@given(st.lists(_LINES, max_size=5), st.sampled_from(["\r\n", "\n", "\r\n ", "\r\n\t"]))
def test_it_finds_the_same(lines: list[str], end: str) -> None:
    raw = "".join(line + end for line in lines).encode("iso-8859-1") + b"\r\nthe body"
    assert read(support_headers.parse_headers, raw) == read(support_headers._parse, raw)


@pytest.mark.parametrize("raw", [b"", b"\n", b"Host: a\r\n", b"Host: a\r\n" * 101, b"a" * 70_000])
def test_it_fails_alike(raw: bytes) -> None:
    assert read(support_headers.parse_headers, raw) == read(support_headers._parse, raw)
