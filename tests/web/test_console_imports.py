"""Members from a spreadsheet in the console: looked at, each bad row named, taken once."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from hotline.domain import console as rules
from hotline.services.console import imports
from hotline.services.kernel.app import App
from hotline.services.operations import retention
from hotline.store.people import offers as standing
from hotline.store.schema import console_actions, offers, outbox, uploads
from hotline.store.schema import members as members_table
from hotline.store.upkeep import erasing as forgetting
from tests.conftest import FakeClock
from tests.support_app import enrol, rows
from tests.support_console import Browser, Colleague, signed_in

HEAD = "name,phone,language,categories,areas,level"
SCRIPT = "<script>alert(1)</script>"
SAM, LINA, KIM = "+9613000001", "+9613000002", "+9613000003"
SHEET = f"""{HEAD}
Sam,03 000 001,en,food,harbour,2
Lina,03 000 002,en,talk,all,1
{SCRIPT},03 000 003,ar;en,food,all,0
Wrong,12,en,food,all,0
Far,+33612345678,en,food,all,0
Odd,03000004,en,{SCRIPT},all,0
High,03000005,en,food,all,9
"""


def send(browser: Browser, content: str | bytes) -> TestResponse:
    data = content.encode() if isinstance(content, str) else content
    token = browser.token("/members/import")
    fields = {"csrf_token": token, "file": (io.BytesIO(data), "people.csv")}
    return browser.client.post("/console/members/import", data=fields)


def look(browser: Browser, content: str = SHEET) -> str:
    answer = send(browser, content)
    assert answer.location == "/console/members/import/look", answer.text
    return browser.get("/members/import/look").text


def upload_on(page: str) -> str:
    return page.split('name="upload" value="')[1].split('"')[0]


def take(browser: Browser, upload: str) -> TestResponse:
    return browser.post("/members/import/take", page="/members/import", upload=upload)


def test_what_is_wrong_is_shown_and_nothing_has_happened(app: App) -> None:
    enrol(app, ("Sam", SAM, "en", "food", "harbour", "1"), ("Lina", LINA, "en", "talk", "all", "1"))
    browser = signed_in(app, "steward")
    page = look(browser)
    for said in ("3 good rows", "4 bad rows are left out"):
        assert said in page
    for bad in (
        "Line 5:</", "Line 6:", "Line 7:", "Line 8:",
        "no phone number", "may not go to that country", "is not one of food", "0, 1, 2 or 3",
    ):  # fmt: skip
        assert bad.removesuffix("</") in page
    assert SCRIPT not in page
    assert "03 000" not in page
    assert "336123" not in page
    assert len(rows(app, members_table)) == 2


def test_before_it_is_taken_in_a_sheet_tells_of_nobody_who_is_a_member(app: App) -> None:
    """The page is the same, letter for letter, whoever of them is here already."""
    browser = signed_in(app, "steward")

    def shown() -> str:
        """All of it, but for what is another in each form."""
        return re.sub(r'value="[^"]*"', "", look(browser))

    before = shown()
    enrol(app, ("Sam", SAM, "en", "food", "harbour", "1"), ("Lina", LINA, "en", "talk", "all", "1"))
    assert shown() == before
    done = take(browser, upload_on(look(browser))).text
    assert "1 member added" in done
    assert "2 members updated" in done


def test_so_many_rows_a_day_are_taken_of_one_account(
    app: App, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "SHEET_ROWS_OF_ONE", 4)
    who, browser, other = (
        Colleague(app, "steward"),
        Browser(app),
        signed_in(app, "steward", name="Rim"),
    )
    browser.sign_in(who)
    assert "3 members added" in take(browser, upload_on(look(browser))).text
    page = look(browser)
    assert 'name="upload"' not in page
    assert "1 row more" in page
    with app.database.reading() as db:
        waiting = db.execute(select(uploads.c.id)).scalar_one()
    refused = take(browser, str(waiting))
    assert refused.location == "/console/members/import/look"
    assert len(rows(app, members_table)) == 3
    assert "3 members updated" in take(other, upload_on(look(other))).text
    clock.advance(hours=24)
    later = Browser(app)
    later.sign_in(who)
    assert "3 members updated" in take(later, upload_on(look(later))).text


def test_two_sheets_at_once_do_not_take_more(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row counts as it is taken, whatever was foreseen."""
    browser = signed_in(app, "steward")
    upload = upload_on(look(browser))
    used = imports._use

    def while_another_is_taken(*args: Any) -> str:
        outcome = used(*args)
        monkeypatch.setattr(rules, "SHEET_ROWS_OF_ONE", 2)
        return outcome

    monkeypatch.setattr(imports, "_use", while_another_is_taken)
    assert "1 row was left out" in take(browser, upload).text
    assert len(rows(app, members_table)) == 2


