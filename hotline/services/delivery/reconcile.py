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
from functools import partial
from uuid import uuid4

import structlog

from hotline.domain.outcomes import Verdict
from hotline.gateway.client import Listed, Refused, Unclear
from hotline.services.delivery import delivery_outcomes
from hotline.services.delivery.delivery_outcomes import Refusal, Report
from hotline.services.kernel.app import App
from hotline.services.kernel.unit_of_work import UnitOfWork, in_unit_of_work, ring_bells
from hotline.store.messages import attempts, outbox
from hotline.store.messages.attempts import Attempt
from hotline.store.messages.outbox import OutboundText

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


def run(app: App) -> int:
    """Look up what is due to be; how many texts. Rings for what can be sent again.

    May run in any number of processes at once: each leases its own rows, and the provider's ids are
    given to one attempt only.
    """
    holder = uuid4().hex
    texts = in_unit_of_work(app, lambda uow: _claim(uow, holder))
    if not texts:
        return 0
    listings = _listings(app, texts)  # no connection is held here
    wakeups: set[str] = set()
    for text in texts:
        in_unit_of_work(app, partial(_settle, text=text, listings=listings), later=wakeups)
    if len(texts) == _BATCH:
        wakeups.add("settle")
    ring_bells(app, wakeups)
    return len(texts)


def _claim(uow: UnitOfWork, holder: str) -> list[_Open]:
    app, db = uow.app, uow.db
    ids = outbox.claim_unsettled(db, holder, uow.now, _BATCH)
    return [
        _Open(row.row.id, attempts.latest(db, row.row.id), row.number, row.body)
        for row in outbox.leaving(db, app.vault, holder, ids)
    ]


def _listings(app: App, texts: Sequence[_Open]) -> Mapping[str, list[Listed] | None]:
    """What the provider holds for each number, None where it did not say; one question a number."""
    since: dict[str, datetime] = {}
    for text in texts:
        if text.number is not None:
            since[text.number] = min(since.get(text.number, text.since), text.since)
    with ThreadPoolExecutor(_THREADS, thread_name_prefix="look") as threads:
        found = threads.map(lambda number: _list(app, number, since[number]), since)
        return dict(zip(since, found, strict=True))


def _list(app: App, number: str, since: datetime) -> list[Listed] | None:
    try:
        return app.gateway.sent_to(number, since)
    except (Refused, Unclear) as fault:
        log.warning("settle.no_listing", fault=type(fault).__name__)
        return None


def _settle(uow: UnitOfWork, text: _Open, listings: Mapping[str, list[Listed] | None]) -> None:
    found = outbox.find(uow.db, text.message_id)
    if found is not None and found.state in ("sending", "unclear"):
        _settle_open(uow, text, found, None if text.number is None else listings[text.number])
    # else a callback was faster, or it has been forgotten


def _settle_open(
    uow: UnitOfWork, text: _Open, found: OutboundText, listed: Sequence[Listed] | None
) -> None:
    if listed is None and text.number is not None:
        outbox.look_again(uow.db, found.id, uow.now + _AGAIN_AFTER)
        return
    match = _match(uow, text, listed or [])
    if match is None:
        _not_found(uow, text, found)
        return
    log.info("settle.found", message_id=found.id)
    report = Report(match.status, match.error_code, match.sid)
    delivery_outcomes.reported(uow, found, text.attempt, report)


def _not_found(uow: UnitOfWork, text: _Open, found: OutboundText) -> None:
    attempts.end(uow.db, text.attempt.id, "lost", uow.now)
    log.info("settle.lost", message_id=found.id)
    if found.tries >= _MOST_TRIES:
        delivery_outcomes.again_or_never(uow, found, Refusal(Verdict.NEVER))
        return
    outbox.queue_again(uow.db, found.id, uow.now, None)
    uow.wakeups.add("deliver")


def _match(uow: UnitOfWork, text: _Open, listed: Iterable[Listed]) -> Listed | None:
    """The oldest listed text with these words that no attempt owns yet.

    Two texts with the same words to the same number are interchangeable, so which is which does not matter.
    """
    words = _words(text.body)
    alike = [m for m in listed if _words(m.body) == words and m.created_at >= _floor(text.since)]
    taken = attempts.known_sids(uow.db, uow.app.vault, [m.sid for m in alike])
    free = [m for m in alike if m.sid not in taken]
    return min(free, key=lambda m: m.created_at, default=None)


def _words(text: str | None) -> list[str]:
    """The provider trims and joins white space; words are compared, not their spacing."""
    return (text or "").split()


def _floor(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)  # the provider's dates have no fractions
