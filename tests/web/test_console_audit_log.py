"""The record in the console: who saw and did what, by day and account, on a page and as CSV."""

from __future__ import annotations

import csv
import io

from hotline.services.inbound.receive import Inbound, receive
from hotline.services.kernel.app import App
from hotline.store.people import members
from hotline.store.schema import proposals, staff
from tests.conftest import FakeClock
from tests.support_app import enrol, rows
from tests.support_console import Browser, signed_in

SAM = "+9613000001"
EVIL = "=HYPERLINK(1)"


def lines(browser: Browser, query: str = "") -> list[dict[str, str]]:
    answer = browser.get(f"/audit-log.csv?{query}")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def a_day(app: App, clock: FakeClock) -> tuple[Browser, int]:
    """A request, and a coordinator with a bad name who sees a number for a reason."""
    enrol(app, ("<b>Sam</b>", SAM, "en", "food", "harbour", "1"))
    for number, typed in enumerate(("need food harbour today 2", "bread please", "1")):
        clock.advance(seconds=1)
        receive(app, Inbound(f"SM{number:032x}", "+9613000009", typed))
    with app.database.reading() as db:
        found = members.by_index(db, app.vault.phone_index(SAM))
    assert found is not None
    coordinator, page = signed_in(app, "coordinator", name=EVIL), f"/members/{found.id}"
    fields = {"reason": "danger", "words": "wisteria, nobody opens"}
    assert coordinator.post(f"{page}/number", page=page, **fields).status_code == 303
    (proposal,) = rows(app, proposals)
    steward = signed_in(app, "steward", name="<i>Rim</i>")
    steward.post(f"/proposals/{proposal.id}/agree", page="/proposals")
    shown = coordinator.post(f"/members/number/{proposal.id}", page="/proposals")
    assert shown.status_code == 200
    return steward, found.id


def test_who_saw_and_did_what_stands_in_the_record(app: App, clock: FakeClock) -> None:
    steward, sam = a_day(app, clock)
    page = steward.get("/audit-log").text
    for said in ("proposed what takes two: a phone number", "agreed to what takes two"):
        assert said in page
    for said in ("saw the phone number", "Somebody may be in danger", "request opened", "Record"):
        assert said in page
    assert f"<bdi>{EVIL}</bdi>" in page
    assert "<i>Rim" not in page
    assert f'/members/{sam}"' in page
    for secret in ("wisteria", "bread", "Sam</b>", SAM[1:]):
        assert secret not in page
    assert "the record" in steward.get("/audit-log").text  # that it was seen is in it too


def test_it_is_filtered_by_day_and_account(app: App, clock: FakeClock) -> None:
    steward, _ = a_day(app, clock)
    first = min(row.id for row in rows(app, staff))
    assert {line["who"] for line in lines(steward, f"who={first}")} == {f"'{EVIL}"}
    assert "Nothing on this day" in steward.get("/audit-log?day=2026-03-01").text
    assert lines(steward, "day=2020-01-01") == []
    assert "saw the phone number" in steward.get("/audit-log?day=2026-03-02").text
    for nonsense in ("day=x&who=y&page=-1", "day=0001-01-01", "page=9999", "who=" + "9" * 40):
        assert steward.get(f"/audit-log?{nonsense}").status_code == 200, nonsense
    assert steward.get("/audit-log?day=9999-12-31").status_code == 200


def test_the_file_holds_no_formula_no_number_and_no_words(app: App, clock: FakeClock) -> None:
    steward, sam = a_day(app, clock)
    found = lines(steward)
    assert {"time", "who", "action", "reason", "kind", "reference", "id"} == set(found[0])
    (number,) = [line for line in found if line["action"] == "number"]
    assert (number["who"], number["reason"], number["id"]) == (f"'{EVIL}", "danger", str(sam))
    (opened,) = [line for line in found if line["action"] == "event-need-opened"]
    assert opened["reference"].isdigit()
    assert all(not value.startswith("=") for line in found for value in line.values())
    assert "record-taken" in {line["action"] for line in found}


def test_a_long_day_goes_on_on_further_pages(app: App) -> None:
    from hotline.store.console import console_actions

    steward = signed_in(app, "steward")
    (who,) = rows(app, staff)
    with app.database.writing() as db:
        for number in range(200):
            console_actions.add(db, who.id, app.clock(), f"made-up-{number}")
    first, second = steward.get("/audit-log").text, steward.get("/audit-log?page=1").text
    assert "page=1" in first
    assert "page=2" not in second
    missing = [n for n in range(200) if f"made-up-{n}<" not in first + second]
    assert missing == []
