"""Needs in the console: the list, one need's story, and what can be done about it."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import update

from hotline.services.inbound.receive import Inbound, receive
from hotline.services.kernel.app import App
from hotline.store.db.encryption import MEMBER_PHONE, OUTBOX_BODY
from hotline.store.people import members
from hotline.store.schema import asks, console_actions, matches, needs, outbox
from hotline.store.schema import members as members_table
from tests.conftest import FakeClock
from tests.support_app import enrol, greet_everybody, rows, settle_down
from tests.support_console import Browser, signed_in

ASKER, OTHER, COORDINATOR = "+9613100001", "+9613100002", "+9613200000"
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def people(app: App) -> App:
    """Six who help with food, and a coordinator who does not."""
    helpers = [(f"Helper {n}", f"+961320000{n}", "en", "food", "harbour", "1") for n in range(1, 7)]
    enrol(app, *helpers, ("Dana", COORDINATOR, "en", "talk", "market", "3"))
    greet_everybody(app)
    return app


def say(app: App, number: str, words: str) -> list[str]:
    sid = f"SM{abs(hash((number, words, app.clock()))):032x}"[:34]
    return [text.body for text in receive(app, Inbound(sid, number, words))]


def a_need(app: App, clock: FakeClock, words: str = "1", asker: str = ASKER) -> str:
    """A request for food in the harbour, asked of the first wave; its reference."""
    for typed in ("need food harbour today 2", words, "1"):
        clock.advance(seconds=1)
        say(app, asker, typed)
    settle_down(app)
    reference: str = rows(app, needs)[-1].reference
    return reference


def texts_to(app: App, number: str) -> list[str]:
    """Every text to a number, ours to read since the test has the key."""
    with app.database.reading() as db:
        member = members.by_index(db, app.vault.phone_index(number))
    assert member is not None
    mine = [row for row in rows(app, outbox) if row.member_id == member.id and row.body]
    return [app.vault.open(OUTBOX_BODY, row.id, row.body) for row in mine]


def seen(browser: Browser, reference: str) -> str:
    found = re.search(r'name="seen" value="([^"]+)"', browser.get(f"/needs/{reference}").text)
    assert found is not None
    return found[1]


def act(browser: Browser, reference: str, action: str, **fields: str) -> str:
    """Press a button on a need's page; the message that it leads to."""
    page = f"/needs/{reference}"
    answer = browser.post(f"{page}/{action}", page=page, **fields)
    assert answer.status_code == 303, answer.text
    found = re.search(r'class="told" role="status">([^<]+)', browser.get(page).text)
    assert found is not None
    return found[1]


def test_the_list_tells_what_is_open_and_how_far_it_is(people: App, clock: FakeClock) -> None:
    reference = a_need(people, clock)
    clock.advance(minutes=7)
    page = signed_in(people, "listener").get("/needs").text
    assert f"{reference}" in page
    assert "food, Harbour" in page
    assert "3 asked, 0 yes, 0 no" in page
    assert "about 5 minutes" in page
    assert f"/needs/{reference}" not in page  # a listener sees no more of it


def test_the_list_is_filtered_by_state_area_and_category(people: App, clock: FakeClock) -> None:
    a_need(people, clock)
    browser = signed_in(people, "coordinator")
    for filters, count in (
        ("state=seeking", 1),
        ("state=matched", 0),
        ("area=harbour&category=food", 1),
        ("area=market", 0),
        ("category=shelter", 0),
        ("state=nonsense&area=%27--", 1),
    ):
        page = browser.get(f"/needs?{filters}").text
        assert len(re.findall(r'id="need-\d+"', page)) == count, filters


def test_the_live_list_costs_nothing_while_nothing_changes(people: App, clock: FakeClock) -> None:
    reference = a_need(people, clock)
    browser = signed_in(people, "coordinator")
    page = browser.get("/needs?state=seeking").text
    assert 'hx-get="/console/needs/rows?state=seeking' in page
    tag = re.search(r'If-None-Match": "\\&#34;(\w+)\\&#34;"|\\"(\w+)\\""', page)
    assert tag is not None
    headers = {"If-None-Match": f'"{tag[1] or tag[2]}"'}
    same = browser.get("/needs/rows?state=seeking&area=&category=", headers=headers)
    assert (same.status_code, same.data) == (304, b"")
    assert say(people, "+9613200001", f"yes {reference}")
    changed = browser.get("/needs/rows?state=seeking&area=&category=", headers=headers)
    assert (changed.status_code, "Nothing here" in changed.text) == (200, True)


