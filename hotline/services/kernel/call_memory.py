"""What a call remembers between its steps: every word of it, and the one place of reading and writing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypedDict

from flows.text.prompts import Value
from hotline.services.kernel.answers import number
from hotline.store.voice.calls import Call

FORMAT = 1
RECORDING = "@recording"  # stands for a message where a recording is played


class UnknownFormat(ValueError):
    """A call remembers something in a form that this release does not write."""


class RememberedNews(TypedDict):
    """A piece of news (services/outbound/news.py); `came_at` in ISO form."""

    format: int
    message: str
    args: Mapping[str, Value]
    came_at: str


class Search(TypedDict):
    """Looking for a person (services/voice/nodes/hunt_group.py); moments in ISO form, members by id."""

    wish: str
    since: str
    asked: str  # the caller, whether they wait
    missed: list[int]
    through: bool


class CallMemory(TypedDict, total=False):
    """JSON values, each there from the step that first has it."""

    # How the call goes.
    chosen: bool  # a language was
    retries: int  # in a row, in this menu
    menu: bool  # was said once
    then: str  # where it goes on after a detour
    pin: bool  # was given
    behind: str  # the node that the PIN was asked for
    # What it was placed for.
    news: list[RememberedNews]
    tries: int
    heard: bool  # what it was placed for was
    bridge: int
    announced: bool  # both sides know that the bridge's call comes
    # A flow.
    session: int
    step: str
    digits: int | None  # how many keys the open question takes; None for any number
    about: str  # the reference of what is spoken about
    reference: str  # of the request that was just made
    given: str  # that reference, once said
    # People.
    persons: int  # how often a person was wished for
    search: Search
    ring: int
    # Recordings.
    purpose: str  # of the one that is made
    recording: int
    queue: list[int]  # those still to be heard
    listening: int | None


@dataclass(frozen=True)
class SpokenLine:
    """A message to say aloud, as it is kept with the call: plain values."""

    id: str
    args: Mapping[str, Value]
    language: str


def recording_line(recording_id: int, until: int, language: str) -> SpokenLine:
    """A recording to play, whose address holds until then, in seconds since 1970."""
    return SpokenLine(RECORDING, {"id": recording_id, "until": until}, language)


def recording_in(line: SpokenLine) -> tuple[int, int] | None:
    """The recording that a line plays, and until when its address holds; None for words."""
    if line.id != RECORDING:
        return None
    return number(line.args, "id"), number(line.args, "until")


def memory_of(call: Call) -> CallMemory:
    """What the call remembers; nothing once it is over. Raises UnknownFormat."""
    memory: CallMemory = _known(call).get("memory", {})
    return memory


def lines_of(call: Call) -> list[SpokenLine]:
    """What was said last. Raises UnknownFormat."""
    return [SpokenLine(**line) for line in _known(call).get("lines", ())]


def as_data(memory: CallMemory, lines: Sequence[SpokenLine] = ()) -> dict[str, object]:
    """Both as JSON values, to be written to `calls.data`."""
    return {"format": FORMAT, "memory": memory, "lines": [asdict(line) for line in lines]}


def _known(call: Call) -> dict[str, Any]:
    found = call.data.get("format", FORMAT)
    if found != FORMAT:
        raise UnknownFormat(f"a call of format {found}; this release writes {FORMAT}")
    return call.data
