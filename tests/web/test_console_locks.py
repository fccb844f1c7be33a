"""Every page and action of the console is locked, proven by walking all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from hotline.domain.console import ROLES, at_least
from hotline.services.kernel.app import App
from hotline.web.app import create_app
from hotline.web.console import routing
from hotline.web.console.routing import ANYONE
from tests.support_console import Browser, signed_in

# Everything that anybody may open: the door, and what its pages load.
OPEN = {
    "console.assets_serve",
    "console.auth_sign_in",
    "console.auth_do_sign_in",
    "console.auth_sign_out",
    "console.auth_away",
    "console.auth_set_language",
    "console.joining_look",
    "console.joining_open_link",
    "console.joining_accept",
    "console.recovery_start",
    "console.recovery_begin",
    "console.recovery_another",
    "console.recovery_finish",
    "console.passkeys_wish",
}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


def rules(flask_app: Flask) -> list[Rule]:
    found = [rule for rule in flask_app.url_map.iter_rules() if rule.rule.startswith("/console")]
    assert len(found) > 20
    return found


def tried(rule: Rule) -> Iterator[tuple[str, str]]:
    """Each method of a route with an example of its path, without /console."""
    path = re.sub(r"<[^>]*>", "1", rule.rule).removeprefix("/console")
    for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
        yield method, path


def test_each_route_under_the_console_has_a_lock(app: App) -> None:
    for rule in rules(create_app(app)):
        lock = routing.lock_of(rule.endpoint)
        assert lock is not None, rule
        assert (lock.role == ANYONE) == (rule.endpoint in OPEN), rule
        assert (rule.methods or set()) <= {"GET", "HEAD"} or rule.methods == {"POST"}, rule


def test_without_a_session_everything_leads_to_the_door(app: App) -> None:
    browser = Browser(app)
    for rule in rules(create_app(app)):
        for method, path in tried(rule):
            if rule.endpoint in OPEN:
                continue
            answer = browser.client.open(f"/console{path}", method=method)
            assert (answer.status_code, answer.location) == (303, "/console/sign-in"), rule
            headers = {"HX-Request": "true"}
            part = browser.client.open(f"/console{path}", method=method, headers=headers)
            assert (part.status_code, part.text) == (401, ""), rule


def test_below_its_role_nothing_is_shown_or_done(app: App) -> None:
    for role in ROLES:
        browser = signed_in(app, role, name=role)
        token = browser.token("/account")
        for rule in rules(create_app(app)):
            lock = routing.lock_of(rule.endpoint)
            assert lock is not None
            if lock.role == ANYONE or at_least(role, lock.role):
                continue
            for method, path in tried(rule):
                data = {"csrf_token": token}
                answer = browser.client.open(f"/console{path}", method=method, data=data)
                assert answer.status_code == 403, f"{role}: {rule}"


def test_no_action_is_taken_without_the_token_of_a_form(app: App) -> None:
    browser, counted = signed_in(app, "steward"), 0
    other = signed_in(app, "listener", name="Rim").token("/account")
    for rule in rules(create_app(app)):
        if "POST" in (rule.methods or set()):
            path = next(tried(rule))[1]
            for data in ({}, {"csrf_token": "made up"}, {"csrf_token": other}):
                answer = browser.client.post(f"/console{path}", data=data)
                assert answer.status_code == 400, rule
                counted += 1
    assert counted > 30
    assert browser.get("/needs").status_code == 200  # not even signed out


def test_an_id_that_no_column_takes_is_nobodys(app: App) -> None:
    browser, page = signed_in(app, "steward"), "/members/" + "9" * 19
    assert browser.get(page).status_code == 404
    assert browser.post("/roster/" + "9" * 30 + "/off", page="/roster").status_code == 404


def test_a_route_that_was_not_added_by_page_is_opened_by_nobody(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in(app, "steward")
    monkeypatch.delitem(routing._LOCKS, "console.needs_index")
    assert browser.get("/needs").status_code == 403
    assert Browser(app).get("/needs").status_code == 403


def test_a_personal_page_that_keeps_no_trail_is_not_shown(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in(app, "steward")
    forgetful = routing.Lock("listener", personal=True)
    monkeypatch.setitem(routing._LOCKS, "console.needs_index", forgetful)
    browser.client.application.config["PROPAGATE_EXCEPTIONS"] = False
    answer = browser.get("/needs")
    assert (answer.status_code, "<table" in answer.get_data(as_text=True)) == (500, False)


def test_headers_and_cookies_of_every_page(app: App) -> None:
    browser = signed_in(app, "steward")
    for path in ("/needs", "/account", "/staff", "/needs/99999", "/sign-in"):
        answer = browser.get(path)
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert "unsafe" not in policy
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        if answer.status_code != 303:
            assert "<title>Notes</title>" in answer.text
            assert 'class="away"' in answer.text
            assert not re.search(
                r"<style|\sstyle=|<script(?! src=\"/console/static/)|\son\w+=", answer.text
            )


def test_cookies_are_for_this_place_alone(app: App) -> None:
    browser = Browser(app)
    cookie = browser.get("/sign-in").headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Strict", "Path=/console"} <= set(cookie.split("; "))
    assert "Secure" not in cookie  # this test's line is on loopback


def test_beyond_loopback_cookies_go_by_https_alone(make_house: object) -> None:
    app = make_house(HOTLINE_PUBLIC_URL="https://line.example.org")  # type: ignore[operator]
    assert "Secure" in Browser(app).get("/sign-in").headers["Set-Cookie"].split("; ")


def test_webhooks_and_health_set_no_cookie_and_ask_for_no_form(app: App) -> None:
    client = create_app(app).test_client()
    assert client.post("/twilio/sms").status_code == 403  # its signature, not our form
    for path in ("/healthz", "/readyz"):
        assert "Set-Cookie" not in client.get(path).headers


def test_assets_keep_and_are_found_by_their_content(app: App) -> None:
    browser = Browser(app)
    paths = re.findall(r'(?:href|src)="/console(/static/[^"]+)"', browser.get("/sign-in").text)
    assert len(paths) == 3
    for path in paths:
        answer = browser.get(path)
        assert (answer.status_code, "immutable" in answer.headers["Cache-Control"]) == (200, True)
    assert browser.get(paths[0].replace("/static/", "/static/0")).status_code == 404
    assert browser.get("/static/0/htmx.LICENSE.txt").status_code == 404
    assert browser.get("/static/0/..%2fpages.py").status_code == 404


@pytest.mark.parametrize(
    "back", ["https://evil.example", "//evil.example", "/console/\\evil", "/x"]
)
def test_the_language_switch_leads_nowhere_else(app: App, back: str) -> None:
    answer = Browser(app).post("/language", language="ar", back=back)
    assert answer.location == "/console/"