def test_a_needs_page_tells_its_story_by_names_and_never_by_numbers(
    people: App, clock: FakeClock
) -> None:
    reference = a_need(people, clock)
    who = [row.member_id for row in rows(people, asks)]
    first = next(r for r in rows(people, members_table) if r.id == who[0])
    number = people.vault.open(MEMBER_PHONE, first.id, first.phone)
    say(people, number, f"no {reference}")
    settle_down(people)
    page = signed_in(people, "coordinator").get(f"/needs/{reference}").text
    assert "round 1: 4 people" in page
    assert page.count("no answer yet") == 3
    assert len(re.findall(r"<bdi>Helper \d</bdi> <small>level 1", page)) == 4
    numbers = [people.vault.open(MEMBER_PHONE, r.id, r.phone) for r in rows(people, members_table)]
    assert not [each for each in numbers if each.lstrip("+") in page]
    saw = [(row.action, row.kind) for row in rows(people, console_actions)]
    assert saw[-1] == ("saw", "need")


def test_take_makes_the_coordinator_its_helper_and_shows_the_words(
    people: App, clock: FakeClock
) -> None:
    reference = a_need(people, clock, words=f"soft bread {SCRIPT}")
    browser = signed_in(people, "coordinator", phone=COORDINATOR)
    assert "soft bread" not in browser.get(f"/needs/{reference}").text
    assert act(browser, reference, "take").startswith("It is yours")
    page = browser.get(f"/needs/{reference}").text
    assert "soft bread &lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert SCRIPT not in page
    assert rows(people, needs)[0].state == "matched"
    assert any(f"Request {reference} is yours" in text for text in texts_to(people, COORDINATOR))
    assert any("someone can help" in text for text in texts_to(people, ASKER))
    colleague = signed_in(people, "coordinator", name="Other").get(f"/needs/{reference}").text
    assert "soft bread" not in colleague


def test_the_words_that_whoever_takes_a_request_is_sent_go_with_their_writer(
    people: App, clock: FakeClock
) -> None:
    reference = a_need(people, clock, words="soft bread")
    act(signed_in(people, "coordinator", phone=COORDINATOR), reference, "take")
    assert any("soft bread" in text for text in texts_to(people, COORDINATOR))
    authors = {row.author_id for row in rows(people, outbox) if row.author_id is not None}
    assert authors == {rows(people, needs)[0].asker_id}


def test_of_two_who_take_at_once_one_wins_and_the_other_is_told(
    people: App, clock: FakeClock
) -> None:
    enrol(people, ("Rami", "+9613200009", "en", "talk", "market", "3"))
    reference = a_need(people, clock)
    one = signed_in(people, "coordinator", phone=COORDINATOR)
    two = signed_in(people, "coordinator", name="Two", phone="+9613200009")
    with ThreadPoolExecutor(2) as both:
        told = sorted(both.map(lambda b: act(b, reference, "take"), (one, two)))
    assert [words[:11] for words in told] == ["It is yours", "Somebody wa"]
    assert len(rows(people, matches)) == 1


def test_without_a_member_or_for_oneself_nothing_is_taken(people: App, clock: FakeClock) -> None:
    reference = a_need(people, clock)
    nobody = signed_in(people, "coordinator")
    assert "not tied to a member" in act(nobody, reference, "take")
    asker = signed_in(people, "coordinator", name="Asker", phone=ASKER)
    assert "cannot be taken" in act(asker, reference, "take")
    assert rows(people, matches) == []


def test_reassign_lets_the_helper_go_and_asks_others(people: App, clock: FakeClock) -> None:
    reference = a_need(people, clock)
    browser = signed_in(people, "coordinator", phone=COORDINATOR)
    act(browser, reference, "take")
    before = seen(browser, reference)
    assert "others are being asked" in act(browser, reference, "reassign", seen=before)
    assert rows(people, needs)[0].state == "seeking"
    assert "changed meanwhile" in act(browser, reference, "reassign", seen=before)
    settle_down(people)
    assert {row.wave for row in rows(people, asks)} == {1, 2}
    assert any("looking for someone else" in text for text in texts_to(people, ASKER))


def test_nobody_lets_go_of_a_helper_that_they_did_not_see(people: App, clock: FakeClock) -> None:
    reference = a_need(people, clock)
    browser = signed_in(people, "coordinator", phone=COORDINATOR)
    act(browser, reference, "take")
    first = seen(browser, reference)
    act(browser, reference, "reassign", seen=first)
    settle_down(people)
    say(people, "+9613200001", f"yes {reference}")
    say(people, "+9613200002", f"yes {reference}")
    say(people, "+9613200003", f"yes {reference}")
    assert rows(people, needs)[0].state == "matched"
    for action in ("reassign", "close", "withdraw"):
        assert "changed meanwhile" in act(browser, reference, action, seen=first)
    assert rows(people, needs)[0].state == "matched"


