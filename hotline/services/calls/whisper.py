"""The called side of a ring: "a member would like to talk", and 1 joins the two.

A silence, another key and a voicemail do not. Whether somebody still waits is decided under the lock
of the caller's row, so that a pick-up that comes late, or twice, cannot join anybody to nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import Connection

from flows.message_ids import MessageId
from flows.prompts import Prompt
from hotline.gateway.voiceml import Document, Gather, HangUp, Join, Line
from hotline.services.calls import wording
from hotline.services.house import House
from hotline.store import bridges, calls, copies, members, ringing
from hotline.store.ringing import Ring

SECONDS_FOR_A_KEY = 8
LONGEST_TALK = timedelta(hours=4, minutes=5)  # the provider ends a joined call after four hours

_Work = Callable[[Connection, Ring], Document]


def pick_up(house: House, ring_id: int, sid: str) -> Document:
    """Somebody, or something, has picked up, in the provider's call `sid`."""

    def hear(db: Connection, ring: Ring) -> Document:
        if ring.state == "joined":  # asked a second time
            return Join(_lines(house, db, ring, "v-joined"))
        url = wording.ring_url(house, ring.id, "answer")
        return Gather(_lines(house, db, ring, "v-whisper"), url, 1, SECONDS_FOR_A_KEY)

    return _at(house, ring_id, sid, hear)


def answer(house: House, ring_id: int, sid: str, keys: str) -> Document:
    """What was pressed, perhaps nothing: 1 joins, everything else is a no."""

    def decide(db: Connection, ring: Ring) -> Document:
        if keys != "1" and ring.state == "ringing":
            ringing.move(db, ring.id, "over", ended_at=house.clock())
            return HangUp(_lines(house, db, ring, "declined-ack") if keys else [])
        _join(house, db, ring)
        return Join(_lines(house, db, ring, "v-joined"))

    return _at(house, ring_id, sid, decide)


def over(house: House, ring_id: int, sid: str) -> None:
    """The provider says that the second call has ended: its member can be rung again."""

    def end(db: Connection) -> None:
        now, ring = house.clock(), ringing.find(db, ring_id)
        member_id = None if ring is None else ring.member_id
        copies.note(db, house.vault, sid, now, member_id=member_id, kind="call", over=True)
        ringing.move(db, ring_id, "over", ended_at=now)

    house.database.write(end)


def _at(house: House, ring_id: int, sid: str, work: _Work) -> Document:
    """Do `work` while somebody waits for this ring; else say that it has been answered."""

    def handle(db: Connection) -> Document:
        found = ringing.find(db, ring_id)
        if found is None:
            return HangUp()
        ring = _waited_for(house, db, found, sid)
        if ring is None:
            return HangUp(_lines(house, db, found, "v-whisper-gone"))
        return work(db, ring)

    return house.database.write(handle)


def _waited_for(house: House, db: Connection, found: Ring, sid: str) -> Ring | None:
    """The ring as it stands under the lock of its caller's row, if that caller is still there."""
    call = calls.locked(db, house.vault, found.call_id)
    ring = ringing.find(db, found.id)
    if call is None or not call.is_open or ring is None or not ring.is_live:
        return None
    return ring if ringing.picked_up(db, house.vault, ring.id, sid) else None


def _join(house: House, db: Connection, ring: Ring) -> None:
    """They are joined now; the caller's row waits for as long as people can speak."""
    now = house.clock()
    if ringing.move(db, ring.id, "joined", joined_at=now):
        ringing.talk_goes_on(db, ring.call_id, now + LONGEST_TALK)
        if ring.bridge_id is not None:
            bridges.move(db, ring.bridge_id, "joined")


def _lines(house: House, db: Connection, ring: Ring, message: MessageId) -> list[Line]:
    """A message in the language of whoever was rung."""
    language = members.get(db, ring.member_id).language
    line = wording.line(house, Prompt(message), language)
    return [] if line is None else [line]
