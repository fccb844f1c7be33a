"""What a report does: the search stops, an offer rests, the team decides, and whoever it is about learns
nothing of it.

Omar is the one who is reported; Sam, Lea and Nour help; Maya asks; Dana and Kim coordinate.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from hotline.domain.limits import HELD_BY_ONE, REPORTS_COUNTED
from hotline.services.kernel.app import App
from hotline.services.needs import dispatch
from hotline.services.operations import retention
from hotline.store.people import reports as reports_store
from hotline.store.schema import asks, events, matches, needs, outbox, proposals, reports
from hotline.store.schema import members as members_table
from tests.attacks.texting import say, texts_to, unsettled
from tests.conftest import FakeClock
from tests.support_app import enrol, greet_everybody, id_of, rows, settle_down
from tests.support_console import Browser, Colleague, signed_in

OMAR, MAYA, RANA = "+9613000009", "+9613000001", "+9613000008"
SAM, LEA, NOUR = "+9613000002", "+9613000003", "+9613000004"
KIM, DANA = "+96170000001", "+96170000002"
ASK = ("need food harbour today 2", "1", "1")


def asked(app: App, number: str) -> list[str]:
    """The states of this member's asks, in the order in which they were planned."""
    mine = [row for row in rows(app, asks) if row.member_id == id_of(app, number)]
    return [row.state for row in sorted(mine, key=lambda row: row.turn)]


def need_of(app: App, number: str) -> tuple[str, str]:
    """Reference and state of the latest request of this member."""
    mine = [row for row in rows(app, needs) if row.asker_id == id_of(app, number)]
    last = max(mine, key=lambda row: row.turn)
    return str(last.reference), str(last.state)


@pytest.fixture
def line(app: App) -> App:
    """Dana coordinates; Sam, Lea and Nour help with food, everywhere."""
    enrol(app, ("Dana", DANA, "en", "", "", "3"))
    for number in (OMAR, MAYA, RANA):
        say(app, number, "hello")
    for name, number in (("Sam", SAM), ("Lea", LEA), ("Nour", NOUR)):
        enrol(app, (name, number, "en", "food", "all", "2"))
    greet_everybody(app)
    return app


def reported_asker(line: App) -> str:
    """Sam said yes to Omar, and reported him; the reference of that request."""
    say(line, OMAR, *ASK)
    reference, _ = need_of(line, OMAR)
    say(line, SAM, f"yes {reference}")
    assert say(line, SAM, f"report {reference}")[0].startswith("Thank you for telling us.")
    return reference


def reported_helper(line: App) -> str:
    """Sam said yes to Maya, and was reported by her; the reference of that request."""
    say(line, MAYA, *ASK)
    reference, _ = need_of(line, MAYA)
    say(line, SAM, f"yes {reference}")
    say(line, MAYA, f"report {reference}")
    return reference


def test_a_helpers_report_stops_the_search_and_the_team_has_the_request(line: App) -> None:
    reference = reported_asker(line)
    before = len(rows(line, asks))
    settle_down(line)
    assert need_of(line, OMAR) == (reference, "escalated")
    assert len(rows(line, asks)) == before
    assert any("Nobody else is asked: it is yours" in t for t in texts_to(line, DANA))
    assert say(line, LEA, f"yes {reference}")[0].startswith(f"Request {reference} is with our team")
    assert not [row for row in rows(line, matches) if row.state == "open"]
    assert say(line, DANA, f"yes {reference}")[0].startswith("Thank you! Request")


def test_whoever_was_asked_hears_that_the_team_has_it(line: App) -> None:
    """Of another request of Omar's, for which people are asked just then."""
    say(line, OMAR, *ASK)
    first, _ = need_of(line, OMAR)
    enrol(line, ("Lea", LEA, "en", "transport", "all", "2"))
    say(line, OMAR, "need ride harbour today 2", "1", "1")
    say(line, SAM, f"yes {first}")
    second, state = need_of(line, OMAR)
    assert state == "seeking" and "sent" in asked(line, LEA)
    say(line, SAM, f"report {first}")
    settle_down(line)
    assert need_of(line, OMAR) == (second, "escalated")
    assert any(t.startswith(f"Request {second} is with our team now") for t in texts_to(line, LEA))
    assert say(line, LEA, f"yes {second}")[0].startswith(f"Request {second} is with our team now")