def test_the_good_rows_are_taken_once_and_nobody_is_texted(app: App) -> None:
    browser = signed_in(app, "steward")
    upload = upload_on(look(browser))
    done = take(browser, upload)
    assert "3 members added" in done.text
    assert "4 bad rows" in done.text
    assert take(browser, upload).location == "/console/members/import"
    assert len(rows(app, members_table)) == 3
    assert rows(app, uploads) == rows(app, outbox) == []
    told = [a.action for a in rows(app, console_actions)]
    assert told.count("imported") == 1
    assert {"enrolled-1", "enrolled-0"} <= set(told)  # to 2 and 3 two people raise


def test_between_the_two_it_is_sealed_and_soon_gone(app: App, clock: FakeClock) -> None:
    browser = signed_in(app, "steward")
    upload = upload_on(look(browser))
    (row,) = rows(app, uploads)
    assert b"Sam" not in row.content
    assert b"000" not in row.content
    clock.advance(minutes=14)
    assert browser.get("/members/import/look").status_code == 200
    clock.advance(minutes=1)
    assert browser.get("/members/import/look").location == "/console/members/import"
    assert take(browser, upload).location == "/console/members/import"
    retention.run_due(app)
    assert rows(app, uploads) == []


def test_whoever_is_erased_is_in_no_sheet_that_waits(app: App) -> None:
    enrol(app, ("Sam", SAM, "en", "food", "harbour", "1"))
    browser = signed_in(app, "steward")
    look(browser)
    (sam,) = rows(app, members_table)
    with app.database.writing() as db:
        forgetting.entomb(db, sam.id, "en", app.clock())
        forgetting.forget(db, app.vault, sam.id, app.clock())
    assert rows(app, uploads) == []


def test_a_sheet_is_its_senders_alone(app: App) -> None:
    upload = upload_on(look(signed_in(app, "steward")))
    other = signed_in(app, "steward", name="Rim")
    assert other.get("/members/import/look").status_code == 303
    assert take(other, upload).location == "/console/members/import"
    assert rows(app, members_table) == []


def test_an_import_ends_nobodys_rest(app: App) -> None:
    enrol(app, ("Sam", SAM, "en", "talk", "harbour", "1"))
    (sam,) = rows(app, members_table)
    with app.database.writing() as db:
        standing.move(db, sam.id, "paused")
    browser = signed_in(app, "steward")
    take(browser, upload_on(look(browser)))
    states = {row.member_id: row.state for row in rows(app, offers)}
    assert states[sam.id] == "paused"
    assert sorted(states.values()) == ["active", "active", "paused"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"PK\x03\x04rest", "workbook"),
        ("name,é".encode("latin-1"), "CSV UTF-8"),
        (b"", "nothing in this file"),
        ((HEAD + "\n" + "a,03000001,en,food,all,0\n" * (imports.MOST_ROWS + 1)).encode(), "split"),
    ],
)
def test_what_is_no_sheet_is_told_in_words(app: App, content: bytes, told: str) -> None:
    answer = send(signed_in(app, "steward"), content)
    assert answer.status_code == 400
    assert told in answer.text


def test_a_sheet_without_its_columns_or_broken_half_way_says_where(app: App) -> None:
    browser = signed_in(app, "steward")
    page = look(browser, "name,number\nSam,03000001\n")
    assert "Line 1:" in page
    assert "phone, language, categories, areas, level is missing" in page
    long = "x" * 140_000
    page = look(browser, f'{HEAD}\nSam,03000001,en,food,all,0\n"{long}",1,en,food,all,0\n')
    assert "1 good row" in page
    assert "this is no CSV" in page


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_sheets_of_other_countries_are_read(app: App, delimiter: str) -> None:
    head = HEAD.replace(",", delimiter)
    row = delimiter.join(["Sam", "03000001", '"ar;en"', '"food;talk"', "all", "1"])
    assert "1 good row" in look(signed_in(app, "steward"), f"\ufeff{head}\r\n{row}\r\n")


def test_more_than_a_sheet_may_be_is_not_even_read(app: App) -> None:
    browser = signed_in(app, "steward")
    answer = send(browser, b"x" * (imports.MOST_BYTES + 9_000))
    assert answer.status_code == 413
    assert "smaller file" in answer.text
    token = browser.token("/members")
    fields = {"csrf_token": token, "file": (io.BytesIO(b"x" * 100_000), "x.csv")}
    assert browser.client.post("/console/account/password", data=fields).status_code == 413


def test_in_arabic_bad_rows_are_named_as_well(app: App) -> None:
    browser = signed_in(app, "steward")
    browser.post("/language", page="/members", language="ar", back="/console/members")
    page = look(browser)
    assert "السطر" in page
    assert "ليس رقم هاتف" in page
