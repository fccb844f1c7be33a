"""Somebody who was reported, and is of the team, or comes back with a clean name; one who blocks many.

Kim is a coordinator who also helps; Dana is another one. Maya asks for food.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from hotline.domain.limits import BLOCKS_AN_HOUR
from hotline.services.kernel.app import App
from hotline.store.schema import (
    asks,
    blocks,
    carried_asks,
    carried_sides,
    kept_apart,
    matches,
    needs,
    outbox,
    proposals,
    reports,
)
from hotline.store.schema import members as members_table
from tests.attacks.texting import say, texts_to
from tests.conftest import FakeClock
from tests.support_app import enrol, greet_everybody, id_of, rows, settle_down
from tests.support_console import Browser, Colleague, signed_in

MAYA, SAM, KIM, DANA = "+9613000001", "+9613000002", "+96170000001", "+96170000002"
DANGER = "he will kill me tonight"
ASK = ("need food harbour today 2", "1", "1")


def block(app: App, number: str, reference: object) -> list[str]:
    """BLOCK, and the code that the phone is told; the answers to the last."""
    said = say(app, number, f"block {reference}")
    code = re.findall(r"[0-9]{6}", said[0])
    return say(app, number, *code) if code else said


def state_of(app: App, number: str) -> str:
    (row,) = [row for row in rows(app, members_table) if row.id == id_of(app, number)]
    return str(row.state)


@pytest.fixture
def line(app: App) -> App:
    enrol(app, ("Kim", KIM, "en", "food", "all", "3"), ("Dana", DANA, "en", "", "", "3"))
    say(app, MAYA, "hello")
    greet_everybody(app)
    return app


@pytest.fixture
def reported(line: App) -> str:
    """Kim helped Maya, and was reported by her; the reference of the request."""
    say(line, MAYA, *ASK)
    reference = str(rows(line, needs)[0].reference)
    say(line, KIM, f"yes {reference}")
    say(line, MAYA, f"report {reference}", "0")
    return reference


def test_whoever_was_reported_finds_nothing_of_it_in_the_console(
    line: App, reported: str, clock: FakeClock
) -> None:
    browser = signed_in(line, "steward", "Kim", KIM)
    other = signed_in(line, "steward", "Dana", DANA)
    day = clock.now.astimezone(line.community.zone).date()
    maya = id_of(line, MAYA)
    shown = {
        path: (browser.get(path), other.get(path))
        for path in ("/needs?state=open", "/threads", f"/audit-log?day={day}", "/members?name=")
    }
    for path, (mine, hers) in shown.items():
        assert mine.status_code == hers.status_code == 200, path
        assert not re.search(rf"\b({reported}|{maya})\b", mine.text), path
    assert reported in shown["/needs?state=open"][1].text
    assert "member reported" in shown[f"/audit-log?day={day}"][1].text
    assert "member reported" not in shown[f"/audit-log?day={day}"][0].text
    for path in (f"/needs/{reported}", f"/needs/{reported}/story", f"/members/{maya}"):
        assert browser.get(path).status_code == 404
        assert other.get(path).status_code == 200


def test_nor_that_a_talk_of_theirs_was_looked_at(
    line: App, reported: str, clock: FakeClock
) -> None:
    browser = signed_in(line, "steward", "Kim", KIM)
    other = signed_in(line, "steward", "Dana", DANA)
    thread = next(text for text in texts_to(line, DANA) if "asks for a person" in text)
    talk = thread.split("number ")[1].split(".")[0]
    assert other.get(f"/threads/{talk}").status_code == 200
    day = clock.now.astimezone(line.community.zone).date()
    files = [one.get(f"/audit-log.csv?day={day}").text for one in (browser, other)]
    assert reported
    assert ",thread," not in files[0] and ",thread," in files[1]


@pytest.mark.parametrize("action", ["take", "reassign", "widen", "close", "withdraw", "write"])
def test_and_can_do_nothing_about_it_there(line: App, reported: str, action: str) -> None:
    browser = signed_in(line, "steward", "Kim", KIM)
    before = rows(line, needs), len(rows(line, outbox))
    how = {"seen": "escalated.1.0", "words": "come to the mill"}
    answer = browser.post(f"/needs/{reported}/{action}", page="/needs", **how)
    assert answer.status_code == 404
    settle_down(line)
    assert (rows(line, needs), len(rows(line, outbox))) == before


def test_nor_by_text(line: App, reported: str) -> None:
    """Not even that there is anything by that number."""
    thread = next(text for text in texts_to(line, DANA) if "asks for a person" in text)
    talk = thread.split("number ")[1].split(".")[0]
    unknown = say(line, KIM, "block 99999")
    for words in (f"block {reported}", f"block {talk}", f"yes {reported}", f"done {talk}"):
        assert say(line, KIM, words) == unknown, words
    assert state_of(line, MAYA) == "active"
    before = texts_to(line, MAYA)
    say(line, KIM, f"{talk} come to the mill")
    assert texts_to(line, MAYA) == before


def test_being_forgotten_brings_nobody_back_to_whom_they_are_kept_apart_from(line: App) -> None:
    enrol(line, ("Sam", SAM, "en", "food", "all", "2"), ("Kim", KIM, "en", "", "", "3"))
    say(line, KIM, "pause")
    greet_everybody(line)
    say(line, MAYA, *ASK)
    first = str(rows(line, needs)[0].reference)
    say(line, SAM, f"yes {first}")
    say(line, MAYA, f"report {first}", f"drop {first}")
    say(line, SAM, "erase", "1")
    assert rows(line, kept_apart)
    enrol(line, ("Sam", SAM, "en", "food", "all", "2"))
    before = len(rows(line, asks))
    say(line, MAYA, *ASK)
    assert len(rows(line, asks)) == before
    say(line, MAYA, "erase", "1")  # and where both were
    say(line, SAM, "erase", "1")
    enrol(line, ("Sam", SAM, "en", "food", "all", "2"))
    greet_everybody(line)
    say(line, MAYA, "hello", *ASK)
    assert len(rows(line, asks)) == before
    assert not [row for row in rows(line, matches) if row.state == "open"]


@pytest.mark.parametrize("back_before", [False, True])
@pytest.mark.parametrize("asker_reports", [True, False])
def test_nor_does_being_forgotten_before_the_other_one_reports(
    line: App, asker_reports: bool, back_before: bool
) -> None:
    """Whoever did harm and texted ERASE at once was safe from a report, and the report broke off."""
    enrol(line, ("Sam", SAM, "en", "food", "all", "2"), ("Kim", KIM, "en", "", "", "3"))
    say(line, KIM, "pause")
    greet_everybody(line)
    say(line, MAYA, *ASK)
    first = str(rows(line, needs)[0].reference)
    say(line, SAM, f"yes {first}")
    reporter, gone = (MAYA, SAM) if asker_reports else (SAM, MAYA)
    say(line, gone, "erase", "1")
    if back_before:
        _come_back(line, gone)
    told = say(line, reporter, f"report {first}")
    assert told[0].startswith("Thank you for telling us. Nothing passes between you two")
    assert sum(" reports the " in text for text in texts_to(line, DANA)) == 1
    assert len(say(line, reporter, f"report {first}")) == 1  # the team is told once
    if not back_before:
        _come_back(line, gone)
    if asker_reports:
        say(line, MAYA, f"drop {first}")
    before = len(rows(line, asks))
    say(line, MAYA, *ASK)
    assert len(rows(line, asks)) == before
    assert not [row for row in rows(line, matches) if row.state == "open"]
    (report,) = rows(line, reports)
    assert report.state == "open" and report.subject_id == id_of(line, gone)


def _come_back(line: App, number: str) -> None:
    if number == SAM:
        enrol(line, ("Sam", SAM, "en", "food", "all", "2"))
    say(line, number, "hello")
    greet_everybody(line)


def test_of_a_match_of_two_who_were_forgotten_nothing_is_carried(line: App) -> None:
    enrol(line, ("Sam", SAM, "en", "food", "all", "2"), ("Kim", KIM, "en", "", "", "3"))
    say(line, KIM, "pause")
    greet_everybody(line)
    say(line, MAYA, *ASK)
    say(line, SAM, "yes", "done")
    say(line, MAYA, "erase", "1")
    assert len(rows(line, carried_sides)) == 1
    say(line, SAM, "erase", "1")
    assert rows(line, carried_sides) == []


def test_being_forgotten_does_not_begin_the_weeks_asks_anew(line: App, clock: FakeClock) -> None:
    """Nine of nine askers' requests were shown so to one who came back and back."""
    say(line, KIM, "pause")
    asked = 0
    for n in range(9):
        enrol(line, ("Sam", SAM, "en", "food", "all", "2"))
        greet_everybody(line)
        before = len(rows(line, asks))
        asker = f"+961300010{n}"
        say(line, asker, "hello")
        greet_everybody(line)
        say(line, asker, *ASK)
        asked += len(rows(line, asks)) - before
        say(line, SAM, "erase", "1")
    assert asked == line.community.dispatch.asks_per_week
    clock.now += timedelta(days=8)
    enrol(line, ("Sam", SAM, "en", "food", "all", "2"))
    greet_everybody(line)
    before = len(rows(line, asks))
    say(line, MAYA, *ASK)
    assert len(rows(line, asks)) == before + 1
    assert len(rows(line, carried_asks)) == 1


