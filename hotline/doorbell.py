"""The doorbell: an RQ job that says "look at the database now", and nothing more.

A ring may be lost, repeated or late: the rows are the truth and the clock finds them. So a ring never
raises, never waits for long and holds nothing but the name of what to do.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import structlog
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from rq import Queue
from rq.job import Job
from rq.serializers import JSONSerializer

QUEUE = "hotline"
RINGS = (
    "deliver",
    "call",
    "dispatch",
    "settle",
    "follow_up",
    "expire",
    "recordings",
    "forget",
    "retain",
    "coarsen",
    "broadcast",
    "roster",
    "held",
    "crisis",
    "chain",
)
JOBS = frozenset(f"workers.jobs.{name}" for name in RINGS)

# With Redis down, enqueueing blocks for about four seconds by default (FACTS: RQ 3 and Redis).
_SOCKET_SECONDS = 0.2
# After a failure nobody tries again for so long, so that a dead Redis costs intake nothing.
_QUIET_SECONDS = 3.0
# A job lost with its flag is rung for again after this.
_FLAG_SECONDS = 5
# Without a worker, rings pile up no higher than this.
_MOST_WAITING = 20
_JOB_SECONDS = 60
_TRACE_SECONDS = 300  # how long Redis keeps a failed job

log = structlog.get_logger(__name__)


class ForeignJob(Exception):
    """A job names a function that is none of ours: names come from Redis, so it is not run."""


class BellJob(Job):
    """A job that runs our jobs and nothing else, whatever Redis says."""

    @property
    def func(self) -> Callable[..., object]:
        """The function to run. Raises ForeignJob for any but the jobs by name, without importing it."""
        if self.func_name not in JOBS or self.instance is not None:
            raise ForeignJob("a job names a function that is not one of the hotline's jobs")
        return super().func  # type: ignore[no-any-return]

    # Callbacks are functions named in Redis as well.
    @property
    def success_callback(self) -> None:
        return None

    @property
    def failure_callback(self) -> None:
        return None

    @property
    def stopped_callback(self) -> None:
        return None

    def send_webhooks(self, *_: object, **__: object) -> None:
        """None: we have no webhooks of jobs, and an address in Redis is not to be called."""


class Doorbell:
    """Rings by name. One object serves all threads of a process.

    `monotonic` is the clock in seconds by which a ring after a failure is given up.
    """

    def __init__(self, redis_url: str, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._redis = connect(redis_url)
        self._queue = bell_queue(self._redis)
        self._monotonic = monotonic
        self._quiet_until = float("-inf")
        self._turn = threading.Lock()

    def ring(self, name: str) -> bool:
        """Wake a worker for `name`; False where Redis did not answer (the clock will try again).

        Rings are coalesced: while one waits, another adds nothing. Never raises for want of Redis;
        raises ValueError for an unknown name.
        """
        if name not in RINGS:
            raise ValueError(f"no ring is called {name!r}")
        if self._monotonic() < self._quiet_until:
            return False
        try:
            self._ring(name)
        except RedisError as fault:
            self._give_up(fault)
            return False
        return True

    def heard(self, name: str) -> None:
        """Clear the flag: called by the job before it looks, so that later rings count again."""
        try:
            self._redis.delete(_flag(name))
        except RedisError as fault:
            self._give_up(fault)

    def answers(self) -> bool:
        """Whether Redis is there, for the health page."""
        try:
            return bool(self._redis.ping())
        except RedisError:
            return False

    def close(self) -> None:
        """Drop the connections."""
        self._redis.close()

    def _ring(self, name: str) -> None:
        if not self._redis.set(_flag(name), 1, nx=True, ex=_FLAG_SECONDS):
            return
        if self._queue.count >= _MOST_WAITING:
            return
        self._queue.enqueue_call(
            f"workers.jobs.{name}",
            timeout=_JOB_SECONDS,
            result_ttl=0,
            ttl=_TRACE_SECONDS,
            failure_ttl=_TRACE_SECONDS,
            description=name,
        )

    def _give_up(self, fault: RedisError) -> None:
        with self._turn:
            self._quiet_until = self._monotonic() + _QUIET_SECONDS
        log.warning("doorbell.silent", fault=type(fault).__name__, seconds=_QUIET_SECONDS)


def connect(redis_url: str, patience: float = _SOCKET_SECONDS) -> Redis:
    """A client that gives up after `patience` (seconds; a fraction of one, for whoever rings) and does not
    retry."""
    return Redis.from_url(
        redis_url,
        socket_timeout=patience,
        socket_connect_timeout=patience,
        retry=Retry(NoBackoff(), 0),
    )


def bell_queue(redis: Redis) -> Queue:
    """The one queue that workers listen on: on several, a crash can lose a job."""
    return Queue(QUEUE, connection=redis, job_class=BellJob, serializer=JSONSerializer)


def _flag(name: str) -> str:
    return f"hotline:ring:{name}"
