"""GET /healthz and /readyz: alive; and able to work."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

from hotline.services.operations import health
from hotline.web.webhook_auth import app

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> Response:
    """200 while the process answers at all."""
    return jsonify(alive=True)


@blueprint.get("/readyz")
def ready() -> Response:
    """200 while texts can be taken: the database answers and is migrated.

    Redis down is told, but stays 200: intake works without it.
    """
    try:
        report = health.current_health(app())
    except SQLAlchemyError:
        report = health.HealthReport(database=False)
    answer = jsonify(report.as_dict())
    answer.status_code = 200 if report.ready else 503
    return answer
