"""What the decision is asked with: members, texts and calls as hotline/domain/reachability.py sees them."""

from __future__ import annotations

from datetime import datetime, timedelta

from hotline.domain.messages import About, Kind
from hotline.domain.phones import may_reach
from hotline.domain.reachability import Decision, Message, Recipient, Send, Way, decide
from hotline.services.kernel.app import App
from hotline.services.kernel.unit_of_work import UnitOfWork
from hotline.services.outbound.safe_hours import unsafe
from hotline.store.messages import broadcast_readers
from hotline.store.messages.outbox import Leaving
from hotline.store.needs import asks, matches, needs
from hotline.store.needs.matches import Match
from hotline.store.people import members
from hotline.store.people.members import Member
from hotline.store.people.reachability import ReaderStanding
from hotline.store.voice import bridges
from hotline.store.voice.call_orders import Order

UNVOUCHED_FOR = timedelta(days=14)
"""For so long an asker's words wait for somebody to vouch for their helper: longer than any match is open."""


def may(uow: UnitOfWork, member: Member, message: Message) -> Decision:
    """Whether, how and when this may reach them, as far as is known when it begins."""
    quiet = uow.app.community.quiet_hours
    return decide(message, recipient(uow.app, member, uow.now), uow.now, quiet)


def may_leave(uow: UnitOfWork, leaving: Leaving, standing: ReaderStanding) -> Decision:
    """Whether a text that waited may leave at this moment."""
    row, app = leaving.row, uow.app
    kind = Kind(row.kind)
    unvouched = standing.asker_in in app.community.without_words(standing.reader.level)
    reader = recipient(app, standing.reader, uow.now, in_reach=in_reach(app, leaving.number))
    message = Message(
        kind,
        urgent=kind.is_urgent(row.priority),
        said_at=row.created_at,
        waits=row.waits,
        for_the_ear=standing.for_the_ear,
        kept_apart=standing.kept_apart,
        withdrawn=_is_withdrawn(uow, leaving) or (unvouched and _is_over(uow, leaving, standing)),
        unvouched=unvouched,
        forgotten=leaving.body is None,
    )
    return decide(message, reader, uow.now, app.community.quiet_hours)


def _is_withdrawn(uow: UnitOfWork, leaving: Leaving) -> bool:
    """Whether a broadcast was stopped, or its reader has not agreed to get one."""
    row = leaving.row
    if row.kind != Kind.BROADCAST:
        return False
    return not broadcast_readers.still_meant(uow.db, row.member_id, row.id)


def _is_over(uow: UnitOfWork, leaving: Leaving, standing: ReaderStanding) -> bool:
    """Whether words that wait for who vouches are of no use any more: for help that did not come about, or
    that is long past."""
    written: datetime = leaving.row.created_at
    return standing.is_off or written + UNVOUCHED_FOR <= uow.now


def may_be_placed(uow: UnitOfWork, order: Order) -> Decision:
    """Whether a call that was ordered may ring at this moment."""
    reachable = in_reach(uow.app, order.number)
    if order.member_id is None:
        to = Recipient("stranger", in_reach=reachable)
    else:
        member = members.get(uow.db, order.member_id)
        to = recipient(uow.app, member, uow.now, in_reach=reachable)
    message = Message(
        KINDS[order.purpose],
        Way.CALL,
        urgent=_is_urgent_ask(uow, order),
        wanted=_wants_it(uow, order),
        unvouched=_joins_newcomer(uow, order),
    )
    return decide(message, to, uow.now, uow.app.community.quiet_hours)


def may_ring_for(uow: UnitOfWork, member: Member, *, on_shift: bool, kept_apart: bool) -> bool:
    """Whether a member's phone may ring now for a caller who looks for somebody."""
    ring = Message(Kind.RING, Way.CALL, urgent=on_shift, kept_apart=kept_apart)
    return isinstance(may(uow, member, ring), Send)


