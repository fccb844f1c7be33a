"""PINs: set and taken away by text, asked for in calls.

Anybody can show a caller ID that is not theirs. So whoever has set a PIN is asked for it before a
call tells anything private, and where they wish a text too (services/locks.py). Wrong tries lock it for
what is private alone, and texts go on as ever.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

import structlog

from flows.effects import Found
from flows.turns import Performed
from hotline.domain import pins as rules
from hotline.services.kernel import pin_hashing
from hotline.services.kernel.unit_of_work import Desk
from hotline.services.scene import Scene
from hotline.store import pins
from hotline.store.pins import Pin

Answers = Mapping[str, Any]

log = structlog.get_logger(__name__)


def find(scene: Scene, _: Answers) -> Performed[Found]:
    """Whether the member has a PIN."""
    known = scene.member.hidden_at is None and pins.is_set(scene.db, scene.member.id)
    return Performed("some" if known else "none")


def put(scene: Scene, answers: Answers) -> Performed[Literal["set"]]:
    """Set the PIN that was typed, in place of any other; a lock is lifted with it."""
    digest = pin_hashing.new(str(answers["pin"]))
    pins.put(scene.db, scene.house.vault, scene.member.id, digest, scene.now)
    return Performed("set")


def remove(scene: Scene, _: Answers) -> Performed[Literal["removed"]]:
    """Take the PIN away."""
    pins.remove(scene.db, scene.member.id)
    scene.change_member(pin_in_texts=False, unlocked_until=None)
    return Performed("removed")


def asked(desk: Desk, member_id: int) -> bool:
    """Whether a call must ask this member for a PIN before anything private."""
    return pins.is_set(desk.db, member_id)


def check(desk: Desk, member_id: int, typed: str) -> bool:
    """Whether this is the member's PIN, and may be tried now. The member is locked.

    Every answer costs the same hash and compares all of it: nobody learns from the time whether a
    wrong PIN, a locked one or too many tries of the whole line was the reason. True where there is
    no PIN. Hashes while no transaction is open; what is counted is read again afterwards.
    """
    pin = pins.find(desk.db, desk.house.vault, member_id)
    if pin is None:
        return True
    salt, known = pin.digest[: pin_hashing.SALT], pin.digest[pin_hashing.SALT :]
    right = hmac.compare_digest(pin_hashing.of(typed, salt), known)
    locked, too_many = _is_locked(pin, desk.now), _too_many(desk)
    if right and not locked and not too_many:
        pins.note_right(desk.db, member_id)
        return True
    if not right and not locked:
        _note_wrong(desk, member_id, pin)
    return False


def _is_locked(pin: Pin, now: datetime) -> bool:
    return pin.locked_until is not None and pin.locked_until > now


def _too_many(desk: Desk) -> bool:
    """So many wrong tries on the whole line that somebody is trying numbers and PINs by machine."""
    wrong = pins.wrong_since(desk.db, desk.now - rules.LINE_WINDOW)
    if wrong >= rules.MOST_OF_THE_LINE:
        log.warning("pin.line_limit", count=wrong)
    return wrong >= rules.MOST_OF_THE_LINE


def _note_wrong(desk: Desk, member_id: int, pin: Pin) -> None:
    misses, locks, until = pin.misses + 1, pin.locks, None
    if misses >= rules.MOST_MISSES:
        misses, locks, until = 0, locks + 1, desk.now + rules.lock_after(locks)
        log.warning("pin.locked", count=locks)
    pins.note_wrong(desk.db, member_id, desk.now, misses=misses, locks=locks, locked_until=until)
