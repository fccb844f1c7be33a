"""Every story in calls/stories/, played over HTTP on both databases: real documents, run by a carrier.

A story fails with its transcript up to the line where what happened is not what it says. With
HOTLINE_RECORD=1 (make record) each story is rewritten as it really went, to be read with care.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from tests.transcripts.calls.script import CallEvent, read_call_story
from tests.transcripts.calls.stage import CallStage
from tests.transcripts.comparing import References, compare, shown
from tests.transcripts.recording import record
from tests.transcripts.script import Event, Story

STORIES = sorted((Path(__file__).parent / "stories").glob("*.txt"))


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_call_story(path: Path, set_call_stage: Callable[[Story], CallStage]) -> None:
    story = read_call_story(path)
    stage = set_call_stage(story)
    if os.environ.get("HOTLINE_RECORD"):
        before = path.read_text("utf-8")
        after = record(before, story, stage, _with_numbers, lambda: stage.heard)
        path.write_text(after, "utf-8")
        return
    known, told = References(), list[str]()
    for event in story.events:
        told.append(event.line)
        arrived = stage.play(_with_numbers(event, known))
        difference = _heard_otherwise(event, stage.heard, known) or compare(event, arrived, known)
        if difference:
            transcript = "\n".join([*told, *difference])
            pytest.fail(f"{path.name} ({stage.now()})\n{transcript}", pytrace=False)
        told += _heard(stage.heard, known) + [f"  {shown(arrival)}" for arrival in event.arrivals]


def _with_numbers(event: Event, known: References) -> Event:
    if isinstance(event, CallEvent):
        return replace(event, keys=known.put_in(event.keys))
    return event if event.words is None else replace(event, words=known.put_in(event.words))


def _heard(heard: Mapping[str, str], known: References) -> list[str]:
    return [f"{who} hears {known.name_all(words)}" for who, words in heard.items()]


def _heard_otherwise(event: Event, heard: Mapping[str, str], known: References) -> list[str]:
    told = event.hears if isinstance(event, CallEvent) else {}
    names = [*told, *(name for name in heard if name not in told)]
    if all(known.match(told.get(name, ""), heard.get(name, "")) for name in names):
        return []
    lines = _heard(told, References()) + _heard(heard, known)
    return [f"{'-' if n < len(told) else '+'} {line}" for n, line in enumerate(lines)]
