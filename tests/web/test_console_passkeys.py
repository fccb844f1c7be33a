"""Passkeys: kept, used in place of the code, and refused however they are bent."""

from __future__ import annotations

import json
from typing import Any

import pytest

from hotline.domain import console as rules
from hotline.services.kernel.app import App
from hotline.store.schema import answered_challenges, passkeys
from tests.conftest import FakeClock
from tests.support_app import rows
from tests.support_authenticator import Authenticator, text
from tests.support_console import PASSWORD, Browser, Colleague

ORIGIN = "http://127.0.0.1:9"  # HOTLINE_PUBLIC_URL of the tests


def wish(browser: Browser, path: str = "/passkeys/wish") -> dict[str, Any]:
    answer = browser.get(path)
    assert answer.status_code == 200
    found: dict[str, Any] = json.loads(answer.text)
    return found


def sign_in(browser: Browser, who: Colleague, answer: str, **instead: str) -> int:
    fields = {"name": who.name, "password": PASSWORD, "code": "", "passkey": answer} | instead
    return browser.post("/sign-in", **fields).status_code


@pytest.fixture
def who(app: App) -> Colleague:
    return Colleague(app, "coordinator")


@pytest.fixture
def key(app: App, who: Colleague, clock: FakeClock) -> Authenticator:
    """A passkey that was added from the account's page."""
    made = Authenticator(ORIGIN)
    add(app, who, made)
    clock.advance(seconds=30)
    return made


def add(app: App, who: Colleague, key: Authenticator, **instead: Any) -> Browser:
    browser = Browser(app)
    assert browser.sign_in(who).status_code == 303
    answer = key.create(wish(browser, "/account/passkeys/wish"), **instead)
    assert browser.post("/account/passkeys", page="/account", passkey=answer).status_code == 303
    return browser


def test_a_passkey_takes_the_place_of_the_code(
    app: App, who: Colleague, key: Authenticator
) -> None:
    browser = Browser(app)
    assert sign_in(browser, who, key.get(wish(browser))) == 303
    assert browser.get("/needs").status_code == 200
    assert "last used" in browser.get("/account").text
    assert Browser(app).sign_in(who).status_code == 303  # and the code goes on as ever


def test_the_password_stays_even_where_the_authenticator_knows_its_owner(
    app: App, who: Colleague, key: Authenticator
) -> None:
    key.verifies = True
    browser = Browser(app)
    for instead in ({"password": ""}, {"password": "wrong wrong wrong"}, {"name": "nobody"}):
        assert sign_in(browser, who, key.get(wish(browser)), **instead) == 403
    assert sign_in(browser, who, key.get(wish(browser))) == 303


def test_one_that_never_counts_is_good_too_but_an_answer_is_good_once(
    app: App, who: Colleague, clock: FakeClock
) -> None:
    key = Authenticator(ORIGIN, counts=False)
    add(app, who, key)
    browser = Browser(app)
    answer = key.get(wish(browser))
    assert sign_in(browser, who, answer) == 303
    assert sign_in(Browser(app), who, answer) == 403
    assert len(rows(app, answered_challenges)) == 1


@pytest.mark.parametrize(
    "bent",
    [
        {"origin": "https://evil.example"},
        {"origin": ORIGIN + "1"},
        {"rp_id": "evil.example"},
        {"type": "webauthn.create"},
        {"challenge": text(b"0" * 56)},
        {"challenge": ""},
        {"present": 0},
    ],
)
def test_a_bent_answer_opens_nothing(
    app: App, who: Colleague, key: Authenticator, bent: dict[str, Any]
) -> None:
    browser = Browser(app)
    assert sign_in(browser, who, key.get(wish(browser), **bent)) == 403


def test_what_is_no_answer_opens_nothing(app: App, who: Colleague, key: Authenticator) -> None:
    browser = Browser(app)
    good = json.loads(key.get(wish(browser)))
    signature = {"signature": text(b"x" * 70)}
    data = {"authenticatorData": text(b"")}
    for answer in (
        *("{}", "[]", "null", "1", "{", '{"rawId": 1}', "[" * 10_000, "é" * 10_000),
        json.dumps(good | {"rawId": text(b"other")}),
        json.dumps(good | {"type": "other"}),
        json.dumps(good | {"response": {}}),
        json.dumps(good | {"response": good["response"] | signature}),
    ):
        assert sign_in(browser, who, answer) == 403, answer[:60]
        browser = Browser(app)
        with app.database.writing() as db:  # not locked by so many
            db.exec_driver_sql("UPDATE staff SET misses = 0, locks = 0, locked_until = NULL")
            db.exec_driver_sql("DELETE FROM sign_in_misses")
    assert sign_in(browser, who, json.dumps(good | {"response": good["response"] | data})) == 403


