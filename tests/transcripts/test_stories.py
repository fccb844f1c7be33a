"""Every story in stories/, played over HTTP on both databases.

A story fails with its transcript up to the line where what happened is not what it says. With
HOTLINE_RECORD=1 (make record) each story is rewritten as it really went, to be read with care.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.transcripts.comparing import References, compare, shown
from tests.transcripts.recording import record
from tests.transcripts.script import Event, Story, read_story
from tests.transcripts.stage import Stage

STORIES = sorted((Path(__file__).parent / "stories").glob("*.txt"))


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_story(path: Path, set_stage: Callable[[Story], Stage]) -> None:
    story = read_story(path)
    stage = set_stage(story)
    if os.environ.get("HOTLINE_RECORD"):
        path.write_text(record(path.read_text("utf-8"), story, stage, _with_numbers), "utf-8")
        return
    known, told = References(), list[str]()
    for event in story.events:
        told.append(event.line)
        arrived = stage.play(_with_numbers(event, known))
        difference = compare(event, arrived, known)
        if difference is not None:
            transcript = "\n".join([*told, *difference])
            pytest.fail(f"{path.name} ({stage.now()})\n{transcript}", pytrace=False)
        told += [f"  {shown(arrival)}" for arrival in event.arrivals]


def _with_numbers(event: Event, known: References) -> Event:
    return event if event.words is None else replace(event, words=known.put_in(event.words))