def test_widen_asks_more_people_at_once_and_once_only(people: App, clock: FakeClock) -> None:
    reference = a_need(people, clock)
    assert len(rows(people, asks)) == 3
    browser = signed_in(people, "coordinator")
    before = seen(browser, reference)
    assert "More people" in act(browser, reference, "widen", seen=before)
    assert len(rows(people, asks)) == 6
    assert "changed meanwhile" in act(browser, reference, "widen", seen=before)
    assert "nobody left" in act(browser, reference, "widen", seen=seen(browser, reference))
    settle_down(people)
    assert [row.state for row in rows(people, asks)] == ["sent"] * 6
    assert "Thank you" in " ".join(say(people, "+9613200001", f"yes {reference}"))


def test_widen_brings_a_need_back_from_the_team(people: App, clock: FakeClock) -> None:
    reference = a_need(people, clock)
    with people.database.writing() as db:
        db.execute(update(needs).values(state="escalated", due_at=None))
    browser = signed_in(people, "coordinator")
    assert "More people" in act(browser, reference, "widen", seen=seen(browser, reference))
    assert rows(people, needs)[0].state == "seeking"
    assert any("one more round" in text for text in texts_to(people, ASKER))


def test_widen_in_the_night_waits_for_the_morning(people: App, clock: FakeClock) -> None:
    reference = a_need(people, clock)
    clock.advance(hours=12)
    with people.database.writing() as db:
        db.execute(update(needs).values(expires_at=clock.now.replace(day=9)))
    browser = signed_in(people, "coordinator")
    told = act(browser, reference, "widen", seen=seen(browser, reference))
    assert "at this hour" in told
    assert len(rows(people, asks)) == 3


def test_done_and_withdrawn_are_told_to_everybody(people: App, clock: FakeClock) -> None:
    reference = a_need(people, clock)
    browser = signed_in(people, "coordinator", phone=COORDINATOR)
    act(browser, reference, "take")
    assert "Marked as done" in act(browser, reference, "close", seen=seen(browser, reference))
    assert rows(people, needs)[0].state == "done"
    assert any("from the heart" in text for text in texts_to(people, COORDINATOR))
    other = a_need(people, clock, asker=OTHER)
    told = act(browser, other, "withdraw", seen=seen(browser, other))
    assert "Withdrawn" in told
    assert any("nobody else will be asked" in text for text in texts_to(people, OTHER))
    done = [row.action for row in rows(people, console_actions) if row.action != "saw"]
    begun = ["invited", "opened-link", "joined", "signed-in"]
    assert done == [*begun, "taken", "closed", "withdrawn"]


def test_words_to_the_asker_go_out_by_the_line_and_come_back(people: App, clock: FakeClock) -> None:
    reference = a_need(people, clock)
    browser = signed_in(people, "coordinator", phone=COORDINATOR)
    words = "We look for bread, call 03 123 456"
    assert "on its way" in act(browser, reference, "write", words=words)
    sent = [text for text in texts_to(people, ASKER) if "our team" in text]
    assert len(sent) == 1
    assert "We look for bread" in sent[0]
    assert "123" not in sent[0]
    clock.advance(minutes=1)
    say(people, ASKER, "that is kind")
    assert any("that is kind" in text for text in texts_to(people, COORDINATOR))
    assert "1 to 600" in act(browser, reference, "write", words="  ")


def test_while_somebody_helps_the_answer_to_the_team_is_no_news_for_the_helper(
    people: App, clock: FakeClock
) -> None:
    reference = a_need(people, clock)
    say(people, "+9613200001", f"yes {reference}")
    say(people, "+9613200002", f"yes {reference}")
    say(people, "+9613200003", f"yes {reference}")
    browser = signed_in(people, "coordinator", phone=COORDINATOR)
    act(browser, reference, "write", words="how is it going")
    clock.advance(minutes=1)
    said = say(people, ASKER, "between us: not well")
    assert "between us" not in " ".join(
        text for n in range(1, 7) for text in texts_to(people, f"+961320000{n}")
    )
    assert said  # which of the two was meant


def test_somebodys_name_is_text_and_nothing_else(people: App, clock: FakeClock, app: App) -> None:
    reference = a_need(people, clock)
    with people.database.writing() as db:
        for row in rows(people, asks):
            members.rename(db, people.vault, row.member_id, SCRIPT)
    page = signed_in(people, "coordinator").get(f"/needs/{reference}").text
    assert SCRIPT not in page
    assert page.count("&lt;script&gt;alert(1)") == 3


def test_what_is_not_there_is_not_found(people: App) -> None:
    browser = signed_in(people, "coordinator")
    assert browser.get("/needs/12345").status_code == 404
    token = browser.token("/account")
    for action in ("take", "reassign", "widen", "close", "withdraw"):
        path = f"/console/needs/12345/{action}"
        answer = browser.client.post(path, data={"csrf_token": token})
        assert answer.status_code == 404
