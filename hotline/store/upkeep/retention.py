"""What is kept no longer: words past their time, closed needs reduced to counts, a batch at a time.

Every function does a bounded number of rows and says how many; call it again while it is as many as it
may be. Rows that somebody holds are passed over and found the next time.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    delete,
    func,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from hotline.domain.states import UNSETTLED_MESSAGES
from hotline.domain.statistics.counting import week_of, yes_within
from hotline.domain.transitions import NEED
from hotline.store.db import identity_map
from hotline.store.db.lease_queue import UNLEASED
from hotline.store.db.lifecycle import MESSAGES
from hotline.store.needs import references
from hotline.store.needs.statistics import LEFT
from hotline.store.schema import (
    asks,
    broadcasts,
    calls,
    flow_sessions,
    matches,
    need_counts,
    needs,
    outbox,
    recordings,
    rings,
    threads,
)
from hotline.store.schema import references as reference_numbers

_OVER = (*sorted(NEED.terminal), "done")
_N = needs.c


def forget_texts(db: Connection, old: datetime, limit: int) -> int:
    """The words of texts written before `old`; of one that is about no need the row as well.

    One that has waited so long to be sent is not sent any more.
    """
    kept = outbox.c.body.is_not(None), outbox.c.created_at <= old
    query = select(outbox.c.id).where(*kept, outbox.c.state.not_in(UNSETTLED_MESSAGES))
    ids = _taken(db, query.order_by(outbox.c.created_at).limit(limit))
    mine = outbox.c.id.in_(ids)
    db.execute(MESSAGES.moving("canceled", **UNLEASED).where(mine))
    # Of a text that may be on its way the words are still needed, to find out whether it is.
    over = mine, outbox.c.state.not_in(UNSETTLED_MESSAGES)
    db.execute(delete(outbox).where(*over, outbox.c.need_id.is_(None)))
    db.execute(update(outbox).where(*over).values(body=None))
    return len(ids)


def forget_words(db: Connection, old: datetime, limit: int) -> int:
    """The words of needs: at once where nobody will meet them, after `old` where they were met."""
    ids = _taken(db, select(_N.id).where(*_words_over(old)).limit(limit))
    db.execute(update(needs).where(_N.id.in_(ids)).values(words=None))
    identity_map.forget(db)
    return len(ids)


def forget_threads(db: Connection, old: datetime, limit: int) -> int:
    """Conversations that nobody has gone on with since `old`, and threads with the team closed by then."""
    s, t = flow_sessions.c, threads.c
    left = _taken(db, select(s.id).where(s.touched_at <= old).limit(limit))
    db.execute(delete(flow_sessions).where(s.id.in_(left)))
    closed = t.state == "closed", t.closed_at <= old, t.need_id.is_(None)
    over = _taken(db, select(t.id).where(*closed).limit(limit))
    db.execute(delete(threads).where(t.id.in_(over)))
    return max(len(left), len(over))


def forget_calls(db: Connection, old: datetime, limit: int) -> int:
    """Who called, and who was rung, before `old`. The row stays, belonging to nobody: by the keyed hash
    of its id a call that is played to us again is known."""
    c = calls.c
    over = c.state == "closed", c.closes_at <= old, c.member_id.is_not(None)
    ids = _taken(db, select(c.id).where(*over).limit(limit))
    nobodys = dict.fromkeys(("member_id", "ask_id", "match_id", "thread_id", "language"))
    db.execute(update(calls).where(c.id.in_(ids)).values(**nobodys))
    rung = _taken(db, select(rings.c.id).where(rings.c.rung_at <= old).limit(limit))
    db.execute(delete(rings).where(rings.c.id.in_(rung)))
    return max(len(ids), len(rung))


def forget_references(db: Connection, now: datetime) -> None:
    """References that have rested long enough stand for nothing any more."""
    db.execute(delete(reference_numbers).where(reference_numbers.c.free_at <= now))


def reduce_needs(db: Connection, now: datetime, old: datetime, limit: int) -> int:
    """Needs closed before `old` become counts: they, their asks, matches, texts and threads are deleted.

    Their references rest like any other's.
    """
    query = select(_N.id, _N.category, _N.state, _N.opened_at, _N.yes_within).where(
        *_needs_over(old)
    )
    query = query.order_by(_N.closed_at).limit(limit)
    found = db.execute(query.with_for_update(skip_locked=True)).all()
    ids = [row.id for row in found]
    if ids:
        _count(db, found)
        for need_id in ids:
            references.rest(db, need_id, now)
        db.execute(delete(needs).where(_N.id.in_(ids)))
        identity_map.forget(db)
    return len(ids)


def overdue(db: Connection, bodies: datetime, closed: datetime, most: int) -> int:
    """How many texts and needs are here past these moments, whose words or rows should be gone."""
    late = union_all(
        select(outbox.c.id).where(outbox.c.body.is_not(None), outbox.c.created_at <= bodies),
        select(_N.id).where(_N.words.is_not(None), _N.closed_at <= bodies),
        select(_N.id).where(*_needs_over(closed)),
        select(recordings.c.id).where(
            recordings.c.sound.is_not(None),
            recordings.c.need_id.is_(None),
            recordings.c.created_at <= bodies,
        ),
        select(broadcasts.c.id).where(
            broadcasts.c.approved_at <= bodies, broadcasts.c.arrived.is_(None)
        ),
    )
    some = late.limit(most).subquery()
    return int(db.execute(select(func.count()).select_from(some)).scalar_one())


def _words_over(old: datetime) -> tuple[ColumnElement[bool], ...]:
    unmet = _N.state.in_(sorted(NEED.terminal))
    met = and_(_N.state == "done", _N.closed_at <= old)
    return _N.words.is_not(None), _N.closed_at.is_not(None), or_(unmet, met)


def _needs_over(old: datetime) -> tuple[ColumnElement[bool], ...]:
    return _N.state.in_(_OVER), _N.closed_at <= old


def _taken(db: Connection, query: Any) -> list[int]:
    """The ids of rows that are nobody else's just now."""
    return list(db.execute(query.with_for_update(skip_locked=True)).scalars())


# --- counts ------------------------------------------------------------------------------------


def _count(db: Connection, found: Sequence[Any]) -> None:
    ids = [row.id for row in found]
    asked = _by_need(db, asks.c.need_id, func.count(), ids)
    left = func.count().filter(outbox.c.state.in_(LEFT))
    sent = _by_need(db, outbox.c.need_id, left, ids)
    first = _by_need(db, matches.c.need_id, func.min(matches.c.opened_at), ids)
    for row in found:
        values = {
            "week": week_of(row.opened_at),
            "category": row.category,
            "outcome": row.state,
            "yes_within": row.yes_within or yes_within(row.opened_at, first.get(row.id)),
            "needs": 1,
            "asks": asked.get(row.id, 0),
            "texts": sent.get(row.id, 0),
        }
        db.execute(_add(db.dialect.name), values)


def _by_need(db: Connection, need_id: Any, what: Any, ids: Sequence[int]) -> dict[int, Any]:
    query = select(need_id, what).where(need_id.in_(ids)).group_by(need_id)
    return {row[0]: row[1] for row in db.execute(query)}


@cache
def _add(dialect: str) -> Any:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    new = insert(need_counts)
    sums = {name: need_counts.c[name] + new.excluded[name] for name in ("needs", "asks", "texts")}
    return new.on_conflict_do_update(index_elements=list(need_counts.primary_key), set_=sums)
