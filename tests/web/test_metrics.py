"""GET /metrics: closed by default, opened by a token alone, counts and never who."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import delete, text

from hotline.config import ConfigFault, read_settings
from hotline.services.kernel.app import App
from hotline.services.operations.metrics import KINDS
from hotline.store.schema import leases, members, needs, outbox, processes
from hotline.web.app import create_app
from tests.conftest import FakeClock
from tests.support_line import served
from tests.support_rows import add_row

TOKEN = "a-token_for.tests+0123456789=="
NUMBER = "+9613000001"


@pytest.fixture
def open_house(make_house: Callable[..., App]) -> App:
    return make_house(HOTLINE_METRICS_TOKEN=TOKEN)


def scraped(app: App, authorization: str | None = f"Bearer {TOKEN}") -> tuple[int, str]:
    headers = {} if authorization is None else {"Authorization": authorization}
    answer = create_app(app).test_client().get("/metrics", headers=headers)
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.status_code, answer.text


def values(app: App) -> dict[str, float]:
    """Each sample by its name and label."""
    status, text_ = scraped(app)
    assert status == 200
    return {
        "".join([sample.name, *(f"[{value}]" for value in sample.labels.values())]): sample.value
        for family in text_string_to_metric_families(text_)
        for sample in family.samples
    }


def test_without_a_token_in_the_settings_there_is_nothing(app: App) -> None:
    for authorization in (None, "Bearer ", "Bearer", f"Bearer {TOKEN}"):
        assert scraped(app, authorization) == (404, "")


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        TOKEN,
        f"Basic {TOKEN}",
        "Bearer",
        "Bearer ",
        f"Bearer {TOKEN}x",
        f"Bearer {TOKEN[:-1]}",
    ],
)
def test_without_the_right_token_nothing_is_told(
    open_house: App, authorization: str | None
) -> None:
    assert scraped(open_house, authorization) == (401, "")


def test_a_token_in_the_address_opens_nothing(open_house: App) -> None:
    client = create_app(open_house).test_client()
    assert client.get(f"/metrics?token={TOKEN}").status_code == 401


def test_over_real_http(make_house: Callable[..., App]) -> None:
    with served(partial(make_house, HOTLINE_METRICS_TOKEN=TOKEN)) as (line, _):
        assert line.send("GET", "/metrics").status == 401


def test_figures_of_rows_planted_by_hand(open_house: App, clock: FakeClock) -> None:
    now = clock()
    with open_house.database.writing() as db:
        for table in (leases, processes):
            db.execute(delete(table))
        for state, many in (("queued", 3), ("delivered", 7), ("failed", 2)):
            for n in range(many):
                error = "30003" if state == "failed" else None
                due = now - timedelta(seconds=30 + 60 * n)
                add_row(db, outbox, state=state, error=error, due_at=due, created_at=now)
        for state in ("seeking", "seeking", "done"):
            add_row(db, needs, state=state)
        add_row(db, processes, kind="worker", beat_at=now)
        add_row(db, leases, name="clock", beat_at=now - timedelta(seconds=4))
    found = values(open_house)
    assert found["hotline_texts[queued]"] == 3
    assert found["hotline_texts[delivered]"] == 7
    assert found["hotline_texts[canceled]"] == 0
    assert found["hotline_needs[seeking]"] == 2
    assert found["hotline_needs[done]"] == 1
    assert found["hotline_texts_overdue"] == 2  # for a minute and a half, and for two and a half
    assert found["hotline_oldest_due_seconds"] == 150
    assert found["hotline_texts_errors[30003]"] == 2
    assert [found[f"hotline_processes[{kind}]"] for kind in KINDS] == [0, 1, 0]
    assert found["hotline_clock_age_seconds"] == 4
    assert found["hotline_spend_ceiling"] == 20
    assert found["hotline_removals_overdue"] == 0


def test_spend_and_removals(make_house: Callable[..., App], clock: FakeClock) -> None:
    with served(partial(make_house, HOTLINE_METRICS_TOKEN=TOKEN)) as (line, app):
        line.text(NUMBER, "need food harbour today 2")
        cost = values(app)["hotline_spent_today"]
        assert cost == pytest.approx(0.05 * sum(row_segments(app)))
        clock.advance(days=60)
        assert values(app)["hotline_removals_overdue"] > 0


def row_segments(app: App) -> list[int]:
    with app.database.reading() as db:
        return [row.segments for row in db.execute(outbox.select())]


def test_nobody_is_in_it(make_house: Callable[..., App]) -> None:
    with served(partial(make_house, HOTLINE_METRICS_TOKEN=TOKEN)) as (line, app):
        line.text(NUMBER, "need food harbour today 2")
        with app.database.reading() as db:
            ids = [str(row.id) for row in db.execute(members.select())]
        status, told = scraped(app)
    assert (status, len(ids)) == (200, 1)
    for secret in (NUMBER[1:], "food", "harbour", *ids):
        assert secret not in told


def test_without_a_database_it_says_so(open_house: App) -> None:
    with open_house.database.writing() as db:
        db.execute(text("DROP TABLE provider_copies"))
    assert scraped(open_house) == (503, "")


@pytest.mark.parametrize(
    "token", ["short", "with a space in the middle", "x" * 201, "émile-émile-émile-émile"]
)
def test_a_token_that_is_none_is_refused(environ: dict[str, str], token: str) -> None:
    with pytest.raises(ConfigFault, match="HOTLINE_METRICS_TOKEN: must be 20"):
        read_settings({**environ, "HOTLINE_METRICS_TOKEN": token})


def test_the_token_is_not_in_what_is_printed(environ: dict[str, str], tmp_path: Path) -> None:
    settings = read_settings({**environ, "HOTLINE_METRICS_TOKEN": TOKEN})
    assert settings.metrics_token == TOKEN
    assert TOKEN not in repr(settings)
