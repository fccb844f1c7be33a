"""GET /healthz and /readyz: alive; and able to take texts."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import text as sql

from hotline.services.kernel.app import App
from hotline.web.app import create_app
from tests.conftest import FakeClock
from tests.support_line import Line, served
from workers.clock import Clock


def ready(line: Line) -> tuple[int, dict[str, Any]]:
    answer = line.send("GET", "/readyz")
    return answer.status, json.loads(answer.body)


def test_alive(make_house: Callable[..., App]) -> None:
    with served(make_house) as (line, _):
        answer = line.send("GET", "/healthz")
        assert (answer.status, json.loads(answer.body)) == (200, {"alive": True})


def test_without_redis_texts_are_taken(make_house: Callable[..., App]) -> None:
    with served(make_house) as (line, _):
        status, report = ready(line)
        assert status == 200
        assert report["ready"] and report["database"] and report["migrated"]
        assert not report["redis"]


def test_with_redis(make_house: Callable[..., App], redis_server: str) -> None:
    with served(lambda **environ: make_house(REDIS_URL=redis_server, **environ)) as (line, _):
        assert ready(line)[1]["redis"]


def test_the_clocks_last_pass_and_the_oldest_due_row(
    make_house: Callable[..., App], clock: FakeClock
) -> None:
    with served(make_house) as (line, app):
        assert ready(line)[1]["clock_seconds"] is None
        Clock(app).beat()
        for words in ("need food harbour today 2", "1", "1"):
            line.text("+9613000001", words)
        clock.now += timedelta(seconds=90)
        status, report = ready(line)
        assert status == 200
        assert report["clock_seconds"] == 90.0
        assert report["overdue_seconds"] == 90.0  # the need that nobody has looked for


def test_a_database_behind_the_code_is_not_ready(make_house: Callable[..., App]) -> None:
    with served(make_house) as (line, app):
        with app.database.writing() as db:
            db.execute(sql("DELETE FROM alembic_version"))
        status, report = ready(line)
        assert (status, report["ready"], report["migrated"]) == (503, False, False)


def test_a_database_that_is_away_is_told(make_house: Callable[..., App]) -> None:
    app = make_house()
    flask_app = create_app(app)
    with app.database.writing() as db:
        for table in ("outbox", "leases"):
            db.execute(sql(f"ALTER TABLE {table} RENAME TO gone_{table}"))
    answer = flask_app.test_client().get("/readyz")
    assert answer.status_code == 503
    assert answer.get_json()["database"] is False


def test_what_it_says_holds_no_number(make_house: Callable[..., App]) -> None:
    with served(make_house) as (line, _):
        line.text("+9613000001", "need food")
        assert b"3000001" not in line.send("GET", "/readyz").body
