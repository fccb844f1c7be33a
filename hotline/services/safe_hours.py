"""Safe hours: outside of them nothing is sent to a member but answers to their own texts and calls.

What they hold is for hotline/domain/reachability.py, and for planning. Nothing is lost: it leaves when the
hours begin.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any, Literal

from flows.effects import Found
from flows.turns import Performed
from hotline.domain.schedule import QuietHours
from hotline.services.house import House
from hotline.services.scene import Scene

Answers = Mapping[str, Any]


def unsafe(house: House, safe_from: int | None, safe_until: int | None) -> QuietHours | None:
    """The hours in which nothing may be sent, from the minutes of the day that are safe."""
    if safe_from is None or safe_until is None:
        return None
    return QuietHours(_clock(safe_until), _clock(safe_from), house.community.zone)


def find(scene: Scene, _: Answers) -> Performed[Found]:
    """The hours that are set, if any."""
    member = scene.member
    if member.safe_from is None or member.safe_until is None or member.hidden_at is not None:
        return Performed("none")
    hours = {"from": _shown(member.safe_from), "until": _shown(member.safe_until)}
    return Performed("some", hours)


def put(scene: Scene, answers: Answers) -> Performed[Literal["set"]]:
    """Keep the hours that were typed."""
    begins, ends = (_minutes(str(answers[key])) for key in ("from", "until"))
    scene.change_member(safe_from=begins, safe_until=ends)
    return Performed("set")


def remove(scene: Scene, _: Answers) -> Performed[Literal["removed"]]:
    """Texts at any hour again."""
    scene.change_member(safe_from=None, safe_until=None)
    return Performed("removed")


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _clock(minutes: int) -> time:
    return time(*divmod(minutes, 60))


def _shown(minutes: int) -> str:
    return f"{_clock(minutes):%H:%M}"
