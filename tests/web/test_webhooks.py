"""Forged, smuggled and strange webhooks: what is not for us changes nothing, what is true is answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from secrets import token_hex
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from hotline.services.kernel.app import App
from hotline.store.schema import metadata
from tests import conftest, signing
from tests.support_app import rows
from tests.support_line import SMS_PATH, Line, served, sms

MAYA = "+9613000001"
Running = tuple[Line, App]


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One database will do: nothing here may reach it."""
    return sqlite_url


@pytest.fixture
def running(make_house: Callable[..., App]) -> Iterator[Running]:
    """A hotline that has been written to once, so that there is something to change."""
    with served(make_house) as (line, app):
        line.text(MAYA, "need food")
        yield line, app


def everything(app: App) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with app.database.reading() as db:
        return {
            table.name: sorted((tuple(row) for row in db.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
        }


def signed(line: Line, pairs: list[tuple[str, str]], path: str = SMS_PATH) -> dict[str, str]:
    return signing.headers(conftest.AUTH_TOKEN, line.url + path, pairs)


def status_pairs(**fields: str) -> list[tuple[str, str]]:
    fields = {
        "MessageSid": f"SM{token_hex(16)}",
        "MessageStatus": "failed",
        "AccountSid": conftest.ACCOUNT_SID,
        "ErrorCode": "30003",
        **fields,
    }
    return list(fields.items())


def attempt_path(app: App) -> str:
    """The callback of the attempt behind the last reply."""
    table = metadata.tables["attempts"]
    return f"/twilio/sms/status/{rows(app, table)[-1].id}"


# What is not from the provider

Forgery = Callable[[Line, list[tuple[str, str]]], dict[str, str]]
FORGERIES: dict[str, Forgery] = {
    "no signature": lambda line, pairs: {
        k: v for k, v in signed(line, pairs).items() if k != "X-Twilio-Signature"
    },
    "empty signature": lambda line, pairs: signed(line, pairs) | {"X-Twilio-Signature": ""},
    "nonsense": lambda line, pairs: signed(line, pairs) | {"X-Twilio-Signature": "bm9uc2Vuc2U="},
    "not ASCII": lambda line, pairs: signed(line, pairs) | {"X-Twilio-Signature": "\xe9\xff"},
    "another token": lambda line, pairs: signing.headers("guess", line.url + SMS_PATH, pairs),
    "another URL": lambda line, pairs: signing.headers(
        conftest.AUTH_TOKEN, "https://elsewhere.example" + SMS_PATH, pairs
    ),
    "another path": lambda line, pairs: signed(line, pairs, "/twilio"),
    "another text": lambda line, pairs: signed(line, [*pairs[:-1], ("NumMedia", "7")]),
    "a field less": lambda line, pairs: signed(line, pairs[:-1]),
}


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=FORGERIES)
@pytest.mark.parametrize("where", ["sms", "status", "voice"])
def test_a_forged_webhook_is_refused(running: Running, forgery: Forgery, where: str) -> None:
    line, app = running
    path, pairs = SMS_PATH, list(sms(MAYA, "harbour").items())
    if where == "status":
        path, pairs = attempt_path(app), status_pairs()
    elif where == "voice":
        path = "/twilio/voice"
    before = everything(app)
    answer = line.send("POST", path, signing.form(pairs), forgery(line, pairs))
    assert answer.status == 403
    assert everything(app) == before


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", [SMS_PATH, "/twilio/sms/status/1", "/twilio/voice"])
def test_webhooks_are_posted(running: Running, method: str, path: str) -> None:
    line, app = running
    pairs = list(sms(MAYA, "harbour").items())
    before = everything(app)
    assert line.send(method, path, signing.form(pairs), signed(line, pairs, path)).status == 405
    query = f"{path}?{urlencode(pairs)}"
    header = {"X-Twilio-Signature": signing.signature(conftest.AUTH_TOKEN, line.url + query)}
    assert line.send("GET", query, b"", header).status == 405
    assert everything(app) == before


# What is from the provider, and not for us, or not whole


def refused(running: Running, pairs: list[tuple[str, str]], path: str = SMS_PATH) -> int:
    """The answer to a truly signed POST that must change nothing."""
    line, app = running
    before = everything(app)
    answer = line.post(path, pairs)
    assert everything(app) == before
    return answer.status


@pytest.mark.parametrize(
    "change",
    [
        {"AccountSid": "AC" + "f" * 32},
        {"AccountSid": ""},
        {"To": "+9611999999"},
        {"To": ""},
        {"MessageSid": "SM1"},
        {"MessageSid": ""},
        {"MessageSid": "SM" + "g" * 32},
    ],
)
def test_a_text_for_somebody_else_is_refused(running: Running, change: dict[str, str]) -> None:
    assert refused(running, list((sms(MAYA, "harbour") | change).items())) == 403


@pytest.mark.parametrize("name", ["AccountSid", "To", "From", "MessageSid"])
def test_a_missing_field_is_refused(running: Running, name: str) -> None:
    fields = sms(MAYA, "harbour")
    del fields[name]
    assert refused(running, list(fields.items())) == 403


@pytest.mark.parametrize("name", ["AccountSid", "To", "From", "MessageSid", "Body"])
def test_a_field_that_comes_twice_is_refused(running: Running, name: str) -> None:
    fields = sms(MAYA, "harbour")
    assert refused(running, [*fields.items(), (name, "another")]) == 403
    assert refused(running, [*fields.items(), (name, fields[name])]) == 403


def test_fields_joined_into_one_bear_the_signature_and_are_refused(running: Running) -> None:
    """A signature joins names and values without a mark: the sender can ride in the body."""
    line, app = running
    whole = sms(MAYA, "harbour")
    joined = {k: v for k, v in whole.items() if k not in ("Body", "From")}
    joined["Body"] = f"harbourFrom{whole['From']}"
    url = line.url + SMS_PATH
    pairs, token = list(joined.items()), conftest.AUTH_TOKEN
    header = signing.headers(token, url, list(whole.items()))
    assert header == signing.headers(token, url, pairs)  # or this shows nothing
    before = everything(app)
    assert line.send("POST", SMS_PATH, signing.form(pairs), header).status == 403
    assert everything(app) == before


@pytest.mark.parametrize(
    "sender", ["", "Harbour", "12345", "anonymous", "+0123456789", "+961 3", "٣"]
)
def test_who_cannot_be_answered_is_not(running: Running, sender: str) -> None:
    assert refused(running, list(sms(sender, "harbour").items())) == 200


@pytest.mark.parametrize("sender", ["+19005550100", "+15550001111", "+881612345678", "+266696687"])
def test_where_no_text_may_go_no_text_is_taken_from(running: Running, sender: str) -> None:
    line, app = running
    before = everything(app)
    answer = line.text(sender, "need food")
    assert (answer.status, answer.texts) == (200, [])
    assert everything(app) == before


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"AccountSid": "AC" + "f" * 32}, 403),
        ({"MessageSid": "SM1"}, 400),
        ({"MessageStatus": "DROP TABLE"}, 400),
        ({"MessageStatus": ""}, 400),
    ],
)
def test_a_broken_callback_is_refused(
    running: Running, change: dict[str, str], status: int
) -> None:
    assert refused(running, status_pairs(**change), attempt_path(running[1])) == status


