"""Delivery: what leaves, in which order, to whom not, and what the provider's answers lead to."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import insert

from hotline.carrier.server import Carrier
from hotline.carrier.settings import Faults
from hotline.services import deliver
from hotline.services.house import House
from hotline.store import asks, members, needs, outbox, unsent
from hotline.store.ids import new_id
from hotline.store.schema import needs as needs_table
from tests.conftest import FakeClock
from tests.integration.texts import add_member, add_text, new_number, states, text, tries
from tests.support_processes import PATIENCE


def test_a_text_leaves_once_with_the_attempt_in_its_callback(
    house: House, carrier: Carrier
) -> None:
    number = new_number()
    message_id = add_text(house, add_member(house, number), "مرحبا، الساعة ٥")
    assert deliver.run(house) == 1
    assert deliver.run(house) == 0
    (sent,) = carrier.messages(number)
    (attempt,) = tries(house, message_id)
    row = text(house, message_id)
    assert sent.body == "مرحبا، الساعة ٥"
    assert sent.callback == f"http://127.0.0.1:9/twilio/sms/status/{attempt.id}"
    assert (row.state, row.provider_sid, row.sent_at) == ("sent", sent.sid, house.clock())
    assert (attempt.state, attempt.provider_sid) == ("accepted", sent.sid)


def test_many_leave_in_one_pass(house: House, carrier: Carrier) -> None:
    member_id = add_member(house, new_number())
    for number in range(100):
        add_text(house, member_id, f"text {number}")
    while deliver.run(house):
        pass
    assert states(house) == ["sent"] * 100
    assert len({sent.body for sent in carrier.messages()}) == len(carrier.messages()) == 100


def test_one_persons_texts_leave_in_order_also_past_a_batch_of_requests(
    house: House, carrier: Carrier
) -> None:
    number, other = new_number(), new_number()
    member_id, other_id = add_member(house, number), add_member(house, other)
    for n in range(80):
        add_text(house, member_id, f"text {n}")
        add_text(house, other_id, f"text {n}")
    while deliver.run(house):
        pass
    for phone in (number, other):
        assert [m.body for m in reversed(carrier.messages(phone))] == [
            f"text {n}" for n in range(80)
        ]


def test_nothing_overtakes_a_text_that_could_not_leave(
    house: House, carrier: Carrier, clock: FakeClock
) -> None:
    number = new_number()
    member_id = add_member(house, number)
    for n in range(40):
        add_text(house, member_id, f"text {n}")
    carrier.faults = Faults(fail_next=1, fail_status=429, retry_after=1)
    deliver.run(house)
    assert carrier.messages() == []
    clock.advance(seconds=3)
    while deliver.run(house):
        pass
    assert [m.body for m in reversed(carrier.messages(number))] == [f"text {n}" for n in range(40)]


def test_the_urgent_are_claimed_first_then_in_the_order_they_were_written(house: House) -> None:
    member_id = add_member(house, new_number())
    late = [add_text(house, member_id, f"{n}", priority=3) for n in range(5)]
    reply = add_text(house, member_id, "a reply", priority=0)
    with house.database.writing() as db:
        assert outbox.claim(db, "me", house.clock(), 4) == [reply, *late[:3]]


def test_what_is_not_yet_due_waits(house: House, carrier: Carrier, clock: FakeClock) -> None:
    add_text(house, add_member(house, new_number()), due_at=clock.now.replace(hour=12))
    assert deliver.run(house) == 0
    clock.advance(hours=4)
    assert deliver.run(house) == 1
    assert len(carrier.messages()) == 1


def test_asks_do_not_cut_into_a_talk(house: House, carrier: Carrier, clock: FakeClock) -> None:
    until = clock.now.replace(minute=10)
    member_id = add_member(house, new_number(), in_flow_until=until)
    waiting = add_text(house, member_id, "an ask", kind="ask", waits=True)
    add_text(house, member_id, "a relay", kind="relay")
    deliver.run(house)
    assert [sent.body for sent in carrier.messages()] == ["a relay"]
    assert text(house, waiting).due_at == until
    clock.advance(minutes=11)
    deliver.run(house)
    assert text(house, waiting).state == "sent"


def test_nobody_is_texted_who_must_not_be(house: House, carrier: Carrier) -> None:
    for state in ("opted_out", "blocked", "erased"):
        add_text(house, add_member(house, new_number(), state=state), f"to {state}")
        add_text(house, add_member(house, new_number(), state=state), f"re {state}", kind="reply")
    add_text(house, add_member(house, new_number(), phone=None), "to nobody")
    add_text(house, add_member(house, "+12025550123"), "abroad")
    add_text(house, add_member(house, "+88213300001"), "by satellite")
    deliver.run(house)
    assert [sent.body for sent in carrier.messages()] == ["re opted_out"]
    assert sorted(states(house)) == ["canceled"] * 8 + ["sent"]


def test_the_greeting_counts_from_when_it_left(house: House, clock: FakeClock) -> None:
    member_id = add_member(house, new_number())
    add_text(house, member_id, greets=True)
    with house.database.reading() as db:
        assert members.get(db, member_id).greeted_at is None
    deliver.run(house)
    with house.database.reading() as db:
        assert members.get(db, member_id).greeted_at == clock.now


def test_an_ask_that_left_begins_to_wait_for_its_answer(house: House, clock: FakeClock) -> None:
    ask_id, _ = _asked(house)
    clock.advance(minutes=3)
    deliver.run(house)
    with house.database.reading() as db:
        ask = asks.get(db, ask_id)
    assert (ask.state, ask.sent_at) == ("sent", clock.now)


def test_an_ask_that_cannot_arrive_makes_room_for_the_next(house: House, carrier: Carrier) -> None:
    ask_id, need_id = _asked(house)
    carrier.faults = Faults(fail_next=1, fail_status=400, fail_code=21610)
    deliver.run(house)
    with house.database.reading() as db:
        assert asks.get(db, ask_id).state == "failed"
        assert needs.get(db, need_id).due_at == house.clock()


def test_a_refusal_for_ever_is_not_tried_again(house: House, carrier: Carrier) -> None:
    message_id = add_text(house, add_member(house, new_number()))
    carrier.faults = Faults(fail_next=1, fail_status=400, fail_code=21614)
    deliver.run(house)
    row = text(house, message_id)
    assert (row.state, row.error) == ("failed", "21614")
    assert deliver.run(house) == 0


def test_a_mistake_of_ours_is_not_tried_again(house: House, carrier: Carrier) -> None:
    message_id = add_text(house, add_member(house, new_number()))
    carrier.faults = Faults(fail_next=1, fail_status=401, fail_code=20003)
    deliver.run(house)
    assert text(house, message_id).state == "failed"


def test_too_many_requests_make_everybody_wait_as_long_as_asked(
    house: House, carrier: Carrier, clock: FakeClock
) -> None:
    member_id = add_member(house, new_number())
    messages = [add_text(house, member_id, f"{n}") for n in range(200)]
    carrier.faults = Faults(fail_next=1000, fail_status=429, fail_code=20429, retry_after=30)
    deliver.run(house)
    tried = sum(text(house, m).tries for m in messages)
    assert 0 < tried <= 64  # two chunks were under way at most, then it stopped pressing
    carrier.faults = Faults()
    clock.advance(seconds=29)
    assert deliver.run(house) == 0
    clock.advance(seconds=2)
    for _ in range(5):
        deliver.run(house)
    assert states(house) == ["sent"] * 200
    assert len(carrier.messages()) == 200


def test_one_who_is_refused_for_now_is_tried_again_and_then_given_up(
    house: House, carrier: Carrier, clock: FakeClock
) -> None:
    message_id = add_text(house, add_member(house, new_number()))
    carrier.faults = Faults(fail_next=1000, fail_status=429, fail_code=20429)
    for _ in range(40):
        deliver.run(house)
        clock.advance(minutes=11)
    row = text(house, message_id)
    assert row.state == "failed"
    assert 3 <= row.tries <= 20


def test_nobody_there_leaves_everything_unsent(
    house: House, carrier: Carrier, clock: FakeClock
) -> None:
    message_id = add_text(house, add_member(house, new_number()))
    carrier.stop()
    deliver.run(house)
    assert text(house, message_id).state == "queued"
    assert [attempt.state for attempt in tries(house, message_id)] == ["refused"]


def test_what_was_taken_back_in_time_does_not_leave(house: House, carrier: Carrier) -> None:
    ask_id, _ = _asked(house)
    with house.database.writing() as db:
        ids = outbox.claim(db, "a slow worker", house.clock(), 10)
    with house.database.writing() as db:
        assert unsent.cancel_asks(db, [ask_id]) == {ask_id}
    with house.database.writing() as db:
        assert outbox.mark_sending(db, "a slow worker", ids, house.clock()) == []
        assert unsent.cancel_asks(db, [ask_id]) == set()
    deliver.run(house)
    assert carrier.messages() == []


def test_what_is_on_its_way_cannot_be_taken_back(house: House) -> None:
    ask_id, _ = _asked(house)
    deliver.run(house)
    with house.database.writing() as db:
        assert unsent.cancel_asks(db, [ask_id]) == set()


def test_a_lease_runs_out(house: House, carrier: Carrier, clock: FakeClock) -> None:
    add_text(house, add_member(house, new_number()))
    with house.database.writing() as db:
        outbox.claim(db, "a dead worker", clock.now, 10)
    assert deliver.run(house) == 0
    clock.advance(seconds=30)
    assert deliver.run(house) == 1
    assert len(carrier.messages()) == 1


def test_workers_at_once_never_send_one_text_twice(
    make_house: Callable[..., House], carrier: Carrier
) -> None:
    houses = [make_house() for _ in range(3)]
    member_id = add_member(houses[0], new_number())
    for number in range(150):
        add_text(houses[0], member_id, f"text {number}")

    until = time.monotonic() + PATIENCE

    def drain(house: House) -> None:
        while time.monotonic() < until and set(states(house)) != {"sent"}:
            deliver.run(house)

    workers = [threading.Thread(target=drain, args=(house,)) for house in houses]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert states(houses[0]) == ["sent"] * 150
    assert sorted(m.body for m in carrier.messages()) == sorted(f"text {n}" for n in range(150))


def _asked(house: House) -> tuple[int, int]:
    """A need with one ask whose text waits to be sent: (ask, need)."""
    asker, helper = add_member(house, new_number()), add_member(house, new_number())
    now = house.clock()
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
    with house.database.writing() as db:
        db.execute(insert(needs_table).values(**values))
        ask_id = asks.add(db, need_id, helper, 1, now, now)
    add_text(house, helper, "47: food?", kind="ask", ask_id=ask_id, need_id=need_id)
    return ask_id, need_id
