"""The ceiling on what a day costs, on both databases: who is told, what waits, and that nothing is lost."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from hotline.carrier.server import Carrier
from hotline.carrier.settings import Faults
from hotline.services import deliver, dispatch, expire, spending
from hotline.services.house import House
from hotline.store.schema import asks, attempts, members, outbox
from hotline.store.vault import OUTBOX_BODY
from tests.attacks.conftest import Limited
from tests.attacks.test_limits import KIM, MAYA, SAM, ask, say
from tests.conftest import FakeClock
from tests.integration.texts import add_member, add_text, text
from tests.support_house import enrol, greet_everybody, rows

SPEND = {"per_day": "1.00", "segment": "0.10", "call_minute": "0.10", "currency": "EUR"}


def line(limited: Limited, clock: FakeClock) -> House:
    """A line that may spend ten segments a day, with one coordinator, one helper and one asker."""
    house = limited({"limits.spend": SPEND})
    enrol(
        house,
        ("Kim", KIM, "en", "", "", "3"),
        ("Sam", SAM, "en", "food", "all", "1"),
        ("Maya", MAYA, "en", "", "", "1"),
    )
    greet_everybody(house)
    return house


def spend(house: House, segments: int) -> None:
    """Send notices of one segment to the asker."""
    index = house.vault.phone_index(MAYA)
    (maya,) = (row.id for row in rows(house, members) if row.phone_index == index)
    for _ in range(segments):
        add_text(house, maya)
    while deliver.run(house):
        pass  # a pass ends after a second, whatever is left


def warnings(house: House) -> list[str]:
    """What coordinators were told of money, in order."""
    return [body for body in bodies(house) if body.startswith("The line has spent")]


def bodies(house: House) -> list[str]:
    return [house.vault.open(OUTBOX_BODY, row.id, row.body) for row in rows(house, outbox)]


def test_what_a_day_costs_is_what_has_left(limited: Limited, clock: FakeClock) -> None:
    house = line(limited, clock)
    spend(house, 3)
    say(house, MAYA, "ط" * 3)  # answered in English, in one segment or two
    segments = sum(row.segments for row in rows(house, outbox))
    assert segments >= 4
    with house.database.reading() as db:
        assert spending.today(house, db, clock()) == segments * Decimal("0.10")
        assert spending.today(house, db, spending.resumes_at(house, clock())) == 0


def test_the_team_is_told_at_80_and_at_100_once_a_day(limited: Limited, clock: FakeClock) -> None:
    house = line(limited, clock)
    spend(house, 7)
    expire.run_due(house)
    assert warnings(house) == []
    spend(house, 1)
    for _ in range(3):
        expire.run_due(house)
    (eighty,) = warnings(house)
    assert "80 percent" in eighty
    spend(house, 2)
    for _ in range(3):
        clock.advance(minutes=1)
        expire.run_due(house)
    assert len(warnings(house)) == 2
    assert "percent" not in warnings(house)[1]
    clock.advance(days=1)
    expire.run_due(house)
    assert len(warnings(house)) == 2


def test_asks_and_news_wait_and_replies_and_relayed_words_do_not(
    limited: Limited, clock: FakeClock, carrier: Carrier
) -> None:
    house = line(limited, clock)
    reference = ask(house, clock, "food")
    dispatch.run_due(house)
    spend(house, 10)
    clock.advance(seconds=6)
    assert say(house, SAM, f"YES {reference}")
    say(house, MAYA, "the green door")  # relayed
    maya = add_member(house, "+9613000009")
    notice = add_text(house, maya)
    deliver.run(house)
    sent = {row.kind for row in rows(house, outbox) if row.state == "sent"}
    assert "relay" in sent
    assert text(house, notice).state == "queued"
    assert "The line" not in "".join(m.body for m in carrier.messages(to=MAYA))


def test_nothing_is_lost_it_goes_at_midnight(
    limited: Limited, clock: FakeClock, carrier: Carrier
) -> None:
    house = line(limited, clock)
    ask(house, clock, "food")
    dispatch.run_due(house)
    assert [a.state for a in rows(house, asks)] == ["queued"]
    drain(house)
    clock.advance(hours=1)  # long past the time in which an ask must have left
    for _ in range(2):
        deliver.run(house)
        dispatch.run_due(house)
    assert [a.state for a in rows(house, asks)] == ["queued"]
    midnight = spending.resumes_at(house, clock())
    clock.now = midnight - timedelta(minutes=1)  # it is rung for every second
    dispatch.run_due(house)
    clock.now = midnight
    dispatch.run_due(house)
    deliver.run(house)
    (asked,) = rows(house, asks)
    assert asked.state == "sent"
    assert any("YES" in message.body for message in carrier.messages(to=SAM))


def drain(house: House) -> None:
    """Spend the day's money on replies."""
    for number in range(12):
        say(house, MAYA, f"COMMANDS {number}"[:8] if number % 2 else "PRIVACY")
    house.clock.advance(seconds=6)  # type: ignore[attr-defined]


def test_a_need_that_comes_too_late_for_today_is_looked_for_tomorrow(
    limited: Limited, clock: FakeClock
) -> None:
    house = line(limited, clock)
    spend(house, 10)
    clock.advance(seconds=6)
    ask(house, clock, "food")
    dispatch.run_due(house)
    assert rows(house, asks) == []
    clock.now = spending.resumes_at(house, clock())
    dispatch.run_due(house)
    assert len(rows(house, asks)) == 1


def test_an_operator_who_raises_it_lets_it_go_on(limited: Limited, clock: FakeClock) -> None:
    house = line(limited, clock)
    spend(house, 10)
    clock.advance(seconds=6)
    ask(house, clock, "food")
    dispatch.run_due(house)
    assert rows(house, asks) == []
    raised = limited({"limits.spend": {**SPEND, "per_day": "5.00"}})  # a process started anew
    dispatch.run_due(raised)
    deliver.run(raised)
    assert [a.state for a in rows(raised, asks)] == ["sent"]


def test_newcomers_are_told_once_where_the_money_is_spent(
    limited: Limited, clock: FakeClock
) -> None:
    house = line(limited, clock)
    spend(house, 10)
    clock.advance(seconds=6)
    assert "Many texts came at once" in say(house, "+9613000008", "hello")[-1]
    assert say(house, "+9613000008", "hello") == []
    assert say(house, MAYA, "hello")


def test_refused_texts_cost_nothing(limited: Limited, clock: FakeClock, carrier: Carrier) -> None:
    house = line(limited, clock)
    carrier.faults = Faults(fail_next=3, fail_status=400, fail_code=21211)
    spend(house, 3)
    assert {row.state for row in rows(house, attempts)} == {"refused"}
    with house.database.reading() as db:
        assert spending.today(house, db, clock()) == 0


def test_no_ceiling_is_zero(limited: Limited, clock: FakeClock) -> None:
    house = limited({"limits.spend": {**SPEND, "per_day": "0"}})
    enrol(house, ("Maya", MAYA, "en", "", "", "1"))
    greet_everybody(house)
    spend(house, 30)
    with house.database.reading() as db:
        assert not spending.is_spent(house, db, clock())
