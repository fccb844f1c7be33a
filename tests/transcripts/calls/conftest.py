"""A stage on which phones call, for each story, on each database."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.transcripts.calls.stage import CallStage
from tests.transcripts.script import Story
from tests.transcripts.stage import Stage


@pytest.fixture
def set_call_stage(set_stage: Callable[..., Stage]) -> Callable[[Story], CallStage]:
    """Builds the stage that a story asks for, with calls on it."""

    def build(story: Story) -> CallStage:
        stage = set_stage(story, CallStage)
        assert isinstance(stage, CallStage)
        stage.attend()
        return stage

    return build
