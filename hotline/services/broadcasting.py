"""Broadcasts on their way: given out a few at a time, behind everything else.

A job may run twice, or in two workers at once: the broadcast's row is locked while some of its readers
get it, and a unique key lets nobody have it twice. No more than a handful of its texts wait in the outbox
at any moment, so that stopping it takes back nearly everything, and whatever else is due overtakes it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from hotline.domain.messages import Kind
from hotline.domain.schedule import quiet_end
from hotline.services import post, spending
from hotline.services.house import House
from hotline.services.kernel.unit_of_work import Desk, at_a_desk
from hotline.services.outbound.envelope import Envelope
from hotline.services.outbound.notify import notify
from hotline.store import broadcast_readers, broadcasts
from hotline.store.broadcasts import EVERYBODY, Broadcast

BATCH = 40  # texts of one broadcast that may wait in the outbox, ready to leave
_SOON, _LATER = timedelta(seconds=1), timedelta(minutes=1)
_POORER = timedelta(minutes=5)  # an operator may raise the day's money


def run_due(house: House) -> int:
    """Give out a little of each that is due; to how many. Safe to repeat."""
    with house.database.reading() as db:
        ids = broadcasts.due(db, house.clock())
    return sum(_step(house, broadcast_id) for broadcast_id in ids)


def _step(house: House, broadcast_id: int) -> int:
    def work(desk: Desk) -> int:
        found = broadcasts.locked(desk.db, broadcast_id, wait=False)
        if found is None or found.due_at is None or found.due_at > desk.now:
            return 0  # another worker has it, or has had it
        if found.state == "draft":
            broadcasts.drop(desk.db, found.id, "expired", desk.now)
            return 0
        return _go_on(desk, found)

    return at_a_desk(house, work)


def _go_on(desk: Desk, broadcast: Broadcast) -> int:
    opens = quiet_end(desk.now, desk.house.community.quiet_hours)
    if opens > desk.now:
        broadcasts.change(desk.db, broadcast.id, due_at=opens)
        return 0
    ready, left, next_at = broadcasts.pending(desk.db, broadcast.id, desk.now)
    if broadcast.is_given_to_all:
        _see_to_the_end(desk, broadcast, left, next_at)
        return 0
    words = broadcasts.words_of(desk.db, desk.house.vault, broadcast.id)
    room = _room(desk, words, BATCH - ready)
    if room <= 0:
        out_of_money = ready < BATCH
        wait = _POORER if out_of_money else _SOON
        broadcasts.change(desk.db, broadcast.id, due_at=desk.now + wait)
        return 0
    return _give(desk, broadcast, words, room)


def _give(desk: Desk, broadcast: Broadcast, words: dict[str, str], room: int) -> int:
    found = broadcast_readers.readers(desk.db, broadcast, words, room)
    for reader in found:
        if not broadcasts.is_given(desk.db, broadcast.id, reader.id):
            text = words[reader.language]
            given = Envelope(member_id=reader.id, words=text, kind=Kind.BROADCAST, waits=True)
            if ids := notify(desk, given).message_ids:
                broadcasts.note_given(desk.db, broadcast.id, reader.id, list(ids))
    last = found[-1].id if len(found) == room else EVERYBODY
    due_at = desk.now + _SOON
    broadcasts.change(desk.db, broadcast.id, after_member=last, due_at=due_at)
    return len(found)


def _see_to_the_end(desk: Desk, broadcast: Broadcast, left: int, next_at: datetime | None) -> None:
    """It is over once nothing waits any more: until then it can be stopped."""
    if not left:
        broadcasts.move(desk.db, broadcast.id, "done", ended_at=desk.now, due_at=None)
        return
    soon, later = desk.now + _SOON, desk.now + _LATER
    broadcasts.change(desk.db, broadcast.id, due_at=min(max(next_at or soon, soon), later))


def _room(desk: Desk, words: dict[str, str], most: int) -> int:
    """To how many it can be given now, with what is left of today's money."""
    spend = desk.house.community.limits.spend
    if not spend.per_day or not spend.segment or most <= 0:
        return most
    left = spend.per_day - spending.today(desk.house, desk.db, desk.now)
    segments = int(left / spend.segment) - broadcasts.segments_left(desk.db)
    dearest = max(
        (post.segments_of(desk.house, text, language, greeted=False)
         for language, text in words.items()),
        default=1,
    )  # fmt: skip
    return min(most, segments // dearest)
