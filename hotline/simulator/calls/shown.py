"""A call as the control page shows it, in JSON: what is written there, and read by a phone in a terminal."""

from typing import TypedDict


class ShownUtterance(TypedDict):
    """Something that came out of a phone."""

    kind: str
    words: str
    language: str
    voice: str
    cut: bool


class ShownWaiting(TypedDict):
    """What the call waits for."""

    what: str
    seconds: int


class ShownCall(TypedDict):
    """A call, to the phone that it is of."""

    sid: str
    status: str
    direction: str
    caller: str
    waiting: ShownWaiting | None
    ended: bool
    heard: list[ShownUtterance]
