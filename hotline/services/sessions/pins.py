"""PINs: set and taken away by text, asked for in calls.

Anybody can show a caller ID that is not theirs. So whoever has set a PIN is asked for it before a
call tells anything private, and where they wish a text too (services/sessions/pin_gate.py). Wrong tries
lock it for what is private alone, and texts go on as ever.
"""

from __future__ import annotations

import hmac
from datetime import datetime
from typing import Literal

import structlog

from flows.engine.effects import Answers, FindPin
from flows.engine.events import EffectResult
from hotline.domain import pins as rules
from hotline.services.kernel import pin_hashing
from hotline.services.kernel.interaction import Interaction
from hotline.services.kernel.unit_of_work import UnitOfWork
from hotline.store.people import pins
from hotline.store.people.pins import Pin

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
    pin = pins.find(uow.db, uow.app.vault, member_id)
    if pin is None:
        return True
    salt, known = pin.digest[: pin_hashing.SALT], pin.digest[pin_hashing.SALT :]
    right = hmac.compare_digest(pin_hashing.of(typed, salt), known)
    locked, too_many = _is_locked(pin, uow.now), _too_many(uow)
    if right and not locked and not too_many:
        pins.note_right(uow.db, member_id)
        return True
    if not right and not locked:
        _note_wrong(uow, member_id, pin)
    return False


def _is_locked(pin: Pin, now: datetime) -> bool:
    return pin.locked_until is not None and pin.locked_until > now


def _too_many(uow: UnitOfWork) -> bool:
    """So many wrong tries on the whole line that somebody is trying numbers and PINs by machine."""
    wrong = pins.wrong_since(uow.db, uow.now - rules.LINE_WINDOW)
    if wrong >= rules.MOST_OF_THE_LINE:
        log.warning("pin.line_limit", count=wrong)
    return wrong >= rules.MOST_OF_THE_LINE


def _note_wrong(uow: UnitOfWork, member_id: int, pin: Pin) -> None:
    misses, locks, until = pin.misses + 1, pin.locks, None
    if misses >= rules.MOST_MISSES:
        misses, locks, until = 0, locks + 1, uow.now + rules.lock_after(locks)
        log.warning("pin.locked", count=locks)
    pins.note_wrong(uow.db, member_id, uow.now, misses=misses, locks=locks, locked_until=until)
