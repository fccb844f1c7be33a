"""What a member without text is told by a call, in place of the texts that others get.

Only what they would miss is worth a call: news of a request of theirs or that they help with, words from
the other side, and how it went. What comes meanwhile joins the call that waits to be placed. A call that
nobody hears out is placed again, and what is not heard then either waits for the next call of theirs. So
does news of a request whose asker wants no text of it on that phone (`needs.heard_only`), and an asker's
words for a helper whom nobody of the team has vouched for yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from flows.text.prompts import Prompt
from hotline.domain.reachability import CallInstead, Decision, Drop, Reason
from hotline.domain.states import HELPED
from hotline.services.kernel.call_memory import CallMemory, as_data, memory_of
from hotline.services.kernel.unit_of_work import UnitOfWork
from hotline.services.outbound import facts, order_calls
from hotline.services.outbound.envelope import Envelope, Notified
from hotline.services.outbound.news import News, in_memory, remembered
from hotline.store.needs import matches, needs
from hotline.store.people.members import Member
from hotline.store.voice import call_orders, calls
from hotline.store.voice.calls import Call

NEWS, QUESTION = facts.NEWS, facts.QUESTION
"""What such a call is for, and the places where it begins."""
TELLING = (NEWS, QUESTION)

OF_USE = timedelta(hours=6)  # late news is better than none
AGAIN = (timedelta(minutes=15), timedelta(hours=2))  # after a call that nobody heard out
KEPT = timedelta(days=30)  # for whoever calls by themselves

_WORDS = frozenset({"relay-to-helper", "relay-to-asker", "relay-from-team"})
_FROM_ASKER = frozenset(
    {"relay-to-helper", "words-recorded", "thanks-delivered", "thanks-recorded"}
)
NOT_BY_VOICE = frozenset(
    {
        # Looking goes on: whoever wants to know calls.
        *("still-looking-1", "still-looking-2", "still-looking-more"),
        *("started-asking", "waiting-hours", "waiting-money"),
        # They need do nothing; `v-ask-off` is for whoever answers late.
        *("covered", "coordinator-taken", "person-closed"),
        # Of a call: it comes, or they have heard in one of their own that it will not.
        *("call-coming", "call-not-now"),
    }
)
"""What nobody is called about. Everything else that can be spoken is told; what cannot (the team's work,
which is done by text) is not taken for told."""


def call(uow: UnitOfWork, member: Member, envelope: Envelope, decision: CallInstead) -> Notified:
    """Have a member called about this at the moment that was decided, if it can be told so."""
    if envelope.about.ask_id is not None:
        return _asked(uow, member, envelope, decision)
    if envelope.about.session_id is not None:
        session: CallMemory = {"session": envelope.about.session_id}
        return _ordered(_order(uow, member.id, QUESTION, session, decision.due), decision)
    news = _worth_a_call(uow, member, envelope.prompts)
    if not news:
        return Notified(Drop(Reason.UNSPEAKABLE))
    waiting = call_orders.waiting(uow.db, member.id, NEWS)
    if waiting is not None:
        _join(uow, waiting, news)
        order_calls.bring_forward(uow, waiting, decision.due, decision.due + OF_USE)
        return Notified(decision)
    return _ordered(_order(uow, member.id, NEWS, _remembered(news), decision.due), decision)


def _asked(uow: UnitOfWork, member: Member, envelope: Envelope, decision: CallInstead) -> Notified:
    """A member without texts is asked by a call (services/voice/nodes/ask_by_call.py)."""
    ordered = order_calls.order(
        uow,
        member.id,
        purpose=facts.ASK,
        node=facts.ASK,
        due_at=decision.due,
        urgent=envelope.urgent,
        ask_id=envelope.about.ask_id,
    )
    return _ordered(ordered is not None, decision)


def _ordered(done: bool, decision: CallInstead) -> Notified:
    return Notified(decision if done else Drop(Reason.OUT_OF_REACH))


def keep(uow: UnitOfWork, member: Member, envelope: Envelope, decision: Decision) -> Notified:
    """Have a member hear this when they call; nobody is texted or rung.

    A question waits as the session that it is (services/bridging/voice_inbox.py).
    """
    if envelope.about.session_id is None:
        news = _worth_a_call(uow, member, envelope.prompts)
        waiting = call_orders.waiting(uow.db, member.id, NEWS)
        if news and waiting is not None:
            _join(uow, waiting, news)
        elif news:
            _keep(uow, member.id, _remembered(news))
    return Notified(decision)


def again(uow: UnitOfWork, member_id: int, purpose: str, memory: CallMemory) -> bool:
    """Nobody has heard a call of ours out: place it again; once that was enough it is kept for a call
    of theirs, and the answer is False."""
    fresh = [one for one in in_memory(memory) if one.came_at + KEPT > uow.now]
    if purpose == NEWS:
        if not fresh:
            return True  # it has waited for a call of theirs, and is of no use any more
        memory = memory | {"news": [remembered(one) for one in fresh]}
    tries = memory.get("tries", 0)
    once_more = memory | {"tries": tries + 1}
    waiting = call_orders.waiting(uow.db, member_id, NEWS) if purpose == NEWS else None
    if waiting is not None:  # something new is about to be told anyway
        _join(uow, waiting, fresh, first=True)
        return True
    if tries < len(AGAIN):
        return _order(uow, member_id, purpose, once_more, uow.now + AGAIN[tries])
    if purpose == NEWS:
        _keep(uow, member_id, memory)
    return False


def release(uow: UnitOfWork, member_id: int) -> None:
    """Somebody has vouched for them: an asker's words that were kept are told now, if they still help."""
    waiting = call_orders.waiting(uow.db, member_id, NEWS)
    call = None if waiting is None else calls.locked(uow.db, uow.app.vault, waiting)
    if call is None:
        return
    kept = in_memory(memory_of(call))
    left = [one for one in kept if not is_off(uow, member_id, one)]
    _put(uow, call, left)
    if any(is_from_asker(one) and not is_held(uow, member_id, one) for one in left):
        order_calls.bring_forward(uow, call.id, uow.now, uow.now + OF_USE)


