"""A hotline on which something has happened: a need met, one given back, one that nobody could meet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from hotline.services.kernel.app import App
from hotline.simulator.server import Simulator
from hotline.store.schema import outbox
from tests.conftest import FakeClock
from tests.support_app import enrol, rows, settle_down, write_community
from tests.support_copies import Copies, earlier_ids
from tests.support_line import served
from tests.support_processes import wait_until

_OVER = {"delivered", "canceled"}
MAYA, NOOR, HIND, SAM, KARIM, LINA = (f"+961300000{n}" for n in range(1, 7))


Events = list[dict[str, Any]]


class Lived(NamedTuple):
    """A database in which much has happened, the time by then, and what the provider has written down."""

    url: str
    now: datetime
    events: Events


@pytest.fixture(scope="session")
def lives() -> dict[str, Lived]:
    """By the kind of database: each takes a second to come about, and is the same each time."""
    return {}


@pytest.fixture
def events(
    request: pytest.FixtureRequest,
    environ: dict[str, str],
    carrier: Simulator,
    clock: FakeClock,
    lives: dict[str, Lived],
    kept_copies: Copies,
    copies: Copies,
) -> Events:
    """What the provider has written down of what is in this test's database: a copy of one lived in."""
    kind = environ["DATABASE_URL"].partition(":")[0]
    if kind not in lives:
        with earlier_ids():
            app: App = request.getfixturevalue("lived_in")
        app.database.dispose()
        lives[kind] = Lived(kept_copies.of(environ["DATABASE_URL"]), clock.now, carrier.log())
    url, clock.now, written = lives[kind]
    environ["DATABASE_URL"] = copies.of(url)
    return written


@pytest.fixture
def lived_in(
    make_house: Callable[..., App], carrier: Simulator, clock: FakeClock, tmp_path: Path
) -> App:
    """A house with rows in every table that matters, and every promise kept."""
    clock.now = datetime.now(UTC).replace(microsecond=0)  # the carrier dates its texts by it
    path = tmp_path / "community.yaml"
    write_community(path, {"quiet_hours.to": "22:00", "dispatch.waves": [2]})

    def build(**environ: str) -> App:
        return make_house(HOTLINE_COMMUNITY=str(path), **environ)

    with served(build) as (line, app):
        carrier.connect(f"{line.url}/twilio/sms")
        enrol(app, ("Lina", LINA, "en", "", "", "3"))
        enrol(app, *(("", number, "en", "food", "harbour", "1") for number in (SAM, KARIM)))
        _a_need_is_met(carrier, app, clock)
        _a_need_nobody_can_meet(carrier, app, clock)
        wait_until(lambda: {row.state for row in rows(app, outbox)} <= _OVER, "all is confirmed")
    return app


def _a_need_is_met(carrier: Simulator, app: App, clock: FakeClock) -> None:
    for words in ("need food harbour today 2", "by the mill", "1"):
        carrier.text(MAYA, words)
    settle_down(app)
    carrier.text(SAM, "YES")
    settle_down(app)
    for number, words in ((MAYA, "at the gate"), (SAM, "CANT"), (KARIM, "YES"), (KARIM, "DONE")):
        clock.advance(seconds=1)
        carrier.text(number, words)
        settle_down(app)


def _a_need_nobody_can_meet(carrier: Simulator, app: App, clock: FakeClock) -> None:
    """And one for which somebody is asked just now."""
    for number, said in (
        (NOOR, ("need money hill today", "1", "1")),
        (HIND, ("need food harbour now", "2", "1", "1")),
        (SAM, ("NO",)),
    ):
        for words in said:
            carrier.text(number, words)
        settle_down(app)
