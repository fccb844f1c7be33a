"""Vouching: how well the community knows a member is changed here alone, and what waited for it leaves."""

from __future__ import annotations

from hotline.services.kernel.unit_of_work import UnitOfWork
from hotline.services.outbound import voice_notices
from hotline.services.outbound.notify import tell_of_released
from hotline.store.messages import held_messages
from hotline.store.people import members


def set_level(uow: UnitOfWork, member_id: int, level: int) -> None:
    """Change the level (0 to 3) of a member, whose row is locked; what waited for a higher one leaves."""
    before = members.get(uow.db, member_id).level
    members.change(uow.db, member_id, level=level)
    if level > before:
        _release(uow, member_id, level)


def _release(uow: UnitOfWork, member_id: int, level: int) -> None:
    """The words of those whom they help leave in the order in which they came, as far as this level gets
    them; what was written over a match that did not hold goes."""
    unvouched = uow.app.community.without_words(level)
    if held_messages.release_vouched(uow.db, member_id, unvouched, uow.now):
        uow.wakeups.add("deliver")
        tell_of_released(uow, members.get(uow.db, member_id))
    voice_notices.release(uow, member_id)
