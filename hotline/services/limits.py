"""Too much: of one number, of the whole line. Told once, then silence until it has passed.

What must never wait (stop words) is heard all the same: services/inbound/order.py has the list. Past the
totals of the line only newcomers are held back. A tally's row is read and written under its member's lock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import structlog
from sqlalchemy import Connection

from hotline.domain.limits import (
    DAY,
    HOUR,
    MINUTE,
    TEAM_SHARE,
    Mood,
    answered,
    newcomer,
)
from hotline.services import spending
from hotline.services.house import House
from hotline.services.scene import Scene
from hotline.store import tallies
from hotline.store.members import Member

log = structlog.get_logger(__name__)

_WITHHELD = "withheld"  # all who hide their number count as one


def admits(house: House, db: Connection, now: datetime) -> bool:
    """Whether the line takes on one more number that it has never heard of."""
    most = house.community.limits.line.new_numbers_per_hour
    if not tallies.new_numbers_reach(db, most, now - HOUR):
        return True
    log.warning("limits.new_numbers", limit=most)
    return False


class Count:
    """One text's place in what its number did lately: looked at, and kept when it is answered."""

    def __init__(self, house: House, db: Connection, now: datetime, number: str, member: Member):
        self._house, self._db, self._now = house, db, now
        self._subject = house.vault.tally_index(number)
        self._limits, self._times = house.community.limits, _times(member)
        tally = tallies.of(db, self._subject, now).with_text()
        until = tally.passes(self._limits, self._times)
        until = until or _of_the_line(house, db, now, member)
        self.mood: Mood = "within"
        if until is not None:
            self.mood, tally = tally.told(until, now)
            log.info("limits.text", member_id=member.id, mood=self.mood)
        self._tally = tally

    def answer(self, text: str, replies: Sequence[str]) -> Sequence[str]:
        """The replies that are to be sent; what they make of the tally is kept."""
        tally = self._tally
        if self.mood != "within" and not tally.leaves_room(self._limits, self._times):
            replies = []
        if replies:
            hashes = self._hash(text), self._hash("\0".join(replies))
            goes, tally = answered(tally, *hashes, len(text.strip()), self._now)
            replies = replies if goes else []
        tallies.put(self._db, self._subject, tally.with_answer(len(replies)))
        return replies

    def _hash(self, words: str) -> bytes:
        return self._house.vault.words_index(words)


def _times(member: Member) -> int:
    return TEAM_SHARE if member.is_coordinator else 1


def _of_the_line(house: House, db: Connection, now: datetime, member: Member) -> datetime | None:
    if not newcomer(member.created_at, member.level, now):
        return None
    if tallies.texts_reach(db, house.community.limits.line.texts_per_minute, now - MINUTE):
        log.warning("limits.line_texts")
        return now + MINUTE
    return spending.resumes_at(house, now) if spending.is_spent(house, db, now) else None


def too_many_needs(scene: Scene) -> bool:
    """Whether a member has opened as many needs as a day may see, or a newcomer one too many for the line."""
    limits, member = scene.house.community.limits, scene.member
    if tallies.needs_reach(scene.db, limits.needs_per_day, scene.now - DAY, member.id):
        return True
    if not newcomer(member.created_at, member.level, scene.now):
        return False
    return tallies.needs_reach(scene.db, limits.line.needs_per_hour, scene.now - HOUR)


def call(
    house: House, db: Connection, now: datetime, number: str | None, member: Member | None
) -> Mood:
    """Whether a call may go on; it counts. `number` is None where it is withheld."""
    limits = house.community.limits
    subject = house.vault.tally_index(number or _WITHHELD)
    tally = tallies.of(db, subject, now)
    tally = replace(tally, hour_calls=tally.hour_calls + 1)
    mood: Mood = "within"
    known = member is not None and not newcomer(member.created_at, member.level, now)
    most = limits.calls_per_hour if number else limits.line.calls_per_hour
    if tally.hour_calls > most or (
        not known and tallies.calls_reach(db, limits.line.calls_per_hour, now - HOUR)
    ):
        mood, tally = tally.told(tally.hour_at + HOUR, now)
        log.warning("limits.call", mood=mood)
    tallies.put(db, subject, tally)
    return mood
