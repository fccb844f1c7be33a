"""A hotline without hours and limits, for text after text from new numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hotline.services.kernel.app import App
from hotline.simulator.core.settings import InjectedFaults
from hotline.simulator.server import Simulator
from tests.conftest import FakeClock
from tests.support_app import enrol, greet_everybody, write_community
from tests.support_line import served
from tests.understanding.scenes import Scenes


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """SQLite alone: a text is understood alike on both databases."""
    return sqlite_url


@pytest.fixture
def scenes(
    make_house: Callable[..., App],
    carrier: Simulator,
    clock: FakeClock,
    tmp_path: Path,
) -> Iterator[Scenes]:
    """Where the texts are sent to."""
    carrier.faults = InjectedFaults(callbacks=False)
    community = tmp_path / "community.yaml"
    write_community(community, {"limits.line.new_numbers_per_hour": 10_000})

    def build(**environ: str) -> App:
        return make_house(HOTLINE_COMMUNITY=str(community), **environ)

    with served(build) as (line, app):
        enrol(app, ("Kim", "+96170000001", "en;ar", "", "", "3"))
        greet_everybody(app)
        yield Scenes(line, app, clock)
