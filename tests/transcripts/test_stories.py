"""Every story in stories/, played over HTTP on both databases.

A story fails with its transcript up to the line where what happened is not what it says. With
HOTLINE_RECORD=<directory> each story is written there as it really went, to be read with care before any
of it becomes the new story.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.transcripts.comparing import References, compare, shown
from tests.transcripts.recording import record
from tests.transcripts.script import Story, read_story
from tests.transcripts.stage import Stage

STORIES = sorted((Path(__file__).parent / "stories").glob("*.txt"))


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_story(path: Path, set_stage: Callable[[Story], Stage]) -> None:
    story = read_story(path)
    stage = set_stage(story)
    if directory := os.environ.get("HOTLINE_RECORD"):
        record(path, story, stage, Path(directory))
        return
    known, told = References(), list[str]()
    for event in story.events:
        told.append(event.line)
        words = None if event.words is None else known.put_in(event.words)
        arrived = stage.play(replace(event, words=words))
        difference = compare(event, arrived, known)
        if difference is not None:
            transcript = "\n".join([*told, *difference])
            pytest.fail(f"{path.name} ({stage.now()})\n{transcript}", pytrace=False)
        told += [f"  {shown(arrival)}" for arrival in event.arrivals]
