"""What becomes of a text, told by an answer, a callback or a listing: written down once, whoever tells it.

An attempt ends once; who ends it does what follows. Whatever concerns asks, sessions and greetings is
for services/delivery/consequences.py, within the same transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import structlog

from hotline.config import Settings
from hotline.domain.outcomes import Verdict, judge, merge_status, next_try
from hotline.domain.states import MessageState
from hotline.services.delivery import consequences
from hotline.services.kernel.unit_of_work import UnitOfWork
from hotline.store.messages import attempts, outbox, provider_copies
from hotline.store.messages.attempts import Attempt
from hotline.store.messages.outbox import OutboundText

# What the provider reports once a text has gone wrong at the far end.
_BAD_ENDS: tuple[MessageState, ...] = ("undelivered", "failed")
_ENDS = (*_BAD_ENDS, "delivered", "canceled", "read")
_UNDER_WAY: tuple[MessageState, ...] = ("sending", "unclear", "sent")

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Report:
    """What the provider says of a text: its word for the state, its error code, its id of the text."""

    status: str
    code: int | None = None
    sid: str | None = None


@dataclass(frozen=True)
class Refusal:
    """A text has surely not arrived: what that means for another try, the provider's error code, and
    the seconds to wait where it gave them."""

    verdict: Verdict
    code: int | None = None
    retry_after: float | None = None


def callback_url(settings: Settings, attempt_id: int) -> str:
    """Where the provider posts what becomes of one attempt. No query: some are sorted after signing."""
    return f"{settings.public_url.rstrip('/')}/twilio/sms/status/{attempt_id}"


def accepted(uow: UnitOfWork, text: OutboundText, attempt_id: int, sid: str | None) -> None:
    """The provider has taken the text of this attempt."""
    held(uow, text, Report("sent", sid=sid))
    _accepted(uow, text, attempt_id, sid)


def held(uow: UnitOfWork, text: OutboundText | None, report: Report) -> None:
    """The provider holds a text, in this state, until it is made to forget it.

    `text` is None where it has been forgotten here meanwhile.
    """
    if report.sid is not None:
        member_id = None if text is None else text.member_id
        over, vault = report.status in _ENDS, uow.app.vault
        provider_copies.note(uow.db, vault, report.sid, uow.now, member_id=member_id, over=over)


def _accepted(uow: UnitOfWork, text: OutboundText, attempt_id: int, sid: str | None) -> None:
    if attempts.end(uow.db, attempt_id, "accepted", uow.now, _hashed(uow, sid)):
        outbox.move(uow.db, text.id, "sent", error=None)
        left(uow, text)


def _hashed(uow: UnitOfWork, sid: str | None) -> bytes | None:
    return None if sid is None else uow.app.vault.message_index(sid)


def left(uow: UnitOfWork, text: OutboundText) -> None:
    """A sure sign that the text left; the first one has consequences."""
    if outbox.mark_sent_first(uow.db, text.id, uow.now):
        consequences.after_sent(uow, text)


def refused(uow: UnitOfWork, text: OutboundText, attempt_id: int, refusal: Refusal) -> None:
    """The provider said no to this attempt: try again when it makes sense, else give up."""
    if attempts.end(uow.db, attempt_id, "refused", uow.now):
        again_or_never(uow, text, refusal)


def again_or_never(
    uow: UnitOfWork, text: OutboundText, refusal: Refusal, *, final: MessageState = "failed"
) -> None:
    """Queue a text that has surely not arrived once more, or end it in the state `final`."""
    verdict, code = refusal.verdict, refusal.code
    if verdict is Verdict.OPERATOR:
        log.error("text.operator_needed", message_id=text.id, code=code)
    error = None if code is None else str(code)
    due_at = _next_try(uow, text, refusal)
    if due_at is not None:
        outbox.queue_again(uow.db, text.id, due_at, error)
    elif outbox.move(uow.db, text.id, final, error=error):
        log.info(
            "text.failed", message_id=text.id, kind=text.kind, code=code, verdict=verdict.value
        )
        consequences.after_failed(uow, text)


def _next_try(uow: UnitOfWork, text: OutboundText, refusal: Refusal) -> datetime | None:
    if refusal.verdict is Verdict.UNCLEAR:
        return None
    tries = outbox.tries_of(uow.db, text.id)
    return next_try(tries, refusal.verdict, refusal.retry_after, uow.now)


def never_left(uow: UnitOfWork, text: OutboundText) -> None:
    """A text was canceled because its member may not be texted."""
    log.info("text.canceled", message_id=text.id, kind=text.kind)
    consequences.after_failed(uow, text)


def reported(uow: UnitOfWork, text: OutboundText, attempt: Attempt, report: Report) -> None:
    """The provider reports a state of an attempt's text: any order, any number of times.

    The text must be locked (outbox.find). Whatever the report says, it proves that the attempt
    reached the provider.
    """
    held(uow, text, report)
    new = merge_status("sending", report.status)
    if new == "sending" or attempt.state == "refused":
        return  # a word we do not know; or an attempt that is over
    if new in _BAD_ENDS:
        _went_wrong(uow, text, attempt, report, new)
        return
    _accepted(uow, text, attempt.id, report.sid)
    _named(uow, attempt, report)
    if new == "delivered":
        outbox.move(uow.db, text.id, "delivered", error=None)


def _named(uow: UnitOfWork, attempt: Attempt, report: Report) -> None:
    """An id that was found by a text's words may be another's: the provider's own word is better."""
    named = _hashed(uow, report.sid)
    if attempt.state == "accepted" and named is not None and named != attempt.sid_hash:
        attempts.name(uow.db, attempt.id, named)


def _went_wrong(
    uow: UnitOfWork, text: OutboundText, attempt: Attempt, report: Report, state: MessageState
) -> None:
    """Undelivered or failed: without a code nobody knows why, and then the phone may have been away."""
    attempts.give_up(uow.db, attempt.id, uow.now, _hashed(uow, report.sid))
    if text.state not in _UNDER_WAY or attempts.latest(uow.db, text.id).id != attempt.id:
        return  # over, or another attempt has taken its place
    verdict = Verdict.ONCE_MORE if report.code is None else judge(None, report.code)
    again_or_never(uow, text, Refusal(verdict, report.code), final=state)
