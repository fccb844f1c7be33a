"""Who gets into the console: passwords and codes, tries, locks, idle ends, invitations."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from hotline.domain import console as rules
from hotline.services.console.sign_in import accounts, passwords
from hotline.services.kernel.app import App
from hotline.store.schema import console_actions, console_sessions, invitations, proposals, staff
from tests.conftest import FakeClock
from tests.support_app import rows
from tests.support_console import PASSWORD, Browser, Colleague, signed_in

WRONG = "do not fit together"


def test_name_password_and_code_open_the_door(app: App) -> None:
    browser = signed_in(app, "coordinator")
    assert browser.get("/needs").status_code == 200
    assert [row.action for row in rows(app, console_actions)][-1] == "signed-in"


@pytest.mark.parametrize(
    "instead", [{"name": "Nobody"}, {"password": "x" * 20}, {"code": "000000"}]
)
def test_each_of_the_three_must_be_right(app: App, instead: dict[str, str]) -> None:
    who, browser = Colleague(app, "coordinator"), Browser(app)
    answer = browser.sign_in(who, **instead)
    assert answer.status_code == 403
    assert WRONG in answer.text
    assert browser.get("/needs").status_code == 303


def test_a_name_is_known_however_it_is_typed(app: App) -> None:
    who, browser = Colleague(app, "listener", name="أمل ١"), Browser(app)
    assert browser.sign_in(who, name=" امل 1 ").status_code == 303


def test_a_code_is_good_for_one_time(app: App) -> None:
    who = Colleague(app, "coordinator")
    assert Browser(app).sign_in(who).status_code == 303
    again = Browser(app).sign_in(who)
    assert (again.status_code, WRONG in again.text) == (403, True)


def test_a_code_may_be_half_a_minute_off_and_no_more(app: App, clock: FakeClock) -> None:
    who = Colleague(app, "coordinator")
    late = who.code()
    clock.advance(seconds=30)
    assert Browser(app).sign_in(who, code=late).status_code == 303
    later = who.code()
    clock.advance(seconds=60)
    assert Browser(app).sign_in(who, code=later).status_code == 403


def test_digits_of_any_script_are_a_code(app: App) -> None:
    who = Colleague(app, "coordinator")
    arabic = who.code().translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert Browser(app).sign_in(who, code=f"{arabic[:3]} {arabic[3:]}").status_code == 303


def test_wrong_tries_lock_an_account_and_longer_each_time(app: App, clock: FakeClock) -> None:
    who = Colleague(app, "coordinator")
    for lock in (rules.FIRST_LOCK, rules.FIRST_LOCK * 2):
        for _ in range(rules.MOST_MISSES):
            assert Browser(app).sign_in(who, password="wrong wrong wrong").status_code == 403
        clock.advance(seconds=(lock - timedelta(seconds=1)).total_seconds())
        refused = Browser(app).sign_in(who)
        assert (refused.status_code, WRONG in refused.text) == (403, True)
        clock.advance(seconds=31)
    assert Browser(app).sign_in(who).status_code == 303
    assert rows(app, staff)[0].locks == 0


def test_a_lock_is_one_accounts_alone(app: App) -> None:
    one, other = Colleague(app, "coordinator"), Colleague(app, "coordinator", name="Rim")
    for _ in range(rules.MOST_MISSES):
        Browser(app).sign_in(one, code="123456")
    assert Browser(app).sign_in(one).status_code == 403
    assert Browser(app).sign_in(other).status_code == 303


def test_an_idle_session_ends_and_what_a_page_asks_by_itself_keeps_none(
    app: App, clock: FakeClock
) -> None:
    browser = signed_in(app, "coordinator")
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


def test_no_session_lasts_longer_than_half_a_day(app: App, clock: FakeClock) -> None:
    browser = signed_in(app, "coordinator")
    for _ in range(51):
        clock.advance(minutes=14)
        assert browser.get("/needs").status_code == 200
    clock.advance(minutes=14)
    assert browser.get("/needs").status_code == 303


def test_signing_out_ends_the_session_for_whoever_kept_the_cookie(app: App) -> None:
    browser = signed_in(app, "coordinator")
    kept = browser.client.get_cookie("notes", path="/console")
    assert kept is not None
    assert browser.post("/sign-out", page="/account").status_code == 303
    browser.client.set_cookie("notes", kept.value, path="/console")
    assert browser.get("/needs").status_code == 303
    assert rows(app, console_sessions) == []


def test_the_quick_way_out_ends_the_session(app: App) -> None:
    browser = signed_in(app, "coordinator")
    answer = browser.get("/away")
    assert (answer.status_code, "console" in answer.text) == (200, False)
    assert browser.get("/needs").status_code == 303


def test_a_new_password_needs_the_old_one_and_ends_other_sessions(
    app: App, clock: FakeClock
) -> None:
    who = Colleague(app, "coordinator")
    here, elsewhere = Browser(app), Browser(app)
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
    assert Browser(app).sign_in(who, password=new).status_code == 303


def test_whoever_is_shut_out_is_out_at_once(app: App) -> None:
    steward, other = signed_in(app, "steward"), signed_in(app, "coordinator", name="Rim")
    rim = next(row.id for row in rows(app, staff) if row.role == "coordinator")
    assert steward.post(f"/staff/{rim}/out", page="/staff").status_code == 303
    assert other.get("/needs").status_code == 303
    mine = next(row.id for row in rows(app, staff) if row.role == "steward")
    steward.post(f"/staff/{mine}/out", page="/staff")
    assert steward.get("/staff").status_code == 200


def test_a_steward_invites_by_a_link_that_is_shown_once(app: App) -> None:
    browser, second = signed_in(app, "steward"), signed_in(app, "coordinator", "Rana")
    answer = browser.post("/staff/invite", page="/staff", role="listener")
    assert answer.location == "/console/proposals"
    (proposal,) = rows(app, proposals)
    link = f"/staff/link/{proposal.id}"
    assert browser.post(link, page="/proposals").location == "/console/proposals"
    assert second.post(link, page="/proposals").status_code == 403
    assert second.post(f"/proposals/{proposal.id}/agree", page="/proposals").status_code == 303
    answer = browser.post(link, page="/proposals")
    assert "/console/invitation/" in answer.text
    assert "/console/invitation/" not in browser.get("/staff").text
    assert browser.post(link, page="/proposals").location == "/console/proposals"
    steward = next(row.id for row in rows(app, staff) if row.role == "steward")
    assert [row.invited_by for row in rows(app, invitations)] == [steward]
    bad = browser.post("/staff/invite", page="/staff", role="listener", phone="03 999 999")
    assert bad.status_code == 400


def test_where_too_many_wait_the_next_is_asked_to_try_again(app: App) -> None:
    """Few hash at a time, so that a crowd at the door does not hold up the texts."""
    who, browser, held = Colleague(app, "coordinator"), Browser(app), 0
    while passwords._room.acquire(blocking=False):
        held += 1
    try:
        answer = browser.sign_in(who)
    finally:
        passwords._room.release(held)
    assert (held, answer.status_code, "in a moment" in answer.text) == (3, 503, True)
    assert browser.sign_in(who).status_code == 303


def test_no_secret_stands_in_the_database_in_clear(app: App) -> None:
    Colleague(app, "coordinator", name="Qamar")
    accounts.invite(app, "coordinator", by=None)
    kept = b"".join(
        value
        for table in (staff, invitations)
        for row in rows(app, table)
        for value in row
        if isinstance(value, bytes)
    )
    assert b"Qamar" not in kept
    assert b"argon2" not in kept
    assert len(rows(app, invitations)) == 1


def test_a_password_is_hashed_slowly(slow_hashes: None) -> None:
    assert passwords.hashed(PASSWORD).startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_sessions_of_a_closed_account_do_not_open(app: App) -> None:
    browser = signed_in(app, "coordinator")
    with app.database.writing() as db:
        db.execute(update(staff).values(state="ended"))
    assert browser.get("/needs").status_code == 303
