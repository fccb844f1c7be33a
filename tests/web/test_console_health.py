"""Health: what waits, what is late, what is spent, and what the doctor says."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import delete

from hotline.services.console import doctor_runs
from hotline.services.kernel.app import App
from hotline.store.schema import attempts, console_actions, leases, needs, outbox, processes
from tests.conftest import FakeClock
from tests.support_app import rows
from tests.support_console import signed_in
from tests.support_rows import add_row


@pytest.fixture
def planted(app: App, clock: FakeClock) -> App:
    """A line that is not well: nothing runs, texts wait, the provider refuses, money is spent."""
    now = clock()
    with app.database.writing() as db:
        db.execute(delete(leases))
        for n in range(3):
            add_row(
                db, outbox, state="queued", due_at=now - timedelta(minutes=30 * n), created_at=now
            )
        for _ in range(6):
            add_row(db, outbox, state="failed", error="30007", due_at=now, created_at=now)
        add_row(db, needs, state="escalated")
        add_row(db, processes, kind="web", beat_at=now)
        for _ in range(3):
            text = add_row(db, outbox, state="sent", segments=100, due_at=now)
            add_row(db, attempts, message_id=text, state="accepted", started_at=now)
    return app


def facts(page: str) -> dict[str, str]:
    """What each term of the page's lists says."""
    found = re.findall(r"<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", page, re.S)
    return {term: told.strip() for term, told in found}


def test_what_waits_is_late_refused_and_spent(planted: App) -> None:
    page = signed_in(planted, "coordinator").get("/health").text
    told = facts(page)
    assert told["Texts waiting"] == "3"
    assert told["Texts overdue"] == "2"
    assert told["The oldest thing due"] == "1 hour"
    assert told["The clock last looked"] == "never"
    assert told["Requests with the team"] == "1"
    assert (told["Web processes"], told["Workers"], told["Clocks"]) == ("1", "0", "0")
    assert told["Redis answers"].startswith("no")
    assert "15.00 of 20.00 USD (75%)" in page
    assert "30007" in page


def test_a_line_that_is_well(app: App, clock: FakeClock) -> None:
    with app.database.writing() as db:
        db.execute(delete(leases))
        add_row(db, leases, name="clock", beat_at=clock())
    told = facts(signed_in(app, "coordinator").get("/health").text)
    assert told["The clock last looked"] == "just now"
    assert told["The oldest thing due"] == "nothing"


def test_the_figures_are_live_and_mostly_unchanged(planted: App, clock: FakeClock) -> None:
    browser = signed_in(planted, "coordinator")
    page = browser.get("/health").text
    tag = re.search(r'"If-None-Match": "\\"(\w+)\\""', page)
    assert tag is not None
    headers = {"If-None-Match": f'"{tag[1]}"'}
    assert browser.get("/health/now", headers=headers).status_code == 304
    with planted.database.writing() as db:
        add_row(db, needs, state="escalated")
    answer = browser.get("/health/now", headers=headers)
    assert answer.status_code == 200
    assert facts(answer.text)["Requests with the team"] == "2"


def test_the_doctor_is_asked_by_a_steward_and_it_is_written_down(planted: App) -> None:
    browser = signed_in(planted, "steward")
    assert "Looked at:" not in browser.get("/health").text
    page = browser.post("/health/doctor", "/health").text
    assert "Something is to be mended." in page
    assert "no worker has said within a minute that it runs" in page
    assert "key, storage, processes, redis, address, provider, community" in page
    assert [row.action for row in rows(planted, console_actions)].count("examined") == 1


def test_a_coordinator_is_told_who_can_ask_the_doctor(app: App) -> None:
    browser = signed_in(app, "coordinator")
    page = browser.get("/health").text
    assert "A steward can" in page
    assert "Examine now" not in page
    token = browser.token("/account")
    answer = browser.client.post("/console/health/doctor", data={"csrf_token": token})
    assert answer.status_code == 403


def test_one_examination_at_a_time(app: App) -> None:
    browser = signed_in(app, "steward")
    with doctor_runs._room:
        answer = browser.post("/health/doctor", "/health")
    assert answer.status_code == 303
    assert "under way" in browser.get("/health").text
    assert [row.action for row in rows(app, console_actions)].count("examined") == 0


def test_in_arabic(planted: App) -> None:
    browser = signed_in(planted, "steward")
    browser.post("/language", "/health", language="ar")
    page = browser.post("/health/doctor", "/health").text
    assert "هناك ما يجب إصلاحه" in page
    assert 'lang="en" dir="ltr"' in page
