"""Members in the console: found by name, raised, rested, blocked; their number with a reason alone."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import update

from hotline.domain import console as rules
from hotline.domain.two_people import USED_WITHIN
from hotline.services.console import member_actions, proposals
from hotline.services.inbound.receive import Inbound, receive
from hotline.services.kernel.app import App
from hotline.store.console import staff
from hotline.store.people import members
from hotline.store.schema import console_actions, events, offers
from hotline.store.schema import members as members_table
from hotline.store.schema import proposals as proposals_table
from tests.conftest import FakeClock
from tests.support_app import enrol, greet_everybody, id_of, rows
from tests.support_console import Browser, Colleague, signed_in

SCRIPT = "<script>alert(1)</script>"
BIDI = "\u202eevil\u202c"
NOUR, SAM, DANA, RIM, ODD = (f"+961320000{n}" for n in range(1, 6))
ARABIC = "آمِنة"


@pytest.fixture
def people_here(app: App) -> App:
    """Four who help, two of them coordinators."""
    enrol(
        app,
        (ARABIC, NOUR, "ar", "food;talk", "harbour", "1"),
        (SCRIPT, SAM, "en", "shelter", "all", "0"),
        ("Dana", DANA, "en", "", "", "3"),
        ("Rim", RIM, "en", "food", "market", "3"),
        (BIDI, ODD, "en", "", "", "0"),
    )
    greet_everybody(app)
    return app


def names_on(page: str) -> list[str]:
    return re.findall(r"<bdi>([^<]*)</bdi>", page)


def act(browser: Browser, member: int, action: str, **fields: str) -> str:
    """Press a button on a member's page; the message that it leads to."""
    page = f"/members/{member}"
    seen = re.search(r'name="seen" value="([^"]+)"', browser.get(page).text)
    sent = {"seen": seen[1] if seen else "3.active.none"} | fields
    answer = browser.post(f"{page}/{action}", page=page, **sent)
    assert answer.status_code == 303, answer.text
    told = re.search(r'class="told" role="status">([^<]+)', browser.get(page).text)
    assert told is not None
    return told[1]


def actions(app: App) -> list[tuple[str, int | None]]:
    found = rows(app, console_actions)
    return [(a.action, a.target_id) for a in found if a.kind == "member" and a.action != "saw"]


def test_members_are_found_by_name_however_it_is_written_and_never_by_number(
    people_here: App,
) -> None:
    browser = signed_in(people_here, "coordinator")
    everybody = browser.get("/members?name=").text
    assert len(names_on(everybody)) == 5
    assert SCRIPT not in everybody
    assert "&lt;script&gt;" in everybody
    assert f"<bdi>{BIDI}</bdi>" in everybody  # isolated: it turns nothing around it
    assert names_on(browser.get("/members?name=امنه").text) == [ARABIC]
    assert names_on(browser.get("/members?name=DAN").text) == ["Dana"]
    assert names_on(browser.get("/members?level=3&state=active").text) == ["Rim", "Dana"]
    assert names_on(browser.get("/members?state=blocked").text) == []
    for typed in (NOUR, NOUR[1:], "3200001", "';--", "%25"):
        assert names_on(browser.get("/members", query_string={"name": typed}).text) == []
    assert "9613200" not in everybody


def test_the_list_says_what_they_offer_and_who_rests(people_here: App) -> None:
    receive(people_here, Inbound("SM" + "1" * 32, NOUR, "استراحة"))
    browser = signed_in(people_here, "coordinator")
    page = browser.get("/members?name=امنه").text
    assert "food, someone to talk to" in page.replace("talk,", "talk,") or "food" in page
    assert "resting" in page
    assert "resting" not in browser.get("/members?name=script").text


def test_the_list_goes_on_in_pages(people_here: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "LIST_PAGE", 2)
    browser, found = signed_in(people_here, "coordinator"), []
    path = "/members?name="
    for _ in range(3):
        page = browser.get(path).text
        found += names_on(page)
        further = re.search(r'href="/console(/members\?[^"]*page=\d+)"', page)
        if further is None:
            break
        path = further[1].replace("&amp;", "&")
    assert sorted(found) == sorted(
        [ARABIC, "&lt;script&gt;alert(1)&lt;/script&gt;", "Dana", "Rim", BIDI]
    )


def test_a_members_page_tells_what_is_known_and_who_saw_it(
    people_here: App, clock: FakeClock
) -> None:
    for number, typed in enumerate(("need food harbour today 2", "bread please", "1")):
        clock.advance(seconds=1)
        receive(people_here, Inbound(f"SM{number:032x}", SAM, typed))
    clock.advance(minutes=30)
    browser, member = signed_in(people_here, "coordinator"), id_of(people_here, SAM)
    page = browser.get(f"/members/{member}").text
    assert "a bed" in page or "shelter" in page
    assert re.search(r'href="/console/needs/\d+"', page)
    assert "about 30 minutes ago" in page
    assert "bread" not in page
    assert "320000" not in page
    saw = [a for a in rows(people_here, console_actions) if a.action == "saw"]
    assert [(a.kind, a.target_id) for a in saw] == [("member", member)]
    assert browser.get("/members/1").status_code == 404


