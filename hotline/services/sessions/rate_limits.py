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
    NEWCOMER,
    TEAM_SHARE,
    LimitState,
    answered,
    newcomer,
)
from hotline.services.kernel.app import App
from hotline.services.kernel.interaction import Interaction
from hotline.services.sessions import spending
from hotline.store.people import rate_counters
from hotline.store.people.members import Member

log = structlog.get_logger(__name__)

_WITHHELD = "withheld"  # all who hide their number count as one


def admits(app: App, db: Connection, now: datetime) -> bool:
    """Whether the line takes on one more number that it has never heard of."""
    most = app.community.limits.line.new_numbers_per_hour
    if not rate_counters.new_numbers_reach(db, most, now - HOUR):
        return True
    log.warning("limits.new_numbers", limit=most)
    return False


class Count:
    """One text's place in what its number did lately: looked at, and kept when it is answered."""

    def __init__(self, app: App, db: Connection, now: datetime, number: str, member: Member):
        self._house, self._db, self._now = app, db, now
        self._subject = app.vault.tally_index(number)
        self._limits, self._times = app.community.limits, _times(member)
        self._is_new = _is_newcomer(member, now)
        tally = rate_counters.of(db, self._subject, now).with_text()
        own = tally.passes(self._limits, self._times)
        self.is_past_own = own is not None  # and so counts for nobody else
        self.limit_state: LimitState = "within"
        until, state = (own, "tell") if own is not None else _of_the_line(app, db, now, member)
        if until is not None:
            told, tally = tally.told(until, now)
            self.limit_state = state if told == "tell" else told
            log.info("limits.text", member_id=member.id, limit_state=self.limit_state)
        self._tally = tally

    def answer(self, text: str, replies: Sequence[str]) -> Sequence[str]:
        """The replies that are to be sent; what they make of the tally is kept."""
        tally = self._tally
        if self.limit_state != "within" and not tally.leaves_room(self._limits, self._times):
            replies = []
        if replies:
            hashes = self._hash(text), self._hash("\0".join(replies))
            goes, tally = answered(tally, *hashes, len(text.strip()), self._now)
            replies = replies if goes else []
        rate_counters.put(self._db, self._subject, tally.with_answer(len(replies)))
        if self._is_new:
            spending.note_answered(self._house, replies)
        return replies

    def _hash(self, words: str) -> bytes:
        return self._house.vault.words_index(words)


def _times(member: Member) -> int:
    return TEAM_SHARE if member.is_coordinator else 1


def _is_newcomer(member: Member, now: datetime) -> bool:
    """Whoever has hidden is as new as anybody, and so they are when they have just come back."""
    if member.hidden_at is not None or newcomer(member.veiled_at or now - NEWCOMER, 0, now):
        return True
    return newcomer(member.created_at, member.level, now)


def _of_the_line(
    app: App, db: Connection, now: datetime, member: Member
) -> tuple[datetime | None, LimitState]:
    """Until when the line as a whole has no answer for a newcomer, and what they are told of it."""
    if not _is_newcomer(member, now):
        return None, "within"
    if rate_counters.texts_reach(db, app.community.limits.line.texts_per_minute, now - MINUTE):
        log.warning("limits.line_texts")
        return now + MINUTE, "tell"
    if spending.shuts_out(app, db, now, member):
        return spending.resumes_at(app, now), "poor"
    return None, "within"


def too_many_needs(interaction: Interaction) -> bool:
    """Whether a member has opened as many needs as a day may see, or a newcomer one too many for the line."""
    limits, member = interaction.app.community.limits, interaction.member
    if rate_counters.needs_reach(
        interaction.db, limits.needs_per_day, interaction.now - DAY, member.id
    ):
        return True
    if not _is_newcomer(member, interaction.now):
        return False
    return rate_counters.needs_reach(
        interaction.db, limits.line.needs_per_hour, interaction.now - HOUR
    )


def call(
    app: App, db: Connection, now: datetime, number: str | None, member: Member | None
) -> LimitState:
    """Whether a call may go on; it counts. `number` is None where it is withheld."""
    limits = app.community.limits
    subject = app.vault.tally_index(number or _WITHHELD)
    tally = rate_counters.of(db, subject, now)
    tally = replace(tally, hour_calls=tally.hour_calls + 1)
    limit_state: LimitState = "within"
    known = member is not None and not _is_newcomer(member, now)
    most = limits.calls_per_hour if number else limits.line.calls_per_hour
    if tally.hour_calls > most or (
        not known and rate_counters.calls_reach(db, limits.line.calls_per_hour, now - HOUR)
    ):
        limit_state, tally = tally.told(tally.hour_at + HOUR, now)
        log.warning("limits.call", limit_state=limit_state)
    rate_counters.put(db, subject, tally)
    return limit_state
