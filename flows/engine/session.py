"""Where a member is in a flow: plain, versioned data, written out between any two messages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time

from flows.text.prompts import Value

FORMAT = 1
_TIME = "time of day"  # how a datetime.time is written: {"time of day": "08:00:00"}


class UnreadableSession(ValueError):
    """A stored session that is not one of ours, or of a format that this version does not know."""


@dataclass(frozen=True)
class Session:
    """Where a member is: the flow and its version, the open step, what is answered so far.

    trail  the questions answered, in order: where BACK leads
    past   the answers as they stood before each of those, so that BACK undoes one exactly
    retries unreadable answers in a row to the open question
    """

    flow: str
    version: str
    step: str
    answers: Mapping[str, Value] = field(default_factory=dict)
    trail: tuple[str, ...] = ()
    retries: int = 0
    format: int = FORMAT
    past: tuple[Mapping[str, Value], ...] = ()

    def to_json(self) -> str:
        """This session as JSON text; `from_json` gives an equal one."""
        return json.dumps(vars(self), ensure_ascii=False, sort_keys=True, default=_write)

    @staticmethod
    def from_json(text: str) -> Session:
        """The session that `to_json` wrote. Raises UnreadableSession for anything else."""
        try:
            held = json.loads(text, object_hook=_read)
            held |= {"trail": tuple(held["trail"]), "past": tuple(held["past"])}
            session = Session(**held)
        except (ValueError, TypeError, KeyError) as error:
            raise UnreadableSession("not a stored session") from error
        if session.format != FORMAT:
            raise UnreadableSession(f"session format {session.format!r}, expected {FORMAT}")
        return session


def _write(value: object) -> object:
    if isinstance(value, time):
        return {_TIME: value.isoformat()}
    raise TypeError(f"an answer cannot be a {type(value).__name__}")


def _read(held: dict[str, Value]) -> Value:
    return time.fromisoformat(str(held[_TIME])) if held.keys() == {_TIME} else held
