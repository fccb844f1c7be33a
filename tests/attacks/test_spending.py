"""The ceiling on what a day costs, on both databases: who is told, what waits, and that nothing is lost."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from hotline.services.delivery import deliver
from hotline.services.kernel.app import App
from hotline.services.needs import dispatch
from hotline.services.operations import expiry
from hotline.services.sessions import spending
from hotline.simulator.core.settings import InjectedFaults
from hotline.simulator.server import Simulator
from hotline.store.db.encryption import OUTBOX_BODY
from hotline.store.schema import asks, attempts, members, outbox
from tests.attacks.conftest import Limited
from tests.attacks.test_limits import KIM, MAYA, SAM, ask, say
from tests.conftest import FakeClock
from tests.integration.texts import add_member, add_text, text
from tests.support_app import enrol, greet_everybody, rows

SPEND = {"per_day": "1.00", "segment": "0.10", "call_minute": "0.10", "currency": "EUR"}


def line(limited: Limited, clock: FakeClock) -> App:
    """A line that may spend ten segments a day, with one coordinator, one helper and one asker."""
    app = limited({"limits.spend": SPEND})
    enrol(
        app,
        ("Kim", KIM, "en", "", "", "3"),
        ("Sam", SAM, "en", "food", "all", "1"),
        ("Maya", MAYA, "en", "", "", "1"),
    )
    greet_everybody(app)
    return app


def spend(app: App, segments: int) -> None:
    """Send notices of one segment to the asker."""
    index = app.vault.phone_index(MAYA)
    (maya,) = (row.id for row in rows(app, members) if row.phone_index == index)
    for _ in range(segments):
        add_text(app, maya)
    while deliver.run(app):
        pass  # a pass ends after a second, whatever is left


def warnings(app: App) -> list[str]:
    """What coordinators were told of money, in order."""
    return [body for body in bodies(app) if body.startswith("The line has spent")]


def bodies(app: App) -> list[str]:
    return [app.vault.open(OUTBOX_BODY, row.id, row.body) for row in rows(app, outbox)]


def test_what_a_day_costs_is_what_has_left(limited: Limited, clock: FakeClock) -> None:
    app = line(limited, clock)
    spend(app, 3)
    say(app, MAYA, "ط" * 3)  # answered in English, in one segment or two
    segments = sum(row.segments for row in rows(app, outbox))
    assert segments >= 4
    with app.database.reading() as db:
        assert spending.today(app, db, clock()) == segments * Decimal("0.10")
        assert spending.today(app, db, spending.resumes_at(app, clock())) == 0


def test_the_team_is_told_at_80_and_at_100_once_a_day(limited: Limited, clock: FakeClock) -> None:
    app = line(limited, clock)
    spend(app, 7)
    expiry.run_due(app)
    assert warnings(app) == []
    spend(app, 1)
    for _ in range(3):
        expiry.run_due(app)
    (eighty,) = warnings(app)
    assert "80 percent" in eighty
    spend(app, 2)
    for _ in range(3):
        clock.advance(minutes=1)
        expiry.run_due(app)
    assert len(warnings(app)) == 2
    assert "percent" not in warnings(app)[1]
    clock.advance(days=1)
    expiry.run_due(app)
    assert len(warnings(app)) == 2


def test_asks_and_news_wait_and_replies_and_relayed_words_do_not(
    limited: Limited, clock: FakeClock, carrier: Simulator
) -> None:
    app = line(limited, clock)
    reference = ask(app, clock, "food")
    dispatch.run_due(app)
    spend(app, 10)
    clock.advance(seconds=6)
    assert say(app, SAM, f"YES {reference}")
    say(app, MAYA, "the green door")  # relayed
    maya = add_member(app, "+9613000009")
    notice = add_text(app, maya)
    deliver.run(app)
    sent = {row.kind for row in rows(app, outbox) if row.state == "sent"}
    assert "relay" in sent
    assert text(app, notice).state == "queued"
    assert "The line" not in "".join(m.body for m in carrier.messages(to=MAYA))


def test_nothing_is_lost_it_goes_at_midnight(
    limited: Limited, clock: FakeClock, carrier: Simulator
) -> None:
    app = line(limited, clock)
    ask(app, clock, "food")
    dispatch.run_due(app)
    assert [a.state for a in rows(app, asks)] == ["queued"]
    drain(app)
    clock.advance(hours=1)  # long past the time in which an ask must have left
    for _ in range(2):
        deliver.run(app)
        dispatch.run_due(app)
    assert [a.state for a in rows(app, asks)] == ["queued"]
    midnight = spending.resumes_at(app, clock())
    clock.now = midnight - timedelta(minutes=1)  # it is rung for every second
    dispatch.run_due(app)
    clock.now = midnight
    dispatch.run_due(app)
    deliver.run(app)
    (asked,) = rows(app, asks)
    assert asked.state == "sent"
    assert any("YES" in message.body for message in carrier.messages(to=SAM))


def drain(app: App) -> None:
    """Spend the day's money, on what goes to the team: it leaves whatever else waits."""
    (kim,) = (row.id for row in rows(app, members) if row.level == 3)
    for _ in range(10):
        add_text(app, kim)
    with app.database.writing() as db:  # what waits must not be what is paid for
        due = outbox.update().where(outbox.c.kind == "ask")
        db.execute(due.values(due_at=app.clock() + timedelta(minutes=1)))
    while deliver.run(app):
        pass
    app.clock.advance(seconds=6)  # type: ignore[attr-defined]


