"""Whoever floods the line: their answers are paid for apart, and who needs help gets it or the truth."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from hotline.services.delivery import deliver
from hotline.services.kernel.app import App
from hotline.services.needs import dispatch
from hotline.services.operations import expiry
from hotline.services.sessions import spending
from hotline.simulator.server import Simulator
from hotline.store.db.encryption import OUTBOX_BODY
from hotline.store.schema import asks, inbound_messages, needs, outbox, threads
from tests.attacks.conftest import Limited
from tests.attacks.test_limits import KIM, MAYA, SAM, say
from tests.conftest import FakeClock
from tests.integration.texts import add_member, add_text
from tests.support_app import enrol, greet_everybody, id_of, rows

SPEND = {"per_day": "4.00", "segment": "0.10", "call_minute": "0.10", "currency": "EUR"}
HELPERS = tuple(f"+96130001{n:02d}" for n in range(1, 9))
NEW = "+9613000009"


@pytest.fixture
def line(limited: Limited, clock: FakeClock) -> App:
    """A line that may spend forty segments a day."""
    app = limited(
        {"limits.spend": SPEND, "dispatch.waves": [1, 1], "dispatch.urgent_waves": [2, 2]}
    )
    people = [("Sam", number, "en", "food;urgent", "all", "1") for number in (SAM, *HELPERS)]
    enrol(app, *people, ("Kim", KIM, "en", "", "", "3"), ("Maya", MAYA, "en", "", "", "1"))
    greet_everybody(app)
    return app


def flood(app: App, clock: FakeClock, numbers: list[str], texts: int) -> int:
    """So many texts in turn, in six seconds; how many answers they bought."""
    bought = 0
    for each in range(texts):
        clock.advance(seconds=6 / texts)
        bought += len(say(app, numbers[each % len(numbers)], f"what is this {each}"))
    return bought


def spend_on_asks(app: App, clock: FakeClock, segments: int = 40) -> None:
    """What goes to members and is no answer."""
    maya = id_of(app, MAYA)
    for _ in range(segments):
        add_text(app, maya)
    while deliver.run(app):
        pass
    clock.advance(seconds=6)


def spend_on_urgent(app: App, clock: FakeClock) -> None:
    """All that there is for urgent requests."""
    ask(app, clock, MAYA, "need urgent market")
    (need,) = rows(app, needs)
    for _ in range(21):
        add_text(app, id_of(app, SAM), kind="ask", priority=2, need_id=need.id)
    while deliver.run(app):
        pass
    say(app, MAYA, f"DROP {need.reference}")
    clock.advance(minutes=6)


def ask(app: App, clock: FakeClock, number: str, words: str) -> str:
    """Open a request; the last answer."""
    said: list[str] = []
    for each in (words, "1", "1", "1"):
        clock.advance(seconds=20)
        said = say(app, number, each)
        if "Request" in said[-1]:
            break
    return said[-1]


def work(app: App) -> None:
    for _ in range(3):
        dispatch.run_due(app)
        deliver.run(app)


def texts_to(app: App, number: str) -> list[str]:
    mine = [row for row in rows(app, outbox) if row.member_id == id_of(app, number)]
    return [app.vault.open(OUTBOX_BODY, row.id, row.body) for row in mine]


# Who floods spends the money for answers alone


def test_an_urgent_request_after_a_flood_is_asked_for(
    line: App, clock: FakeClock, carrier: Simulator
) -> None:
    numbers = [f"+961711000{n:02d}" for n in range(15)]
    flood(line, clock, numbers, 253)
    clock.advance(seconds=6)
    assert "We are looking now" in ask(line, clock, MAYA, "need urgent harbour")
    work(line)
    assert [row.state for row in rows(line, asks)] == ["sent", "sent"]
    assert any("YES" in message.body for message in carrier.messages(to=SAM)) or any(
        "YES" in message.body for number in HELPERS for message in carrier.messages(to=number)
    )


def test_so_is_one_that_can_wait(line: App, clock: FakeClock) -> None:
    flood(line, clock, [f"+961711000{n:02d}" for n in range(15)], 253)
    clock.advance(seconds=6)
    assert "We are looking now" in ask(line, clock, MAYA, "need food harbour today 2")
    work(line)
    assert [row.state for row in rows(line, asks)] == ["sent"]


def test_a_flood_of_known_numbers_leaves_half_of_the_money(line: App, clock: FakeClock) -> None:
    for number in HELPERS:
        for each in range(12):
            say(line, number, f"what is this {each}")
    clock.advance(seconds=6)
    with line.database.reading() as db:
        assert spending.today(line, db, clock()) >= 4
        assert not spending.is_spent(line, db, clock())


def test_answers_to_new_numbers_cost_no_more_than_their_share(line: App, clock: FakeClock) -> None:
    flood(line, clock, [f"+961711000{n:02d}" for n in range(15)], 253)
    with line.database.reading() as db:
        found = spending.spent(line, db, clock())
    share = Decimal(4) * line.community.limits.spend.replies
    told_each_once = 15 * 4 * line.community.limits.spend.segment
    assert share <= found.stranger <= share + told_each_once
    assert found.rest == 0


def test_a_few_numbers_do_not_have_all_of_it(line: App, clock: FakeClock) -> None:
    flood(line, clock, ["+96171100001", "+96171100002"], 40)
    clock.advance(seconds=6)
    assert "We are looking now" in ask(line, clock, NEW, "need food harbour today 2")


def test_being_forgotten_moves_no_money(line: App, clock: FakeClock) -> None:
    for each in range(8):
        for number in (f"+9617110{each}{n:03d}" for n in range(3)):
            say(line, number, "hello")
            say(line, number, "erase")
            say(line, number, "1")
    with line.database.reading() as db:
        found = spending.spent(line, db, clock())
    assert found.stranger > 0
    assert found.rest == 0


def test_a_new_number_reads_when_it_is_answered_again_and_the_team_hears(
    line: App, clock: FakeClock
) -> None:
    flood(line, clock, [f"+961711000{n:02d}" for n in range(15)], 253)
    flood(line, clock, [f"+961711001{n:02d}" for n in range(15)], 45)
    said = say(line, NEW, "hello")
    assert "From 00:00 on this one gets answers again" in said[-1]
    assert say(line, NEW, "hello") == []
    assert say(line, MAYA, "STATUS")
    expiry.run_due(line)
    assert any(text.startswith("New numbers have used up") for text in texts_to(line, KIM))
    clock.now = spending.resumes_at(line, clock())
    assert "1 food" in say(line, NEW, "hello")[-1]


# What is not done is said, and the team hears


def test_urgent_requests_go_on_where_all_else_waits(line: App, clock: FakeClock) -> None:
    spend_on_asks(line, clock)
    kept = ask(line, clock, MAYA, "need food harbour today 2")
    assert "is kept" in kept and "looking now" not in kept and "begin looking at 00:00" in kept
    work(line)
    assert rows(line, asks) == []
    assert "is urgent now" in say(line, MAYA, "6")[-1]
    work(line)
    assert [row.state for row in rows(line, asks)] == ["sent", "sent"]


def test_who_says_yes_to_an_urgent_one_is_told_of_at_once(line: App, clock: FakeClock) -> None:
    spend_on_asks(line, clock)
    ask(line, clock, MAYA, "need urgent harbour")
    work(line)
    helper = rows(line, asks)[0].member_id
    (number,) = [each for each in (SAM, *HELPERS) if id_of(line, each) == helper]
    say(line, number, "yes")
    deliver.run(line)
    news = [row for row in rows(line, outbox) if row.member_id == id_of(line, MAYA)][-1]
    assert news.state == "sent"
    assert "someone can help" in texts_to(line, MAYA)[-1]


def test_past_the_second_ceiling_the_asker_reads_so_and_the_team_has_it(
    line: App, clock: FakeClock
) -> None:
    spend_on_asks(line, clock)
    spend_on_urgent(line, clock)
    said = ask(line, clock, MAYA, "need urgent harbour")
    assert "nobody more can be asked before 00:00. Our team has been told" in said
    work(line)
    assert rows(line, asks) == []
    (thread,) = [row for row in rows(line, threads) if row.state == "open"]
    told = [text for text in texts_to(line, KIM) if text.startswith("Urgent, request")]
    assert len(told) == 1 and thread.reference in told[0]
    assert all(
        row.state == "sent" for row in rows(line, outbox) if row.member_id == id_of(line, KIM)
    )
    assert "before 00:00" in say(line, MAYA, "STATUS")[-1]
    assert any("also for urgent requests" in text for text in texts_to(line, KIM)) or _watched(line)
    say(line, KIM, f"YES {thread.reference}")
    assert [row.state for row in rows(line, needs)][-1] == "matched"


def _watched(app: App) -> bool:
    expiry.run_due(app)
    return any("also for urgent requests" in text for text in texts_to(app, KIM))


def test_a_request_under_way_hears_that_it_waits_once(line: App, clock: FakeClock) -> None:
    ask(line, clock, MAYA, "need food harbour today 2")
    work(line)
    spend_on_asks(line, clock)
    clock.advance(minutes=11)
    for _ in range(3):
        clock.advance(seconds=1)
        work(line)
    waits = [text for text in texts_to(line, MAYA) if "have reached their limit" in text]
    assert len(waits) == 1 and "We go on asking at 00:00" in waits[0]
    assert [row.state for row in rows(line, asks)] == ["sent"]
    assert any("The line has spent" in text for text in texts_to(line, KIM))
    clock.now = spending.resumes_at(line, clock())
    work(line)
    assert len(rows(line, asks)) == 2


def test_money_that_is_raised_lets_it_go_on_at_once(
    line: App, limited: Limited, clock: FakeClock
) -> None:
    spend_on_asks(line, clock)
    ask(line, clock, MAYA, "need food harbour today 2")
    raised = limited({"limits.spend": {**SPEND, "per_day": "40.00"}})
    work(raised)
    assert [row.state for row in rows(raised, asks)] == ["sent"] * 3
    assert any("we have begun asking" in text for text in texts_to(raised, MAYA))


def test_a_hundred_that_wait_do_not_stand_before_an_urgent_one(line: App, clock: FakeClock) -> None:
    spend_on_asks(line, clock)
    for each in range(60):
        number = f"+96171200{each:03d}"
        add_member(line, number, greeted_at=clock(), level=1)
        ask(line, clock, number, "need food harbour today 2")
    ask(line, clock, MAYA, "need urgent harbour")
    work(line)
    assert len(rows(line, asks)) == 2


def test_what_was_given_back_is_not_said_to_be_asked_for(line: App, clock: FakeClock) -> None:
    ask(line, clock, MAYA, "need food harbour today 2")
    work(line)
    helper = rows(line, asks)[0].member_id
    (number,) = [each for each in (SAM, *HELPERS) if id_of(line, each) == helper]
    say(line, number, "yes")
    spend_on_asks(line, clock)
    said = say(line, number, f"CANT {rows(line, needs)[0].reference}")
    work(line)
    assert "someone else already" not in "".join(said + texts_to(line, MAYA))
    assert "so it is open again" in "".join(texts_to(line, MAYA))
    assert "We go on asking at 00:00" in "".join(texts_to(line, MAYA))


# One number past its limit is no crowd


def test_650_texts_of_one_number_shut_out_nobody(app: App, clock: FakeClock) -> None:
    for each in range(650):
        clock.advance(seconds=4 / 650)
        say(app, MAYA, f"hello {each}")
    assert "1 food" in say(app, NEW, "hello")[-1]
    counted = [row for row in rows(app, inbound_messages) if not row.past_limit]
    assert len(counted) == app.community.limits.texts_per_minute + 1


def test_numbers_that_are_not_taken_on_shut_out_nobody_else(
    limited: Limited, clock: FakeClock
) -> None:
    app = limited({"limits.line.new_numbers_per_hour": 3, "limits.line.texts_per_minute": 30})
    clock.advance(hours=2)
    say(app, NEW, "hello")
    for each in range(60):
        say(app, f"+96171300{each:03d}", "hello")
    clock.advance(seconds=5)
    assert "food" in say(app, NEW, "MENU")[-1]
    clock.now += timedelta(hours=1)
