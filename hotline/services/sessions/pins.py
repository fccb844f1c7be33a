"""PINs: set and taken away by text, asked for in calls.

Anybody can show a caller ID that is not theirs. So whoever has set a PIN is asked for it before a
call tells anything private, and where they wish a text too (services/sessions/pin_gate.py). Wrong tries
lock it for what is private alone, each way apart (domain/pins.py), and texts go on as ever.
"""

from __future__ import annotations

import hmac
from typing import Literal

import structlog

from flows.engine.effects import Answers, FindPin
from flows.engine.events import EffectResult
from hotline.domain import pins as rules
from hotline.services.kernel import pin_hashing
from hotline.services.kernel.call_interaction import CallInteraction
from hotline.services.kernel.interaction import Interaction
from hotline.services.kernel.unit_of_work import UnitOfWork
from hotline.store.people import pins

log = structlog.get_logger(__name__)


def find(interaction: Interaction, _: Answers) -> EffectResult[FindPin]:
    """Whether the member has a PIN."""
    known = interaction.member.hidden_at is None and pins.is_set(
        interaction.db, interaction.member.id
    )
    if known:
        return EffectResult("some")
    return EffectResult("team" if interaction.member.is_coordinator else "none")


def put(interaction: Interaction, answers: Answers) -> EffectResult[Literal["set"]]:
    """Set the PIN that was typed, in place of any other; a lock is lifted with it."""
    digest = pin_hashing.new(str(answers["pin"]))
    pins.put(interaction.db, interaction.app.vault, interaction.member.id, digest, interaction.now)
    return EffectResult("set")


def remove(interaction: Interaction, _: Answers) -> EffectResult[Literal["removed"]]:
    """Take the PIN away."""
    pins.remove(interaction.db, interaction.member.id)
    interaction.change_member(pin_in_texts=False, unlocked_until=None)
    return EffectResult("removed")


def asked(uow: UnitOfWork, member_id: int) -> bool:
    """Whether a call must ask this member for a PIN before anything private."""
    return pins.is_set(uow.db, member_id)


def check(uow: UnitOfWork, member_id: int, typed: str) -> bool:
    """Whether this is the member's PIN, and may be tried now. The member is locked.

    Every answer costs the same hash and compares all of it: nobody learns from the time whether a
    wrong PIN, a locked one or too many tries of the whole line was the reason. True where there is
    no PIN. Hashes while no transaction is open; what is counted is read again afterwards.
    """
    way = _way(uow)
    pin = pins.find(uow.db, uow.app.vault, member_id, way)
    if pin is None:
        return True
    salt, known = pin.digest[: pin_hashing.SALT], pin.digest[pin_hashing.SALT :]
    right = hmac.compare_digest(pin_hashing.of(typed, salt), known)
    if not rules.may_try(pin.tries, uow.now, flooded=_is_flooded(uow)):
        return False
    if right:
        pins.note_right(uow.db, member_id, way)
    else:
        _note_wrong(uow, member_id, way, pin.tries)
    return right


def _way(uow: UnitOfWork) -> rules.Way:
    """A call that we placed rings at the member's own phone; the number of any other can be forged."""
    if isinstance(uow, CallInteraction):
        return "ours" if uow.is_ours else "called"
    return "text"


def _is_flooded(uow: UnitOfWork) -> bool:
    flooded = rules.is_flooded(*pins.wrong_of_the_line(uow.db, uow.now))
    if flooded:
        log.warning("pin.line_limit")
    return flooded


def _note_wrong(uow: UnitOfWork, member_id: int, way: rules.Way, before: rules.Tries) -> None:
    tries = before.after_a_wrong_one(uow.now)
    if tries.locks > before.locks:
        log.warning("pin.locked", count=tries.locks)
    pins.note_wrong(uow.db, member_id, way, uow.now, tries)
