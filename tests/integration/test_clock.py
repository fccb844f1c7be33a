"""The clock: finds what is due, one at a time, whatever goes away meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from redis import Redis
from sqlalchemy import text as sql

from hotline.embedded_redis import running
from hotline.services.kernel.app import App
from hotline.simulator.server import Simulator
from hotline.store.db import leases
from hotline.store.messages import outbox
from hotline.store.upkeep import due
from tests.conftest import FakeClock
from tests.integration.texts import add_member, add_text, new_number, states
from workers import app as of_this_process
from workers.clock import Clock
from workers.stopping import Stop
from workers.worker import BellWorker


def test_it_rings_for_what_is_due_and_for_nothing_else(app: App, clock: FakeClock) -> None:
    assert _due(app) == set()
    message_id = add_text(app, add_member(app, new_number()), due_at=clock.now.replace(hour=10))
    assert _due(app) == set()
    clock.advance(hours=2)
    assert _due(app) == {"deliver"}
    with app.database.writing() as db:
        outbox.claim(db, "a worker", clock.now, 1)
    assert _due(app) == set()  # somebody is at it
    clock.advance(seconds=30)
    assert _due(app) == {"deliver"}  # who has died
    with app.database.writing() as db:
        outbox.move(db, message_id, "sending", due_at=clock.now)
    assert _due(app) == {"settle"}


def test_an_unconfirmed_answer_is_due_after_a_minute(app: App, clock: FakeClock) -> None:
    add_text(app, add_member(app, new_number()), kind="reply", inline=True)
    clock.advance(seconds=59)
    assert _due(app) == set()
    clock.advance(seconds=2)
    assert _due(app) == {"settle"}


def test_one_clock_at_a_time_and_the_next_soon_after_it_died(
    make_house: Callable[..., App], redis_server: str, clock: FakeClock
) -> None:
    app = make_house(REDIS_URL=redis_server)
    first, second = Clock(app), Clock(app)
    assert "expire" in first.beat()
    assert second.beat() == set()
    clock.advance(seconds=4)
    assert second.beat() == set()
    assert first.beat() == set()  # still leading, nothing due
    add_text(app, add_member(app, new_number()))
    assert first.beat() == {"deliver"}
    clock.advance(seconds=6)  # the first one has died
    app.doorbell.heard("deliver")
    assert "deliver" in second.beat()
    assert first.beat() == set()


def test_a_lease_from_before_the_system_clock_was_set_back_holds_nobody_up(
    app: App, clock: FakeClock
) -> None:
    first, second = Clock(app), Clock(app)
    first.beat()
    clock.advance(hours=-1)  # and the first one dies
    second.beat()
    assert _holds(app, second)


def test_a_clock_that_leaves_lets_the_next_in_at_once(app: App) -> None:
    first, second = Clock(app), Clock(app)
    first.beat()
    first.leave()
    second.beat()
    with app.database.reading() as db:
        assert not _holds(app, first)
        assert leases.last_beat(db, "clock") == app.clock()


def test_redis_gone_and_back_empty_loses_nothing(
    make_house: Callable[..., App], redis_socket: Path, carrier: Simulator, clock: FakeClock
) -> None:
    url = f"unix://{redis_socket}"
    with running(redis_socket):
        app = make_house(REDIS_URL=url)
        of_this_process.use(app)
        for number in range(3):
            add_text(app, add_member(app, new_number()), f"before {number}")
        assert app.doorbell.ring("deliver")
    for number in range(3):
        add_text(app, add_member(app, new_number()), f"without {number}")
    app.doorbell.ring("deliver")
    the_clock = Clock(app)
    assert the_clock.beat() == set()
    with running(redis_socket), Redis.from_url(url) as redis:
        assert redis.dbsize() == 0
        patient = make_house(REDIS_URL=url)  # as after the few seconds of giving up
        clock.advance(seconds=6)
        assert "deliver" in Clock(patient).beat()
        BellWorker(redis, Stop()).work(burst=True, logging_level=None)
    assert states(app) == ["sent"] * 6
    assert len(carrier.messages()) == 6


def test_it_outlives_the_database(app: App) -> None:
    the_clock = Clock(app)
    with app.database.writing() as db:
        db.execute(sql("ALTER TABLE leases RENAME TO leases_away"))
    assert the_clock.beat() == set()
    the_clock.leave()
    with app.database.writing() as db:
        db.execute(sql("ALTER TABLE leases_away RENAME TO leases"))
    the_clock.beat()
    assert _holds(app, the_clock)


def _due(app: App) -> set[str]:
    with app.database.reading() as db:
        return due.kinds(db, app.clock())


def _holds(app: App, the_clock: Clock) -> bool:
    with app.database.reading() as db:
        found = db.execute(sql("SELECT holder FROM leases WHERE name = 'clock'")).scalar()
    return bool(found == the_clock.holder)
