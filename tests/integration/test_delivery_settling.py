"""Texts that may or may not have left: looked up before anything is sent again."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from hotline.services.delivery import deliver, reconcile
from hotline.services.delivery.status_callback import confirm
from hotline.services.kernel.app import App
from hotline.simulator.core.settings import InjectedFaults
from hotline.simulator.server import Simulator
from hotline.store.messages import attempts, inbound, outbox
from hotline.store.schema import attempts as attempts_table
from hotline.store.schema import outbox as outbox_table
from tests.conftest import FakeClock
from tests.integration import forked
from tests.integration.texts import add_member, add_text, new_number, states, text, tries


@pytest.fixture(autouse=True)
def todays_clock(clock: FakeClock) -> None:
    """The carrier dates its texts by the real clock, so the test begins there."""
    clock.now = datetime.now(UTC).replace(microsecond=0)


def test_accepted_and_cut_off_is_not_sent_twice(
    app: App, carrier: Simulator, clock: FakeClock
) -> None:
    message_id = add_text(app, add_member(app, new_number(), in_flow_until=None), "خبر جيد")
    carrier.faults = InjectedFaults(drop_after=1)
    deliver.run(app)
    assert text(app, message_id).state == "unclear"
    clock.advance(seconds=10)
    assert reconcile.run(app) == 1
    row, (sent,) = text(app, message_id), carrier.messages()
    assert row.sent_at == clock.now
    assert row.state in ("sent", "delivered")
    assert [(attempt.state, attempt.sid_hash) for attempt in tries(app, message_id)] == [
        ("accepted", app.vault.message_index(sent.sid))
    ]
    _nothing_more_leaves(app, carrier, clock, 1)


def test_accepted_and_answered_with_an_error_is_not_sent_twice(
    app: App, carrier: Simulator, clock: FakeClock
) -> None:
    add_text(app, add_member(app, new_number()))
    carrier.faults = InjectedFaults(fail_after=1)
    deliver.run(app)
    clock.advance(seconds=10)
    reconcile.run(app)
    _nothing_more_leaves(app, carrier, clock, 1)


@pytest.mark.parametrize("minutes", [-9, 9])
def test_a_clock_that_is_wrong_by_minutes_doubles_nothing(
    app: App, carrier: Simulator, clock: FakeClock, minutes: int
) -> None:
    clock.advance(minutes=minutes)  # the provider dates its texts by a clock of its own
    message_id = add_text(app, add_member(app, new_number()))
    carrier.faults = InjectedFaults(drop_after=1)
    deliver.run(app)
    clock.advance(seconds=10)
    reconcile.run(app)
    assert text(app, message_id).state in ("sent", "delivered")
    _nothing_more_leaves(app, carrier, clock, 1)


def test_the_last_try_is_the_last_also_when_the_clock_was_set_back(
    app: App, carrier: Simulator, clock: FakeClock
) -> None:
    message_id = add_text(app, add_member(app, new_number()))
    carrier.faults = InjectedFaults(drop_before=1)
    deliver.run(app)
    clock.advance(seconds=10)
    reconcile.run(app)
    clock.advance(seconds=-60)
    with app.database.writing() as db:
        db.execute(update(outbox_table).values(due_at=clock.now))
    carrier.faults = InjectedFaults(drop_after=1)
    deliver.run(app)
    first, second = tries(app, message_id)
    assert (first.state, second.state) == ("lost", "unclear")
    assert first.started_at < second.started_at
    with app.database.reading() as db:
        assert attempts.latest(db, message_id).id == second.id


def test_cut_off_and_never_accepted_is_sent_again_once(
    app: App, carrier: Simulator, clock: FakeClock
) -> None:
    message_id = add_text(app, add_member(app, new_number()))
    carrier.faults = InjectedFaults(drop_before=1)
    deliver.run(app)
    assert text(app, message_id).state == "unclear"
    assert reconcile.run(app) == 0  # the provider may still be at it
    clock.advance(seconds=10)
    reconcile.run(app)
    assert text(app, message_id).state == "queued"
    _nothing_more_leaves(app, carrier, clock, 1)
    assert [attempt.state for attempt in tries(app, message_id)] == ["lost", "accepted"]


def test_a_call_under_way_is_let_be(app: App, carrier: Simulator, clock: FakeClock) -> None:
    message_id = add_text(app, add_member(app, new_number()))
    carrier.faults = InjectedFaults(latency=0.5)
    worker = threading.Thread(target=deliver.run, args=(app,))
    worker.start()
    while text(app, message_id).state == "queued":
        time.sleep(0.01)
    clock.advance(seconds=22)  # two to begin, ten to connect, ten for the answer
    assert reconcile.run(app) == 0
    worker.join()
    assert text(app, message_id).state == "sent"


def test_two_texts_with_the_same_words_are_both_accounted_for(
    app: App, carrier: Simulator, clock: FakeClock
) -> None:
    member_id = add_member(app, new_number())
    add_text(app, member_id, "same words")
    deliver.run(app)
    clock.advance(seconds=1)
    add_text(app, member_id, "same words")
    carrier.faults = InjectedFaults(drop_before=1)
    deliver.run(app)
    clock.advance(seconds=10)
    reconcile.run(app)  # must not take the first one's id for the second
    assert states(app) == ["sent", "queued"]
    _nothing_more_leaves(app, carrier, clock, 2)


@pytest.mark.parametrize("status", ["delivered", "undelivered"])
def test_late_callbacks_tell_apart_what_was_found_by_the_same_words(
    app: App, carrier: Simulator, clock: FakeClock, status: str
) -> None:
    member_id = add_member(app, new_number())
    ours = [add_text(app, member_id, "same words") for _ in range(2)]
    carrier.faults = InjectedFaults(drop_after=2, callbacks=False)
    deliver.run(app)
    clock.advance(seconds=10)
    reconcile.run(app)  # by words alone, each is given the id of either
    theirs = {str(sent.callback).rpartition("/")[2]: sent.sid for sent in carrier.messages()}
    ids = {message_id: [attempt.id for attempt in tries(app, message_id)] for message_id in ours}
    own = {one: app.vault.message_index(theirs[str(one)]) for (one,) in ids.values()}
    _cross(app, own)
    for (attempt_id,) in ids.values():
        assert confirm(app, attempt_id, status, 30003, theirs[str(attempt_id)])
        known = [one.sid_hash for each in ours for one in tries(app, each) if one.sid_hash]
        assert len(set(known)) == len(known)  # none has the id of another at any moment
    for message_id in ours:
        first = tries(app, message_id)[0]
        assert first.sid_hash == own[first.id]


def _cross(app: App, own: dict[int, bytes]) -> None:
    """Let each of two tries have the id of the other, as happens where their moments are the same."""
    table = attempts_table
    with app.database.writing() as db:
        for attempt_id, sid_hash in zip(own, reversed(own.values()), strict=True):
            db.execute(update(table).where(table.c.id == attempt_id).values(sid_hash=sid_hash))


def test_a_provider_that_cannot_be_asked_is_asked_again(
    app: App, carrier: Simulator, clock: FakeClock, make_house: Callable[..., App]
) -> None:
    message_id = add_text(app, add_member(app, new_number()))
    carrier.faults = InjectedFaults(drop_after=1)
    deliver.run(app)
    clock.advance(seconds=10)
    cut_off = make_house(TWILIO_API_URL="http://127.0.0.1:9")
    assert reconcile.run(cut_off) == 1
    assert text(app, message_id).state == "unclear"
    clock.advance(seconds=10)
    reconcile.run(app)
    assert text(app, message_id).state in ("sent", "delivered")
    assert len(carrier.messages()) == 1


def test_what_never_gets_through_is_given_up(
    app: App, carrier: Simulator, clock: FakeClock
) -> None:
    message_id = add_text(app, add_member(app, new_number()))
    carrier.faults = InjectedFaults(drop_before=1000)
    for _ in range(12):
        deliver.run(app)
        clock.advance(seconds=30)
        reconcile.run(app)
    assert text(app, message_id).state == "failed"
    assert 2 <= len(tries(app, message_id)) <= 10


def test_a_lost_answer_is_sent_by_rest_once(app: App, carrier: Simulator, clock: FakeClock) -> None:
    message_id, inbound_id = _answered_inline(app)
    with app.database.reading() as db:
        (answer,) = outbox.inline_answer(db, app.vault, inbound_id)
    assert answer.body == "an answer"
    clock.advance(seconds=50)
    assert reconcile.run(app) == 0
    assert deliver.run(app) == 0
    clock.advance(seconds=15)
    assert reconcile.run(app) == 1
    _nothing_more_leaves(app, carrier, clock, 1)
    assert [attempt.state for attempt in tries(app, message_id)] == ["lost", "accepted"]
    with app.database.reading() as db:  # the webhook again, much later: it has been sent since
        assert outbox.inline_answer(db, app.vault, inbound_id) == []


def test_a_repeated_webhook_gets_the_same_answer(app: App) -> None:
    _, inbound_id = _answered_inline(app, "one", "two", "three")
    with app.database.reading() as db:
        first = outbox.inline_answer(db, app.vault, inbound_id)
        again = outbox.inline_answer(db, app.vault, inbound_id)
    assert [answer.body for answer in first] == ["one", "two", "three"]
    assert again == first


def test_settlers_at_once_bring_nothing_back_twice(
    make_house: Callable[..., App], carrier: Simulator, clock: FakeClock
) -> None:
    houses = [make_house() for _ in range(3)]
    for number in range(30):
        add_text(houses[0], add_member(houses[0], new_number()), f"text {number}")
    carrier.faults = InjectedFaults(drop_after=15, drop_before=15)
    deliver.run(houses[0])
    clock.advance(seconds=10)

    def work(app: App) -> None:
        for _ in range(3):
            reconcile.run(app)
            deliver.run(app)

    workers = [threading.Thread(target=work, args=(app,)) for app in houses]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    _nothing_more_leaves(houses[0], carrier, clock, 30)
    assert sorted(m.body for m in carrier.messages()) == sorted(f"text {n}" for n in range(30))


_WORKER = """
import json, sys
from hotline.config import read_settings
from hotline.services.delivery import deliver
from hotline.wiring import build
deliver.run(build(read_settings(json.loads(sys.argv[1]))))
"""


def test_a_worker_killed_in_mid_batch_loses_nothing_and_repeats_nothing(
    app: App, carrier: Simulator, clock: FakeClock, environ: dict[str, str], tmp_path: Path
) -> None:
    member_id = add_member(app, new_number())
    for number in range(120):
        add_text(app, member_id, f"text {number}")
    carrier.faults = InjectedFaults(latency=0.3)
    program = ("-c", _WORKER, json.dumps(environ))
    with (tmp_path / "log").open("wb") as log, forked.start(program, os.environ, log) as worker:
        # Some texts are accepted, their answers not yet written down; others are only claimed.
        assert carrier.wait_for(lambda: len(carrier.messages()) >= 5, 20)
        os.kill(worker.pid, signal.SIGKILL)
    time.sleep(1)  # requests cut off by the kill are still being accepted
    carrier.faults = InjectedFaults()
    left = set(states(app))
    assert "sending" in left
    assert "queued" in left
    clock.advance(seconds=30)  # DESIGN: a dead worker's claims are taken back within thirty seconds
    _nothing_more_leaves(app, carrier, clock, 120)
    assert sorted(m.body for m in carrier.messages()) == sorted(f"text {n}" for n in range(120))
    assert set(states(app)) <= {"sent", "delivered"}


def _answered_inline(app: App, *bodies: str) -> tuple[int, int]:
    """An inbound text with its answer in the outbox: (last message, inbound)."""
    member_id = add_member(app, new_number())
    with app.database.writing() as db:
        inbound.claim(db, app.vault, "SM" + "a" * 32, app.clock())
        inbound_id = inbound.find(db, app.vault, "SM" + "a" * 32)
    message_id = 0
    for body in bodies or ("an answer",):
        message_id = add_text(
            app, member_id, body, kind="reply", inline=True, inbound_id=inbound_id
        )
    return message_id, inbound_id


def _nothing_more_leaves(app: App, carrier: Simulator, clock: FakeClock, expected: int) -> None:
    """However long workers go on, the carrier has accepted so many texts in all."""
    for _ in range(4):
        reconcile.run(app)
        deliver.run(app)
        clock.advance(seconds=70)
    assert len(carrier.messages()) == expected
    assert not {"queued", "sending", "unclear"} & set(states(app))