def test_a_coordinator_vouches_up_to_two_and_a_steward_to_three(people_here: App) -> None:
    sam, dana = id_of(people_here, SAM), id_of(people_here, DANA)
    coordinator = signed_in(people_here, "coordinator")
    assert "second person now" in act(coordinator, sam, "level", level="2", how="met")
    agree_to_all(people_here)
    assert "for a steward" in act(coordinator, sam, "level", level="3", how="met")
    assert "for a steward" in act(coordinator, dana, "level", level="1", how="correction")
    assert "choose a level" in act(coordinator, sam, "level", level="1", how="")
    assert "choose a level" in act(coordinator, sam, "level", level="9", how="met")
    steward = signed_in(people_here, "steward", name="Noor")
    assert "second person now" in act(steward, sam, "level", level="3", how="known")
    agree_to_all(people_here, "Third")
    assert [one for one in actions(people_here) if one[1] == sam] == [
        ("level-2.met", sam),
        ("level-3.known", sam),
    ]
    with people_here.database.reading() as db:
        assert members.levels_of(db, [sam, dana]) == {sam: 3, dana: 3}


def test_nobody_raises_or_blocks_themselves(people_here: App) -> None:
    steward, dana = signed_in(people_here, "steward", phone=DANA), id_of(people_here, DANA)
    assert "for themselves" in act(steward, dana, "level", level="2", how="met")
    assert "for themselves" in act(steward, dana, "block")
    assert actions(people_here) == []


def test_what_has_changed_meanwhile_is_not_acted_upon(people_here: App) -> None:
    browser, sam = signed_in(people_here, "coordinator"), id_of(people_here, SAM)
    told = act(browser, sam, "level", seen="1.active.active", level="2", how="met")
    assert "changed meanwhile" in told
    assert actions(people_here) == []


def test_an_offer_rests_and_stands_again_and_its_member_is_told(people_here: App) -> None:
    browser, nour = signed_in(people_here, "coordinator"), id_of(people_here, NOUR)
    assert "rests" in act(browser, nour, "rest")
    assert "changed meanwhile" in act(browser, nour, "rest")
    assert {row.member_id: row.state for row in rows(people_here, offers)}[nour] == "paused"
    assert "stands again" in act(browser, nour, "resume")
    assert actions(people_here) == [("rested", nour), ("resumed", nour)]
    with people_here.database.writing() as db:
        members.change(db, nour, hidden_at=people_here.clock())
    act(browser, nour, "rest")
    assert "does not want texts now" in act(browser, nour, "resume")


def test_block_and_unblock_but_never_the_team_by_a_coordinator(people_here: App) -> None:
    browser, sam = signed_in(people_here, "coordinator", phone=RIM), id_of(people_here, SAM)
    dana, rim = id_of(people_here, DANA), id_of(people_here, RIM)
    assert "for a steward" in act(browser, dana, "block")
    assert "Blocked" in act(browser, sam, "block")
    noted = [e for e in rows(people_here, events) if e.kind == "member_blocked"]
    assert [(e.member_id, e.actor_id) for e in noted] == [(sam, rim)]
    assert "Unblocked" in act(browser, sam, "unblock")
    assert actions(people_here) == [("blocked", sam), ("unblocked", sam)]
    states = {row.id: row.state for row in rows(people_here, members_table)}
    assert (states[sam], states[dana]) == ("active", "active")
    steward = signed_in(people_here, "steward", name="Noor")
    assert "Blocked" in act(steward, dana, "block")


REASON = {"reason": "danger", "words": "nobody has heard of them"}


def agree_to_all(app: App, name: str = "Second") -> None:
    """Somebody else agrees to whatever waits."""
    second = Colleague(app, "coordinator", name).staff
    for line in proposals.sheet(app, second).waiting:
        assert proposals.agree(app, second, line.proposal.id) == "done"


