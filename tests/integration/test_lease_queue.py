"""The lease queue, as texts and calls use it: one worker at a time, and nothing lost with one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Table, select

from hotline.services.kernel.app import App
from hotline.services.kernel.unit_of_work import UnitOfWork
from hotline.services.outbound import order_calls
from hotline.store import schema as tables
from hotline.store.db.lease_queue import LEASE
from hotline.store.messages import outbox
from hotline.store.voice import call_orders
from tests.conftest import FakeClock
from tests.integration.texts import add_member, add_text, new_number


@dataclass(frozen=True)
class Queue:
    """One of the two, with what a test needs of it."""

    add: Callable[[App], int]
    store: Any
    table: Table
    mark: Callable[..., object]  # (db, holder, row_id, now); true where it was marked


def add_order(app: App) -> int:
    member_id = add_member(app, new_number())
    with app.database.writing() as db:
        uow = UnitOfWork(app, db, app.clock())
        order_calls.order(uow, member_id, purpose="news", node="news")
        mine = tables.call_orders.c.member_id == member_id
        return int(db.execute(select(tables.call_orders.c.call_id).where(mine)).scalar_one())


QUEUES = {
    "texts": Queue(
        lambda app: add_text(app, add_member(app, new_number())),
        outbox,
        tables.outbox,
        lambda db, holder, row_id, now: outbox.mark_sending(db, holder, [row_id], now),
    ),
    "calls": Queue(
        add_order,
        call_orders,
        tables.call_orders,
        lambda db, holder, row_id, _: call_orders.mark_placing(db, holder, row_id),
    ),
}


@pytest.fixture(params=QUEUES)
def queue(request: pytest.FixtureRequest) -> Queue:
    return QUEUES[request.param]


def claim(app: App, queue: Queue, holder: str, limit: int = 10) -> list[int]:
    with app.database.writing() as db:
        found: list[int] = queue.store.claim(db, holder, app.clock(), limit)
        return found


def mark(app: App, queue: Queue, holder: str, row_id: int) -> bool:
    with app.database.writing() as db:
        return bool(queue.mark(db, holder, row_id, app.clock()))


def row(app: App, queue: Queue, row_id: int) -> Any:
    key = next(iter(queue.table.primary_key))
    with app.database.reading() as db:
        return db.execute(select(queue.table).where(key == row_id)).one()


def test_what_one_has_claimed_is_nobody_elses_until_it_is_given_back(
    app: App, queue: Queue
) -> None:
    first, second = queue.add(app), queue.add(app)
    assert claim(app, queue, "one", limit=1) == [first]
    assert claim(app, queue, "two") == [second]
    assert claim(app, queue, "three") == []
    with app.database.writing() as db:
        queue.store.release(db, "one")
    assert claim(app, queue, "three") == [first]


def test_a_dead_workers_claim_is_free_again_and_no_longer_its_to_begin(
    app: App, clock: FakeClock, queue: Queue
) -> None:
    mine = queue.add(app)
    assert claim(app, queue, "dead") == [mine]
    clock.now += LEASE - timedelta(seconds=1)
    assert claim(app, queue, "next") == []
    clock.now += timedelta(seconds=1)
    assert claim(app, queue, "next") == [mine]
    assert not mark(app, queue, "dead", mine)
    assert mark(app, queue, "next", mine)


def test_what_is_marked_is_one_try_more_and_never_claimed_again(
    app: App, clock: FakeClock, queue: Queue
) -> None:
    mine = queue.add(app)
    claim(app, queue, "one")
    assert mark(app, queue, "one", mine) and not mark(app, queue, "one", mine)
    marked = row(app, queue, mine)
    assert (marked.state in ("sending", "placing"), marked.tries) == (True, 1)
    assert (marked.lease_holder, marked.lease_until) == (None, None)
    clock.now += 2 * LEASE
    assert claim(app, queue, "two") == []


def test_what_is_put_off_waits_that_long_and_only_for_its_holder(
    app: App, clock: FakeClock, queue: Queue
) -> None:
    mine = queue.add(app)
    claim(app, queue, "one")
    with app.database.writing() as db:
        queue.store.postpone(db, mine, "two", clock.now + timedelta(minutes=9))
        queue.store.postpone(db, mine, "one", clock.now + timedelta(minutes=5))
    assert claim(app, queue, "two") == []
    clock.now += timedelta(minutes=5)
    assert claim(app, queue, "two") == [mine]
