"""The PIN that acting for the team by text takes: a number proves nothing, and a phone may lie open.

Words to members as "our team", taking a request, ending a talk, and blocking wait, sealed, in a session of
the flow `team-pin` until the PIN comes; then the team's texts are open for a while. Whoever has no PIN yet
chooses one there, behind a code that only the phone itself is told: a forger never reads what we answer.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from typing import Literal

from flows.engine.effects import Answers, CheckPin, SetTeamPin
from flows.engine.events import EffectResult
from flows.text.prompts import Value
from hotline.services.kernel.interaction import Interaction
from hotline.services.sessions import flow_sessions, pin_gate, pins

FLOW = "team-pin"
WORDS = "WORDS"  # in place of a command: words behind a reference
_CODE_DIGITS = 6

Held = tuple[str, str, str]
"""The command, the reference, and the words behind it, empty where there are none."""


def holds(interaction: Interaction, verb: str, reference: str, words: str = "") -> bool:
    """Whether the PIN must come first; then this is kept until it has, behind what was kept before."""
    until = interaction.member.unlocked_until
    if interaction.channel != "text" or (until is not None and until > interaction.now):
        return False
    answers = _answers_before(interaction)
    held = [*held_in(answers), (verb, reference, words)]
    kept = {"code": answers["code"]} if "code" in answers else {}  # the one that they were told
    flow_sessions.begin(interaction, FLOW, {"held": [list(each) for each in held], **kept})
    return True


def _answers_before(interaction: Interaction) -> Answers:
    unfinished = flow_sessions.open_sessions(interaction)
    return next((k.session.answers for k in unfinished if k.session.flow == FLOW), {})


def held_in(answers: Answers) -> Sequence[Held]:
    """What a session of the flow keeps, in the order in which it was written."""
    held = answers.get("held")
    rows: Sequence[Value] = held if isinstance(held, list) else []
    return [(str(row[0]), str(row[1]), str(row[2])) for row in rows if isinstance(row, list)]


def make_code(_: Interaction, __: Answers) -> EffectResult[Literal["made"]]:
    """A code that goes to the phone itself, in our answer."""
    code = f"{secrets.randbelow(10**_CODE_DIGITS):0{_CODE_DIGITS}}"
    return EffectResult("made", {"code": code})


def check_code(_: Interaction, answers: Answers) -> EffectResult[CheckPin]:
    """Whether it came back."""
    right = hmac.compare_digest(str(answers["typed"]), str(answers["code"]))
    return EffectResult("right" if right else "wrong")


def put(interaction: Interaction, answers: Answers) -> EffectResult[SetTeamPin]:
    """The first PIN of a coordinator; one that was set meanwhile stays, and must be typed."""
    if pins.asked(interaction, interaction.member.id):
        return EffectResult("before")
    pins.put(interaction, answers)
    interaction.change_member(unlocked_until=interaction.now + pin_gate.OPEN_FOR)
    return EffectResult("set")
