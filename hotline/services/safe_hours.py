"""Safe hours: outside of them nothing is sent to a member but answers to their own texts and calls.

They are looked at where a text begins (post.send) and once more where it leaves (deliver), in planning, and
wherever a phone would ring. Nothing is lost: what is held leaves when the hours begin.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import TYPE_CHECKING, Any, Literal

from flows.effects import Found
from flows.turns import Performed
from hotline.domain.schedule import QuietHours, quiet_end
from hotline.services.house import House

if TYPE_CHECKING:
    from hotline.services.scene import Scene
    from hotline.store.members import Member

Answers = Mapping[str, Any]


def unsafe(house: House, safe_from: int | None, safe_until: int | None) -> QuietHours | None:
    """The hours in which nothing may be sent, from the minutes of the day that are safe."""
    if safe_from is None or safe_until is None:
        return None
    return QuietHours(_clock(safe_until), _clock(safe_from), house.community.zone)


def opening(
    house: House, safe_from: int | None, safe_until: int | None, moment: datetime
) -> datetime:
    """The first moment from `moment` on at which something may be sent."""
    hours = unsafe(house, safe_from, safe_until)
    return moment if hours is None else quiet_end(moment, hours)


def open_now(house: House, member: Member, now: datetime) -> bool:
    """Whether something may be sent to this member now."""
    return opening(house, member.safe_from, member.safe_until, now) <= now


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
