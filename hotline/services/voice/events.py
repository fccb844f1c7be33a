"""What a caller did since the last document."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Digits:
    """Keys that were pressed, as they came: digits, *, #."""

    keys: str


@dataclass(frozen=True)
class Silence:
    """Nothing was pressed, or nothing was said into a recording."""


@dataclass(frozen=True)
class Recorded:
    """A recording was made; `sid` is the provider's id of it, `seconds` its length, 1 or more.

    `hung_up`: the caller ended it by hanging up, so that nothing can be asked about it any more.
    """

    sid: str
    seconds: int
    hung_up: bool = False


@dataclass(frozen=True)
class HungUp:
    """The caller is gone."""


@dataclass(frozen=True)
class Dialled:
    """A phone that was rung for the caller rings no more, or the conversation with it is over.

    `joined`: whether the two could speak; None where the provider does not say. `unanswered`: it rang,
    and nobody took it up or turned it down.
    """

    joined: bool | None
    unanswered: bool = False


Event = Digits | Silence | Recorded | HungUp | Dialled
