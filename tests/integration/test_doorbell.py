"""The doorbell: coalesced, quick to give up, holding names alone; and workers that run nothing else."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from redis import Redis
from rq import Queue, SimpleWorker
from rq.serializers import JSONSerializer

from hotline.doorbell import QUEUE, RINGS, BellJob, Doorbell, bell_queue
from hotline.embedded_redis import RedisFault, running
from hotline.services.delivery import deliver
from hotline.services.kernel.app import App
from hotline.simulator.server import Simulator
from tests.integration import forked
from tests.integration.texts import add_member, add_text, new_number, states
from workers import app as of_this_process
from workers import jobs
from workers.stopping import Stop
from workers.worker import BellWorker


@pytest.fixture
def redis(redis_server: str) -> Iterator[Redis]:
    with Redis.from_url(redis_server) as client:
        yield client


@pytest.fixture
def bell(redis_server: str) -> Iterator[Doorbell]:
    bell = Doorbell(redis_server)
    yield bell
    bell.close()


def test_every_ring_has_a_job() -> None:
    for name in RINGS:
        assert callable(getattr(jobs, name))


def test_rings_are_coalesced_until_one_is_heard(bell: Doorbell, redis: Redis) -> None:
    assert all(bell.ring("deliver") for _ in range(10))
    assert bell.ring("settle")
    assert bell_queue(redis).count == 2
    bell.heard("deliver")
    bell.ring("deliver")
    assert bell_queue(redis).count == 3


def test_without_a_worker_rings_do_not_pile_up(bell: Doorbell, redis: Redis) -> None:
    for _ in range(200):
        bell.ring("deliver")
        bell.heard("deliver")
    assert bell_queue(redis).count <= 20


def test_redis_holds_names_and_nothing_else(bell: Doorbell, redis: Redis) -> None:
    bell.ring("deliver")
    (job,) = bell_queue(redis).jobs
    assert (job.func_name, list(job.args), dict(job.kwargs)) == ("workers.jobs.deliver", [], {})
    assert isinstance(job, BellJob)


def test_an_unknown_ring_is_a_mistake(bell: Doorbell) -> None:
    with pytest.raises(ValueError, match="no ring"):
        bell.ring("workers.jobs.deliver")


def test_without_redis_rings_do_nothing_and_are_given_up_for_a_while(redis_socket: Path) -> None:
    now = [0.0]
    bell = Doorbell(f"unix://{redis_socket}", monotonic=lambda: now[0])
    assert not bell.ring("deliver")
    with running(redis_socket):
        assert not bell.ring("deliver")  # it is back, but nobody tries so soon
        now[0] += 10
        assert bell.ring("deliver")
    assert not bell.ring("settle")  # gone again
    bell.heard("settle")
    assert not bell.answers()
    bell.close()


def test_jobs_find_what_is_due_and_leave_nothing_in_redis(
    make_house: Callable[..., App], redis_server: str, redis: Redis, carrier: Simulator
) -> None:
    app = make_house(REDIS_URL=redis_server)
    of_this_process.use(app)
    add_text(app, add_member(app, new_number()))
    for name in RINGS:
        assert app.doorbell.ring(name)
    worker = BellWorker(redis, Stop())
    worker.work(burst=True, logging_level=None)
    assert states(app) == ["sent"]
    assert worker.failed_job_count == 0
    left = {key.decode() for key in redis.scan_iter()}
    assert not [key for key in left if key.startswith("rq:job:")], left
    assert not [key for key in left if key.startswith("hotline:ring:")], left


@pytest.mark.parametrize(
    "name",
    [
        "os.system",
        "workers.jobs.delivering.run",
        "workers.app.use",
        "hotline.services.delivery.deliver.run",
        "workers.jobs.deliver.__globals__",
        "eval",
    ],
)
def test_a_job_that_names_anything_else_is_refused(redis: Redis, tmp_path: Path, name: str) -> None:
    touched = tmp_path / "touched"
    foreign = Queue(QUEUE, connection=redis, serializer=JSONSerializer)
    job = foreign.enqueue_call(name, args=(f"touch {touched}",), failure_ttl=60)
    worker = BellWorker(redis, Stop())
    worker.work(burst=True, logging_level=None)
    assert not touched.exists()
    assert job.get_status() == "failed"
    result = job.latest_result()
    assert result is not None
    assert not result.exc_string  # a fault's words are not for Redis


def test_a_callback_named_in_redis_is_not_called(
    make_house: Callable[..., App],
    redis: Redis,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    of_this_process.use(make_house())
    touched = tmp_path / "touched"
    foreign = Queue(QUEUE, connection=redis, serializer=JSONSerializer)
    job = foreign.enqueue_call("workers.jobs.deliver", result_ttl=60)
    redis.hset(job.key, "success_callback_name", "tests.integration.test_doorbell.touch")
    monkeypatch.setenv("TOUCHED", str(touched))
    BellWorker(redis, Stop()).work(burst=True, logging_level=None)
    assert not touched.exists()
    # The same job under RQ's own worker does call it: the danger is real.
    job = foreign.enqueue_call("workers.jobs.deliver", result_ttl=60)
    redis.hset(job.key, "success_callback_name", "tests.integration.test_doorbell.touch")
    SimpleWorker([foreign], connection=redis, serializer=JSONSerializer).work(burst=True)
    assert touched.exists()


def touch(*_: object) -> None:
    """Leave a trace."""
    Path(os.environ["TOUCHED"]).touch()


def test_one_process_owns_the_embedded_redis(redis_socket: Path) -> None:
    with running(redis_socket), pytest.raises(RedisFault, match="already"), running(redis_socket):
        pass
    with running(redis_socket):  # and a stale file does not keep the next one from starting
        pass


_WORKER = """
import json, sys
from hotline.config import read_settings
from hotline.wiring import build
from workers.worker import run
run(build(read_settings(json.loads(sys.argv[1]))))
"""


def test_a_worker_outlives_redis_and_ends_when_asked(
    make_house: Callable[..., App],
    environ: dict[str, str],
    redis_socket: Path,
    carrier: Simulator,
    tmp_path: Path,
) -> None:
    url = f"unix://{redis_socket}"
    app = make_house(REDIS_URL=url)
    program = ("-c", _WORKER, json.dumps({**environ, "REDIS_URL": url}))
    with (tmp_path / "log").open("wb") as log, forked.start(program, os.environ, log) as worker:
        try:
            for number in range(2):
                with running(redis_socket):
                    add_text(app, add_member(app, new_number()), f"text {number}")
                    assert _rung_until(app, partial(_has_sent, carrier, number + 1))
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(20) == 0
        finally:
            worker.kill()
    assert states(app) == ["sent", "sent"]
    assert deliver.run(app) == 0


def _has_sent(carrier: Simulator, wanted: int) -> bool:
    return len(carrier.messages()) == wanted


def _rung_until(app: App, condition: Callable[[], bool]) -> bool:
    """Ring as the clock would, until the worker has come back."""
    for _ in range(200):
        app.doorbell.ring("deliver")
        if condition():
            return True
        time.sleep(0.1)
    return condition()
