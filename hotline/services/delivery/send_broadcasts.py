"""Broadcasts on their way: given out a few at a time, behind everything else.

A job may run twice, or in two workers at once: the broadcast's row is locked while some of its readers
get it, and a unique key lets nobody have it twice. No more than a handful of its texts wait in the outbox
at any moment, so that stopping it takes back nearly everything, and whatever else is due overtakes it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from hotline.domain.messages import Kind
from hotline.domain.schedule import quiet_end
from hotline.services.kernel.app import App
from hotline.services.kernel.unit_of_work import UnitOfWork, in_unit_of_work
from hotline.services.outbound import compose
from hotline.services.outbound.envelope import Envelope
from hotline.services.outbound.notify import notify
from hotline.services.sessions import spending
from hotline.store.messages import broadcast_readers, broadcasts
from hotline.store.messages.broadcasts import EVERYBODY, Broadcast

BATCH = 40  # texts of one broadcast that may wait in the outbox, ready to leave
_SOON, _LATER = timedelta(seconds=1), timedelta(minutes=1)
_POORER = timedelta(minutes=5)  # an operator may raise the day's money


def run_due(app: App) -> int:
    """Give out a little of each that is due; to how many. Safe to repeat."""
    with app.database.reading() as db:
        ids = broadcasts.due(db, app.clock())
    return sum(_step(app, broadcast_id) for broadcast_id in ids)


def _step(app: App, broadcast_id: int) -> int:
    def work(uow: UnitOfWork) -> int:
        found = broadcasts.locked(uow.db, broadcast_id, wait=False)
        if found is None or found.due_at is None or found.due_at > uow.now:
            return 0  # another worker has it, or has had it
        if found.state == "draft":
            broadcasts.drop(uow.db, found.id, "expired", uow.now)
            return 0
        return _go_on(uow, found)

    return in_unit_of_work(app, work)


def _go_on(uow: UnitOfWork, broadcast: Broadcast) -> int:
    opens = quiet_end(uow.now, uow.app.community.quiet_hours)
    if opens > uow.now:
        broadcasts.change(uow.db, broadcast.id, due_at=opens)
        return 0
    ready, left, next_at = broadcasts.pending(uow.db, broadcast.id, uow.now)
    if broadcast.is_given_to_all:
        _see_to_the_end(uow, broadcast, left, next_at)
        return 0
    words = broadcasts.words_of(uow.db, uow.app.vault, broadcast.id)
    room = _room(uow, words, BATCH - ready)
    if room <= 0:
        out_of_money = ready < BATCH
        wait = _POORER if out_of_money else _SOON
        broadcasts.change(uow.db, broadcast.id, due_at=uow.now + wait)
        return 0
    return _give(uow, broadcast, words, room)


def _give(uow: UnitOfWork, broadcast: Broadcast, words: dict[str, str], room: int) -> int:
    found = broadcast_readers.readers(uow.db, broadcast, words, room)
    for reader in found:
        if not broadcasts.is_given(uow.db, broadcast.id, reader.id):
            text = words[reader.language]
            given = Envelope(member_id=reader.id, words=text, kind=Kind.BROADCAST, waits=True)
            if ids := notify(uow, given).message_ids:
                broadcasts.note_given(uow.db, broadcast.id, reader.id, list(ids))
    last = found[-1].id if len(found) == room else EVERYBODY
    due_at = uow.now + _SOON
    broadcasts.change(uow.db, broadcast.id, after_member=last, due_at=due_at)
    return len(found)


def _see_to_the_end(
    uow: UnitOfWork, broadcast: Broadcast, left: int, next_at: datetime | None
) -> None:
    """It is over once nothing waits any more: until then it can be stopped."""
    if not left:
        broadcasts.move(uow.db, broadcast.id, "done", ended_at=uow.now, due_at=None)
        return
    soon, later = uow.now + _SOON, uow.now + _LATER
    broadcasts.change(uow.db, broadcast.id, due_at=min(max(next_at or soon, soon), later))


def _room(uow: UnitOfWork, words: dict[str, str], most: int) -> int:
    """To how many it can be given now, with what is left of today's money."""
    spend = uow.app.community.limits.spend
    if not spend.per_day or not spend.segment or most <= 0:
        return most
    left = spend.per_day - spending.today(uow.app, uow.db, uow.now)
    segments = int(left / spend.segment) - broadcasts.segments_left(uow.db)
    dearest = max(
        (compose.segments_of(uow.app, text, language, greeted=False)
         for language, text in words.items()),
        default=1,
    )  # fmt: skip
    return min(most, segments // dearest)
