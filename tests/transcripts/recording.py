"""Writing a story down as it really goes. What is still true stays as it stands, byte for byte."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from sqlalchemy import select

from hotline.store.schema import references
from tests.transcripts.comparing import References
from tests.transcripts.script import NEW_LINE, Event, Story
from tests.transcripts.stage import Stage

_CAME = re.compile(r"\s*(\w+) (<|hears) ?(.*)")


@dataclass(frozen=True)
class Came:
    """What came to a phone, as a line of a story has it: a text (`<`), or what it `hears`."""

    name: str
    verb: str
    words: str
    reply: bool = False

    def line(self, known: References) -> str:
        """The line, with the names of numbers."""
        return f"{self.name} {self.verb} {known.name_all(self.words)}".replace("\n", NEW_LINE)


def record(
    text: str,
    story: Story,
    stage: Stage,
    put_in: Callable[[Event, References], Event],
    heard: Callable[[], Mapping[str, str]] = dict,
) -> str:
    """Play the events of a story and give its text anew, with what really came.

    `put_in` gives an event the numbers that it names; `heard` says what came out of the phones with it.
    """
    known, lines = References(), list[str]()
    head, *blocks = _blocks(text, [event.line for event in story.events])
    for event, (first, *told) in zip(story.events, blocks, strict=True):
        texts = [
            Came(each.name, "<", each.words, each.reply)
            for each in stage.play(put_in(event, known))
        ]
        came = [*(Came(name, "hears", words) for name, words in heard().items()), *texts]
        kept = _kept(told, came, known)
        name_new(stage, known)
        lines += [first, *_told_anew(told, kept, came, known)]
    return "\n".join([*head, *lines]) + "\n"


def name_new(stage: Stage, known: References) -> None:
    """Numbers given since are named ref, ref2, ref3 …"""
    with stage.app.database.reading() as db:
        codes = db.execute(select(references.c.code).order_by(references.c.subject_id)).scalars()
        new = [code for code in codes if code not in known.values()]
    names = (f"ref{n}" if n > 1 else "ref" for n in count(1))
    free = (name for name in names if name not in known)
    known.update(zip(free, new, strict=False))


def _blocks(text: str, events: Sequence[str]) -> list[list[str]]:
    """The lines of a story: those before its first event, then each event with what follows it."""
    blocks, following = [list[str]()], iter([*events, None])
    event = next(following)
    for line in text.splitlines():
        if line.strip() == event:
            blocks.append([])
            event = next(following)
        blocks[-1].append(line)
    return blocks


def _kept(told: Sequence[str], came: Sequence[Came], known: References) -> dict[int, int]:
    """Which line is which of what came, by their places, where it is still true as it stands."""
    kept: dict[int, int] = {}
    for at, (name, verb, words) in _phones(told):
        for index, each in enumerate(came):
            same = index not in kept.values() and (each.name, each.verb) == (name, verb)
            if same and known.match(words.replace(NEW_LINE, "\n"), each.words):
                kept[at] = index
                break
    return kept


def _phones(told: Sequence[str]) -> Iterator[tuple[int, tuple[str, str, str]]]:
    for at, line in enumerate(told):
        if found := _CAME.fullmatch(line):
            yield at, (found[1], found[2], found[3])


def _told_anew(
    told: Sequence[str], kept: Mapping[int, int], came: Sequence[Came], known: References
) -> list[str]:
    """The lines with others in place of those that are no longer true."""
    places, left = dict(kept), [n for n in range(len(came)) if n not in kept.values()]
    for at, (name, verb, _) in _phones(told):
        other = next((n for n in left if (came[n].name, came[n].verb) == (name, verb)), None)
        if at not in places and other is not None:
            places[at] = other
            left.remove(other)
    places = _in_order(places, came)
    lines = {at: line for at, line in enumerate(told) if not _CAME.fullmatch(line)}
    lines |= {
        at: told[at] if kept.get(at) == n else came[n].line(known) for at, n in places.items()
    }
    last = max(places, default=-1)
    before, after = (
        [lines[at] for at in sorted(lines) if (at <= last) is side] for side in (True, False)
    )
    return [*before, *(came[n].line(known) for n in left), *after]


def _in_order(places: Mapping[int, int], came: Sequence[Came]) -> dict[int, int]:
    """The same places, with the replies in the order in which they came."""
    replies = sorted(at for at, n in places.items() if came[n].reply)
    return {**places, **dict(zip(replies, sorted(places[at] for at in replies), strict=True))}