def test_words_of_crisis_of_the_blocked_reach_those_who_did_not_block_them(line: App) -> None:
    say(line, MAYA, *ASK)
    reference = rows(line, needs)[0].reference
    block(line, KIM, reference)
    assert state_of(line, MAYA) == "blocked"
    kims = texts_to(line, KIM)
    said = say(line, MAYA, DANGER)
    assert any("1564" in text for text in said) or said
    told = [text for text in texts_to(line, DANA) if "who is blocked" in text or DANGER in text]
    assert len(told) == 2
    assert not any(
        "blocked." in text or DANGER in text for text in texts_to(line, KIM)[len(kims) :]
    )
    assert say(line, MAYA, "thank you")[0].startswith("Thank you, this has arrived")


def test_several_blocks_within_the_hour_stop_and_the_others_hear(
    line: App, clock: FakeClock
) -> None:
    references = []
    for n in range(BLOCKS_AN_HOUR + 1):
        say(line, f"+961300010{n}", "hello")
        greet_everybody(line)
        say(line, f"+961300010{n}", *ASK)
        references.append(str(rows(line, needs)[-1].reference))
    ordered = sorted(rows(line, needs), key=lambda need: need.asker_id)
    for need in ordered[:-1]:
        assert block(line, KIM, need.reference)[0].startswith("Blocked.")
    last = ordered[-1].reference
    for _ in range(2):
        assert block(line, KIM, last)[0].startswith("Nobody was blocked")
    assert len(rows(line, blocks)) == BLOCKS_AN_HOUR
    assert sum("has blocked three people" in text for text in texts_to(line, DANA)) == 1
    browser = signed_in(line, "steward", "Kim", KIM)
    page = f"/members/{ordered[-1].asker_id}"
    browser.post(f"{page}/block", page=page, seen="0.active.none")
    assert len(rows(line, blocks)) == BLOCKS_AN_HOUR
    clock.now += timedelta(hours=1, minutes=1)
    assert block(line, KIM, last)[0].startswith("Blocked.")


