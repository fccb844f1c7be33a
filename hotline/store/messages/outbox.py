"""The outbox: texts that are to leave, from their first wish to their last state.

A row in `queued` has surely not left. `sending` and `unclear` may have: what becomes of those is for
services/delivery/reconcile.py, and `due_at` is then the moment to look. Claims are leases: they run out
by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypedDict, Unpack

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    bindparam,
    func,
    insert,
    literal,
    or_,
    select,
    true,
    tuple_,
    update,
)

from flows.text.segments import segments_for
from hotline.domain.limits import Funds
from hotline.domain.messages import About, Kind
from hotline.domain.states import UNSETTLED_MESSAGES, MessageState
from hotline.store.db.encryption import MEMBER_PHONE, OUTBOX_BODY, Vault
from hotline.store.db.ids import new_id, next_turn
from hotline.store.db.lease_queue import UNLEASED, LeaseQueue
from hotline.store.db.lifecycle import MESSAGES
from hotline.store.db.prepared import Prepared
from hotline.store.messages import attempts
from hotline.store.messages.spending import urgent_texts
from hotline.store.people.members import COORDINATOR_LEVEL
from hotline.store.schema import attempts as tries
from hotline.store.schema import members, outbox
from hotline.store.tables.types import MomentLike

# An inline text that no callback has confirmed by then was lost on its way back.
INLINE_GRACE = timedelta(seconds=60)

_QUEUE = LeaseQueue(MESSAGES)
# As LeaseQueue says it, of texts.
release = _QUEUE.release
postpone = _QUEUE.postpone
tries_of = _QUEUE.tries_of


@dataclass(frozen=True)
class InlineMessage:
    """A text that travels in the answer to its inbound message; the attempt's id is its callback's."""

    attempt_id: int
    body: str = field(repr=False)


@dataclass(frozen=True)
class OutboundText:
    """A text as it stands in the outbox: whose it is and what it is about, no words, no number."""

    id: int
    member_id: int
    kind: str
    state: MessageState
    tries: int
    greets: bool  # carries the first-contact notice
    ask_id: int | None
    need_id: int | None
    session_id: int | None
    created_at: datetime
    turn: int

    @classmethod
    def from_row(cls, row: Row[Any]) -> OutboundText:
        """The same columns of a row that may hold more."""
        return cls(*(getattr(row, name) for name in cls.__dataclass_fields__))


@dataclass(frozen=True)
class Leaving:
    """A claimed row with what sending it takes. `number` is None once the member was erased."""

    row: Row[Any]
    text: OutboundText
    number: str | None = field(repr=False)
    body: str | None = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """A text as it goes into the outbox; priority 0 leaves first.

    An inline one counts as being sent from the start: its attempt is the answer to the webhook.
    """

    member_id: int
    body: str = field(repr=False)
    kind: Kind
    priority: int
    now: datetime
    due_at: datetime | None = None
    about: About = field(default_factory=About)
    waits: bool = False  # while its reader is in the middle of a flow
    greets: bool = False  # it holds the first-contact notice
    inline: bool = False
    inbound_id: int | None = None


def add(db: Connection, vault: Vault, text: Outgoing) -> int:
    """Put a text into the outbox; its id."""
    row_id = new_id()
    db.execute(
        insert(outbox).values(
            id=row_id,
            member_id=text.member_id,
            kind=text.kind,
            priority=text.priority,
            body=vault.seal(OUTBOX_BODY, row_id, text.body),
            state="sending" if text.inline else "queued",
            due_at=text.now + INLINE_GRACE if text.inline else text.due_at or text.now,
            inline=text.inline,
            waits=text.waits,
            greets=text.greets,
            inbound_id=text.inbound_id,
            segments=_segments(text.body),
            tries=1 if text.inline else 0,
            created_at=text.now,
            turn=next_turn(),
            **asdict(text.about),
        )
    )
    if text.inline:
        attempts.begin(db, [row_id], text.now, state="inline")
    return row_id


def answer(
    db: Connection,
    vault: Vault,
    bodies: Iterable[str],
    *,
    member_id: int,
    inbound_id: int,
    priority: int,
    now: datetime,
    author_id: int | None = None,
) -> list[InlineMessage]:
    """Put the texts that answer an inbound message into the outbox, and give them: `inline_answer`
    finds the same. `author_id` is the member whose own words are in them, if they are.

    They count as being sent: their attempt is the answer to the webhook.
    """
    texts = {new_id(): body for body in bodies}
    if not texts:
        return []
    alike = _INLINE | {
        "member_id": member_id,
        "author_id": author_id,
        "inbound_id": inbound_id,
        "priority": priority,
        "due_at": now + INLINE_GRACE,
        "created_at": now,
    }
    for row_id, body in texts.items():
        words = {"body": vault.seal(OUTBOX_BODY, row_id, body), "segments": _segments(body)}
        _ANSWER.run(db, id=row_id, turn=next_turn(), **words, **alike)
    begun = attempts.begin(db, texts, now, state="inline")
    return [InlineMessage(begun[row_id], body) for row_id, body in texts.items()]


_ANSWER = Prepared(insert(outbox))
_INLINE: dict[str, object] = {
    "kind": "reply",
    "state": "sending",
    "inline": True,
    "waits": False,
    "greets": False,
    "tries": 1,
}


def inline_answer(db: Connection, vault: Vault, inbound_id: int) -> list[InlineMessage]:
    """The texts that answer an inbound message, in order: the same again for a repeated webhook.

    Left out: texts whose words have been forgotten, and those sent by REST since, their answer lost.
    """
    rows = db.execute(
        select(outbox.c.id, outbox.c.body, tries.c.id.label("attempt_id"), tries.c.state)
        .join(tries, tries.c.message_id == outbox.c.id)
        .where(outbox.c.inbound_id == inbound_id, outbox.c.inline, outbox.c.body.is_not(None))
        .order_by(outbox.c.turn, outbox.c.id, tries.c.number)
    )
    first: dict[int, Any] = {}  # an inline text's first try is the answer to the webhook
    for row in rows:
        first.setdefault(row.id, row)
    return [
        InlineMessage(row.attempt_id, vault.open(OUTBOX_BODY, row.id, row.body))
        for row in first.values()
        if row.state != "lost"
    ]


def find(db: Connection, message_id: int) -> OutboundText | None:
    """The text, its row locked until the transaction ends: outcomes of one are settled one by one.

    None where it has been forgotten.
    """
    row = _LOCKED.first(db, message=message_id)
    return None if row is None else OutboundText(*row)


_OUTBOUND = [outbox.c[name] for name in OutboundText.__dataclass_fields__]
_LOCKED = Prepared(
    select(*_OUTBOUND).where(outbox.c.id == bindparam("message")).with_for_update(key_share=True)
)


def hold(db: Connection, message_ids: Iterable[int]) -> None:
    """Lock these rows until the transaction ends: a text before its attempts, as everywhere."""
    _HOLD.scalars(db, messages=list(message_ids))


_HOLD = Prepared(
    select(outbox.c.id)
    .where(outbox.c.id.in_(bindparam("messages", expanding=True)))
    .order_by(outbox.c.id)
    .with_for_update()
)


def last_kind_sent(db: Connection, member_id: int) -> str | None:
    """What kind of text reached this member last. A broadcast asks nothing, so it does not count."""
    left = outbox.c.sent_at.is_not(None), ~outbox.c.inline, outbox.c.kind != "broadcast"
    query = select(outbox.c.kind).where(outbox.c.member_id == member_id, *left)
    return db.execute(
        query.order_by(outbox.c.sent_at.desc(), outbox.c.turn.desc()).limit(1)
    ).scalar_one_or_none()


def claim(
    db: Connection, holder: str, now: datetime, limit: int, *, funds: Funds = "open"
) -> list[int]:
    """Lease up to `limit` texts that are due, the most urgent first; their ids in that order.

    Where there is money for urgent requests alone, or for none, everything is left but what is about
    those, what has priority 0 and what goes to coordinators.
    """
    due = (
        select(outbox.c.id)
        .where(_QUEUE.due(now), _paid_for(funds))
        .order_by(outbox.c.priority, outbox.c.due_at, outbox.c.created_at, outbox.c.turn)
        .limit(limit)
    )
    return _QUEUE.claim(db, due, holder, now)


def _paid_for(funds: Funds) -> ColumnElement[bool]:
    if funds == "open":
        return true()
    team = select(members.c.id).where(members.c.level >= COORDINATOR_LEVEL)
    to_team = and_(outbox.c.member_id.in_(team), outbox.c.kind != "broadcast")
    in_any_case = or_(outbox.c.priority == 0, to_team)
    return or_(in_any_case, urgent_texts()) if funds == "urgent" else in_any_case


def claim_unsettled(db: Connection, holder: str, now: datetime, limit: int) -> list[int]:
    """Lease up to `limit` texts that may or may not have left and are due to be looked up."""
    unsettled = _QUEUE.due(now, *UNSETTLED_MESSAGES)
    due = select(outbox.c.id).where(unsettled).order_by(outbox.c.due_at).limit(limit)
    return _QUEUE.claim(db, due, holder, now)


def leaving(db: Connection, vault: Vault, holder: str, ids: Iterable[int]) -> list[Leaving]:
    """What sending these rows takes, in the order of `ids`; rows no longer leased by `holder` drop out."""
    wanted = list(ids)
    rows = _LEAVING.rows(db, messages=wanted, holder=holder)
    found = {row.id: _leaving(vault, row) for row in rows}
    return [found[i] for i in wanted if i in found]


_LEAVING = Prepared(
    select(outbox, members.c.phone)
    .join(members, members.c.id == outbox.c.member_id)
    .where(
        outbox.c.id.in_(bindparam("messages", expanding=True)),
        outbox.c.lease_holder == bindparam("holder"),
    )
)


def mark_sending(
    db: Connection, holder: str, ids: Iterable[int], look_up_at: datetime
) -> list[int]:
    """The point of no return: rows still queued and leased by `holder` become `sending`; which did."""
    return _QUEUE.mark(db, holder, ids, "sending", due_at=look_up_at)


class MessageValues(TypedDict, total=False):
    """What is noted as a text moves on."""

    due_at: datetime
    error: str | None
    tries: ColumnElement[int]


def move(
    db: Connection, message_id: int, to: MessageState, **values: Unpack[MessageValues]
) -> bool:
    """Change the state if the table of transitions allows it; whether it did. Ends any lease."""
    return _QUEUE.move(db, message_id, to, **values)


def queue_again(db: Connection, message_id: int, due_at: datetime, error: str | None) -> bool:
    """Queue a text that surely has not arrived for another try; False where it is over."""
    return move(db, message_id, "queued", due_at=due_at, error=error)


def queue_behind(db: Connection, text: OutboundText, now: datetime) -> bool:
    """Queue a text that was not begun after all, no earlier than those to the same member before it."""
    created_at = literal(text.created_at, outbox.c.created_at.type)
    earlier = tuple_(outbox.c.created_at, outbox.c.turn) < tuple_(created_at, text.turn)
    before = outbox.c.member_id == text.member_id, earlier, ~outbox.c.waits
    query = select(func.max(outbox.c.due_at)).where(outbox.c.state == "queued", *before)
    return queue_again(db, text.id, max(now, db.execute(query).scalar() or now), None)


def look_again(db: Connection, message_id: int, due_at: datetime) -> None:
    """Let a text of unknown whereabouts be looked up again at `due_at`."""
    unsettled = outbox.c.state.in_(UNSETTLED_MESSAGES)
    again = update(outbox).where(outbox.c.id == message_id, unsettled)
    db.execute(again.values(due_at=due_at, **UNLEASED))


def mark_sent_first(db: Connection, message_id: int, now: datetime) -> bool:
    """Note the first sure sign that the text left; False where that was noted before."""
    return _SENT_FIRST.run(db, message=message_id, sent_at=now) == 1


_SENT_FIRST = Prepared(
    update(outbox).where(outbox.c.id == bindparam("message"), outbox.c.sent_at.is_(None))
)


def any_due(now: MomentLike) -> tuple[ColumnElement[bool], ...]:
    """What holds for a text that could be sent."""
    return (_QUEUE.due(now),)


def any_unsettled(now: MomentLike) -> tuple[ColumnElement[bool], ...]:
    """What holds for a text that is to be looked up."""
    return (_QUEUE.due(now, *UNSETTLED_MESSAGES),)


def _segments(body: str) -> int:
    """What a text costs; no encoding carries lone surrogates, so they are not sent."""
    return segments_for(body.encode("utf-8", "ignore").decode()).segments


def _leaving(vault: Vault, row: Row[Any]) -> Leaving:
    sealed = row.phone
    number = None if sealed is None else vault.open(MEMBER_PHONE, row.member_id, sealed)
    body = None if row.body is None else vault.open(OUTBOX_BODY, row.id, row.body)
    return Leaving(row, OutboundText.from_row(row), number, body)
