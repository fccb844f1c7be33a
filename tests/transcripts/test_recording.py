"""A story is recorded as it really goes, and nothing in it is touched that is true already."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

from tests.transcripts.calls.script import CallEvent, read_call_story
from tests.transcripts.calls.stage import CallStage
from tests.transcripts.comparing import References
from tests.transcripts.recording import record
from tests.transcripts.script import Event, Story, read_story
from tests.transcripts.stage import Stage

HERE = Path(__file__).parent


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


def numbered(event: Event, known: References) -> Event:
    if isinstance(event, CallEvent):
        return replace(event, keys=known.put_in(event.keys))
    return event if event.words is None else replace(event, words=known.put_in(event.words))


SPOILT: dict[str, Callable[[list[str]], Iterator[str]]] = {
    "nothing": lambda lines: iter(lines),
    "other words": lambda lines: (line.replace("Request {ref} is", "It is") for line in lines),
    "all words": lambda lines: (f"{line} then" if " < " in line else line for line in lines),
    "a text too many": lambda lines: (
        each
        for line in lines
        for each in ([line, "Maya < And more."] if line.startswith("Maya < ") else [line])
    ),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_what_is_no_longer_true_is_put_right_and_all_else_stays(
    spoil: Callable[[list[str]], Iterator[str]],
    set_stage: Callable[[Story], Stage],
    tmp_path: Path,
) -> None:
    true = (HERE / "stories" / "drop-en.txt").read_text("utf-8")
    file = tmp_path / "spoilt.txt"
    file.write_text("\n".join(spoil(true.splitlines())) + "\n", "utf-8")
    story = read_story(file)
    assert record(file.read_text("utf-8"), story, set_stage(story), numbered) == true


def test_what_phones_hear_is_put_right(set_stage: Callable[..., Stage], tmp_path: Path) -> None:
    true = (HERE / "calls" / "stories" / "blocked-midway.txt").read_text("utf-8")
    file = tmp_path / "spoilt.txt"
    file.write_text(true.replace("Goodbye.", "So long."), "utf-8")
    story = read_call_story(file)
    stage = set_stage(story, CallStage)
    assert isinstance(stage, CallStage)
    stage.attend()
    text = file.read_text("utf-8")
    assert text != true
    assert record(text, story, stage, numbered, lambda: stage.heard) == true


def test_a_line_that_changed_in_many_stories_is_shown_once() -> None:
    diff = [
        *(
            "diff --git a/a.txt b/a.txt",
            "--- a/a.txt",
            "+++ b/a.txt",
            "@@ -1 +1 @@",
            "-old",
            "+new",
        ),
        *("@@ -9 +9 @@", "-old", "+new"),
        *("diff --git a/b.txt b/b.txt", "--- a/b.txt", "+++ b/b.txt", "-old", "+new", "+other"),
    ]
    assert _tool().changed_lines(diff) == [("-old", 2), ("+new", 2), ("+other", 1)]


def _tool() -> Any:
    spec = spec_from_file_location("record", HERE.parents[1] / "tools" / "record.py")
    assert spec is not None
    assert spec.loader is not None
    tool = module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool
