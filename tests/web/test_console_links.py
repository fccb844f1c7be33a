"""Links into the console: opened once, in one browser, with a secret that is shown once."""

from __future__ import annotations

import re
from datetime import timedelta

import pyotp

from hotline.domain import console as rules
from hotline.services.console.sign_in import accounts
from hotline.services.kernel.app import App
from hotline.store.schema import enrolments, invitations, notices, staff
from tests.conftest import FakeClock
from tests.support_app import rows
from tests.support_console import PASSWORD, Browser, Colleague, signed_in


def opened(browser: Browser, token: str) -> pyotp.TOTP:
    """The secret that a link shows when it is opened."""
    path = f"/invitation/{token}"
    answer = browser.post(f"{path}/open", page=path)
    assert answer.status_code == 200, answer.text
    return shown(answer.text)


def shown(page: str) -> pyotp.TOTP:
    (secret,) = re.findall(r'<code dir="ltr">([A-Z2-7]{32})</code>', page)
    return pyotp.TOTP(secret)


def fields(app: App, totp: pyotp.TOTP, **instead: str) -> dict[str, str]:
    good = {"name": "Sami", "password": PASSWORD, "again": PASSWORD, "code": totp.at(app.clock())}
    return good | instead


def test_an_account_is_made_by_whoever_opens_the_link(app: App, clock: FakeClock) -> None:
    browser, token = Browser(app), accounts.invite(app, "steward", by=None)
    path, totp = f"/invitation/{token}", opened(browser, token)
    made = browser.post(path, page=path, **fields(app, totp))
    assert (made.status_code, made.text.count("<li>")) == (200, rules.RECOVERY_CODES)
    assert browser.get(path).status_code == 404
    clock.advance(seconds=30)
    code = totp.at(clock())
    assert browser.post("/sign-in", name="sami", password=PASSWORD, code=code).status_code == 303
    assert (rows(app, invitations), rows(app, enrolments)) == ([], [])


def test_looking_at_a_link_opens_nothing_and_shows_no_secret(app: App) -> None:
    token = accounts.invite(app, "listener", by=None)
    for _ in range(3):  # a program that draws previews
        answer = Browser(app).get(f"/invitation/{token}")
        assert (answer.status_code, "<svg" in answer.text) == (200, False)
    assert rows(app, invitations)[0].opened_at is None
    opened(Browser(app), token)


def test_a_link_that_was_opened_is_dead_for_everybody_else(app: App) -> None:
    token = accounts.invite(app, "listener", by=None)
    first, path = Browser(app), f"/invitation/{token}"
    totp = opened(first, token)
    other = Browser(app)
    looked, tried = other.get(path), other.post(f"{path}/open")
    took = other.post(path, **fields(app, totp))
    for answer in (looked, tried, took):
        assert answer.status_code == 404
        assert "<svg" not in answer.text
    assert "opened this link already" in looked.text
    assert "opened this link already" in tried.text
    assert rows(app, staff) == []
    assert first.post(path, page=path, **fields(app, totp)).status_code == 200


def test_of_two_who_open_it_one_has_it(app: App) -> None:
    """Both have looked while it was closed."""
    token = accounts.invite(app, "listener", by=None)
    one, other, path = Browser(app), Browser(app), f"/invitation/{token}"
    tokens = one.token(path), other.token(path)
    answers = [
        browser.client.post(f"/console{path}/open", data={"csrf_token": csrf})
        for browser, csrf in zip((one, other), tokens, strict=True)
    ]
    assert [answer.status_code for answer in answers] == [200, 404]


def test_each_secret_is_shown_once_and_another_one_takes_its_place(app: App) -> None:
    browser, token = Browser(app), accounts.invite(app, "listener", by=None)
    path, first = f"/invitation/{token}", opened(browser, token)
    assert first.secret not in browser.get(path).text
    wrong = browser.post(path, page=path, **fields(app, first, code="000000"))
    assert (wrong.status_code, first.secret in wrong.text) == (400, False)
    second = opened(browser, token)
    assert second.secret != first.secret
    assert browser.post(path, page=path, **fields(app, first)).status_code == 400
    assert browser.post(path, page=path, **fields(app, second)).status_code == 200


