"""Everything that is broken while a crowd plays: one function for each kind of fault.

A fault that lasts heals before its function returns; one that is counted down (the next so many
requests) goes on beside what follows.
"""

from __future__ import annotations

import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from redis import Redis
from redis.exceptions import RedisError

from tests.faults.ground import COMMANDS, Ground
from tests.support_processes import wait_until

Fault = Callable[[Ground, Random], None]


def _change(ground: Ground, **faults: object) -> None:
    ground.carrier.faults = ground.carrier.faults.changed(faults)


def _kill(name: str) -> Fault:
    def kill(ground: Ground, chance: Random) -> None:
        ground.crew.kill(name)
        time.sleep(chance.uniform(0, 0.5))
        ground.up(name)

    return kill


def _restart(mode: str) -> Fault:
    def restart(ground: Ground, chance: Random) -> None:
        assert ground.postgres is not None
        ground.postgres.restart(mode)

    return restart


def _two_clocks(ground: Ground, chance: Random) -> None:
    """The second one goes on from here; the first one is shot while it leads, or not."""
    if ground.crew.runs("clock-2"):
        ground.crew.kill("clock-2")
    ground.up("clock-2")


def _emptied(ground: Ground, chance: Random) -> None:
    with Redis.from_url(ground.redis_url, socket_timeout=5) as redis:
        wait_until(lambda: _empties(redis), "Redis answers")


def _empties(redis: Redis) -> bool:
    try:
        return bool(redis.flushall())
    except RedisError:
        return False


def _frozen(ground: Ground, chance: Random) -> None:
    ground.crew.signal("redis", signal.SIGSTOP)
    time.sleep(chance.uniform(0.5, 2.5))
    ground.crew.signal("redis", signal.SIGCONT)


def _step(direction: int) -> Fault:
    # By less than what a request to the provider may take: a text that was marked by the clock before
    # the step must not count as abandoned after it (LOOK_UP_AFTER in hotline/services/delivery/deliver.py).
    def step(ground: Ground, chance: Random) -> None:
        ground.clock.step(timedelta(seconds=direction * chance.uniform(2, 15)))

    return step


def _disk_full(ground: Ground, chance: Random) -> None:
    assert ground.disk is not None
    with ground.disk.full():
        time.sleep(chance.uniform(1, 2.5))


def _locked(ground: Ground, chance: Random) -> None:
    """Somebody else holds SQLite's only lock for writing, an operator's shell say."""
    database = sqlite3.connect(ground.database_url.partition(":///")[2], isolation_level=None)
    database.execute("PRAGMA busy_timeout = 10000")
    database.execute("BEGIN IMMEDIATE")
    time.sleep(chance.uniform(0.5, 2))
    database.close()


def _next(name: str, most: int = 3, **more: object) -> Fault:
    def begin(ground: Ground, chance: Random) -> None:
        _change(ground, **{name: chance.randint(1, most)}, **more)

    return begin


def _for_a_while(**faults: object) -> Fault:
    def go_wrong(ground: Ground, chance: Random) -> None:
        before = {name: getattr(ground.carrier.faults, name) for name in faults}
        _change(ground, **faults)
        time.sleep(chance.uniform(1, 2))
        _change(ground, **before)

    return go_wrong


PROCESSES: dict[str, Fault] = {
    "web killed": _kill("web"),
    "worker killed": _kill("worker"),
    "clock killed": _kill("clock"),
    "two clocks": _two_clocks,
    "Redis killed": _kill("redis"),
    "Redis emptied": _emptied,
    "Redis frozen": _frozen,
    "clock stepped forward": _step(1),
    "clock stepped back": _step(-1),
}
PROVIDER: dict[str, Fault] = {
    "answer 429": _next("fail_next", fail_status=429, retry_after=1),
    "answer 500": _next("fail_next", fail_status=500),
    "answer 503": _next("fail_next", fail_status=503),
    "accepted, answer 500": _next("fail_after", fail_after_status=500),
    "accepted, answer 503": _next("fail_after", fail_after_status=503),
    "time-out": _next("stall_before", 2),
    "accepted, time-out": _next("stall_after", 2),
    "cut before acceptance": _next("drop_before"),
    "cut after acceptance": _next("drop_after"),
    "accepted long after": _next("accept_late", 1, late_by=9.0),
    "callbacks lost": _next("callback_drop", 12),
    "callbacks doubled": _for_a_while(callback_copies=2),
    "callbacks reordered": _for_a_while(callback_reorder=True),
    "callbacks late": _for_a_while(callback_delay=3.0),
}
WEBHOOKS: dict[str, Fault] = {
    "inbound doubled": _for_a_while(inbound_copies=2),
    "inbound doubled later": _next("inbound_again", inbound_delay=2.0),
    "inbound late and out of order": _next("inbound_late", inbound_delay=1.5),
    "answer to inbound lost": _next("inbound_answers_lost", 2),
}
ON_POSTGRES: dict[str, Fault] = {
    "PostgreSQL restarted": _restart("fast"),
    "PostgreSQL crashed": _restart("immediate"),
}
ON_SQLITE: dict[str, Fault] = {"database locked": _locked}
ON_SMALL_DISK: dict[str, Fault] = {"disk full": _disk_full}


@dataclass
class Storm:
    """Faults one after the other, in an order that `chance` decides."""

    ground: Ground
    chance: Random
    injected: Counter[str] = field(default_factory=Counter)

    @property
    def kinds(self) -> dict[str, Fault]:
        """What can be broken here."""
        found = PROCESSES | PROVIDER | WEBHOOKS
        if self.ground.postgres is not None:
            return found | ON_POSTGRES
        small = self.ground.disk is not None and self.ground.disk.is_small
        return found | ON_SQLITE | (ON_SMALL_DISK if small else {})

    @property
    def left_out(self) -> list[str]:
        """What should be broken here and cannot be on this machine."""
        wanted = {} if self.ground.postgres is not None else ON_SMALL_DISK
        return [
            f"{name}: only root can mount a small disk" for name in wanted if name not in self.kinds
        ]

    def rage(self, seconds: float) -> None:
        """Each kind once, then again in another order, until the time is over: no kind is left out."""
        until = time.monotonic() + seconds
        while True:
            for name in self._shuffled(self.kinds):
                if self.injected[name] and time.monotonic() > until:
                    return
                self.kinds[name](self.ground, self.chance)
                self.injected[name] += 1
                self.ground.up(*COMMANDS)
                time.sleep(self.chance.uniform(0, 0.4))

    def _shuffled(self, names: Iterable[str]) -> list[str]:
        shuffled = sorted(names)
        self.chance.shuffle(shuffled)
        return shuffled
