"""A stage for each story, on each database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from hotline.carrier.server import Carrier
from hotline.carrier.settings import Faults
from hotline.services.house import House
from tests.conftest import FakeClock
from tests.support_line import served
from tests.transcripts.script import Story
from tests.transcripts.stage import Stage


@pytest.fixture
def set_stage(
    make_house: Callable[..., House], carrier: Carrier, clock: FakeClock, tmp_path: Path
) -> Iterator[Callable[[Story], Stage]]:
    """Builds the stage that a story asks for."""
    carrier.faults = Faults(callbacks=False)  # what the provider accepts has left, here
    with ExitStack() as ends:

        def build(story: Story) -> Stage:
            community = tmp_path / "community.yaml"
            settings = _settings(story)
            community.write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
            clock.now = story.start.replace(tzinfo=ZoneInfo(settings["quiet_hours"]["timezone"]))

            def build_house(**environ: str) -> House:
                return make_house(HOTLINE_COMMUNITY=str(community), **environ)

            line, house = ends.enter_context(served(build_house))
            stage = Stage(line, house, carrier, clock)
            stage.cast(story.people)
            return stage

        yield build


def _settings(story: Story) -> dict[str, Any]:
    """The default community, but for what the story sets."""
    packaged = files("hotline").joinpath("default_community.yaml").read_text("utf-8")
    settings: dict[str, Any] = yaml.safe_load(packaged)
    for path, value in story.settings.items():
        *above, last = path.split(".")
        place = settings
        for name in above:
            place = place[name]
        place[last] = yaml.safe_load(value)
    return settings