def test_ones_own_block_is_taken_back_within_the_hour_and_later_by_two(
    line: App, clock: FakeClock
) -> None:
    say(line, MAYA, *ASK)
    reference = rows(line, needs)[0].reference
    block(line, KIM, reference)
    assert say(line, MAYA, f"unblock {reference}") == say(line, MAYA, "hello")
    assert say(line, DANA, f"unblock {reference}")[0].startswith("To lift this block takes two")
    assert say(line, KIM, f"unblock {reference}")[0].startswith("The block is lifted")
    assert state_of(line, MAYA) == "active" and not rows(line, blocks)
    block(line, KIM, reference)
    clock.now += timedelta(hours=1, minutes=1)
    assert say(line, KIM, f"unblock {reference}")[0].startswith("To lift this block takes two")
    assert state_of(line, MAYA) == "blocked"


def test_in_the_console_too_letting_back_takes_two(line: App) -> None:
    say(line, MAYA, *ASK)
    block(line, KIM, rows(line, needs)[0].reference)
    one, two = (_entered(line, name) for name in ("One", "Two"))
    page = f"/members/{id_of(line, MAYA)}"
    one.post(f"{page}/unblock", page=page, seen="0.blocked.none")
    assert state_of(line, MAYA) == "blocked"
    assert "Let somebody back" in one.get("/proposals").text
    _agree(line, one)
    assert state_of(line, MAYA) == "blocked"
    _agree(line, two)
    assert state_of(line, MAYA) == "active"


def test_a_forgotten_pin_is_taken_away_by_two(line: App) -> None:
    say(line, MAYA, "pin", "739184")
    one, two = (_entered(line, name) for name in ("One", "Two"))
    page = f"/members/{id_of(line, MAYA)}"
    one.post(f"{page}/pin", page=page, seen="0.active.none")
    assert say(line, MAYA, "pin")[0].startswith("First the secret number")
    _agree(line, two)
    settle_down(line)
    assert any(text.startswith("Removed.") for text in texts_to(line, MAYA))
    assert say(line, MAYA, "pin")[0].startswith("A secret number for calls")


def _entered(app: App, name: str) -> Browser:
    browser = Browser(app)
    assert browser.sign_in(Colleague(app, "coordinator", name)).status_code == 303
    return browser


def _agree(app: App, browser: Browser) -> None:
    for row in rows(app, proposals):
        browser.post(f"/proposals/{row.id}/agree", page="/proposals")
