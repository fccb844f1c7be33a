"""Which webhooks are taken: signed by tests.signing, which shares nothing with the check."""

from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from hotline.gateway.signature import genuine, public_url
from hotline.gateway.webhooks.form import FormFault
from hotline.gateway.webhooks.texts import InboundForm, read_form
from tests.signing import Pairs, form, headers, signature
from tests.support_line import serving

TOKEN = "the-token-of-the-tests"
BASE = "https://hotline.example"
URL = BASE + "/twilio/sms"
ACCOUNT = "AC" + "a1" * 16
NUMBER = "+15550001111"
SID = "SM" + "0f" * 16
TEXT = [
    ("MessageSid", SID),
    ("AccountSid", ACCOUNT),
    ("From", "+9613123456"),
    ("To", NUMBER),
    ("Body", "need food harbour"),
    ("NumMedia", "0"),
]


def without(name: str) -> list[tuple[str, str]]:
    return [pair for pair in TEXT if pair[0] != name]


def check(pairs: Pairs, header: str | None, url: str = URL, token: str = TOKEN) -> bool:
    return genuine(token, url, MultiDict(pairs), header)


# The published example of the scheme, whose answer can be worked out with openssl alone:
# printf '%s' "$url$fields" | openssl dgst -sha1 -hmac 12345 -binary | base64
EXAMPLE_URL = "https://example.com/myapp.php?foo=1&bar=2"
EXAMPLE = [
    ("CallSid", "CA1234567890ABCDE"),
    ("Caller", "+14158675310"),
    ("Digits", "1234"),
    ("From", "+14158675310"),
    ("To", "+18005551212"),
]
EXAMPLE_SIGNATURE = "L/OH5YylLD5NRKLltdqwSvS0BnU="


def test_the_known_example_is_genuine() -> None:
    assert signature("12345", EXAMPLE_URL, EXAMPLE) == EXAMPLE_SIGNATURE
    assert check(EXAMPLE, EXAMPLE_SIGNATURE, EXAMPLE_URL, "12345")


def test_a_signed_text_is_genuine_with_fields_in_any_order() -> None:
    assert check(TEXT[::-1], signature(TOKEN, URL, TEXT))


def test_fields_that_nobody_knows_yet_are_signed_and_taken() -> None:
    pairs = [*TEXT, ("BrandNewField", "ü"), ("Empty", "")]
    assert check(pairs, signature(TOKEN, URL, pairs))
    assert isinstance(read_form(MultiDict(pairs), ACCOUNT, NUMBER), InboundForm)


def test_repeated_fields_are_all_signed() -> None:
    pairs = [*TEXT, ("Body", "another"), ("Body", "another")]
    assert check(pairs, signature(TOKEN, URL, pairs))
    assert not check(pairs, signature(TOKEN, URL, TEXT))


@pytest.mark.parametrize("header", [None, "", "x", "é" * 28, "\udcff", "=" * 500])
def test_a_missing_or_odd_header_is_not_genuine(header: str | None) -> None:
    assert check(TEXT, header) is False


def test_a_signature_holds_for_its_token_url_and_fields_alone() -> None:
    good = signature(TOKEN, URL, TEXT)
    assert not check(TEXT, good, token="another")
    assert not check(TEXT, good, url=URL + "/status/1")
    assert not check([*TEXT, ("Extra", "1")], good)
    assert not check(without("Body"), good)
    assert not check([*without("Body"), ("Body", "need food harboUr")], good)
    assert not check(TEXT, good[:-1]) and not check(TEXT, good + "=")


@pytest.mark.parametrize(
    ("signed", "seen"),
    [
        ("https://hotline.example/a", "https://hotline.example:443/a"),
        ("https://hotline.example:443/a", "https://hotline.example/a"),
        ("https://hotline.example/a", "https://hotline.example:8443/a"),
        ("http://hotline.example:80/a", "http://hotline.example/a"),
    ],
)
def test_the_port_may_be_signed_or_not(signed: str, seen: str) -> None:
    assert check(TEXT, signature(TOKEN, signed, TEXT), seen)


def test_another_port_or_scheme_is_another_url() -> None:
    assert not check(TEXT, signature(TOKEN, "https://hotline.example:444/a", TEXT), BASE + "/a")
    assert not check(TEXT, signature(TOKEN, "http://hotline.example/a", TEXT), BASE + "/a")


NAMES = st.text(max_size=12)
FIELDS = st.lists(st.tuples(NAMES, NAMES), max_size=6)


@settings(max_examples=60)
@given(FIELDS)
def test_whatever_is_signed_is_genuine(pairs: list[tuple[str, str]]) -> None:
    assert check(pairs, signature(TOKEN, URL, pairs))


@settings(max_examples=60)
@given(st.text(st.characters(codec=None)), st.text(st.characters(codec=None)))
def test_the_check_never_raises(url: str, header: str) -> None:
    assert genuine(TOKEN, url, MultiDict([("\ud800", url)]), header) is False


# The public URL


@pytest.fixture(scope="module")
def judge() -> Iterator[int]:
    """The port of a server that says of each POST whether it is genuine."""

    @Request.application
    def verdict(request: Request) -> Response:
        url = public_url(BASE, request.environ)
        header = request.headers.get("X-Twilio-Signature")
        return Response("genuine" if genuine(TOKEN, url, request.form, header) else "forged")

    server = make_server("127.0.0.1", 0, verdict, request_handler=Quiet)
    with serving(server):
        yield server.server_port


class Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        pass


@pytest.mark.parametrize(
    "target",
    [
        "/twilio/%D8%B7%D9%84%D8%A8",
        "/twilio/caf%C3%A9",
        "/twilio/a+b%20c",
        "/twilio/%27quoted%27+plus",
        "/twilio/one%2Ftwo",
        "/twilio/sms?a=%2F&b=1+2&c=%27",
        "/twilio/%e9",
    ],
)
def test_the_raw_target_survives_a_real_server(judge: int, target: str) -> None:
    """Where a rebuilt request.url would fail most of these."""
    connection = HTTPConnection("127.0.0.1", judge, timeout=5)
    connection.request("POST", target, form(TEXT), headers(TOKEN, BASE + target, TEXT))
    assert connection.getresponse().read() == b"genuine"
    connection.close()


@pytest.mark.parametrize(
    ("environ", "url"),
    [
        ({"RAW_URI": "/a%2Fb?c"}, BASE + "/a%2Fb?c"),
        ({"REQUEST_URI": "/a%2Fb?c"}, BASE + "/a%2Fb?c"),
        ({"RAW_URI": "http://evil.example:99/a%2F?b"}, BASE + "/a%2F?b"),
        ({"RAW_URI": "/x", "HTTP_HOST": "evil.example", "HTTP_X_FORWARDED_HOST": "e"}, BASE + "/x"),
        ({"RAW_URI": "//evil.example/x"}, BASE + "//evil.example/x"),
    ],
)
def test_the_public_url_is_the_configured_one(environ: dict[str, Any], url: str) -> None:
    assert public_url(BASE + "/", environ) == url


def test_a_server_that_hides_the_raw_target_is_an_error() -> None:
    with pytest.raises(LookupError):
        public_url(BASE, {"PATH_INFO": "/twilio/sms"})


# The form


def test_a_good_form_is_read() -> None:
    read = read_form(MultiDict([*TEXT[:5], ("NumMedia", "2")]), ACCOUNT, NUMBER)
    assert read == InboundForm(SID, "+9613123456", "need food harbour", None)


def test_a_form_does_not_show_its_sender_or_words() -> None:
    shown = repr(read_form(MultiDict(TEXT), ACCOUNT, NUMBER))
    assert "3123456" not in shown and "food" not in shown


def test_a_text_without_words_is_read() -> None:
    read = read_form(MultiDict(without("Body")), ACCOUNT, NUMBER)
    assert isinstance(read, InboundForm) and read.body == ""


@pytest.mark.parametrize(
    ("given", "read"), [("STOP", "STOP"), ("START", "START"), ("HELP", "HELP"), ("no", None)]
)
def test_the_carriers_own_answer_is_noted(given: str, read: str | None) -> None:
    result = read_form(MultiDict([*TEXT, ("OptOutType", given)]), ACCOUNT, NUMBER)
    assert isinstance(result, InboundForm) and result.opt_out == read


def repeated(name: str) -> list[tuple[str, str]]:
    return [*TEXT, *(pair for pair in TEXT if pair[0] == name)]


@pytest.mark.parametrize("name", ["MessageSid", "From", "To", "AccountSid"])
@pytest.mark.parametrize("change", [without, repeated])
def test_what_matters_comes_exactly_once(
    name: str, change: Callable[[str], list[tuple[str, str]]]
) -> None:
    assert read_form(MultiDict(change(name)), ACCOUNT, NUMBER) == FormFault("malformed", name)


def test_a_second_body_is_not_taken() -> None:
    fault = read_form(MultiDict([*TEXT, ("Body", "smuggled")]), ACCOUNT, NUMBER)
    assert fault == FormFault("malformed", "Body")


def test_joined_fields_pass_the_signature_but_not_the_form() -> None:
    """Names and values are signed without a mark between them, so a split forges fields."""
    honest = [("Body", "helloFrom+15557654321"), ("To", NUMBER)]
    forged = [("Body", "hello"), ("From", "+15557654321"), ("To", NUMBER)]
    assert check(forged, signature(TOKEN, URL, honest))
    assert read_form(MultiDict(forged), ACCOUNT, NUMBER) == FormFault("malformed", "MessageSid")
    smuggled = [*TEXT, ("From", "+15557654321")]
    assert read_form(MultiDict(smuggled), ACCOUNT, NUMBER) == FormFault("malformed", "From")


def changed(name: str, value: str) -> "MultiDict[str, str]":
    return MultiDict([*without(name), (name, value)])


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("MessageSid", "SM123", "malformed"),
        ("MessageSid", "CA" + "0f" * 16, "malformed"),
        ("MessageSid", SID + "\n", "malformed"),
        ("AccountSid", "AC" + "b2" * 16, "foreign"),
        ("To", "+15550001112", "foreign"),
        ("From", "anonymous", "sender"),
        ("From", "12345", "sender"),
        ("From", "+0313123456", "sender"),
        ("From", "+٩٦١٣١٢٣٤٥٦", "sender"),
        ("From", "+9613123456\n", "sender"),
        ("From", "whatsapp:+9613123456", "sender"),
    ],
)
def test_what_is_not_ours_is_told_apart(name: str, value: str, kind: Any) -> None:
    assert read_form(changed(name, value), ACCOUNT, NUMBER) == FormFault(kind, name)
