"""What becomes of a text, told by an answer, a callback or a listing: written down once, whoever tells it.

An attempt ends once; who ends it does what follows. Whatever concerns asks, sessions and greetings is
for services/consequences.py, within the same transaction.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import Connection

from hotline.config import Settings
from hotline.domain.outcomes import Verdict, judge, merge_status, next_try
from hotline.services import consequences
from hotline.services.house import House
from hotline.store import attempts, copies, outbox

# What the provider reports once a text has gone wrong at the far end.
_BAD_ENDS = ("undelivered", "failed")
_ENDS = (*_BAD_ENDS, "delivered", "canceled", "read")
_UNDER_WAY = ("sending", "unclear", "sent")

log = structlog.get_logger(__name__)


def callback_url(settings: Settings, attempt_id: int) -> str:
    """Where the provider posts what becomes of one attempt. No query: some are sorted after signing."""
    return f"{settings.public_url.rstrip('/')}/twilio/sms/status/{attempt_id}"


def accepted(
    house: House, db: Connection, row: Any, attempt_id: int, sid: str | None, now: datetime
) -> None:
    """The provider has taken the text of this attempt."""
    held(house, db, row, sid, "sent", now)
    _accepted(house, db, row, attempt_id, sid, now)


def held(
    house: House, db: Connection, row: Any, sid: str | None, status: str, now: datetime
) -> None:
    """The provider holds a text, in this state, until it is made to forget it.

    `row` is None where the text has been forgotten here meanwhile.
    """
    if sid is not None:
        member_id = None if row is None else row.member_id
        over = status in _ENDS
        copies.note(db, house.vault, sid, now, member_id=member_id, over=over)


def _accepted(
    house: House, db: Connection, row: Any, attempt_id: int, sid: str | None, now: datetime
) -> None:
    if attempts.end(db, attempt_id, "accepted", now, sid):
        outbox.move(db, row.id, "sent", provider_sid=sid, error=None)
        left(house, db, row, now)


def left(house: House, db: Connection, row: Any, now: datetime) -> None:
    """A sure sign that the text left; the first one has consequences."""
    if outbox.mark_sent_first(db, row.id, now):
        consequences.after_sent(house, db, row, now)


def refused(
    house: House,
    db: Connection,
    row: Any,
    attempt_id: int,
    verdict: Verdict,
    now: datetime,
    *,
    code: int | None = None,
    retry_after: float | None = None,
) -> set[str]:
    """The provider said no to this attempt: try again when it makes sense, else give up."""
    if not attempts.end(db, attempt_id, "refused", now):
        return set()
    return again_or_never(house, db, row, verdict, now, code=code, retry_after=retry_after)


def again_or_never(
    house: House,
    db: Connection,
    row: Any,
    verdict: Verdict,
    now: datetime,
    *,
    code: int | None = None,
    retry_after: float | None = None,
    final: str = "failed",
) -> set[str]:
    """Queue a text that has surely not arrived once more, or end it; the bells to ring."""
    if verdict is Verdict.OPERATOR:
        log.error("text.operator_needed", message_id=row.id, code=code)
    error = None if code is None else str(code)
    tries = outbox.tries_of(db, row.id)
    due_at = None if verdict is Verdict.UNCLEAR else next_try(tries, verdict, retry_after, now)
    if due_at is not None:
        outbox.queue_again(db, row.id, due_at, error)
        return set()
    if not outbox.move(db, row.id, final, error=error):
        return set()
    log.info("text.failed", message_id=row.id, kind=row.kind, code=code, verdict=verdict.value)
    return consequences.after_failed(house, db, row, verdict, now)


def never_left(house: House, db: Connection, row: Any, now: datetime) -> set[str]:
    """A text was canceled because its member may not be texted; the bells to ring."""
    log.info("text.canceled", message_id=row.id, kind=row.kind)
    return consequences.after_failed(house, db, row, Verdict.NEVER, now)


def reported(
    house: House,
    db: Connection,
    row: Any,
    attempt: Any,
    status: str,
    code: int | None,
    sid: str | None,
    now: datetime,
) -> set[str]:
    """The provider reports a state of an attempt's text: any order, any number of times.

    `row` must be locked (outbox.get). Whatever the report says, it proves that the attempt reached
    the provider. Returns the bells to ring.
    """
    held(house, db, row, sid, status, now)
    new = merge_status("sending", status)
    if new == "sending" or attempt.state == "refused":
        return set()  # a word we do not know; or an attempt that is over
    if new in _BAD_ENDS:
        return _went_wrong(house, db, row, attempt, new, code, sid, now)
    _accepted(house, db, row, attempt.id, sid, now)
    if new == "delivered":
        outbox.move(db, row.id, "delivered", error=None)
    return set()


def _went_wrong(
    house: House,
    db: Connection,
    row: Any,
    attempt: Any,
    state: str,
    code: int | None,
    sid: str | None,
    now: datetime,
) -> set[str]:
    """Undelivered or failed: without a code nobody knows why, and then the phone may have been away."""
    attempts.give_up(db, attempt.id, now, sid)
    if row.state not in _UNDER_WAY or not _is_current(db, row, attempt):
        return set()  # over, or another attempt has taken its place
    verdict = Verdict.ONCE_MORE if code is None else judge(None, code)
    return again_or_never(house, db, row, verdict, now, code=code, final=state)


def _is_current(db: Connection, row: Any, attempt: Any) -> bool:
    return bool(attempts.latest(db, row.id).id == attempt.id)