def test_later_requests_of_theirs_come_to_the_team_alone(line: App) -> None:
    reference = reported_asker(line)
    say(line, OMAR, f"drop {reference}")
    before = len(rows(line, asks))
    said = say(line, OMAR, *ASK)
    later, state = need_of(line, OMAR)
    assert said[0].startswith(f"Request {later} is open. We are looking now")
    assert state == "escalated" and len(rows(line, asks)) == before
    assert any(f"Request {later} is for our team alone" in t for t in texts_to(line, DANA))
    assert texts_to(line, OMAR)[-1].startswith(f"Request {later}: nobody found so far. Our team")


def test_they_read_what_they_would_read_had_the_helper_given_it_back(line: App) -> None:
    """Rana's helper gives her request back, and nobody is left to ask; Omar's reports him."""
    first = reported_asker(line)
    say(line, OMAR, f"drop {first}", *ASK)
    for number in (LEA, NOUR):
        say(line, number, "pause")
    say(line, RANA, *ASK)
    theirs, _ = need_of(line, RANA)
    say(line, SAM, f"yes {theirs}", f"cant {theirs}")
    say(line, RANA, f"drop {theirs}")
    say(line, SAM, "pause")
    say(line, RANA, *ASK)
    told = {who: _plainly(texts_to(line, who)) for who in (OMAR, RANA)}
    assert told[OMAR] == told[RANA]
    assert not any("report" in text.lower() for text in texts_to(line, OMAR))


def _plainly(texts: list[str]) -> list[str]:
    """Without numbers; which of two ways of saying that it is open again depends on money and the hour."""
    open_again = "We are looking for someone else already.", "so it is open again."
    for one in open_again:
        texts = [text.replace(one, "…") for text in texts]
    return [re.sub(r"\d+", "#", text).replace(". …", ", …") for text in texts]


def test_an_askers_report_rests_the_offer(line: App) -> None:
    reported_helper(line)
    say(line, LEA, "pause")
    say(line, NOUR, "pause")
    before = len(asked(line, SAM))
    said = say(line, RANA, *ASK)
    assert said[0].startswith("Request")
    assert len(asked(line, SAM)) == before
    assert need_of(line, RANA)[1] == "escalated"
    assert any("whose offer rests until you decide" in text for text in texts_to(line, DANA))


def test_what_waits_for_them_goes_to_the_next_in_line(line: App) -> None:
    say(line, MAYA, *ASK)
    first, _ = need_of(line, MAYA)
    say(line, SAM, f"yes {first}")
    say(line, LEA, "pause")
    say(line, NOUR, "pause")
    say(line, RANA, *ASK)
    second, _ = need_of(line, RANA)
    assert asked(line, SAM)[-1] == "sent"
    say(line, LEA, "resume")
    say(line, MAYA, f"report {first}")
    settle_down(line)
    assert asked(line, SAM)[-1] == "declined" and "sent" in asked(line, LEA)
    unknown = say(line, SAM, "yes 99999")
    assert say(line, SAM, f"yes {second}") == unknown
    assert not [
        row
        for row in rows(line, matches)
        if row.state == "open" and row.helper_id == id_of(line, SAM)
    ]


def test_what_has_not_left_is_taken_back(line: App, clock: FakeClock) -> None:
    """An ask that waits for the outbox is never sent."""
    say(line, MAYA, *ASK)
    first, _ = need_of(line, MAYA)
    say(line, SAM, f"yes {first}")
    for number in (LEA, NOUR):
        say(line, number, "pause")
    for words in ASK:
        assert unsettled(line, RANA, words)
    dispatch.run_due(line)  # asked, and not sent yet
    assert asked(line, SAM)[-1] == "queued"
    unsettled(line, MAYA, f"report {first}")
    settle_down(line)
    assert asked(line, SAM)[-1] == "failed"
    (row,) = [row for row in rows(line, outbox) if row.ask_id is not None and row.state != "sent"]
    assert (row.member_id, row.state) == (id_of(line, SAM), "canceled")


def test_their_status_is_as_ever(line: App) -> None:
    before = say(line, NOUR, "status")
    reported_helper(line)
    assert say(line, SAM, "status") == before


def test_being_forgotten_and_coming_back_is_no_way_round_it(line: App) -> None:
    reported_helper(line)
    say(line, SAM, "erase", "1")
    (report,) = rows(line, reports)
    assert report.subject_id is None and report.subject_index
    enrol(line, ("Sam", SAM, "en", "food", "all", "2"))
    for number in (LEA, NOUR):
        say(line, number, "pause")
    greet_everybody(line)
    before = len(rows(line, asks))
    say(line, RANA, *ASK)
    assert len(rows(line, asks)) == before
    (report,) = rows(line, reports)
    assert report.subject_id == id_of(line, SAM)


