"""Stories in which people call, in the same files' form (see tests.transcripts.script), with:

    Maya calls                                  the phone Maya calls the hotline
    Maya presses 12#                            keys, one right after the other
    Maya waits                                  presses and says nothing until the hotline goes on
    Maya speaks                                 into a recording
    Maya hangs up
    Kim answers                                 Kim's phone rings, and is picked up
    Kim refuses                                 …or not
    Maya hears Which area? … | For a person …   what came out of the phone since: prompt by prompt

A call from a phone that shows no number is made by `nobody`. What is heard ends in [tone] where a
recording begins, in [over] where the hotline has ended the call; [sound] is a recording played.
Numbers spoken digit by digit stand there as digits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from tests.transcripts.script import BadStory, Event, Story, take

_DOES = re.compile(
    r"(\w+) (calls|answers|refuses|waits|speaks|hangs up|presses) ?([0-9*#]*|\{\w+\}#)"
)
_HEARS = re.compile(r"(\w+) hears (.+)")


@dataclass(frozen=True)
class CallEvent(Event):
    """Something that a phone does in a call: `does` is the verb, `keys` those pressed.

    `hears` is what then comes out of each phone, by its name.
    """

    does: str = ""
    keys: str = ""
    hears: dict[str, str] = field(default_factory=dict)


def read_call_story(path: Path) -> Story:
    """Read a story. Raises BadStory."""
    story = Story()
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if not (_in_a_call(story, line) or take(story, line)):
            raise BadStory(f"{path.name}:{number}: {line}")
    return story


def _in_a_call(story: Story, line: str) -> bool:
    if heard := _HEARS.fullmatch(line):
        event = story.events[-1] if story.events else None
        if not isinstance(event, CallEvent) or heard[1] in event.hears:
            return False
        event.hears[heard[1]] = heard[2]
    elif does := _DOES.fullmatch(line):
        story.events.append(CallEvent(line, does[1], does=does[2], keys=does[3]))
    else:
        return False
    return True