def test_a_challenge_is_for_its_purpose_and_some_minutes(
    app: App, who: Colleague, key: Authenticator, clock: FakeClock
) -> None:
    browser = Browser(app)
    asked = wish(browser)
    clock.advance(seconds=rules.CHALLENGE_LIFE.total_seconds() + 1)
    assert sign_in(browser, who, key.get(asked)) == 403
    inside = add(app, who, Authenticator(ORIGIN))
    challenge = wish(inside, "/account/passkeys/wish")["challenge"]
    assert sign_in(browser, who, key.get(wish(browser) | {"challenge": challenge})) == 403


def test_a_passkey_is_its_owners_alone(app: App, who: Colleague, key: Authenticator) -> None:
    other, browser = Colleague(app, "steward", name="Rim"), Browser(app)
    assert sign_in(browser, other, key.get(wish(browser))) == 403


def test_a_copy_that_counts_behind_is_refused(app: App, who: Colleague, key: Authenticator) -> None:
    browser = Browser(app)
    copy = Authenticator(ORIGIN, credential_id=key.credential_id, key=key.key)
    key.uses = 5
    assert sign_in(browser, who, key.get(wish(browser))) == 303
    assert sign_in(Browser(app), who, copy.get(wish(Browser(app)))) == 403


@pytest.mark.parametrize(
    "bent", [{"origin": "https://evil.example"}, {"rp_id": "evil.example"}, {"present": 0}]
)
def test_a_bent_key_is_not_kept(app: App, who: Colleague, bent: dict[str, Any]) -> None:
    add(app, who, Authenticator(ORIGIN), **bent)
    assert rows(app, passkeys) == []


def test_a_key_for_another_account_is_not_kept(app: App, clock: FakeClock) -> None:
    one, other = Colleague(app, "listener"), Colleague(app, "steward", name="Rim")
    browser, elsewhere, key = Browser(app), Browser(app), Authenticator(ORIGIN)
    browser.sign_in(one)
    elsewhere.sign_in(other)
    answer = key.create(wish(elsewhere, "/account/passkeys/wish"))
    browser.post("/account/passkeys", page="/account", passkey=answer)
    assert rows(app, passkeys) == []


def test_ones_own_are_taken_away_and_nobody_elses(
    app: App, who: Colleague, key: Authenticator
) -> None:
    (kept,) = rows(app, passkeys)
    other, mine = Browser(app), Browser(app)
    other.sign_in(Colleague(app, "steward", name="Rim"))
    other.post(f"/account/passkeys/{kept.id}/remove", page="/account")
    assert len(rows(app, passkeys)) == 1
    assert sign_in(mine, who, key.get(wish(mine))) == 303
    mine.post(f"/account/passkeys/{kept.id}/remove", page="/account")
    assert rows(app, passkeys) == []


def test_so_many_and_no_more_and_nothing_in_clear(app: App, who: Colleague) -> None:
    key = Authenticator(ORIGIN)
    browser = add(app, who, key)
    for _ in range(rules.MOST_PASSKEYS + 2):
        answer = Authenticator(ORIGIN).create(wish(browser, "/account/passkeys/wish"))
        browser.post("/account/passkeys", page="/account", passkey=answer)
    kept = rows(app, passkeys)
    assert len(kept) == rules.MOST_PASSKEYS
    point = key.key.public_key().public_numbers().x.to_bytes(32)
    assert not any(point in row.public_key for row in kept)
    assert key.credential_id not in {row.credential_index for row in kept}


def test_the_page_of_the_sign_in_says_nothing_of_who_has_a_passkey(
    app: App, who: Colleague, key: Authenticator
) -> None:
    asked = wish(Browser(app))
    assert asked["allowCredentials"] == []
    assert set(asked) == {"timeout", "challenge", "rpId", "userVerification", "allowCredentials"}