def test_one_number_holds_few_people(line: App, clock: FakeClock) -> None:
    """A false reporter rests no more than so many a week, also with a clean name; the team hears of all."""
    for n, number in enumerate((SAM, LEA, NOUR)):
        others = [one for one in (SAM, LEA, NOUR) if one != number]
        for one in others:
            say(line, one, "pause")
        say(line, number, "resume")
        say(line, MAYA, *ASK)
        reference, _ = need_of(line, MAYA)
        say(line, number, f"yes {reference}")
        say(line, MAYA, f"report {reference}", f"drop {reference}")
        if n == 0:
            say(line, MAYA, "erase", "1")
            say(line, MAYA, "hello")
            greet_everybody(line)
    with line.database.reading() as db:
        held = {one for one in (SAM, LEA, NOUR) if reports_store.is_held(db, id_of(line, one))}
    assert held == {SAM, LEA} and len(held) == HELD_BY_ONE
    assert any("this number reports often" in text for text in texts_to(line, DANA))
    clock.now += REPORTS_COUNTED + timedelta(days=3)
    retention.run_due(line)
    assert {row.reporter_index for row in rows(line, reports)} == {None}
    with line.database.reading() as db:
        assert reports_store.is_held(db, id_of(line, SAM))  # no time ends that: the team does


# --- the team ----------------------------------------------------------------------------------


@pytest.fixture
def team(line: App) -> Iterator[tuple[Browser, Browser]]:
    """Two of the staff who may be each other's second."""
    both = []
    for name in ("One", "Two"):
        browser = Browser(line)
        assert browser.sign_in(Colleague(line, "coordinator", name)).status_code == 303
        both.append(browser)
    yield both[0], both[1]


def _decide(browser: Browser, line: App, how: str) -> None:
    (report,) = rows(line, reports)
    answer = browser.post(f"/reports/{report.id}/{how}", page="/reports")
    assert answer.status_code == 303, answer.status_code


def _agree(line: App, browser: Browser) -> None:
    for row in rows(line, proposals):
        if row.state == "open":
            browser.post(f"/proposals/{row.id}/agree", page="/proposals")


def test_the_team_sees_it_in_one_place_and_lets_them_rest(
    line: App, team: tuple[Browser, Browser]
) -> None:
    one, _ = team
    reference = reported_helper(line)
    page = one.get("/reports").text
    assert "waits for a decision; rests until then" in page and f"/needs/{reference}" in page
    assert "Sam" in page and "Reported by the one who asked" in page
    assert '<span class="count">1' in one.get("/needs").text
    before = len(rows(line, outbox))
    _decide(one, line, "rest")
    settle_down(line)
    assert len(rows(line, outbox)) == before  # nobody is told
    assert "Nothing waits." in one.get("/reports").text
    assert "A report holds this member" in one.get(f"/members/{id_of(line, SAM)}").text
    say(line, LEA, "pause")
    say(line, NOUR, "pause")
    say(line, RANA, *ASK)
    assert asked(line, SAM) == ["released"]


def test_letting_back_takes_two_and_keeps_the_two_apart(
    line: App, team: tuple[Browser, Browser]
) -> None:
    one, two = team
    reported_helper(line)
    for number in (LEA, NOUR):
        say(line, number, "pause")
    say(line, MAYA, f"drop {need_of(line, MAYA)[0]}")
    _decide(one, line, "let-back")
    _agree(line, one)
    say(line, RANA, *ASK)
    assert len(asked(line, SAM)) == 1
    _agree(line, two)
    (report,) = rows(line, reports)
    assert report.state == "let_back"
    say(line, RANA, f"drop {need_of(line, RANA)[0]}", *ASK)
    assert asked(line, SAM)[-1] == "sent"
    say(line, RANA, f"drop {need_of(line, RANA)[0]}")
    say(line, MAYA, *ASK)
    assert asked(line, SAM)[-1] != "sent" and need_of(line, MAYA)[1] == "escalated"


