"""The roster in the console: planned, who is on now, gaps, changed; read by listeners."""

from __future__ import annotations

import re

import pytest

from hotline.services.kernel.app import App
from hotline.store.people import members
from hotline.store.schema import avoidances, console_actions, outbox, shifts
from hotline.store.schema import members as members_table
from tests.conftest import FakeClock
from tests.support_app import enrol, greet_everybody, id_of, rows, settle_down
from tests.support_console import Browser, signed_in

SCRIPT = "<script>alert(1)</script>"
SAM, NOUR, DANA = "+9613200001", "+9613200002", "+9613200003"
TODAY = "2026-03-02"  # eleven in the morning in Beirut


@pytest.fixture
def team(app: App) -> App:
    enrol(
        app,
        (SCRIPT, SAM, "en", "talk", "all", "2"),
        ("نور", NOUR, "ar", "talk", "all", "2"),
        ("Dana", DANA, "en", "", "", "3"),
    )
    greet_everybody(app)
    return app


def plan(browser: Browser, holder: int, **instead: str) -> str:
    """Fill in the form; what the page says then."""
    wish = {"role": "listener", "member": str(holder), "day": TODAY, "weeks": "1"}
    wish |= {"begins": "10:00", "ends": "14:00"} | instead
    answer = browser.post("/roster/plan", page="/roster", **wish)
    return told(browser) if answer.status_code == 303 else answer.text


def told(browser: Browser) -> str:
    found = re.search(r'class="told" role="status">([^<]+)', browser.get("/roster").text)
    assert found is not None
    return found[1]


def test_a_shift_is_planned_and_its_holder_is_on_now(team: App) -> None:
    browser = signed_in(team, "coordinator")
    assert "nobody" in browser.get("/roster").text
    assert "on the roster" in plan(browser, id_of(team, SAM))
    page = browser.get("/roster").text
    assert SCRIPT not in page
    assert page.count("&lt;script&gt;") >= 2  # on now, and in the list
    assert SAM not in page
    settle_down(team)
    assert [row.state for row in rows(team, outbox)] == ["sent"]
    (action,) = [a for a in rows(team, console_actions) if a.action == "shift-planned"]
    assert (action.kind, action.target_id) == ("member", id_of(team, SAM))


def test_so_many_weeks_are_as_many_shifts_and_one_text(team: App, clock: FakeClock) -> None:
    browser = signed_in(team, "coordinator")
    plan(browser, id_of(team, NOUR), weeks="3", begins="22:00", ends="02:00")
    assert len(rows(team, shifts)) == 3
    assert len(rows(team, outbox)) == 1
    clock.advance(days=7)
    assert "نور" in signed_in(team, "listener", name="Lara").get("/roster").text


def test_gaps_are_named_until_somebody_is_there(team: App) -> None:
    browser = signed_in(team, "coordinator")
    gaps = re.findall(r"<li>.*</li>", browser.get("/roster").text)
    assert len(gaps) == 2  # the whole week, in each role
    plan(browser, id_of(team, SAM))
    gaps = re.findall(r"<li><time datetime=(\S+)>", browser.get("/roster").text)
    assert gaps[0] == f"{TODAY}T14:00+02:00"


@pytest.mark.parametrize(
    ("instead", "answer"),
    [
        ({"day": "2026-02-30"}, "a day within a year"),
        ({"day": "9999-12-30"}, "a day within a year"),
        ({"begins": "25:00"}, "two hours"),
        ({"begins": "10:00+02:00"}, "two hours"),
        ({"weeks": "0"}, "1 to 26 weeks"),
        ({"weeks": "many"}, "1 to 26 weeks"),
        ({"member": ""}, "choose somebody"),
        ({"member": "9" * 30}, "choose somebody"),
        ({"member": "9" * 18}, "cannot have this shift"),
        ({"role": "steward"}, "choose somebody"),
        ({"role": "coordinator"}, "level is not high enough"),
        ({"day": "2026-03-01"}, "over already"),
    ],
)
def test_what_cannot_be_planned_is_said_and_nothing_is_kept(
    team: App, instead: dict[str, str], answer: str
) -> None:
    page = plan(signed_in(team, "coordinator"), id_of(team, SAM), **instead)
    assert answer in page
    assert rows(team, shifts) == rows(team, outbox) == []


def test_others_are_asked_and_a_shift_is_taken_off(team: App) -> None:
    browser = signed_in(team, "coordinator")
    plan(browser, id_of(team, SAM), begins="18:00", ends="22:00")
    (shift,) = rows(team, shifts)
    page = f"/roster/{shift.id}"
    assert browser.post(f"{page}/ask", page="/roster").status_code == 303
    assert told(browser) == "Others are being asked."
    assert "others are asked" in browser.get("/roster").text
    browser.post(f"{page}/ask", page="/roster")
    assert told(browser) == "Others have been asked already."
    browser.post(f"{page}/off", page="/roster")
    assert "off the roster" in told(browser)
    assert rows(team, shifts) == []
    assert browser.post(f"{page}/off", page="/roster").status_code == 404
    done = [a.action for a in rows(team, console_actions) if a.action.startswith("shift-")]
    assert done == ["shift-planned", "shift-offered", "shift-off"]


def test_listeners_read_it_and_change_nothing(team: App) -> None:
    plan(signed_in(team, "coordinator"), id_of(team, SAM))
    browser = signed_in(team, "listener", name="Lara")
    page = browser.get("/roster")
    assert page.status_code == 200
    assert "/roster/plan" not in page.text
    (shift,) = rows(team, shifts)
    assert browser.post(f"/roster/{shift.id}/off", page="/roster").status_code == 403
    assert len(rows(team, shifts)) == 1


def test_whoever_has_left_is_no_cover(team: App) -> None:
    browser = signed_in(team, "coordinator")
    plan(browser, id_of(team, SAM))
    with team.database.writing() as db:
        members.move(db, id_of(team, SAM), "opted_out")
    page = browser.get("/roster").text
    assert "has left, rests" in page
    assert re.findall(r"<li><time datetime=(\S+)>", page)[0].startswith(f"{TODAY}T11:00")


def test_those_kept_apart_from_the_reader_have_no_name_here(team: App) -> None:
    plan(signed_in(team, "coordinator"), id_of(team, SAM))
    with team.database.writing() as db:
        pair = {"member_id": id_of(team, SAM), "other_id": id_of(team, DANA)}
        db.execute(avoidances.insert().values(**pair))
    browser = signed_in(team, "coordinator", name="Rim", phone=DANA)
    assert "script&gt;" not in browser.get("/roster").text
    assert "cannot have this shift" in plan(browser, id_of(team, SAM), begins="20:00", ends="21:00")
    assert len(rows(team, members_table)) == 3
