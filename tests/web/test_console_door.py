"""Who gets into the console: passwords and codes, tries, locks, idle ends, invitations."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from hotline.domain import console as rules
from hotline.services.console import accounts, passwords
from hotline.services.house import House
from hotline.store.schema import console_actions, console_sessions, invitations, staff
from tests.conftest import FakeClock
from tests.support_console import PASSWORD, Browser, Colleague, signed_in
from tests.support_house import rows

WRONG = "do not fit together"


def test_name_password_and_code_open_the_door(house: House) -> None:
    browser = signed_in(house, "coordinator")
    assert browser.get("/needs").status_code == 200
    assert [row.action for row in rows(house, console_actions)][-1] == "signed-in"


@pytest.mark.parametrize(
    "instead", [{"name": "Nobody"}, {"password": "x" * 20}, {"code": "000000"}]
)
def test_each_of_the_three_must_be_right(house: House, instead: dict[str, str]) -> None:
    who, browser = Colleague(house, "coordinator"), Browser(house)
    answer = browser.sign_in(who, **instead)
    assert answer.status_code == 403
    assert WRONG in answer.text
    assert browser.get("/needs").status_code == 303


def test_a_name_is_known_however_it_is_typed(house: House) -> None:
    who, browser = Colleague(house, "listener", name="أمل ١"), Browser(house)
    assert browser.sign_in(who, name=" امل 1 ").status_code == 303


def test_a_code_is_good_for_one_time(house: House) -> None:
    who = Colleague(house, "coordinator")
    assert Browser(house).sign_in(who).status_code == 303
    again = Browser(house).sign_in(who)
    assert (again.status_code, WRONG in again.text) == (403, True)


def test_a_code_may_be_half_a_minute_off_and_no_more(house: House, clock: FakeClock) -> None:
    who = Colleague(house, "coordinator")
    late = who.code()
    clock.advance(seconds=30)
    assert Browser(house).sign_in(who, code=late).status_code == 303
    later = who.code()
    clock.advance(seconds=60)
    assert Browser(house).sign_in(who, code=later).status_code == 403


def test_digits_of_any_script_are_a_code(house: House) -> None:
    who = Colleague(house, "coordinator")
    arabic = who.code().translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert Browser(house).sign_in(who, code=f"{arabic[:3]} {arabic[3:]}").status_code == 303


def test_wrong_tries_lock_an_account_and_longer_each_time(house: House, clock: FakeClock) -> None:
    who = Colleague(house, "coordinator")
    for lock in (rules.FIRST_LOCK, rules.FIRST_LOCK * 2):
        for _ in range(rules.MOST_MISSES):
            assert Browser(house).sign_in(who, password="wrong wrong wrong").status_code == 403
        clock.advance(seconds=(lock - timedelta(seconds=1)).total_seconds())
        refused = Browser(house).sign_in(who)
        assert (refused.status_code, WRONG in refused.text) == (403, True)
        clock.advance(seconds=31)
    assert Browser(house).sign_in(who).status_code == 303
    assert rows(house, staff)[0].locks == 0


def test_a_lock_is_one_accounts_alone(house: House) -> None:
    one, other = Colleague(house, "coordinator"), Colleague(house, "coordinator", name="Rim")
    for _ in range(rules.MOST_MISSES):
        Browser(house).sign_in(one, code="123456")
    assert Browser(house).sign_in(one).status_code == 403
    assert Browser(house).sign_in(other).status_code == 303


def test_too_many_tries_of_everybody_stop_all_for_a_while(
    house: House, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_OF_ALL", 4)
    who = Colleague(house, "coordinator")
    for number in range(4):
        Browser(house).sign_in(who, name=f"nobody {number}")
    assert Browser(house).sign_in(who).status_code == 403
    clock.advance(seconds=rules.WINDOW.total_seconds() + 60)
    assert Browser(house).sign_in(who).status_code == 303


def test_an_idle_session_ends_and_what_a_page_asks_by_itself_keeps_none(
    house: House, clock: FakeClock
) -> None:
    browser = signed_in(house, "coordinator")
    for _ in range(3):
        clock.advance(minutes=14)
        assert browser.get("/needs").status_code == 200
    for _ in range(2):
        clock.advance(minutes=7)
        assert browser.get("/needs/rows").status_code == 200
        assert browser.get("/needs?still=1").status_code == 200
    clock.advance(minutes=2)
    assert browser.get("/needs/rows", headers={"HX-Request": "true"}).status_code == 401
    assert browser.get("/needs").location == "/console/sign-in"


def test_no_session_lasts_longer_than_half_a_day(house: House, clock: FakeClock) -> None:
    browser = signed_in(house, "coordinator")
    for _ in range(51):
        clock.advance(minutes=14)
        assert browser.get("/needs").status_code == 200
    clock.advance(minutes=14)
    assert browser.get("/needs").status_code == 303


def test_signing_out_ends_the_session_for_whoever_kept_the_cookie(house: House) -> None:
    browser = signed_in(house, "coordinator")
    kept = browser.client.get_cookie("notes", path="/console")
    assert kept is not None
    assert browser.post("/sign-out", page="/account").status_code == 303
    browser.client.set_cookie("notes", kept.value, path="/console")
    assert browser.get("/needs").status_code == 303
    assert rows(house, console_sessions) == []


def test_the_quick_way_out_ends_the_session(house: House) -> None:
    browser = signed_in(house, "coordinator")
    answer = browser.get("/away")
    assert (answer.status_code, "console" in answer.text) == (200, False)
    assert browser.get("/needs").status_code == 303


def test_a_new_password_needs_the_old_one_and_ends_other_sessions(
    house: House, clock: FakeClock
) -> None:
    who = Colleague(house, "coordinator")
    here, elsewhere = Browser(house), Browser(house)
    for browser in (here, elsewhere):
        assert browser.sign_in(who).status_code == 303
        clock.advance(seconds=30)
    new = "salt and oil and bread"
    fields = {"code": who.code(), "password": new, "again": new}
    wrong = here.post("/account/password", page="/account", old="not the old one", **fields)
    assert wrong.status_code == 400
    right = here.post("/account/password", page="/account", old=PASSWORD, **fields)
    assert right.status_code == 303
    assert here.get("/needs").status_code == 200
    assert elsewhere.get("/needs").status_code == 303
    clock.advance(seconds=30)
    assert Browser(house).sign_in(who, password=new).status_code == 303


def test_an_invitation_is_used_once_and_runs_out(house: House, clock: FakeClock) -> None:
    token = accounts.invite(house, "steward", by=None)
    late = accounts.invite(house, "listener", by=None)
    page = Browser(house).get(f"/invitation/{token}")
    assert (page.status_code, "<svg" in page.text) == (200, True)
    clock.advance(hours=49)
    assert Browser(house).get(f"/invitation/{late}").status_code == 404
    who = Colleague(house, "steward")
    assert Browser(house).sign_in(who).status_code == 303
    assert token not in {str(row) for row in rows(house, invitations)}


def test_making_an_account_says_what_is_wrong_and_keeps_the_link(house: House) -> None:
    Colleague(house, "listener", name="Rim")
    token = accounts.invite(house, "coordinator", by=None)
    found = accounts.invitation(house, token)
    assert found is not None
    import pyotp

    good = {"name": "Sami", "password": PASSWORD, "again": PASSWORD}
    good["code"] = pyotp.TOTP(found.totp).at(house.clock())
    browser, path = Browser(house), f"/invitation/{token}"
    for wrong in (
        {"name": " "},
        {"password": "short", "again": "short"},
        {"again": "something else"},
        {"code": "000000"},
        {"name": "rim"},
    ):
        answer = browser.post(path, page=path, **(good | wrong))
        assert (answer.status_code, 'role="alert"' in answer.text) == (400, True), wrong
    assert browser.post(path, page=path, **good).status_code == 303
    assert browser.get(path).status_code == 404


def test_whoever_is_shut_out_is_out_at_once(house: House) -> None:
    steward, other = signed_in(house, "steward"), signed_in(house, "coordinator", name="Rim")
    rim = next(row.id for row in rows(house, staff) if row.role == "coordinator")
    assert steward.post(f"/staff/{rim}/out", page="/staff").status_code == 303
    assert other.get("/needs").status_code == 303
    mine = next(row.id for row in rows(house, staff) if row.role == "steward")
    steward.post(f"/staff/{mine}/out", page="/staff")
    assert steward.get("/staff").status_code == 200


def test_a_steward_invites_by_a_link_that_is_shown_once(house: House) -> None:
    browser = signed_in(house, "steward")
    answer = browser.post("/staff/invite", page="/staff", role="listener")
    assert "/console/invitation/" in answer.text
    assert "/console/invitation/" not in browser.get("/staff").text
    bad = browser.post("/staff/invite", page="/staff", role="listener", phone="03 999 999")
    assert bad.status_code == 400


def test_where_too_many_wait_the_next_is_asked_to_try_again(house: House) -> None:
    """Few hash at a time, so that a crowd at the door does not hold up the texts."""
    who, browser, held = Colleague(house, "coordinator"), Browser(house), 0
    while passwords._room.acquire(blocking=False):
        held += 1
    try:
        answer = browser.sign_in(who)
    finally:
        passwords._room.release(held)
    assert (held, answer.status_code, "in a moment" in answer.text) == (3, 503, True)
    assert browser.sign_in(who).status_code == 303


def test_no_secret_stands_in_the_database_in_clear(house: House) -> None:
    Colleague(house, "coordinator", name="Qamar")
    accounts.invite(house, "coordinator", by=None)
    kept = b"".join(
        value
        for table in (staff, invitations)
        for row in rows(house, table)
        for value in row
        if isinstance(value, bytes)
    )
    assert b"Qamar" not in kept
    assert b"argon2" not in kept
    assert len(rows(house, invitations)) == 1


def test_sessions_of_a_closed_account_do_not_open(house: House) -> None:
    browser = signed_in(house, "coordinator")
    with house.database.writing() as db:
        db.execute(update(staff).values(state="ended"))
    assert browser.get("/needs").status_code == 303