def test_making_an_account_says_what_is_wrong_and_keeps_the_link(app: App) -> None:
    Colleague(app, "listener", name="Rim")
    browser, token = Browser(app), accounts.invite(app, "coordinator", by=None)
    path, totp = f"/invitation/{token}", opened(browser, token)
    good = fields(app, totp)
    for wrong in (
        {"name": " "},
        {"password": "short", "again": "short"},
        {"again": "something else"},
        {"code": "000000"},
        {"name": "rim"},
    ):
        answer = browser.post(path, page=path, **(good | wrong))
        assert (answer.status_code, 'role="alert"' in answer.text) == (400, True), wrong
    assert browser.post(path, page=path, **good).status_code == 200
    assert browser.get(path).status_code == 404


def test_a_link_runs_out_and_what_was_opened_runs_out_sooner(app: App, clock: FakeClock) -> None:
    closed, token = (accounts.invite(app, "listener", by=None) for _ in range(2))
    browser, path = Browser(app), f"/invitation/{token}"
    totp = opened(browser, token)
    clock.advance(seconds=(rules.OPENING_LIFE + timedelta(seconds=1)).total_seconds())
    assert browser.get(path).status_code == 404
    assert browser.post(path, page="/sign-in", **fields(app, totp)).status_code == 404
    assert rows(app, staff) == []
    assert Browser(app).get(f"/invitation/{closed}").status_code == 200
    clock.advance(hours=49)
    assert Browser(app).get(f"/invitation/{closed}").status_code == 404


def test_whoever_invited_hears_that_it_was_opened_twice_once(app: App) -> None:
    who, steward = Colleague(app, "steward"), Browser(app)
    steward.sign_in(who)
    token = accounts.invite(app, "listener", by=who.staff.id)
    opened(Browser(app), token)
    assert "opened twice" not in steward.get("/needs").text
    for _ in range(2):
        Browser(app).get(f"/invitation/{token}")
    assert steward.get("/needs").text.count("opened twice") == 1
    (notice,) = rows(app, notices)
    steward.post(f"/news/{notice.id}/read", page="/needs")
    assert "opened twice" not in steward.get("/needs").text


def test_of_an_operators_link_the_stewards_hear(app: App) -> None:
    steward, listener = signed_in(app, "steward"), signed_in(app, "listener", name="Rim")
    token = accounts.invite(app, "listener", by=None)
    opened(Browser(app), token)
    Browser(app).get(f"/invitation/{token}")
    assert "opened twice" in steward.get("/needs").text
    assert "opened twice" not in listener.get("/needs").text


def test_nobody_reads_the_news_of_another(app: App) -> None:
    steward, listener = signed_in(app, "steward"), signed_in(app, "listener", name="Rim")
    token = accounts.invite(app, "listener", by=None)
    opened(Browser(app), token)
    Browser(app).get(f"/invitation/{token}")
    (notice,) = rows(app, notices)
    listener.post(f"/news/{notice.id}/read", page="/needs")
    assert "opened twice" in steward.get("/needs").text


def test_no_secret_and_no_token_stands_in_the_database_in_clear(app: App) -> None:
    browser, token = Browser(app), accounts.invite(app, "steward", by=None)
    totp = opened(browser, token)
    kept = str([*rows(app, invitations), *rows(app, enrolments)])
    assert token not in kept
    assert totp.secret not in kept


def test_another_page_on_the_way_does_not_lose_an_opened_link(app: App) -> None:
    browser, token = Browser(app), accounts.invite(app, "steward", by=None)
    path, totp = f"/invitation/{token}", opened(browser, token)
    assert browser.get("/needs").status_code == 303
    assert browser.post(path, page=path, **fields(app, totp)).status_code == 200
