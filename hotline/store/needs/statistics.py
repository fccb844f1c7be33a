"""What the console counts: needs, asks and texts, of rows that are here and of those reduced to counts.

Exact, and so for services alone: hotline.domain.statistics.disclosure says what of it may be shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, func, select

from hotline.domain.states import OPEN_NEEDS, MessageState
from hotline.domain.statistics.counting import week_of, yes_within
from hotline.store.schema import asks, matches, need_counts, needs, outbox

ENDED: tuple[MessageState, ...] = ("sent", "delivered", "undelivered", "failed")
"""States of texts that the provider has taken, or refused."""
FAILED: tuple[MessageState, ...] = ("undelivered", "failed")
LEFT: tuple[MessageState, ...] = ("sending", "unclear", "sent", "delivered", "undelivered")
"""States of texts that have left us, or may have, and so cost something."""


@dataclass(frozen=True)
class NeedGroup:
    """Needs that are alike: opened in the week that begins at `week`, and answered alike.

    `within` is one of counting.YES_WITHIN, None while nobody has said yes and somebody still may. `segments`
    is at least what their texts cost: of needs reduced to counts each text counts for one.
    """

    week: datetime
    category: str
    within: str | None
    needs: int
    asks: int
    texts: int
    segments: int


def groups(db: Connection, since: datetime) -> list[NeedGroup]:
    """All needs opened since then, one group for each that is here and for each row of counts."""
    return [*_present(db, since), *_reduced(db, since)]


def _present(db: Connection, since: datetime) -> Iterator[NeedGroup]:
    first = _of_needs(matches.c.need_id, func.min(matches.c.opened_at))
    asked = _of_needs(asks.c.need_id, func.count())
    left = outbox.c.state.in_(LEFT)
    texts = _of_needs(outbox.c.need_id, func.count(), func.sum(outbox.c.segments), where=left)
    n = needs.c
    query = select(
        n.opened_at, n.category, n.state, n.yes_within, first.c.a, asked.c.a, texts.c.a, texts.c.b
    ).select_from(
        needs.outerjoin(first, first.c.need_id == n.id)
        .outerjoin(asked, asked.c.need_id == n.id)
        .outerjoin(texts, texts.c.need_id == n.id)
    )
    for opened, category, state, kept, yes, many, sent, segments in db.execute(
        query.where(n.opened_at >= since)
    ):
        # Written down with the first yes: later both moments are coarse.
        within = kept or (None if yes is None and state in OPEN_NEEDS else yes_within(opened, yes))
        sums = (many or 0, sent or 0, int(segments or 0))
        yield NeedGroup(week_of(opened), category, within, 1, *sums)


def _of_needs(need_id: Any, a: Any, b: Any = None, where: Any = None) -> Any:
    """One or two sums by need, as columns `a` and `b`."""
    wanted = [a.label("a")] if b is None else [a.label("a"), b.label("b")]
    query = select(need_id.label("need_id"), *wanted).where(need_id.is_not(None)).group_by(need_id)
    return (query if where is None else query.where(where)).subquery()


def _reduced(db: Connection, since: datetime) -> Iterator[NeedGroup]:
    c = need_counts.c
    query = select(c.week, c.category, c.yes_within, c.needs, c.asks, c.texts)
    for week, category, within, many, asked, texts in db.execute(query.where(c.week >= since)):
        yield NeedGroup(week, category, within, many, asked, texts, texts)


def asked(db: Connection, since: datetime) -> dict[int, int]:
    """How many asks each member was sent since then; those who were sent none are left out."""
    sent = asks.c.sent_at >= since
    query = select(asks.c.member_id, func.count()).where(sent).group_by(asks.c.member_id)
    return {row[0]: row[1] for row in db.execute(query)}


def texts(
    db: Connection, since: datetime, until: datetime
) -> dict[tuple[MessageState, str | None], int]:
    """How many texts written in that time came to which end, with which error of the provider's."""
    c = outbox.c
    written = c.created_at >= since, c.created_at < until, c.state.in_(ENDED)
    query = select(c.state, c.error, func.count()).where(*written).group_by(c.state, c.error)
    return {(row[0], row[1]): row[2] for row in db.execute(query)}


def states(db: Connection, table: Table) -> dict[str, int]:
    """How many rows of a table are in each state."""
    query = select(table.c.state, func.count()).group_by(table.c.state)
    return {row[0]: row[1] for row in db.execute(query)}


def unsent(db: Connection, due_before: datetime) -> int:
    """How many texts have been due since before then and are waiting to be sent."""
    c = outbox.c
    waiting = c.state == "queued", c.due_at <= due_before
    return int(db.execute(select(func.count()).select_from(outbox).where(*waiting)).scalar_one())


def errors(db: Connection, since: datetime, most: int = 10) -> list[tuple[str, int]]:
    """The provider's error codes of texts written since then, with how often each; those most often first."""
    c = outbox.c
    many = func.count()
    query = select(c.error, many).where(c.created_at >= since, c.error.is_not(None))
    query = query.where(c.state != "canceled").group_by(c.error)
    return [
        (row[0], row[1]) for row in db.execute(query.order_by(many.desc(), c.error).limit(most))
    ]