def test_blocking_and_taking_that_back_alone_lets_nobody_back(
    line: App, team: tuple[Browser, Browser]
) -> None:
    one, two = team
    reported_helper(line)
    _decide(one, line, "block")
    (report,) = rows(line, reports)
    assert report.state == "blocked"
    page = f"/members/{id_of(line, SAM)}"
    (member,) = [row for row in rows(line, members_table) if row.id == id_of(line, SAM)]
    assert member.state == "blocked"
    form = one.get(page).text
    seen = re.findall(r'name="seen" value="([^"]+)"', form)[0]
    one.post(f"{page}/unblock", page=page, seen=seen)
    (report,) = rows(line, reports)
    assert report.state == "resting"
    with line.database.writing() as db:  # one that nobody has looked at is no more decided by it
        reports_store.unblock(db, id_of(line, SAM), line.clock())
        reports_store.add(
            db,
            subject_id=id_of(line, SAM),
            reporter_id=id_of(line, RANA),
            need_id=report.need_id,
            by_side="asker",
            holds=True,
            now=line.clock(),
        )
        reports_store.unblock(db, id_of(line, SAM), line.clock())
    assert sorted(row.state for row in rows(line, reports)) == ["open", "resting"]
    one.post(f"/reports/{report.id}/let-back", page="/reports")
    _agree(line, two)
    assert {row.state for row in rows(line, reports)} == {"let_back"}


def test_nobody_else_is_asked_for_them_from_the_console_either(
    line: App, team: tuple[Browser, Browser]
) -> None:
    one, _ = team
    reference = reported_asker(line)
    page = f"/needs/{reference}"
    form = one.get(page).text
    assert "Its asker was reported" in form
    seen = re.findall(r'name="seen" value="([^"]+)"', form)[0]
    before = len(rows(line, asks))
    answer = one.post(f"{page}/widen", page=page, seen=seen)
    assert answer.status_code == 303 and len(rows(line, asks)) == before
    assert "the asker was reported" in one.get(page).text


def test_neither_side_finds_it_in_the_console(line: App) -> None:
    """Both are of the team: Kim helped Dana, and was reported by her."""
    enrol(line, ("Kim", KIM, "en", "food", "all", "3"))
    for number in (SAM, LEA, NOUR):
        say(line, number, "pause")
    greet_everybody(line)
    say(line, DANA, *ASK)
    reference, _ = need_of(line, DANA)
    say(line, KIM, f"yes {reference}")
    say(line, DANA, f"report {reference}")
    browsers = [signed_in(line, "steward", name, of) for name, of in (("Kim", KIM), ("Dana", DANA))]
    (report,) = rows(line, reports)
    for browser in browsers:
        assert "Nothing waits." in browser.get("/reports").text
        assert 'class="count"' not in browser.get("/needs").text
        for how in ("rest", "block", "let-back"):
            assert browser.post(f"/reports/{report.id}/{how}", page="/reports").status_code == 404
    say(line, DANA, "erase", "1")  # and not once whoever reported is gone, who kept the two apart
    assert "Nothing waits." in browsers[0].get("/reports").text
    assert "A report holds" not in browsers[0].get(f"/members/{id_of(line, KIM)}").text
    assert browsers[0].post(f"/reports/{report.id}/rest", page="/reports").status_code == 404


def test_nor_in_the_record_or_among_what_takes_two(
    line: App, team: tuple[Browser, Browser]
) -> None:
    """Also once whoever reported is forgotten, which ends that the two are kept apart."""
    one, two = team
    enrol(line, ("Kim", KIM, "en", "food", "all", "3"))
    for number in (SAM, LEA, NOUR):
        say(line, number, "pause")
    greet_everybody(line)
    say(line, MAYA, *ASK)
    say(line, KIM, f"yes {need_of(line, MAYA)[0]}")
    say(line, MAYA, f"report {need_of(line, MAYA)[0]}", "erase", "1")
    kim = signed_in(line, "steward", "Kim", KIM)
    day = line.clock().astimezone(line.community.zone).date()
    for how in ("rest", "let-back"):
        _decide(one, line, how)
    (proposal,) = rows(line, proposals)
    assert kim.post(f"/proposals/{proposal.id}/agree", page="/proposals").status_code == 303
    assert rows(line, proposals)[0].state == "open"
    for _ in range(2):
        assert "who was reported" not in kim.get("/proposals").text
        record = kim.get(f"/audit-log?day={day}").text
        assert not re.search(r"decided on a report|who was reported|member reported", record)
        _agree(line, two)
    assert rows(line, proposals)[0].state == "agreed"
    other = signed_in(line, "steward", "Dana", DANA)
    record = other.get(f"/audit-log?day={day}").text
    for words in ("decided on a report", "let somebody back who was reported"):
        assert words in record, words


def test_the_record_says_what_was_decided(line: App, team: tuple[Browser, Browser]) -> None:
    one, _ = team
    reported_helper(line)
    _decide(one, line, "rest")
    day = line.clock().astimezone(line.community.zone).date()
    steward = Browser(line)
    steward.sign_in(Colleague(line, "steward", "Three"))
    assert "decided on a report" in steward.get(f"/audit-log?day={day}").text
    assert [row.kind for row in rows(line, events)].count("member_reported") == 1
