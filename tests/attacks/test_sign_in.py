"""Help stays reachable: strangers who try to sign in lock out strangers, and nobody else."""

from __future__ import annotations

import pytest

from hotline.domain import console as rules
from hotline.services.console.sign_in import passwords
from hotline.services.kernel.app import App
from hotline.store.schema import sign_in_misses, staff
from tests.conftest import FakeClock
from tests.support_app import rows
from tests.support_console import Browser, Colleague

WRONG = {"password": "wrong wrong wrong"}


def at(app: App, address: str) -> Browser:
    """A browser somewhere, as our own proxy tells it."""
    browser = Browser(app)
    browser.client.environ_base["HTTP_X_FORWARDED_FOR"] = address
    return browser


def attack(app: App, who: Colleague, tries: int = 64, **instead: str) -> None:
    """So many wrong tries, each from an address of its own."""
    for number in range(tries):
        answer = at(app, f"198.51.100.{number}").sign_in(who, **(WRONG | instead))
        assert answer.status_code == 403


def test_sixty_four_strangers_lock_nobody_out(app: App) -> None:
    who = Colleague(app, "coordinator")
    for number in range(64):
        attack(app, who, 1, name=f"nobody {number}")
    assert at(app, "203.0.113.1").sign_in(who).status_code == 303


def test_a_known_device_gets_in_while_its_own_account_is_tried(app: App, clock: FakeClock) -> None:
    who, mine = Colleague(app, "coordinator"), at(app, "203.0.113.1")
    assert mine.sign_in(who).status_code == 303
    mine.post("/sign-out", page="/account")
    attack(app, who)
    clock.advance(seconds=30)
    assert at(app, "203.0.113.1").sign_in(who).status_code == 403  # a stranger's browser
    assert mine.sign_in(who).status_code == 303


def test_on_a_new_device_others_of_the_team_get_in(app: App) -> None:
    tried, other = Colleague(app, "coordinator"), Colleague(app, "listener", name="Rim")
    attack(app, tried)
    assert at(app, "203.0.113.1").sign_in(other).status_code == 303


def test_a_known_device_gets_in_from_the_address_of_the_attack(app: App, clock: FakeClock) -> None:
    """Behind the same router, say."""
    who, mine = Colleague(app, "coordinator"), at(app, "203.0.113.1")
    other = Colleague(app, "coordinator", name="Rim")
    mine.sign_in(who)
    mine.post("/sign-out", page="/account")
    for _ in range(rules.MOST_OF_AN_ADDRESS + 5):
        at(app, "203.0.113.1").sign_in(who, name="nobody", **WRONG)
    assert len(rows(app, sign_in_misses)) == rules.MOST_OF_AN_ADDRESS
    clock.advance(seconds=30)
    assert at(app, "203.0.113.1").sign_in(other).status_code == 403
    assert at(app, "203.0.113.2").sign_in(other).status_code == 303
    assert mine.sign_in(who).status_code == 303
    clock.advance(seconds=rules.WINDOW.total_seconds() + 1)
    assert at(app, "203.0.113.1").sign_in(other).status_code == 303


def test_an_address_that_the_sender_made_up_is_not_counted(app: App) -> None:
    """Our proxy adds the true one on the right."""
    who = Colleague(app, "coordinator")
    for number in range(rules.MOST_OF_AN_ADDRESS):
        at(app, f"192.0.2.{number}, 203.0.113.1").sign_in(who, name="nobody", **WRONG)
    assert at(app, "192.0.2.99, 203.0.113.1").sign_in(who).status_code == 403


def test_a_stolen_device_has_so_many_tries_and_opens_nobody_elses(
    app: App, clock: FakeClock
) -> None:
    who, other = Colleague(app, "coordinator"), Colleague(app, "coordinator", name="Rim")
    stolen = at(app, "203.0.113.1")
    stolen.sign_in(who)
    stolen.post("/sign-out", page="/account")
    for _ in range(2 * rules.MOST_MISSES):  # by the device, then as a stranger
        assert stolen.sign_in(who, **WRONG).status_code == 403
    clock.advance(seconds=60)
    assert stolen.sign_in(who).status_code == 403
    stolen.sign_in(other, **WRONG)
    assert [row.misses for row in rows(app, staff) if row.id != rows(app, staff)[0].id] == [1]


