"""Houses whose limits a test sets, and houses where somebody has hidden."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hotline.services.kernel.app import App
from tests.attacks.hidden import KIM, Past, Phones, World
from tests.conftest import FakeClock
from tests.support_app import enrol, write_community
from tests.support_copies import Copies, earlier_ids

Limited = Callable[..., App]
Worlds = Callable[[str], World]
NO_CEILING = {"limits.spend": {"per_day": "0"}}  # so many texts would cost more than a day may


@pytest.fixture
def limited(make_house: Callable[..., App], tmp_path: Path) -> Limited:
    """Builds a App with some of its community's settings (dotted names) changed."""

    def make(changes: dict[str, Any], **variables: str) -> App:
        file = tmp_path / "limited.yaml"
        write_community(file, {"quiet_hours.to": "22:00", **changes})
        return make_house(HOTLINE_COMMUNITY=str(file), **variables)

    return make


@pytest.fixture
def phones(limited: Limited, clock: FakeClock) -> Phones:
    phones = Phones(limited(NO_CEILING), clock)
    enrol(phones.app, ("Kim", KIM, "en;ar", "", "", "3"))
    return phones


@pytest.fixture(scope="session")
def pasts() -> dict[tuple[str, str], Past]:
    """By the kind of database and the language: it takes a second, and is the same each time."""
    return {}


@pytest.fixture
def worlds(
    limited: Limited,
    clock: FakeClock,
    request: pytest.FixtureRequest,
    pasts: dict[tuple[str, str], Past],
    copies: Copies,
) -> Worlds:
    """Gives a world of its own, in the language of whoever hides, with each call."""

    def world(language: str) -> World:
        kind = str(request.getfixturevalue("database_url")).partition(":")[0], language
        if kind not in pasts:
            pasts[kind] = _lived(request, language)
        past = pasts[kind]
        clock.now = past.now
        app = limited(NO_CEILING, DATABASE_URL=copies.of(past.url))
        return World(Phones(app, clock), past.number, past.references)

    return world


def _lived(request: pytest.FixtureRequest, language: str) -> Past:
    with earlier_ids():
        phones: Phones = request.getfixturevalue("phones")
        number, references = phones.hidden(language)
    phones.app.database.dispose()
    kept: Copies = request.getfixturevalue("kept_copies")
    url = phones.app.database.url.render_as_string(hide_password=False)
    return Past(kept.of(url), phones.clock.now, number, references)
