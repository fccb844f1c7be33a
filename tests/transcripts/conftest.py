"""A stage for each story, on each database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from hotline.services.kernel.app import App
from hotline.simulator.core.settings import InjectedFaults
from hotline.simulator.server import Simulator
from tests.conftest import FakeClock
from tests.support_app import write_community
from tests.support_line import served
from tests.transcripts.script import Story
from tests.transcripts.stage import Stage


@pytest.fixture
def set_stage(
    make_house: Callable[..., App], carrier: Simulator, clock: FakeClock, tmp_path: Path
) -> Iterator[Callable[..., Stage]]:
    """Builds the stage that a story asks for."""
    carrier.faults = InjectedFaults(callbacks=False)  # what the provider accepts has left, here
    with ExitStack() as ends:

        def build(story: Story, kind: type[Stage] = Stage) -> Stage:
            community = tmp_path / "community.yaml"
            changes = {name: yaml.safe_load(value) for name, value in story.settings.items()}
            settings = write_community(community, changes)
            clock.now = story.start.replace(tzinfo=ZoneInfo(settings["quiet_hours"]["timezone"]))

            def build_house(**environ: str) -> App:
                return make_house(HOTLINE_COMMUNITY=str(community), **environ)

            line, app = ends.enter_context(served(build_house))
            stage = kind(line, app, carrier, clock)
            stage.cast(story.people)
            return stage

        yield build
