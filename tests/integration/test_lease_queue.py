"""The lease queue, as texts and calls use it: one worker at a time, and nothing lost with one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Table, select

from hotline.services.calls import ordering
from hotline.services.house import House
from hotline.services.scene import Desk
from hotline.store import call_orders, outbox
from hotline.store import schema as tables
from hotline.store.lease_queue import LEASE
from tests.conftest import FakeClock
from tests.integration.texts import add_member, add_text, new_number


@dataclass(frozen=True)
class Queue:
    """One of the two, with what a test needs of it."""

    add: Callable[[House], int]
    store: Any
    table: Table
    mark: Callable[..., object]  # (db, holder, row_id, now); true where it was marked


def add_order(house: House) -> int:
    member_id = add_member(house, new_number())
    with house.database.writing() as db:
        desk = Desk(house, db, house.clock())
        ordering.order(desk, member_id, purpose="news", place="news")
        mine = tables.call_orders.c.member_id == member_id
        return int(db.execute(select(tables.call_orders.c.call_id).where(mine)).scalar_one())


QUEUES = {
    "texts": Queue(
        lambda house: add_text(house, add_member(house, new_number())),
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


def claim(house: House, queue: Queue, holder: str, limit: int = 10) -> list[int]:
    with house.database.writing() as db:
        found: list[int] = queue.store.claim(db, holder, house.clock(), limit)
        return found


def mark(house: House, queue: Queue, holder: str, row_id: int) -> bool:
    with house.database.writing() as db:
        return bool(queue.mark(db, holder, row_id, house.clock()))


def row(house: House, queue: Queue, row_id: int) -> Any:
    key = next(iter(queue.table.primary_key))
    with house.database.reading() as db:
        return db.execute(select(queue.table).where(key == row_id)).one()


def test_what_one_has_claimed_is_nobody_elses_until_it_is_given_back(
    house: House, queue: Queue
) -> None:
    first, second = queue.add(house), queue.add(house)
    assert claim(house, queue, "one", limit=1) == [first]
    assert claim(house, queue, "two") == [second]
    assert claim(house, queue, "three") == []
    with house.database.writing() as db:
        queue.store.release(db, "one")
    assert claim(house, queue, "three") == [first]


def test_a_dead_workers_claim_is_free_again_and_no_longer_its_to_begin(
    house: House, clock: FakeClock, queue: Queue
) -> None:
    mine = queue.add(house)
    assert claim(house, queue, "dead") == [mine]
    clock.now += LEASE - timedelta(seconds=1)
    assert claim(house, queue, "next") == []
    clock.now += timedelta(seconds=1)
    assert claim(house, queue, "next") == [mine]
    assert not mark(house, queue, "dead", mine)
    assert mark(house, queue, "next", mine)


def test_what_is_marked_is_one_try_more_and_never_claimed_again(
    house: House, clock: FakeClock, queue: Queue
) -> None:
    mine = queue.add(house)
    claim(house, queue, "one")
    assert mark(house, queue, "one", mine) and not mark(house, queue, "one", mine)
    marked = row(house, queue, mine)
    assert (marked.state in ("sending", "placing"), marked.tries) == (True, 1)
    assert (marked.lease_holder, marked.lease_until) == (None, None)
    clock.now += 2 * LEASE
    assert claim(house, queue, "two") == []


def test_what_is_put_off_waits_that_long_and_only_for_its_holder(
    house: House, clock: FakeClock, queue: Queue
) -> None:
    mine = queue.add(house)
    claim(house, queue, "one")
    with house.database.writing() as db:
        queue.store.postpone(db, mine, "two", clock.now + timedelta(minutes=9))
        queue.store.postpone(db, mine, "one", clock.now + timedelta(minutes=5))
    assert claim(house, queue, "two") == []
    clock.now += timedelta(minutes=5)
    assert claim(house, queue, "two") == [mine]