def may_be_joined(uow: UnitOfWork, member_id: int, match: Match, *, wanted: bool) -> Decision:
    """Whether a side of a match may be rung now so that the two can speak; `wanted` by this side."""
    bridge = Message(
        Kind.BRIDGE,
        Way.CALL,
        wanted=wanted,
        for_the_ear=for_the_ear(uow, member_id, match.need_id),
        unvouched=is_unvouched(uow, match.helper_id, match.category),
    )
    return may(uow, members.get(uow.db, member_id), bridge)


def _joins_newcomer(uow: UnitOfWork, order: Order) -> bool:
    if order.purpose != BRIDGE or order.match_id is None:
        return False
    match = matches.get(uow.db, order.match_id)
    return is_unvouched(uow, match.helper_id, match.category)


def may_be_dialled(uow: UnitOfWork, member_id: int, number: str | None) -> bool:
    """Whether the phone of somebody who was chosen to be rung may still ring."""
    to = recipient(
        uow.app,
        members.get(uow.db, member_id),
        uow.now,
        in_reach=in_reach(uow.app, number),
    )
    ring = Message(Kind.RING, Way.CALL, wanted=True)  # the hour was looked at when they were chosen
    return isinstance(decide(ring, to, uow.now, uow.app.community.quiet_hours), Send)


def may_be_called_back(uow: UnitOfWork, member: Member | None, number: str) -> bool:
    """Whether a number that has just rung us may be rung; `member` where it is one's."""
    reachable = in_reach(uow.app, number)
    to = Recipient("stranger", in_reach=reachable)
    if member is not None:
        to = recipient(uow.app, member, uow.now, in_reach=reachable)
    back = Message(Kind.CALL_BACK, Way.CALL)
    return isinstance(decide(back, to, uow.now, uow.app.community.quiet_hours), Send)


def _wants_it(uow: UnitOfWork, order: Order) -> bool:
    """Whether a call that joins two was this side's wish."""
    wish = None if order.match_id is None else bridges.live(uow.db, order.match_id)
    return wish is not None and wish.wanted_by == order.member_id


def _is_urgent_ask(uow: UnitOfWork, order: Order) -> bool:
    return order.ask_id is not None and asks.is_urgent(uow.db, order.ask_id)


ASK, NEWS, QUESTION, BRIDGE, CALL_BACK = "ask", "news", "question", "bridge", "callback"
"""What a call of ours is for; `news` stands for whatever a text would have told."""
KINDS = {
    ASK: Kind.ASK,
    NEWS: Kind.NOTICE,
    QUESTION: Kind.QUESTION,
    BRIDGE: Kind.BRIDGE,
    CALL_BACK: Kind.CALL_BACK,
}


def recipient(app: App, member: Member, now: datetime, *, in_reach: bool = True) -> Recipient:
    """A member as they stand."""
    return Recipient(
        state=member.state,
        hidden_at=member.hidden_at,
        in_reach=in_reach,
        no_texts=member.by_call,
        calls=member.call_safe,
        unsafe=unsafe(app, member.safe_from, member.safe_until),
        locked=member.is_locked(now),
        busy_until=member.in_flow_until,
    )


def is_unvouched(uow: UnitOfWork, helper_id: int, category: str) -> bool:
    """Whether the words of an asker in this category are not for this helper: the team does not know them."""
    level = members.get(uow.db, helper_id).level
    return level < uow.app.community.words_level(category)


def are_unvouched_words(uow: UnitOfWork, reader: Member, about: About) -> bool:
    """Whether words about this are an asker's, to a helper whom nobody of the team has vouched for."""
    if about.need_id is None or about.author_id is None or about.thread_id is not None:
        return False
    need = needs.find(uow.db, about.need_id)
    if need is None or about.author_id != need.asker_id or reader.id == need.asker_id:
        return False
    return is_unvouched(uow, reader.id, need.category)


def in_reach(app: App, number: str | None) -> bool:
    """Whether texts and calls may go to this number; None where it has been erased."""
    return number is not None and may_reach(number, app.community.allowed_countries)


def for_the_ear(uow: UnitOfWork, member_id: int, need_id: int | None) -> bool:
    """Whether what is about this need is for the member's ear alone, and no text or call of ours."""
    return need_id is not None and needs.is_heard_only(uow.db, need_id, member_id)
