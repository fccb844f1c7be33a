"""Whoever signs in to read through everybody: it is written down, comes to an end, and the others hear."""

from __future__ import annotations

import re

import pytest

from hotline.domain import console as rules
from hotline.services.kernel.app import App
from hotline.store.db.encryption import OUTBOX_BODY
from hotline.store.people import members
from hotline.store.schema import console_actions, outbox
from tests.conftest import FakeClock
from tests.support_app import enrol, greet_everybody, id_of, rows
from tests.support_console import Browser, Colleague, signed_in

RIM, DANA, SAM = "+9613200001", "+9613200002", "+9613200003"


@pytest.fixture
def crowded(app: App, monkeypatch: pytest.MonkeyPatch) -> App:
    """Two coordinators and eight more, where one account opens five members and lists three times a day."""
    monkeypatch.setattr(rules, "MEMBERS_OF_ONE", 5)
    monkeypatch.setattr(rules, "LISTS_OF_ONE", 3)
    others = [(f"Sam {n}", f"+96132000{n:02}", "en", "food", "all", "1") for n in range(3, 11)]
    coordinators = [("Rim", RIM, "en", "", "", "3"), ("Dana", DANA, "en", "", "", "3")]
    enrol(app, *coordinators, *others)
    greet_everybody(app)
    return app


def everybody(app: App) -> list[int]:
    with app.database.reading() as db:
        return sorted(
            members.not_erased(db, [id_of(app, f"+96132000{n:02}") for n in range(3, 11)])
        )


def recorded(app: App) -> list[tuple[str, str | None]]:
    kept = {"saw", "searched", "listed", "looked-enough"}
    return [(row.action, row.kind) for row in rows(app, console_actions) if row.action in kept]


def told(app: App) -> list[int]:
    """Whom texts went to that somebody has looked at very many."""
    texts = [(row, app.vault.open(OUTBOX_BODY, row.id, row.body)) for row in rows(app, outbox)]
    return [row.member_id for row, words in texts if "looked at very many people" in words]


def test_nobody_is_listed_before_that_is_asked_for(crowded: App) -> None:
    browser = signed_in(crowded, "coordinator")
    assert "<bdi>" not in browser.get("/members").text
    assert recorded(crowded) == []


def test_each_search_and_list_is_written_down_without_its_words(crowded: App) -> None:
    browser = signed_in(crowded, "coordinator")
    browser.get("/members?name=wisteria")
    browser.get("/members?level=3")
    assert recorded(crowded) == [("searched", "members"), ("listed", "members")]
    assert "wisteria" not in str(rows(crowded, console_actions))


def test_searches_and_lists_come_to_an_end(crowded: App, clock: FakeClock) -> None:
    browser = signed_in(crowded, "coordinator")
    for path in ("/members?name=a", "/statistics/volunteers/people", "/members?name=&page=1"):
        assert browser.get(path).status_code == 200, path
    for path in ("/members?name=b", "/members?state=active", "/statistics/volunteers/people",
                 "/statistics/volunteers/people/csv"):  # fmt: skip
        answer = browser.get(path)
        assert answer.status_code == 429, path
        assert "enough for today" in answer.text
        assert "<bdi>" not in answer.text
    assert (
        signed_in(crowded, "coordinator", name="Another").get("/members?name=a").status_code == 200
    )
    clock.advance(hours=24)
    assert signed_in(crowded, "steward", name="Third").get("/members?name=a").status_code == 200


def test_so_many_members_are_opened_and_the_others_hear_of_it(
    crowded: App, clock: FakeClock
) -> None:
    who = Colleague(crowded, "coordinator", phone=RIM)
    browser = Browser(crowded)
    browser.sign_in(who)
    everyone = everybody(crowded)
    for member in everyone[:5]:
        assert browser.get(f"/members/{member}").status_code == 200
    assert browser.get(f"/members/{everyone[0]}").status_code == 200  # seen before: no more is told
    answer = browser.get(f"/members/{everyone[5]}")
    assert (answer.status_code, "Sam" in answer.text) == (429, False)
    number = {"reason": "danger", "words": "nobody opens the door"}
    page = f"/members/{everyone[5]}"
    assert browser.post(f"{page}/number", page="/account", **number).status_code == 429
    assert not [a for a in rows(crowded, console_actions) if a.action.startswith("number")]
    assert told(crowded) == [id_of(crowded, DANA)]
    assert ("looked-enough", "staff") in recorded(crowded)
    clock.advance(hours=24)
    browser.sign_in(who)
    assert browser.get(page).status_code == 200


def test_a_steward_is_bound_as_well_and_finds_it_in_the_record(crowded: App) -> None:
    browser = signed_in(crowded, "steward")
    for member in everybody(crowded):
        browser.get(f"/members/{member}")
    assert browser.get(f"/members/{everybody(crowded)[-1]}").status_code == 429
    page = browser.get("/audit-log").text
    assert "looked at as many members" in page
    assert page.count("saw") >= 5


def test_a_list_is_short_and_ends(crowded: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "LIST_PAGE", 2)
    monkeypatch.setattr(rules, "LISTS_OF_ONE", 100)
    browser, found = signed_in(crowded, "coordinator"), set()
    for number in range(8):
        found |= set(re.findall(r"<bdi>([^<]+)", browser.get(f"/members?name=&page={number}").text))
    assert len(found) <= rules.LIST_PAGE * rules.LIST_PAGES < 10
    last = browser.get(f"/members?name=&page={rules.LIST_PAGES - 1}").text
    assert "type more of the name" in last
    assert "page=" not in last


def test_in_arabic_it_is_said_as_kindly(crowded: App) -> None:
    browser = signed_in(crowded, "coordinator")
    browser.post("/language", page="/account", language="ar", back="/console/members")
    for _ in range(4):
        answer = browser.get("/members?name=a")
    assert "هذا يكفي اليوم" in answer.text