def test_a_number_takes_a_reason_that_another_reads_and_is_in_one_answer_alone(
    people_here: App, clock: FakeClock
) -> None:
    browser, sam = signed_in(people_here, "coordinator"), id_of(people_here, SAM)
    page = f"/members/{sam}"
    for wrong in ({"words": "long enough to be read"}, {"reason": "danger", "words": " .  "}, {}):
        assert "was not shown" in act(browser, sam, "number", **wrong)
    assert "was not shown" in act(browser, sam, "number", reason="danger", words="aaaaaaaa")
    assert "was not shown" in act(browser, sam, "number", reason="curious", words=REASON["words"])
    assert actions(people_here) == []
    asked = browser.post(f"{page}/number", page=page, **REASON)
    assert asked.location == "/console/proposals"
    (proposal,) = rows(people_here, proposals_table)
    shown = f"/members/number/{proposal.id}"
    assert browser.post(shown, page="/proposals").location == "/console/proposals"
    agree_to_all(people_here)
    answer = browser.post(shown, page="/proposals")
    assert (answer.status_code, SAM in answer.text) == (200, True)
    assert answer.headers["Cache-Control"] == "no-store"
    assert SAM not in browser.get(page).text + browser.get("/proposals").text
    assert browser.post(shown, page="/proposals").location == "/console/proposals"
    assert ("number.danger", sam) in actions(people_here)
    for row in (*rows(people_here, console_actions), *rows(people_here, proposals_table)):
        assert "heard" not in str(row)


def test_a_number_that_was_agreed_to_is_shown_soon_and_to_its_asker_alone(
    people_here: App, clock: FakeClock
) -> None:
    asker, sam = Colleague(people_here, "coordinator", "Asker").staff, id_of(people_here, SAM)
    other = Colleague(people_here, "steward", "Other").staff
    asked = [proposals.propose(people_here, asker, "number", sam, REASON) for _ in range(2)]
    for one in asked:
        assert proposals.agree(people_here, other, one) == "done"
    assert member_actions.show_number(people_here, other, asked[0]).number is None
    assert member_actions.show_number(people_here, asker, asked[0]).number == SAM
    clock.advance(seconds=USED_WITHIN.total_seconds())
    assert member_actions.show_number(people_here, asker, asked[1]).number is None


def test_so_many_numbers_a_day_of_one_account_and_of_all(
    people_here: App, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "NUMBERS_OF_ALL", rules.NUMBERS_OF_ONE + 1)
    sam = id_of(people_here, SAM)
    first, second = (Colleague(people_here, "coordinator", name).staff for name in ("A B", "C D"))

    def agreed(who: staff.Staff, other: staff.Staff, many: int) -> list[int]:
        asked = [proposals.propose(people_here, who, "number", sam, REASON) for _ in range(many)]
        assert {proposals.agree(people_here, other, one) for one in asked} == {"done"}
        return asked

    def shown(who: staff.Staff, proposal_id: int) -> str:
        return member_actions.show_number(people_here, who, proposal_id).outcome

    asked = agreed(first, second, rules.NUMBERS_OF_ONE + 3)
    with ThreadPoolExecutor(4) as pool:
        tries = list(pool.map(lambda one: shown(first, one), asked))
    assert tries.count("shown") == rules.NUMBERS_OF_ONE
    assert [shown(second, one) for one in agreed(second, first, 2)] == ["shown", "too-many"]
    clock.advance(hours=24)
    assert shown(first, *agreed(first, second, 1)) == "shown"


def test_a_coordinator_sees_no_number_of_the_team(people_here: App) -> None:
    browser, dana = signed_in(people_here, "coordinator"), id_of(people_here, DANA)
    assert "for a steward" in act(browser, dana, "number", **REASON)


def test_those_kept_apart_do_not_meet_in_the_console(people_here: App) -> None:
    sam, rim = id_of(people_here, SAM), id_of(people_here, RIM)
    with people_here.database.writing() as db:
        members.avoid(db, sam, rim)
    browser = signed_in(people_here, "coordinator", phone=RIM)
    assert "script" not in "".join(names_on(browser.get("/members?name=").text))
    assert browser.get(f"/members/{sam}").status_code == 404
    page = f"/members/{id_of(people_here, NOUR)}"
    writer = Colleague(people_here, "steward", "S").staff
    asked = proposals.propose(people_here, writer, "number", sam, REASON)
    for action in ("number", "block", "rest", "level"):
        sent = {"seen": "0.active.active", "level": "1", "how": "met", **REASON}
        assert browser.post(f"/members/{sam}/{action}", page=page, **sent).status_code == 404
    assert "script" not in browser.get("/proposals").text.partition("</head>")[2]
    told = browser.post(f"/proposals/{asked}/agree", page=page)
    assert told.location == "/console/proposals"
    assert [row.state for row in rows(people_here, proposals_table)] == ["open"]


def test_whoever_is_erased_is_gone_from_here(people_here: App) -> None:
    sam = id_of(people_here, SAM)
    with people_here.database.writing() as db:
        db.execute(update(members_table).where(members_table.c.id == sam).values(state="erased"))
    browser = signed_in(people_here, "coordinator")
    assert len(names_on(browser.get("/members?name=").text)) == 4
    assert browser.get(f"/members/{sam}").status_code == 404
