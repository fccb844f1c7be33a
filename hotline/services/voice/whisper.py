"""The called side of a ring: "a member would like to talk", and 1 joins the two.

A silence, another key and a voicemail do not. Whether somebody still waits is decided under the lock
of the caller's row, so that a pick-up that comes late, or twice, cannot join anybody to nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import Connection

from flows.text.message_ids import MessageId
from flows.text.prompts import Prompt
from hotline.gateway.voiceml import Document, Gather, HangUp, Join, Line
from hotline.services.kernel.app import App
from hotline.services.voice import spoken_lines
from hotline.store.messages import provider_copies
from hotline.store.people import members
from hotline.store.voice import bridges, calls, ringing
from hotline.store.voice.ringing import Ring

SECONDS_FOR_A_KEY = 8
LONGEST_CONVERSATION = timedelta(
    hours=4, minutes=5
)  # the provider ends a joined call after four hours

_Work = Callable[[Connection, Ring], Document]


def pick_up(app: App, ring_id: int, sid: str) -> Document:
    """Somebody, or something, has picked up, in the provider's call `sid`."""

    def hear(db: Connection, ring: Ring) -> Document:
        if ring.state == "joined":  # asked a second time
            return Join(_lines(app, db, ring, "v-joined"))
        url = spoken_lines.ring_url(app, ring.id, "answer")
        return Gather(_lines(app, db, ring, "v-whisper"), url, 1, SECONDS_FOR_A_KEY)

    return _at(app, ring_id, sid, hear)


def answer(app: App, ring_id: int, sid: str, keys: str) -> Document:
    """What was pressed, perhaps nothing: 1 joins, everything else is a no."""

    def decide(db: Connection, ring: Ring) -> Document:
        if keys != "1" and ring.state == "ringing":
            ringing.move(db, ring.id, "over", ended_at=app.clock())
            return HangUp(_lines(app, db, ring, "declined-ack") if keys else [])
        _join(app, db, ring)
        return Join(_lines(app, db, ring, "v-joined"))

    return _at(app, ring_id, sid, decide)


def over(app: App, ring_id: int, sid: str) -> None:
    """The provider says that the second call has ended: its member can be rung again."""

    def end(db: Connection) -> None:
        now, ring = app.clock(), ringing.find(db, ring_id)
        member_id = None if ring is None else ring.member_id
        provider_copies.note(db, app.vault, sid, now, member_id=member_id, kind="call", over=True)
        ringing.move(db, ring_id, "over", ended_at=now)

    app.database.write(end)


def _at(app: App, ring_id: int, sid: str, work: _Work) -> Document:
    """Do `work` while somebody waits for this ring; else say that it has been answered."""

    def handle(db: Connection) -> Document:
        found = ringing.find(db, ring_id)
        if found is None:
            return HangUp()
        ring = _waited_for(app, db, found, sid)
        if ring is None:
            return HangUp(_lines(app, db, found, "v-whisper-gone"))
        return work(db, ring)

    return app.database.write(handle)


def _waited_for(app: App, db: Connection, found: Ring, sid: str) -> Ring | None:
    """The ring as it stands under the lock of its caller's row, if that caller is still there."""
    call = calls.locked(db, app.vault, found.call_id)
    ring = ringing.find(db, found.id)
    if call is None or not call.is_open or ring is None or not ring.is_live:
        return None
    return ring if ringing.picked_up(db, app.vault, ring.id, sid) else None


def _join(app: App, db: Connection, ring: Ring) -> None:
    """They are joined now; the caller's row waits for as long as people can speak."""
    now = app.clock()
    if ringing.move(db, ring.id, "joined", joined_at=now):
        ringing.conversation_goes_on(db, ring.call_id, now + LONGEST_CONVERSATION)
        if ring.bridge_id is not None:
            bridges.move(db, ring.bridge_id, "joined")


def _lines(app: App, db: Connection, ring: Ring, message: MessageId) -> list[Line]:
    """A message in the language of whoever was rung."""
    language = members.get(db, ring.member_id).language
    line = spoken_lines.line(app, Prompt(message), language)
    return [] if line is None else [line]
