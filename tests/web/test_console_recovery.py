"""A lost phone: recovery codes, each good once, and the phone that takes its place."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.domain import console as rules
from hotline.services.console.sign_in import passwords
from hotline.services.kernel.app import App
from hotline.store.schema import console_actions, recovery_codes
from tests.conftest import FakeClock
from tests.support_app import rows
from tests.support_console import PASSWORD, Browser, Colleague, signed_in
from tests.web.test_console_links import shown


def lose(browser: Browser, who: Colleague, code: str, **instead: str) -> tuple[int, str]:
    """Type a recovery code; the status and the page."""
    fields = {"name": who.name, "password": PASSWORD, "recovery": code} | instead
    answer = browser.post("/recovery", page="/recovery", **fields)
    return answer.status_code, answer.text


def finish(browser: Browser, page: str, app: App) -> int:
    code = shown(page).at(app.clock())
    return browser.post("/recovery/finish", page="/recovery", code=code).status_code


def test_a_recovery_code_sets_up_another_phone(app: App, clock: FakeClock) -> None:
    who, browser = Colleague(app, "coordinator"), Browser(app)
    status, page = lose(browser, who, who.recovery_codes[0].upper().replace("-", " "))
    assert status == 200
    assert browser.get("/needs").status_code == 303  # not in yet
    assert finish(browser, page, app) == 303
    assert browser.get("/needs").status_code == 200
    clock.advance(seconds=30)
    assert Browser(app).sign_in(who).status_code == 403  # the old phone's code
    assert Browser(app).sign_in(who, code=shown(page).at(clock())).status_code == 303


def test_a_used_code_is_dead_and_so_are_wrong_and_others_codes(app: App) -> None:
    who, other = Colleague(app, "coordinator"), Colleague(app, "coordinator", name="Rim")
    used = who.recovery_codes[0]
    assert lose(Browser(app), who, used)[0] == 200
    for code in (used, "aaaa-bbbb-cccc-dddd", "", other.recovery_codes[0]):
        status, page = lose(Browser(app), who, code)
        assert (status, "do not fit together" in page) == (403, True)
    assert lose(Browser(app), other, other.recovery_codes[0])[0] == 200
    assert len(rows(app, recovery_codes)) == 2 * (rules.RECOVERY_CODES - 1)


def test_it_takes_the_password_too_and_a_wrong_one_uses_no_code_up(app: App) -> None:
    who = Colleague(app, "coordinator")
    assert lose(Browser(app), who, who.recovery_codes[0], password="x" * 20)[0] == 403
    assert lose(Browser(app), who, who.recovery_codes[0], name="nobody")[0] == 403
    assert lose(Browser(app), who, who.recovery_codes[0])[0] == 200


def test_tries_of_recovery_codes_lock_as_others_do(app: App) -> None:
    who = Colleague(app, "coordinator")
    for _ in range(rules.MOST_MISSES):
        lose(Browser(app), who, "aaaa-bbbb-cccc-dddd")
    assert lose(Browser(app), who, who.recovery_codes[0])[0] == 403
    assert Browser(app).sign_in(who).status_code == 403


def test_each_answer_costs_one_hash(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    who, hashed, real = Colleague(app, "coordinator"), [], passwords.fits

    def counted(known: str | None, password: str, **how: bool) -> bool:
        hashed.append(password)
        return real(known, password, **how)

    monkeypatch.setattr(passwords, "fits", counted)
    good = who.recovery_codes[0]
    lose(Browser(app), who, good, name="nobody")
    lose(Browser(app), who, good, password="wrong wrong wrong")
    lose(Browser(app), who, "aaaa-bbbb-cccc-dddd")
    assert len(hashed) == 3


def test_what_was_on_the_lost_phone_ends(app: App, clock: FakeClock) -> None:
    who, lost, browser = Colleague(app, "coordinator"), Browser(app), Browser(app)
    assert lost.sign_in(who).status_code == 303
    _, page = lose(browser, who, who.recovery_codes[0])
    assert lost.get("/needs").status_code == 200
    assert finish(browser, page, app) == 303
    assert lost.get("/needs").status_code == 303


def test_owner_and_team_are_told_and_it_stands_in_the_record(app: App, clock: FakeClock) -> None:
    other = signed_in(app, "listener", name="Rim")
    who, browser = Colleague(app, "coordinator"), Browser(app)
    _, page = lose(browser, who, who.recovery_codes[0])
    told = "a recovery code was used"
    assert told in other.get("/needs").text
    assert "Nour" in other.get("/needs").text
    finish(browser, page, app)
    assert told in browser.get("/needs").text
    actions = [row.action for row in rows(app, console_actions)]
    assert actions[-2:] == ["used-recovery-code", "replaced-phone"]


def test_the_new_secret_is_shown_once_and_for_some_minutes(app: App, clock: FakeClock) -> None:
    who, browser = Colleague(app, "coordinator"), Browser(app)
    _, page = lose(browser, who, who.recovery_codes[0])
    first = shown(page)
    wrong = browser.post("/recovery/finish", page="/recovery", code="000000")
    assert (wrong.status_code, first.secret in wrong.text) == (400, False)
    assert first.secret not in browser.get("/recovery").text
    second = shown(browser.post("/recovery/secret", page="/recovery").text)
    old = browser.post("/recovery/finish", page="/recovery", code=first.at(clock()))
    assert (first.secret != second.secret, old.status_code) == (True, 400)
    clock.advance(seconds=(rules.OPENING_LIFE + timedelta(seconds=1)).total_seconds())
    late = browser.post("/recovery/finish", page="/recovery", code=second.at(clock()))
    assert (late.status_code, late.location) == (303, "/console/recovery")
    assert browser.get("/needs").status_code == 303


def test_another_browser_has_nothing_of_it(app: App, clock: FakeClock) -> None:
    who = Colleague(app, "coordinator")
    _, page = lose(Browser(app), who, who.recovery_codes[0])
    other = Browser(app)
    assert finish(other, page, app) == 303
    assert other.get("/needs").status_code == 303


def test_new_codes_take_password_and_code_and_end_the_old_ones(app: App, clock: FakeClock) -> None:
    who, browser = Colleague(app, "coordinator"), Browser(app)
    browser.sign_in(who)
    clock.advance(seconds=30)
    path = "/account/recovery-codes"
    assert browser.post(path, page="/account", old=PASSWORD, code="000000").status_code == 400
    made = browser.post(path, page="/account", old=PASSWORD, code=who.code())
    assert (made.status_code, made.text.count("<li>")) == (200, rules.RECOVERY_CODES)
    assert lose(Browser(app), who, who.recovery_codes[0])[0] == 403
    fresh = made.text.split("<code>")[1].split("<")[0]
    assert lose(Browser(app), who, fresh)[0] == 200
    assert fresh not in str(rows(app, recovery_codes))
