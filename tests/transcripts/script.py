"""Stories as text files: who takes part, then what is texted and what arrives, line by line.

    # A comment.
    start 2026-03-02 11:00                      the hour on the community's clocks; this is the default
    community dispatch.waves = [1, 1]           a setting other than the default community's
    phone Maya +9613000001                      somebody who was never here
    phone Rana +9613000002 ar                   somebody who has been here before
    helper Sam +9613000003 en food harbour      …with an offer: languages, categories, areas; of level 1
    helper Nour +9613000004 ar;en food;talk all level 2 new      …of another level, not yet greeted
    helper Rami +9613000005 en food all by call                  …whose phone takes no texts
    coordinator Kim +96170000001 en             …who has typed a PIN a moment ago
    coordinator Rana +96170000002 ar closed     …who has not, and has none yet

    Maya > need food                            a text to the hotline
    Maya < Which area? …                        a text that Maya's phone receives, word for word
    [10m later]                                 the clock moves on, and what falls due happens
    [at 08:05]                                  …to the next time that clocks show this
    Maya sends a photo                          a text without words
    Kim blocks Maya                             the team's doing, for which there is no text yet
    Kim vouches for Sam                         …to level 1
    Kim plans Sam listener 2026-03-03 18:00-22:00                …a shift

The order of `<` lines after one event matters for one phone's replies only. Every text that arrives must
stand in the story. {name} stands for a number that is seen for the first time and is the same from then
on; {name:ar} is the same in Arabic digits. ⏎ is a line break.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

NEW_LINE = "⏎"
_TEXT = re.compile(r"(\w+) ([<>]) ?(.*)")
_LATER = re.compile(r"\[(\d+)(s|m|h|d) later\]")
_AT = re.compile(r"\[at (\d\d:\d\d)\]")
_PHOTO = re.compile(r"(\w+) sends a photo")
_BLOCKS = re.compile(r"\w+ blocks (\w+)")
_VOUCHES = re.compile(r"\w+ vouches for (\w+)")
_PLANS = re.compile(r"\w+ plans (\w+) (listener|coordinator) (\S+) (\d\d:\d\d)-(\d\d:\d\d)")
_SETTING = re.compile(r"community ([\w.]+) = (.+)")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


@dataclass(frozen=True)
class Person:
    """Somebody with a phone. `known`: has been here before; `by_call`: is called, not texted.

    `closed`: a coordinator who has no PIN yet."""

    name: str
    number: str
    languages: str = ""
    categories: str = ""
    areas: str = ""
    level: int = 0
    known: bool = False
    by_call: bool = False
    closed: bool = False


@dataclass(frozen=True)
class Arrival:
    """A text that a phone receives: a line of the story. `reply`: in answer to a text, at once."""

    name: str
    words: str
    reply: bool = False


@dataclass(frozen=True)
class Plan:
    """A shift: as what, on which day, from when until when on the community's clocks."""

    role: str
    day: date
    begins: time
    ends: time


@dataclass(frozen=True)
class Event:
    """Something that happens, as its line says, and every text that arrives because of it."""

    line: str
    who: str = ""
    words: str | None = None
    photo: bool = False
    blocked: bool = False
    vouched: bool = False
    plan: Plan | None = None
    later: timedelta | None = None
    at: time | None = None
    arrivals: list[Arrival] = field(default_factory=list)


@dataclass
class Story:
    """A story as it is written."""

    start: datetime = datetime(2026, 3, 2, 11, 0)  # noqa: DTZ001 - on the community's clocks
    settings: dict[str, str] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)


class BadStory(ValueError):
    """A line that cannot be read; the message names it."""


def read_story(path: Path) -> Story:
    """Read a story. Raises BadStory."""
    story = Story()
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if not take(story, line):
            raise BadStory(f"{path.name}:{number}: {line}")
    return story


def take(story: Story, line: str) -> bool:
    """Add a line to a story; whether it could be read."""
    return _cast(story, line) or _happens(story, line)


def _cast(story: Story, line: str) -> bool:
    kind, _, rest = line.partition(" ")
    if kind == "start":
        story.start = datetime.fromisoformat(rest)
    elif found := _SETTING.fullmatch(line):
        story.settings[found[1]] = found[2]
    elif kind in ("phone", "helper", "coordinator"):
        story.people.append(_person(kind, rest.split()))
    else:
        return False
    return True


def _person(kind: str, words: list[str]) -> Person:
    if by_call := words[-2:] == ["by", "call"]:
        del words[-2:]
    known, closed = "new" not in words, "closed" in words
    level = int(words[words.index("level") + 1]) if "level" in words else 1
    plain = [w for w in words if w not in ("new", "closed")]
    name, number, *rest = plain[: plain.index("level")] if "level" in plain else plain
    languages = rest[0] if rest else ""
    if kind == "phone":
        return Person(name, number, languages, known=bool(rest))
    if kind == "coordinator":
        return Person(name, number, languages, level=3, known=known, closed=closed)
    return Person(name, number, languages, rest[1], rest[2], level, known, by_call)


def _happens(story: Story, line: str) -> bool:
    text = _TEXT.fullmatch(line)
    if text and text[2] == "<":
        if not story.events:
            return False
        story.events[-1].arrivals.append(Arrival(text[1], text[3].replace(NEW_LINE, "\n")))
        return True
    event = Event(line, text[1], text[3].replace(NEW_LINE, "\n")) if text else _other_event(line)
    if event is not None:
        story.events.append(event)
    return event is not None


def _other_event(line: str) -> Event | None:
    """What happens besides texts."""
    if found := _LATER.fullmatch(line):
        return Event(line, later=timedelta(**{_UNITS[found[2]]: int(found[1])}))
    if found := _AT.fullmatch(line):
        return Event(line, at=time.fromisoformat(found[1]))
    if found := _PHOTO.fullmatch(line):
        return Event(line, found[1], photo=True)
    if found := _BLOCKS.fullmatch(line):
        return Event(line, found[1], blocked=True)
    if found := _VOUCHES.fullmatch(line):
        return Event(line, found[1], vouched=True)
    if found := _PLANS.fullmatch(line):
        hours = time.fromisoformat(found[4]), time.fromisoformat(found[5])
        return Event(line, found[1], plan=Plan(found[2], date.fromisoformat(found[3]), *hours))
    return None
