"""GET /metrics: counts in the form that Prometheus reads. Closed unless HOTLINE_METRICS_TOKEN opens it."""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request
from sqlalchemy.exc import SQLAlchemyError

from hotline.services.operations import metrics as current_metrics
from hotline.services.operations.metrics import Metrics
from hotline.web.webhook_auth import app

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric

blueprint = Blueprint("metrics", __name__)


@blueprint.get("/metrics")
def metrics() -> Response:
    """404 without a token in the settings, 401 without that one in the request, else what is so just now.

    No label names anybody: there are states, kinds of process and the provider's error codes.
    """
    token = app().settings.metrics_token
    if not token:
        return Response(status=404)
    if not _knows(token):
        return Response(status=401, headers={"WWW-Authenticate": "Bearer"})
    from prometheus_client.exposition import CONTENT_TYPE_LATEST

    try:
        now = current_metrics.current_metrics(app())
    except SQLAlchemyError:
        return Response(status=503)
    return Response(_written(now), content_type=CONTENT_TYPE_LATEST)


def _knows(token: str) -> bool:
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    right = hmac.compare_digest(given.strip().encode(), token.encode())
    return right and scheme.lower() == "bearer"


def _written(now: Metrics) -> bytes:
    from prometheus_client import CollectorRegistry, generate_latest
    from prometheus_client.registry import Collector

    class Present(Collector):
        def collect(self) -> Iterator[Metric]:
            return _gauges(now)

    registry = CollectorRegistry(auto_describe=False)
    registry.register(Present())
    return generate_latest(registry)


def _gauges(now: Metrics) -> Iterator[Metric]:
    yield _by("texts", "Texts in the outbox.", "state", now.texts)
    yield _by("calls_to_place", "Calls that we were to place.", "state", now.calls)
    yield _by("needs", "Needs that are not yet reduced to counts.", "state", now.needs)
    yield _by("processes", "Processes that say they run.", "kind", now.running)
    yield _by("texts_errors", "Texts of the last day by error code.", "code", dict(now.errors))
    yield _one("texts_overdue", "Texts due for a minute or more and not sent.", now.overdue)
    yield _one("removals_overdue", "What should be forgotten by now, here or there.", now.removals)
    yield _by("texts_unclear", "Texts of this week by how they were read.", "reading", now.unclear)
    yield _one("learned_words", "Words that count beside the lists.", now.learned)
    yield _one("spent_today", "Spent since midnight, in the community's currency.", now.spent)
    yield _one("spend_ceiling", "What a day may cost; 0 is no ceiling.", now.ceiling)
    due = (now.now - now.oldest_due).total_seconds() if now.oldest_due else 0
    yield _one("oldest_due_seconds", "For how long the oldest row has been due; 0: none is.", due)
    if now.clock_at is not None:
        age = (now.now - now.clock_at).total_seconds()
        yield _one("clock_age_seconds", "Since the clock's last pass.", age)


def _one(name: str, help_: str, value: object) -> Metric:
    from prometheus_client.core import GaugeMetricFamily

    return GaugeMetricFamily(f"hotline_{name}", help_, value=float(str(value)))


def _by(name: str, help_: str, label: str, values: Mapping[str, int]) -> Metric:
    from prometheus_client.core import GaugeMetricFamily

    family = GaugeMetricFamily(f"hotline_{name}", help_, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family
