"""Safe hours: outside of them nothing is sent to a member but answers to their own texts and calls.

What they hold is for hotline/domain/reachability.py, and for planning. Nothing is lost: it leaves when the
hours begin.
"""

from __future__ import annotations

from datetime import time
from typing import Literal

from flows.engine.effects import Answers, Found
from flows.engine.events import EffectResult
from hotline.domain.schedule import QuietHours
from hotline.services.kernel.app import App
from hotline.services.kernel.interaction import Interaction


def unsafe(app: App, safe_from: int | None, safe_until: int | None) -> QuietHours | None:
    """The hours in which nothing may be sent, from the minutes of the day that are safe."""
    if safe_from is None or safe_until is None:
        return None
    return QuietHours(_clock(safe_until), _clock(safe_from), app.community.zone)


def find(interaction: Interaction, _: Answers) -> EffectResult[Found]:
    """The hours that are set, if any."""
    member = interaction.member
    if member.safe_from is None or member.safe_until is None or member.hidden_at is not None:
        return EffectResult("none")
    hours = {"from": _shown(member.safe_from), "until": _shown(member.safe_until)}
    return EffectResult("some", hours)


def put(interaction: Interaction, answers: Answers) -> EffectResult[Literal["set"]]:
    """Keep the hours that were typed."""
    begins, ends = (_minutes(str(answers[key])) for key in ("from", "until"))
    interaction.change_member(safe_from=begins, safe_until=ends)
    return EffectResult("set")


def remove(interaction: Interaction, _: Answers) -> EffectResult[Literal["removed"]]:
    """Texts at any hour again."""
    interaction.change_member(safe_from=None, safe_until=None)
    return EffectResult("removed")


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _clock(minutes: int) -> time:
    return time(*divmod(minutes, 60))


def _shown(minutes: int) -> str:
    return f"{_clock(minutes):%H:%M}"
