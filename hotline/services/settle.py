"""Texts of which nobody knows whether they left: looked up at the provider before anything else.

They are those whose request was cut off, whose worker died between marking and writing down, and inline
answers that no callback has confirmed within a minute. Such a row is due (`due_at`) when its request can
no longer be under way: found then, it was sent; not found, it is queued again. No database connection is
held while we look.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

import structlog
from sqlalchemy import Connection

from hotline.domain.outcomes import Verdict
from hotline.gateway.client import Listed, Refused, Unclear
from hotline.services import results
from hotline.services.house import House
from hotline.services.kernel.unit_of_work import Desk, at_a_desk, ring
from hotline.services.results import Refusal, Report
from hotline.store import attempts, outbox
from hotline.store.attempts import Attempt
from hotline.store.outbox import OutboundText

_BATCH = 40
_THREADS = 8
_AGAIN_AFTER = timedelta(seconds=5)  # the provider did not answer
# Between our clock and the provider's, ours being wrong or set anew meanwhile. A wide window costs nothing:
# texts that belong to a try already are left out.
_CLOCKS_DIFFER = timedelta(minutes=10)
_MOST_TRIES = 5

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _Open:
    """A text to look up. `number` and `body` are None where they have been forgotten."""

    message_id: int
    attempt: Attempt
    number: str | None = field(repr=False)
    body: str | None = field(repr=False)

    @property
    def since(self) -> datetime:
        """The earliest moment at which the provider can have created it."""
        return self.attempt.started_at - _CLOCKS_DIFFER


def run(house: House) -> int:
    """Look up what is due to be; how many texts. Rings for what can be sent again.

    May run in any number of processes at once: each leases its own rows, and the provider's ids are
    given to one attempt only.
    """
    holder = uuid4().hex
    texts = at_a_desk(house, lambda desk: _claim(desk, holder))
    if not texts:
        return 0
    listings = _listings(house, texts)  # no connection is held here
    rings: set[str] = set()
    for text in texts:
        at_a_desk(house, lambda desk, one=text: _settle(desk, one, listings), later=rings)  # type: ignore[misc]
    if len(texts) == _BATCH:
        rings.add("settle")
    ring(house, rings)
    return len(texts)


def _claim(desk: Desk, holder: str) -> list[_Open]:
    house, db = desk.house, desk.db
    ids = outbox.claim_unsettled(db, holder, desk.now, _BATCH)
    return [
        _Open(row.row.id, attempts.latest(db, row.row.id), row.number, row.body)
        for row in outbox.leaving(db, house.vault, holder, ids)
    ]


def _listings(house: House, texts: Sequence[_Open]) -> Mapping[str, list[Listed] | None]:
    """What the provider holds for each number, None where it did not say; one question a number."""
    since: dict[str, datetime] = {}
    for text in texts:
        if text.number is not None:
            since[text.number] = min(since.get(text.number, text.since), text.since)
    with ThreadPoolExecutor(_THREADS, thread_name_prefix="look") as threads:
        found = threads.map(lambda number: _list(house, number, since[number]), since)
        return dict(zip(since, found, strict=True))


def _list(house: House, number: str, since: datetime) -> list[Listed] | None:
    try:
        return house.gateway.sent_to(number, since)
    except (Refused, Unclear) as fault:
        log.warning("settle.no_listing", fault=type(fault).__name__)
        return None


def _settle(desk: Desk, text: _Open, listings: Mapping[str, list[Listed] | None]) -> None:
    found = outbox.find(desk.db, text.message_id)
    if found is not None and found.state in ("sending", "unclear"):
        _settle_open(desk, text, found, None if text.number is None else listings[text.number])
    # else a callback was faster, or it has been forgotten


def _settle_open(
    desk: Desk, text: _Open, found: OutboundText, listed: Sequence[Listed] | None
) -> None:
    if listed is None and text.number is not None:
        outbox.look_again(desk.db, found.id, desk.now + _AGAIN_AFTER)
        return
    match = _match(desk.db, text, listed or [])
    if match is None:
        _not_found(desk, text, found)
        return
    log.info("settle.found", message_id=found.id)
    report = Report(match.status, match.error_code, match.sid)
    results.reported(desk, found, text.attempt, report)


def _not_found(desk: Desk, text: _Open, found: OutboundText) -> None:
    attempts.end(desk.db, text.attempt.id, "lost", desk.now)
    log.info("settle.lost", message_id=found.id)
    if found.tries >= _MOST_TRIES:
        results.again_or_never(desk, found, Refusal(Verdict.NEVER))
        return
    outbox.queue_again(desk.db, found.id, desk.now, None)
    desk.rings.add("deliver")


def _match(db: Connection, text: _Open, listed: Iterable[Listed]) -> Listed | None:
    """The oldest listed text with these words that no attempt owns yet.

    Two texts with the same words to the same number are interchangeable, so which is which does not matter.
    """
    words = _words(text.body)
    alike = [m for m in listed if _words(m.body) == words and m.created_at >= _floor(text.since)]
    taken = attempts.known_sids(db, [m.sid for m in alike])
    free = [m for m in alike if m.sid not in taken]
    return min(free, key=lambda m: m.created_at, default=None)


def _words(text: str | None) -> list[str]:
    """The provider trims and joins white space; words are compared, not their spacing."""
    return (text or "").split()


def _floor(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)  # the provider's dates have no fractions
