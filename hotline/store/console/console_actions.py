"""The audit trail of the console: who saw and did what. Ids only."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, func, insert, select

from hotline.domain.console import LeftOut
from hotline.store.db.ids import new_id, next_turn
from hotline.store.schema import console_actions


@dataclass(frozen=True)
class StaffAction:
    """One of the staff (None: an operator) saw or did something, perhaps about something."""

    staff_id: int | None
    at: datetime
    action: str
    kind: str | None
    target_id: int | None


_C = console_actions.c
_COLUMNS = [_C[name] for name in StaffAction.__dataclass_fields__]
# Within one moment in the order of the chain; what is not chained yet is the latest.
_LATEST = (_C.at.desc(), _C.seq.desc().nulls_first(), _C.turn.desc())


def add(
    db: Connection,
    staff_id: int | None,
    now: datetime,
    action: str,
    kind: str | None = None,
    target_id: int | None = None,
) -> None:
    """Write down one action; `kind` is what `target_id` is the id of: need, member, staff …"""
    values = {"staff_id": staff_id, "at": _minute(now), "action": action, "kind": kind}
    db.execute(
        insert(console_actions).values(id=new_id(), turn=next_turn(), target_id=target_id, **values)
    )


def add_each(
    db: Connection,
    staff_id: int | None,
    now: datetime,
    action: str,
    kind: str,
    target_ids: Iterable[int | None],
) -> None:
    """Write down the same action about each of these, of which there is one at least."""
    values = {"staff_id": staff_id, "at": _minute(now), "action": action, "kind": kind}
    each = [
        {"id": new_id(), "turn": next_turn(), "target_id": target_id, **values}
        for target_id in target_ids
    ]
    db.execute(insert(console_actions), each)


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)  # as store/upkeep/moments.py has it


def about(db: Connection, kind: str, target_id: int, limit: int) -> list[StaffAction]:
    """The latest actions about one thing, the latest first."""
    c = console_actions.c
    query = select(*_COLUMNS).where(c.kind == kind, c.target_id == target_id)
    return [StaffAction(*row) for row in db.execute(query.order_by(*_LATEST).limit(limit))]


def targets(
    db: Connection, staff_id: int, action: str, kind: str, since: datetime
) -> Collection[int]:
    """About what or whom one of the staff did this since then."""
    mine = _C.staff_id == staff_id, _C.at > since, _C.action == action, _C.kind == kind
    query = select(_C.target_id).where(*mine, _C.target_id.is_not(None)).distinct()
    return set(db.execute(query).scalars())


def count(db: Connection, prefix: str, since: datetime, staff_id: int | None = None) -> int:
    """How many actions whose name begins so there were since then, of one of the staff or of all."""
    c = console_actions.c
    query = select(func.count()).where(c.action.startswith(prefix, autoescape=True), c.at > since)
    if staff_id is not None:
        query = query.where(c.staff_id == staff_id)
    return int(db.execute(query).scalar_one())


def between(
    db: Connection,
    since: datetime,
    until: datetime,
    staff_id: int | None,
    limit: int,
    but: LeftOut,
) -> list[StaffAction]:
    """Actions from `since` up to before `until`, of one of the staff or of all, the latest first."""
    query = select(*_COLUMNS).where(_C.at >= since, _C.at < until)
    if staff_id is not None:
        query = query.where(_C.staff_id == staff_id)
    for kind, left_out in but.targets.items():
        if left_out:
            query = query.where(~_about(kind, left_out))
    if but.own is not None:
        query = query.where(~(_about("member", [but.own]) & _C.action.startswith("report-")))
    return [StaffAction(*row) for row in db.execute(query.order_by(*_LATEST).limit(limit))]


def _about(kind: str, targets: Collection[int]) -> ColumnElement[bool]:
    """What is about one of these; true or false also where it is about nothing."""
    target = func.coalesce(_C.target_id, 0).in_(sorted(targets))
    return and_(func.coalesce(_C.kind, "") == kind, target)