def test_many_tries_cannot_grow_a_lock_for_ever(app: App, clock: FakeClock) -> None:
    who = Colleague(app, "coordinator")
    for _ in range(12):
        attack(app, who, rules.MOST_MISSES)
        clock.advance(seconds=rules.LONGEST_LOCK.total_seconds() + 1)
    clock.advance(seconds=rules.LOCKS_COUNT.total_seconds())
    attack(app, who, rules.MOST_MISSES)
    clock.advance(seconds=rules.FIRST_LOCK.total_seconds() + 1)
    assert at(app, "203.0.113.1").sign_in(who).status_code == 303


def test_strangers_who_hash_do_not_fill_the_room_of_known_devices(
    app: App, clock: FakeClock
) -> None:
    who, mine = Colleague(app, "coordinator"), at(app, "203.0.113.1")
    mine.sign_in(who)
    mine.post("/sign-out", page="/account")
    clock.advance(seconds=30)
    held = 0
    while passwords._room.acquire(blocking=False):
        held += 1
    try:
        assert at(app, "198.51.100.1").sign_in(who).status_code == 503
        assert mine.sign_in(who).status_code == 303
    finally:
        passwords._room.release(held)


def test_every_wrong_answer_says_and_costs_the_same(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    who, hashed, real = Colleague(app, "coordinator"), [], passwords.fits

    def counted(known: str | None, password: str, **how: bool) -> bool:
        hashed.append(password)
        return real(known, password, **how)

    monkeypatch.setattr(passwords, "fits", counted)
    browser = at(app, "203.0.113.1")
    answers = [
        browser.sign_in(who, **wrong)
        for wrong in (WRONG, {"name": "nobody"}, {"code": "000000"}, {"code": "", "passkey": "{}"})
    ]
    attack(app, who, rules.MOST_MISSES)
    answers.append(browser.sign_in(who))  # locked
    for _ in range(rules.MOST_OF_AN_ADDRESS):
        browser.sign_in(who, name="nobody")
    answers.append(browser.sign_in(who))  # too many from here
    assert len(hashed) == len(answers) + rules.MOST_MISSES + rules.MOST_OF_AN_ADDRESS
    assert {(one.status_code, _without_token(one.text)) for one in answers} == {
        (403, _without_token(answers[0].text))
    }


def _without_token(page: str) -> str:
    return "".join(line for line in page.splitlines() if "csrf_token" not in line)


def test_the_cookie_of_a_device_is_nobodys_to_read_or_to_plant(app: App, clock: FakeClock) -> None:
    who, browser = Colleague(app, "coordinator"), at(app, "203.0.113.1")
    browser.client.set_cookie("notes_kept", "planted", path="/console")
    header = next(
        value
        for name, value in browser.sign_in(who).headers
        if name == "Set-Cookie" and value.startswith("notes_kept=")
    )
    assert "HttpOnly" in header and "SameSite=Strict" in header and "Path=/console" in header
    attack(app, who)
    clock.advance(seconds=30)
    planter = at(app, "198.51.100.9")
    planter.client.set_cookie("notes_kept", "planted", path="/console")
    assert planter.sign_in(who).status_code == 403


def test_a_shared_browser_is_known_for_each_of_those_who_use_it(app: App, clock: FakeClock) -> None:
    one, other = Colleague(app, "coordinator"), Colleague(app, "coordinator", name="Rim")
    shared = at(app, "203.0.113.1")
    for who in (one, other):
        assert shared.sign_in(who).status_code == 303
        shared.post("/sign-out", page="/account")
    attack(app, one)
    attack(app, other)
    clock.advance(seconds=30)
    for who in (one, other):
        assert shared.sign_in(who).status_code == 303
        shared.post("/sign-out", page="/account")
    shared.sign_in(one, code=one.code())
    clock.advance(seconds=30)
    shared.sign_in(one)
    shared.post("/account/devices/forget", page="/account")
    shared.post("/sign-out", page="/account")
    attack(app, one)
    clock.advance(seconds=30)
    assert shared.sign_in(one).status_code == 403
