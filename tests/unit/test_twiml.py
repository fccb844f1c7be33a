"""Every answer is well-formed TwiML that says what was meant, whatever a member typed."""

from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.gateway.twiml import InlineText, clean, messages, nothing

URL = "https://hotline.example/twilio/sms/status/7"
ANYTHING = st.text(st.characters(codec=None), max_size=80)  # lone surrogates and controls too


def parsed(document: str) -> ElementTree.Element:
    """The document as the provider would read it: bytes in UTF-8, parsed strictly."""
    root = ElementTree.fromstring(document.encode("utf-8"))
    assert root.tag == "Response"
    return root


def test_each_text_is_one_message_with_its_own_callback() -> None:
    root = parsed(messages([InlineText("one", URL), InlineText("طلب ٤٧", URL + "8")]))
    assert [(m.tag, m.text, m.get("statusCallback")) for m in root] == [
        ("Message", "one", URL),
        ("Message", "طلب ٤٧", URL + "8"),
    ]


def test_nothing_is_an_empty_response() -> None:
    assert list(parsed(nothing())) == []


def test_markup_in_words_stays_words() -> None:
    root = parsed(messages([InlineText("<Message>&amp;</Message> \"'", URL)]))
    assert [m.text for m in root] == ["<Message>&amp;</Message> \"'"]


@pytest.mark.parametrize("bad", ["\x00", "\x08", "\x0b", "\x1f", "\ud800", "\udfff", "\ufffe"])
def test_characters_that_xml_does_not_know_are_left_out(bad: str) -> None:
    assert [m.text for m in parsed(messages([InlineText(f"a{bad}b", URL)]))] == ["ab"]


@settings(max_examples=60)
@given(st.lists(ANYTHING, max_size=4))
def test_any_words_make_a_document_with_as_many_messages(bodies: list[str]) -> None:
    root = parsed(messages([InlineText(body, URL) for body in bodies]))
    read = [(m.text or "") for m in root]
    # Parsers turn \r and \r\n into \n (XML 1.0, 2.11).
    meant = [clean(body).replace("\r\n", "\n").replace("\r", "\n") for body in bodies]
    assert read == meant