@pytest.mark.parametrize("attempt", ["1", "0", "9" * 18, "9" * 30])
def test_a_callback_for_nothing_of_ours_says_nothing(running: Running, attempt: str) -> None:
    """All that is noted is that the provider holds a text, which it is to forget."""
    line, app = running
    before = everything(app)
    assert line.post(f"/twilio/sms/status/{attempt}", status_pairs()).status == 204
    after = everything(app)
    del before["provider_copies"], after["provider_copies"]
    assert after == before


@pytest.mark.parametrize("path", ["/twilio/sms/status/x", "/twilio/sms/status/-1", "/twilio/"])
def test_no_such_page(running: Running, path: str) -> None:
    assert refused(running, status_pairs(), path) == 404


# True texts


def test_ten_megabytes_are_too_much(running: Running) -> None:
    line, app = running
    before = everything(app)
    pairs = list(sms(MAYA, "x" * 10_000_000).items())
    try:
        status = line.post(SMS_PATH, pairs).status
    except (BrokenPipeError, ConnectionResetError):
        status = 413  # the server did not wait for the end
    assert status == 413
    assert everything(app) == before


def test_many_small_fields_are_too_much_or_refused(running: Running) -> None:
    line, _ = running
    pairs = [*sms(MAYA, "harbour").items(), *((f"Field{n}", "x") for n in range(1200))]
    assert line.post(SMS_PATH, pairs).status in (200, 413)


def test_a_path_written_in_another_way_keeps_its_signature(running: Running) -> None:
    """The signature is over the raw path: what a proxy or we would re-encode must not matter."""
    line, _ = running
    pairs = list(sms(MAYA, "harbour").items())
    path = "/twilio/%73ms"
    assert line.post(path, pairs).status == 200
    header = signed(line, pairs)  # for the plain spelling
    again = list(sms(MAYA, "harbour").items())
    assert line.send("POST", path, signing.form(again), header).status == 403


def test_a_query_is_part_of_what_is_signed(running: Running) -> None:
    line, _ = running
    pairs = list(sms(MAYA, "harbour").items())
    query = f"{SMS_PATH}?a=%D8%A7&b=x+y&c=it%27s"
    assert line.post(query, pairs).status == 200
    assert line.send("POST", query, signing.form(pairs), signed(line, pairs)).status == 403


def test_a_call_with_half_a_form_is_refused(running: Running) -> None:
    line, app = running
    before = everything(app)
    answer = line.post("/twilio/voice", [("CallSid", "CA1"), ("AccountSid", conftest.ACCOUNT_SID)])
    assert answer.status == 403
    assert everything(app) == before
