"""The trail: what happened, when, to whom and by whom, in ids alone. No words, no numbers, no references.

Rows are added, and linked to each other by `record_chain`. They go after `retention.record`; the ids of
whoever is erased go at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, or_, select

from hotline.domain.console import LeftOut
from hotline.store.db.ids import new_id, next_turn
from hotline.store.schema import events

KINDS = frozenset(
    {
        "need_opened",
        "need_matched",
        "need_reopened",
        "need_escalated",
        "need_done",
        "need_withdrawn",
        "need_expired",
        "ask_accepted",
        "member_left",  # STOP
        "member_erased",
        "member_blocked",
        "member_unblocked",
        "member_reported",
        "key_rotated",
    }
)


class UnknownEvent(ValueError):
    """A kind of event that the trail does not know."""


@dataclass(frozen=True)
class Event:
    """One thing that happened: to `member_id`, about `need_id`, by `actor_id`, where there is one."""

    at: datetime
    kind: str
    member_id: int | None
    need_id: int | None
    actor_id: int | None


_COLUMNS = [events.c[name] for name in Event.__dataclass_fields__]
_NOTE = insert(events)
# Within one moment in the order of the chain; what is not chained yet is the latest.
_LATEST = (events.c.at.desc(), events.c.seq.desc().nulls_first(), events.c.turn.desc())


def note(
    db: Connection,
    kind: str,
    now: datetime,
    *,
    member_id: int | None = None,
    need_id: int | None = None,
    actor_id: int | None = None,
) -> None:
    """Add an event, in the transaction of what happened. Raises UnknownEvent for any but KINDS."""
    if kind not in KINDS:
        raise UnknownEvent(f"no event is called {kind!r}")
    hour = now.replace(minute=0, second=0, microsecond=0)  # as moments.py has it
    ids = {"member_id": member_id, "need_id": need_id, "actor_id": actor_id}
    db.execute(_NOTE, {"id": new_id(), "turn": next_turn(), "at": hour, "kind": kind, **ids})


def latest(db: Connection, limit: int, *, need_id: int | None = None) -> Sequence[Event]:
    """The last `limit` events, the newest first: all, or those about one need."""
    query = select(*_COLUMNS).order_by(*_LATEST).limit(limit)
    if need_id is not None:
        query = query.where(events.c.need_id == need_id)
    return [Event(*row) for row in db.execute(query)]


def between(
    db: Connection,
    since: datetime,
    until: datetime,
    limit: int,
    *,
    actor_id: int | None = None,
    but: LeftOut,
) -> Sequence[Event]:
    """Events from `since` up to before `until`, by one member or by all, the latest first."""
    query = select(*_COLUMNS).where(events.c.at >= since, events.c.at < until)
    if actor_id is not None:
        query = query.where(events.c.actor_id == actor_id)
    c, members, needs = events.c, but.targets.get("member"), but.targets.get("need")
    for column, left_out in ((c.member_id, members), (c.actor_id, members), (c.need_id, needs)):
        if left_out:
            query = query.where(or_(column.is_(None), column.not_in(sorted(left_out))))
    if but.own is not None:
        of_them = (c.kind == "member_reported") & (func.coalesce(c.member_id, 0) == but.own)
        query = query.where(~of_them)
    return [Event(*row) for row in db.execute(query.order_by(*_LATEST).limit(limit))]
