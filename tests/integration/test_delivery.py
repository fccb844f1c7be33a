"""Delivery: what leaves, in which order, to whom not, and what the provider's answers lead to."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from itertools import chain, repeat
from typing import Any

from sqlalchemy import insert

from hotline.services.delivery import deliver
from hotline.services.kernel.app import App
from hotline.simulator.core.settings import InjectedFaults
from hotline.simulator.server import Simulator
from hotline.store.db.ids import new_id
from hotline.store.messages import cancellation, outbox
from hotline.store.needs import asks, needs
from hotline.store.people import members
from hotline.store.schema import needs as needs_table
from tests.conftest import FakeClock
from tests.integration.texts import add_member, add_text, new_number, states, text, tries
from tests.support_processes import PATIENCE


def test_a_text_leaves_once_with_the_attempt_in_its_callback(app: App, carrier: Simulator) -> None:
    number = new_number()
    message_id = add_text(app, add_member(app, number), "مرحبا، الساعة ٥")
    assert deliver.run(app) == 1
    assert deliver.run(app) == 0
    (sent,) = carrier.messages(number)
    (attempt,) = tries(app, message_id)
    row = text(app, message_id)
    assert sent.body == "مرحبا، الساعة ٥"
    assert sent.callback == f"http://127.0.0.1:9/twilio/sms/status/{attempt.id}"
    assert (row.state, row.sent_at) == ("sent", app.clock())
    assert (attempt.state, attempt.sid_hash) == ("accepted", app.vault.message_index(sent.sid))


def test_many_leave_in_one_pass(app: App, carrier: Simulator) -> None:
    member_id = add_member(app, new_number())
    for number in range(100):
        add_text(app, member_id, f"text {number}")
    while deliver.run(app):
        pass
    assert states(app) == ["sent"] * 100
    assert len({sent.body for sent in carrier.messages()}) == len(carrier.messages()) == 100


def test_a_machine_that_is_slow_to_claim_gets_on_as_well(app: App, carrier: Simulator) -> None:
    member_id = add_member(app, new_number())
    for n in range(100):
        add_text(app, member_id, f"text {n}")
    times = chain([0.0], repeat(10.0))
    assert 0 < deliver.run(app, monotonic=lambda: next(times)) < 100
    assert len(carrier.messages()) > 0


def test_one_persons_texts_leave_in_order_also_past_a_batch_of_requests(
    app: App, carrier: Simulator
) -> None:
    number, other = new_number(), new_number()
    member_id, other_id = add_member(app, number), add_member(app, other)
    for n in range(80):
        add_text(app, member_id, f"text {n}")
        add_text(app, other_id, f"text {n}")
    while deliver.run(app):
        pass
    for phone in (number, other):
        assert [m.body for m in reversed(carrier.messages(phone))] == [
            f"text {n}" for n in range(80)
        ]


def test_nothing_overtakes_a_text_that_could_not_leave(
    app: App, carrier: Simulator, clock: FakeClock
) -> None:
    number = new_number()
    member_id = add_member(app, number)
    for n in range(40):
        add_text(app, member_id, f"text {n}")
    carrier.faults = InjectedFaults(fail_next=1, fail_status=429, retry_after=1)
    deliver.run(app)
    assert carrier.messages() == []
    clock.advance(seconds=3)
    while deliver.run(app):
        pass
    assert [m.body for m in reversed(carrier.messages(number))] == [f"text {n}" for n in range(40)]


def test_the_urgent_are_claimed_first_then_in_the_order_they_were_written(app: App) -> None:
    member_id = add_member(app, new_number())
    late = [add_text(app, member_id, f"{n}", priority=3) for n in range(5)]
    reply = add_text(app, member_id, "a reply", priority=0)
    with app.database.writing() as db:
        assert outbox.claim(db, "me", app.clock(), 4) == [reply, *late[:3]]


def test_what_is_not_yet_due_waits(app: App, carrier: Simulator, clock: FakeClock) -> None:
    add_text(app, add_member(app, new_number()), due_at=clock.now.replace(hour=12))
    assert deliver.run(app) == 0
    clock.advance(hours=4)
    assert deliver.run(app) == 1
    assert len(carrier.messages()) == 1


def test_asks_do_not_cut_into_a_talk(app: App, carrier: Simulator, clock: FakeClock) -> None:
    until = clock.now.replace(minute=10)
    member_id = add_member(app, new_number(), in_flow_until=until)
    waiting = add_text(app, member_id, "an ask", kind="ask", waits=True)
    add_text(app, member_id, "a relay", kind="relay")
    deliver.run(app)
    assert [sent.body for sent in carrier.messages()] == ["a relay"]
    assert text(app, waiting).due_at == until
    clock.advance(minutes=11)
    deliver.run(app)
    assert text(app, waiting).state == "sent"


def test_nobody_is_texted_who_must_not_be(app: App, carrier: Simulator) -> None:
    for state in ("opted_out", "blocked", "erased"):
        add_text(app, add_member(app, new_number(), state=state), f"to {state}")
        add_text(app, add_member(app, new_number(), state=state), f"re {state}", kind="reply")
    add_text(app, add_member(app, new_number(), phone=None), "to nobody")
    add_text(app, add_member(app, "+12025550123"), "abroad")
    add_text(app, add_member(app, "+88213300001"), "by satellite")
    deliver.run(app)
    assert [sent.body for sent in carrier.messages()] == ["re opted_out"]
    assert sorted(states(app)) == ["canceled"] * 8 + ["sent"]


def test_the_greeting_counts_from_when_it_left(app: App, clock: FakeClock) -> None:
    member_id = add_member(app, new_number())
    add_text(app, member_id, greets=True)
    with app.database.reading() as db:
        assert members.get(db, member_id).greeted_at is None
    deliver.run(app)
    with app.database.reading() as db:
        assert members.get(db, member_id).greeted_at == clock.now


def test_an_ask_that_left_begins_to_wait_for_its_answer(app: App, clock: FakeClock) -> None:
    ask_id, _ = _asked(app)
    clock.advance(minutes=3)
    deliver.run(app)
    with app.database.reading() as db:
        ask = asks.get(db, ask_id)
    assert (ask.state, ask.sent_at) == ("sent", clock.now)


def test_an_ask_that_cannot_arrive_makes_room_for_the_next(app: App, carrier: Simulator) -> None:
    ask_id, need_id = _asked(app)
    carrier.faults = InjectedFaults(fail_next=1, fail_status=400, fail_code=21610)
    deliver.run(app)
    with app.database.reading() as db:
        assert asks.get(db, ask_id).state == "failed"
        assert needs.get(db, need_id).due_at == app.clock()


def test_a_refusal_for_ever_is_not_tried_again(app: App, carrier: Simulator) -> None:
    message_id = add_text(app, add_member(app, new_number()))
    carrier.faults = InjectedFaults(fail_next=1, fail_status=400, fail_code=21614)
    deliver.run(app)
    row = text(app, message_id)
    assert (row.state, row.error) == ("failed", "21614")
    assert deliver.run(app) == 0


def test_a_mistake_of_ours_is_not_tried_again(app: App, carrier: Simulator) -> None:
    message_id = add_text(app, add_member(app, new_number()))
    carrier.faults = InjectedFaults(fail_next=1, fail_status=401, fail_code=20003)
    deliver.run(app)
    assert text(app, message_id).state == "failed"


def test_too_many_requests_make_everybody_wait_as_long_as_asked(
    app: App, carrier: Simulator, clock: FakeClock
) -> None:
    member_id = add_member(app, new_number())
    messages = [add_text(app, member_id, f"{n}") for n in range(200)]
    carrier.faults = InjectedFaults(
        fail_next=1000, fail_status=429, fail_code=20429, retry_after=30
    )
    deliver.run(app)
    tried = sum(text(app, m).tries for m in messages)
    assert 0 < tried <= 64  # two chunks were under way at most, then it stopped pressing
    carrier.faults = InjectedFaults()
    clock.advance(seconds=29)
    assert deliver.run(app) == 0
    clock.advance(seconds=2)
    for _ in range(5):
        deliver.run(app)
    assert states(app) == ["sent"] * 200
    assert len(carrier.messages()) == 200


def test_one_who_is_refused_for_now_is_tried_again_and_then_given_up(
    app: App, carrier: Simulator, clock: FakeClock
) -> None:
    message_id = add_text(app, add_member(app, new_number()))
    carrier.faults = InjectedFaults(fail_next=1000, fail_status=429, fail_code=20429)
    for _ in range(40):
        deliver.run(app)
        clock.advance(minutes=11)
    row = text(app, message_id)
    assert row.state == "failed"
    assert 3 <= row.tries <= 20


def test_nobody_there_leaves_everything_unsent(
    app: App, carrier: Simulator, clock: FakeClock
) -> None:
    message_id = add_text(app, add_member(app, new_number()))
    carrier.stop()
    deliver.run(app)
    assert text(app, message_id).state == "queued"
    assert [attempt.state for attempt in tries(app, message_id)] == ["refused"]


def test_what_was_taken_back_in_time_does_not_leave(app: App, carrier: Simulator) -> None:
    ask_id, _ = _asked(app)
    with app.database.writing() as db:
        ids = outbox.claim(db, "a slow worker", app.clock(), 10)
    with app.database.writing() as db:
        assert cancellation.cancel_asks(db, [ask_id]) == {ask_id}
    with app.database.writing() as db:
        assert outbox.mark_sending(db, "a slow worker", ids, app.clock()) == []
        assert cancellation.cancel_asks(db, [ask_id]) == set()
    deliver.run(app)
    assert carrier.messages() == []


def test_what_is_on_its_way_cannot_be_taken_back(app: App) -> None:
    ask_id, _ = _asked(app)
    deliver.run(app)
    with app.database.writing() as db:
        assert cancellation.cancel_asks(db, [ask_id]) == set()


def test_a_lease_runs_out(app: App, carrier: Simulator, clock: FakeClock) -> None:
    add_text(app, add_member(app, new_number()))
    with app.database.writing() as db:
        outbox.claim(db, "a dead worker", clock.now, 10)
    assert deliver.run(app) == 0
    clock.advance(seconds=30)
    assert deliver.run(app) == 1
    assert len(carrier.messages()) == 1


def test_workers_at_once_never_send_one_text_twice(
    make_house: Callable[..., App], carrier: Simulator
) -> None:
    houses = [make_house() for _ in range(3)]
    member_id = add_member(houses[0], new_number())
    for number in range(150):
        add_text(houses[0], member_id, f"text {number}")

    until = time.monotonic() + PATIENCE

    def drain(app: App) -> None:
        while time.monotonic() < until and set(states(app)) != {"sent"}:
            deliver.run(app)

    workers = [threading.Thread(target=drain, args=(app,)) for app in houses]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert states(houses[0]) == ["sent"] * 150
    assert sorted(m.body for m in carrier.messages()) == sorted(f"text {n}" for n in range(150))


def _asked(app: App) -> tuple[int, int]:
    """A need with one ask whose text waits to be sent: (ask, need)."""
    asker, helper = add_member(app, new_number()), add_member(app, new_number())
    now = app.clock()
    need_id = new_id()
    values: dict[str, Any] = {
        "id": need_id,
        "reference": "470",
        "asker_id": asker,
        "category": "food",
        "area": "harbour",
        "wanted": "now",
        "language": "en",
        "urgent": False,
        "state": "seeking",
        "wave": 1,
        "waves_before": 0,
        "opened_at": now,
        "expires_at": now.replace(day=9),
    }
    with app.database.writing() as db:
        db.execute(insert(needs_table).values(**values))
        ask_id = asks.add(db, need_id, helper, 1, now, now)
    add_text(app, helper, "47: food?", kind="ask", ask_id=ask_id, need_id=need_id)
    return ask_id, need_id
