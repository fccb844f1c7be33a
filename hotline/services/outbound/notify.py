"""Whatever we begin to tell a member goes through here, whatever it is and by whichever way."""

from __future__ import annotations

from flows.text.message_ids import MessageId
from flows.text.prompts import Prompt, Value
from hotline.domain.messages import About, Kind
from hotline.domain.reachability import (
    CallInstead,
    Decision,
    Drop,
    HoldUntil,
    KeepForTheEar,
    Message,
    Reason,
    waits_for_vouching,
)
from hotline.services.kernel.unit_of_work import UnitOfWork
from hotline.services.outbound import compose, facts, voice_notices
from hotline.services.outbound.envelope import Envelope, Notified
from hotline.store.messages import held_messages
from hotline.store.people import members
from hotline.store.people.members import Member


def notify(uow: UnitOfWork, envelope: Envelope) -> Notified:
    """Have a member told, if they may be: a text in the outbox, an order of a call, or what waits until
    they call. What it was decided to be, and why."""
    member = members.get(uow.db, envelope.member_id)
    decision = facts.may(uow, member, _message(uow, member, envelope))
    if isinstance(decision, Drop):
        return Notified(decision)
    if isinstance(decision, KeepForTheEar):
        return voice_notices.keep(uow, member, envelope, decision)
    if isinstance(decision, CallInstead):
        return voice_notices.call(uow, member, envelope, decision)
    if member.by_call and waits_for_vouching(decision):
        return voice_notices.keep(uow, member, envelope, decision)
    if _waits_for_pin(decision):
        _tell_of_words(uow, member)
    uow.wakeups.add("deliver")
    moment = decision.moment if isinstance(decision, HoldUntil) else uow.now
    return Notified(decision, compose.leave(uow, member, envelope, moment))


def tell(
    uow: UnitOfWork,
    member_id: int,
    message: MessageId,
    *,
    about: int | None = None,
    urgent: bool = False,
    **args: Value,
) -> bool:
    """Tell one member what has become of something, `about` a need; whether there is somebody to tell."""
    prompt, where = Prompt(message, args), About(need_id=about)
    notice = Envelope(member_id=member_id, prompts=[prompt], urgent=urgent, about=where)
    return notify(uow, notice).told


def foreseen(uow: UnitOfWork, member_id: int, kind: Kind = Kind.NOTICE) -> Decision:
    """What would become of a text of this kind to a member now; nothing is told."""
    return facts.may(uow, members.get(uow.db, member_id), Message(kind))


def words_wait(uow: UnitOfWork, member: Member, about: About) -> bool:
    """Whether words about this would wait before this member reads them: for the PIN, or for who vouches."""
    unvouched = facts.are_unvouched_words(uow, member, about)
    decision = facts.may(uow, member, Message(Kind.RELAY, unvouched=unvouched))
    return waits_for_vouching(decision) or _waits_for_pin(decision)


def tell_of_released(uow: UnitOfWork, member: Member) -> None:
    """Words may leave that had waited: where they wait for the PIN from now on, that is said."""
    if _waits_for_pin(facts.may(uow, member, Message(Kind.RELAY))):
        tell(uow, member.id, "pin-words-wait")


def _waits_for_pin(decision: Decision) -> bool:
    return isinstance(decision, HoldUntil) and Reason.PIN_LOCK in decision.reasons


def _message(uow: UnitOfWork, member: Member, envelope: Envelope) -> Message:
    return Message(
        kind=envelope.kind,
        urgent=envelope.urgent,
        due_at=envelope.due_at,
        gathers=any(voice_notices.are_words(prompt.id) for prompt in envelope.prompts),
        needless_by_call=envelope.needless_by_call or _is_needless(envelope),
        for_the_ear=facts.for_the_ear(uow, member.id, envelope.about.need_id),
        unvouched=envelope.kind is Kind.RELAY
        and facts.are_unvouched_words(uow, member, envelope.about),
    )


def _is_needless(envelope: Envelope) -> bool:
    """Whether nobody is called about any of this; what is asked is never."""
    if envelope.kind is not Kind.NOTICE or not envelope.prompts:
        return False
    return all(prompt.id in voice_notices.NOT_BY_VOICE for prompt in envelope.prompts)


def _tell_of_words(uow: UnitOfWork, member: Member) -> None:
    """Words wait behind the PIN: that is said once, and nothing of them."""
    unvouched = uow.app.community.without_words(member.level)
    if not held_messages.any_for(uow.db, member.id, unvouched):
        tell(uow, member.id, "pin-words-wait")
