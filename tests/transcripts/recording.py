"""Writing a story down as it really goes: the events as they stand, the arrivals anew."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from pathlib import Path

from sqlalchemy import select

from hotline.store.schema import references
from tests.transcripts.comparing import References, shown
from tests.transcripts.script import Story
from tests.transcripts.stage import Stage


def record(path: Path, story: Story, stage: Stage, directory: Path) -> None:
    """Play the events of a story and write it to `directory` with what arrived."""
    known, events = References(), iter(story.events)
    lines = []
    for line in path.read_text("utf-8").splitlines():
        if " < " in line.partition(">")[0]:
            continue
        lines.append(line)
        if not any(line.strip() == event.line for event in story.events):
            continue
        event = next(events)
        words = None if event.words is None else known.put_in(event.words)
        arrived = stage.play(replace(event, words=words))
        name_new(stage, known)
        lines += [
            shown(replace(arrival, words=known.name_all(arrival.words))) for arrival in arrived
        ]
    directory.joinpath(path.name).write_text("\n".join(lines) + "\n", "utf-8")


def name_new(stage: Stage, known: References) -> None:
    """Numbers given since are named ref, ref2, ref3 …"""
    with stage.house.database.reading() as db:
        codes = db.execute(select(references.c.code).order_by(references.c.subject_id)).scalars()
        new = [code for code in codes if code not in known.values()]
    names = (f"ref{n}" if n > 1 else "ref" for n in count(1))
    free = (name for name in names if name not in known)
    known.update(zip(free, new, strict=False))
