"""Hostile inputs, truly signed, through the real application on both databases: answered, or refused, never a
fault of ours. What was tried is counted and printed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from secrets import token_hex
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotline.services.kernel.app import App
from hotline.store.schema import attempts
from hotline.web.app import create_app
from tests import conftest, figures, signing, twiml_rules
from tests.attacks.conftest import Limited
from tests.integration.texts import add_member
from tests.support_app import rows

MAYA = "+9613000001"
PLENTY = {
    "limits.texts_per_minute": 1_000_000,
    "limits.texts_per_hour": 1_000_000,
    "limits.replies_per_minute": 1_000_000,
    "limits.calls_per_hour": 1_000_000,
    "limits.line": {"texts_per_minute": 1_000_000, "calls_per_hour": 1_000_000},
    "limits.spend": {"per_day": 0},
}
SCRIPTS = (
    "NUL \x00 bell \x07 escape \x1b[2J\x1b]0;x\x07",
    'one\r\nlevel=error event=forged\n{"event": "forged"}',
    "\u202eruobrah\u202c \u2066a\u2069 \u200f\u200e \u202a\u202b\u202d",
    "zero\u200bwidth\u200c\u200d\u2060\ufeff",
    "</Message></Response><Response><Dial>+19005550100</Dial></Response>",
    "]]><![CDATA[<Message>x</Message>]]>",
    "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>&a;",
    "&amp;&lt;&#0;&#x1b;&#xD800;",
    "'; DROP TABLE members; -- \" ` $(id) ${jndi:ldap://x} {{7*7}} %s%n%x {0} {ref} { $contacts }",
    "../../etc/passwd\x00.mp3",
    "٤٧" * 800,
    "ط" * 1600,
    "a" * 1600,
    "🏳️‍🌈" * 300,
    "e" + "\u0301" * 1500,
    "\ufdfa" * 500,
    "1" * 1600,
    "YES " + "9" * 1500,
    "47 " * 500,
    "\ud7ff\ue000\uffff\U0010ffff",
    "",
    " ",
    "\t\n\r\x0b\x0c\x85\u2028\u2029",
)
SENDERS = (
    MAYA,
    "",
    "12345",
    "Harbour",
    "anonymous",
    "+266696687",
    "+7378742883",
    "+2562533",
    "+8656696",
    "+86282452253",
    "whatsapp:+9613000001",
    "sip:a@b.example",
    "+9613000001\n",
    "+9613000001;ext=1",
    "+٩٦١٣٠٠٠٠٠١",
    "<Message>",
    "\x1b[31m",
    "+" + "9" * 5000,
)
OTHER_FIELDS = ("MessageSid", "AccountSid", "To", "NumMedia", "OptOutType", "FromCountry", "From[]")


class Post:
    """Posts signed forms to the application, and counts."""

    def __init__(self, app: App) -> None:
        self._house = app
        self._client = create_app(app).test_client()
        self.tried = self.faults = 0

    def __call__(self, path: str, pairs: list[tuple[str, str]], signed: bool = True) -> Any:
        url = self._house.settings.public_url + path
        token = conftest.AUTH_TOKEN if signed else "guess"
        answer = self._client.post(
            path,
            data=signing.form(pairs),
            headers=signing.headers(token, url, pairs),
            environ_overrides={"REQUEST_URI": path},
        )
        self.tried += 1
        self.faults += answer.status_code >= 500
        assert answer.status_code < 500, (path, answer.status_code)
        if not signed:
            assert answer.status_code in (400, 403, 404)
        if answer.status_code == 200 and answer.mimetype == "text/xml":
            well_formed(answer.data, is_text=path == "/twilio/sms")
        return answer

    def text(self, **changes: str) -> Any:
        fields = {
            "MessageSid": f"SM{token_hex(16)}",
            "AccountSid": conftest.ACCOUNT_SID,
            "From": MAYA,
            "To": conftest.OUR_NUMBER,
            "Body": "hello",
            **changes,
        }
        return self("/twilio/sms", list(fields.items()))

    def call(self, path: str = "/twilio/voice", **changes: str) -> Any:
        fields = {
            "CallSid": f"CA{token_hex(16)}",
            "AccountSid": conftest.ACCOUNT_SID,
            "CallStatus": "ringing",
            "From": MAYA,
            "To": conftest.OUR_NUMBER,
            **changes,
        }
        return self(path, list(fields.items()))


def well_formed(document: bytes, is_text: bool) -> None:
    """One Response; of texts, nothing in it but texts; no character that XML does not know."""
    root = ElementTree.fromstring(document)
    assert root.tag == "Response"
    if is_text:
        assert {verb.tag for verb in root} <= {"Message"}
        assert not [inner for verb in root for inner in verb]
    else:
        assert twiml_rules.check(document.decode()) == []


@pytest.fixture
def post(limited: Limited) -> Iterator[Post]:
    """A line whose limits are out of the way, with a member in the middle of a talk."""
    app = limited(PLENTY)
    add_member(app, MAYA, greeted_at=app.clock())
    posting = Post(app)
    posting.text(Body="need")
    yield posting
    figures.count("hostile inputs tried", posting.tried)
    figures.count("5xx seen", posting.faults)


def test_hostile_words_and_senders(post: Post, capsys: pytest.CaptureFixture[str]) -> None:
    for words in SCRIPTS:
        post.text(Body=words)
    for sender, words in product(SENDERS, ("hello", SCRIPTS[1])):
        post.text(From=sender, Body=words)
    for name, words in product(OTHER_FIELDS, SCRIPTS):
        post.text(**{name: words})
    told = capsys.readouterr()
    written = told.out + told.err
    assert "forged" not in written and "\x1b[2J" not in written


def test_hostile_forms_of_every_webhook(post: Post) -> None:
    paths = (
        "/twilio/sms/status/1",
        "/twilio/sms/status/" + "9" * 30,
        "/twilio/voice",
        "/twilio/voice/1/0",
        "/twilio/voice/" + "9" * 30 + "/" + "9" * 30,
        "/twilio/voice/status",
        "/twilio/voice/status/1",
        "/twilio/voice/recorded/1",
        "/twilio/voice/ring/1/whisper",
        "/twilio/voice/ring/1/answer",
        "/twilio/voice/ring/1/over",
    )
    fields = ("Digits", "CallStatus", "RecordingSid", "RecordingDuration", "DialCallStatus", "From")
    for path, words in product(paths, SCRIPTS):
        post.call(path, Digits=words)
        post.call(path, MessageStatus=words, ErrorCode=words, MessageSid=f"SM{token_hex(16)}")
        post(path, [("AccountSid", conftest.ACCOUNT_SID), (words or "x", words)])
    for path, name, words in product(paths[2:], fields, SCRIPTS[:6]):
        post.call(path, **{name: words})
    for path in paths:
        post(path, [])
        post(path, [("Body", "a")] * 900)


@pytest.mark.parametrize("name", ["From", "To", "Body", "MessageSid", "AccountSid"])
def test_smuggled_and_joined_fields_change_nothing(post: Post, name: str) -> None:
    """Twice, with another value, and one field's name and value inside another's."""
    fields = {
        "MessageSid": f"SM{token_hex(16)}",
        "AccountSid": conftest.ACCOUNT_SID,
        "Body": "hello",
        "From": MAYA,
        "To": conftest.OUR_NUMBER,
    }
    before = len(rows(post._house, attempts))
    for second in (fields[name], "", "+9613999999", *SCRIPTS[:3]):
        assert post("/twilio/sms", [*fields.items(), (name, second)]).status_code == 403
    for host in fields:
        joined = {k: v for k, v in fields.items() if k != name}
        if host != name:
            joined[host] += name + fields[name]
            answer = post("/twilio/sms", list(joined.items()))
            assert answer.status_code == 403 or (name == "Body" and answer.status_code == 200)
    if name != "Body":
        assert len(rows(post._house, attempts)) == before


def test_forged_and_replayed(post: Post) -> None:
    """A wrong signature changes nothing; a true one that comes again gets the first answer again."""
    for words in SCRIPTS:
        fields = [("Body", words), ("From", MAYA), ("To", conftest.OUR_NUMBER)]
        assert post("/twilio/sms", fields, signed=False).status_code == 403
    sid = f"SM{token_hex(16)}"
    first = post.text(MessageSid=sid, Body="STATUS")
    before = len(rows(post._house, attempts))
    assert {post.text(MessageSid=sid, Body="STATUS").data for _ in range(20)} == {first.data}
    # Another text under the same id is the same text to us.
    assert post.text(MessageSid=sid, Body="STOP").data == first.data
    assert len(rows(post._house, attempts)) == before


ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
FIELDS = st.dictionaries(
    st.sampled_from(
        ("Body", "From", "To", "OptOutType", "NumMedia", "MessageSid", "Digits", "CallStatus")
    ),
    ANYTHING | st.sampled_from(SCRIPTS) | st.sampled_from(SENDERS),
    max_size=3,
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(changes=FIELDS)
def test_whatever_comes(post: Post, changes: dict[str, str]) -> None:
    post.text(**changes)
    post.call(**changes)