def keep_again(uow: UnitOfWork, member_id: int, news: list[News]) -> None:
    """Keep what may not be told yet for a later call."""
    waiting = call_orders.waiting(uow.db, member_id, NEWS) if news else None
    if waiting is not None:
        _join(uow, waiting, news, first=True)
    elif news:
        _keep(uow, member_id, _remembered(news))


def is_from_asker(news: News) -> bool:
    """Whether this is what somebody wrote or said for whoever helps them."""
    return news.message in _FROM_ASKER


def is_held(uow: UnitOfWork, member_id: int, news: News) -> bool:
    """Whether this waits until somebody has vouched for them."""
    if not is_from_asker(news) or news.reference is None:
        return False
    need = needs.by_reference(uow.db, news.reference)
    if need is None or need.asker_id == member_id:
        return False
    return facts.is_unvouched(uow, member_id, need.category)


def is_off(uow: UnitOfWork, member_id: int, news: News) -> bool:
    """Whether these are an asker's words to them, who said yes and do not help any more, nor did."""
    if not is_from_asker(news) or news.reference is None:
        return False
    need = needs.by_reference(uow.db, news.reference)
    ours = [m for m in matches.of_need(uow.db, need.id) if m.helper_id == member_id] if need else []
    return bool(ours) and all(match.state not in HELPED for match in ours)


def are_words(message: str) -> bool:
    """Whether this message passes on somebody's words."""
    return message in _WORDS


def _worth_a_call(uow: UnitOfWork, member: Member, prompts: Sequence[Prompt]) -> list[News]:
    speaks = uow.app.speaker.speaks
    told = (p for p in prompts if p.id not in NOT_BY_VOICE and speaks(p.id, member.language))
    return [News(prompt.id, prompt.args, uow.now) for prompt in told]


def _order(
    uow: UnitOfWork, member_id: int, purpose: str, memory: CallMemory, due: datetime
) -> bool:
    ordered = order_calls.order(
        uow, member_id, purpose=purpose, node=purpose, memory=memory, due_at=due, within=OF_USE
    )
    return ordered is not None


def take_back(uow: UnitOfWork, member_id: int, reference: str) -> None:
    """Words about this that wait to be told in a call are not told any more: their writer is erased."""
    waiting = call_orders.waiting(uow.db, member_id, NEWS)
    call = None if waiting is None else calls.locked(uow.db, uow.app.vault, waiting)
    if call is None:
        return
    kept = in_memory(memory_of(call))
    _put(uow, call, [o for o in kept if not are_words(o.message) or o.reference != reference])


def _put(uow: UnitOfWork, call: Call, left: list[News]) -> None:
    """This is left of what a call that waits would tell: nobody is rung for nothing."""
    memory = memory_of(call) | {"news": [remembered(one) for one in left]}
    calls.save(uow.db, uow.app.vault, call.id, as_data(memory))
    if not left:
        call_orders.cancel(uow.db, call.id, uow.now)


def _keep(uow: UnitOfWork, member_id: int, memory: CallMemory) -> None:
    until = uow.now + KEPT
    order_calls.keep(uow, member_id, purpose=NEWS, node=NEWS, memory=memory, until=until)


def _remembered(news: Sequence[News]) -> CallMemory:
    """What a call of news remembers, with how often it was tried to tell them."""
    return {"news": [remembered(one) for one in news], "tries": 0}


def _join(uow: UnitOfWork, call_id: int, news: list[News], *, first: bool = False) -> None:
    call = calls.locked(uow.db, uow.app.vault, call_id)
    if call is None:
        raise LookupError("a call vanished while its order was locked")
    waiting = in_memory(memory_of(call))
    memory = _remembered(news + waiting if first else waiting + news)
    calls.save(uow.db, uow.app.vault, call_id, as_data(memory))