def test_a_need_that_comes_too_late_for_today_is_looked_for_tomorrow(
    limited: Limited, clock: FakeClock
) -> None:
    app = line(limited, clock)
    spend(app, 10)
    clock.advance(seconds=6)
    ask(app, clock, "food")
    dispatch.run_due(app)
    assert rows(app, asks) == []
    clock.now = spending.resumes_at(app, clock())
    dispatch.run_due(app)
    assert len(rows(app, asks)) == 1


def test_an_operator_who_raises_it_lets_it_go_on(limited: Limited, clock: FakeClock) -> None:
    app = line(limited, clock)
    spend(app, 10)
    clock.advance(seconds=6)
    ask(app, clock, "food")
    dispatch.run_due(app)
    assert rows(app, asks) == []
    raised = limited({"limits.spend": {**SPEND, "per_day": "5.00"}})  # a process started anew
    dispatch.run_due(raised)
    deliver.run(raised)
    assert [a.state for a in rows(raised, asks)] == ["sent"]


def test_newcomers_are_told_once_where_the_money_is_spent(
    limited: Limited, clock: FakeClock
) -> None:
    app = line(limited, clock)
    spend(app, 10)
    clock.advance(seconds=6)
    assert "From 00:00 on this one gets answers again" in say(app, "+9613000008", "hello")[-1]
    assert say(app, "+9613000008", "hello") == []
    assert say(app, MAYA, "hello")


def test_refused_texts_cost_nothing(limited: Limited, clock: FakeClock, carrier: Simulator) -> None:
    app = line(limited, clock)
    carrier.faults = InjectedFaults(fail_next=3, fail_status=400, fail_code=21211)
    spend(app, 3)
    assert {row.state for row in rows(app, attempts)} == {"refused"}
    with app.database.reading() as db:
        assert spending.today(app, db, clock()) == 0


def test_no_ceiling_is_zero(limited: Limited, clock: FakeClock) -> None:
    app = limited({"limits.spend": {**SPEND, "per_day": "0"}})
    enrol(app, ("Maya", MAYA, "en", "", "", "1"))
    greet_everybody(app)
    spend(app, 30)
    with app.database.reading() as db:
        assert not spending.is_spent(app, db, clock())
