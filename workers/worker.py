"""The worker process: one queue, one job at a time, threads only for calls to the provider.

A worker outlives Redis: when it goes away the worker waits for it, and the clock rings for what was missed.
Asked to end, it gives up waiting for a job, or finishes the one under way, and no other begins. RQ's own
way out, an exception from its handler wherever that comes, is lost in libraries that swallow exceptions.
"""

from __future__ import annotations

import logging

import structlog
from redis import Redis
from redis.client import Pipeline
from redis.exceptions import RedisError
from rq import Queue, SimpleWorker
from rq.exceptions import StopRequested
from rq.executions import Execution
from rq.job import Job
from rq.registry import StartedJobRegistry
from rq.serializers import JSONSerializer

from hotline.doorbell import QUEUE, BellJob
from hotline.services.kernel.app import App
from workers import app as of_this_process
from workers.stopping import Asked, Stop, listening

_WAIT_FOR_REDIS = 1.0
_FORGOTTEN_AFTER = 30  # seconds, by Redis, once a worker has died

log = structlog.get_logger(__name__)
logging.getLogger("rq.worker").setLevel(logging.WARNING)  # a line for every job says nothing


def run(app: App, stop: Stop | None = None) -> None:
    """Work until asked to end (SIGTERM, Ctrl+C): the job under way is finished first."""
    stop = stop or listening()
    of_this_process.use(app)
    log.info("worker.started")
    while not stop.asked:
        try:
            _listen(app, stop)
        except (RedisError, OSError) as fault:
            log.warning("worker.no_redis", fault=type(fault).__name__)
        stop.wait(_WAIT_FOR_REDIS)
    log.info("worker.stopped")


def _listen(app: App, stop: Stop) -> None:
    """Take jobs until asked to end or Redis goes away."""
    connection = Redis.from_url(app.settings.redis_url)
    try:
        BellWorker(connection, stop).work(logging_level=None)
    finally:
        connection.close()


class BellWorker(SimpleWorker):
    """RQ's worker without forks, commands from Redis, or words about jobs in its log."""

    max_connection_wait_time = 5.0  # RQ's own grows to a minute
    # Short, so that a worker neither sleeps through a request to end that fell between two steps of the
    # interpreter nor takes leave for long of a Redis that has stopped answering.
    dequeue_timeout = 1
    connection_timeout = 3
    log_result_lifespan = False

    def __init__(self, connection: Redis, stop: Stop) -> None:
        # One queue: on several, a crash between two Redis commands loses a job.
        super().__init__(
            [QUEUE],
            connection=connection,
            job_class=BellJob,
            serializer=JSONSerializer,
            log_job_description=False,
            worker_ttl=_FORGOTTEN_AFTER,
        )
        self._stop = stop

    def _install_signal_handlers(self) -> None:
        """None: Stop listens."""

    def dequeue_job_and_maintain_ttl(
        self, timeout: int | None, max_idle_time: int | None = None
    ) -> tuple[Job, Queue] | None:
        """Wait for a job, unless asked to end. One that was just taken then is rung for again."""
        try:
            with self._stop.waiting():
                return super().dequeue_job_and_maintain_ttl(timeout, max_idle_time)
        except Asked:
            raise StopRequested from None

    def heartbeat(self, timeout: int | None = None, pipeline: Pipeline | None = None) -> None:
        """Called between jobs and between waits: end here, should the exception have been swallowed."""
        if pipeline is None and self._stop.asked:
            raise StopRequested
        super().heartbeat(timeout, pipeline)

    def check_for_suspension(self, burst: bool) -> None:
        """Go on: whether workers work is not for Redis to say."""

    def subscribe(self) -> None:
        """Take no commands: Redis rings the bell, it does not tell workers what to do."""

    def handle_exception(self, job: Job, *exc_info: BaseException) -> None:
        """Note that a job failed; our log tells faults by kind and place, never by their message."""
        log.error("worker.job_failed", job=job.id, exc_info=exc_info[1])

    def handle_job_failure(
        self,
        job: Job,
        queue: Queue,
        started_job_registry: StartedJobRegistry | None = None,
        exc_string: str = "",  # noqa: ARG002 - the text of a fault is not for Redis
        execution: Execution | None = None,
    ) -> None:
        """Let a failed job be over, without its traceback in Redis."""
        super().handle_job_failure(job, queue, started_job_registry, "", execution)
