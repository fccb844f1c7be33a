"""Who was reported after a match, and what the team decided: while a report holds, whoever it is about is
asked for nobody, and nobody for them.

It holds a keyed hash of their number, so that being forgotten and coming back is no way round it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    delete,
    distinct,
    func,
    insert,
    or_,
    select,
    update,
)

from hotline.domain.states import HOLDING, ReportState
from hotline.domain.transitions import REPORT
from hotline.store.db.ids import new_id
from hotline.store.db.lifecycle import REPORTS
from hotline.store.db.prepared import Prepared
from hotline.store.schema import members, needs, reports

_R = reports.c

Side = Literal["asker", "helper"]


@dataclass(frozen=True)
class Report:
    """One of them. Who it is about and who made it are None once they were forgotten, `reference` where the
    request is gone."""

    id: int
    subject_id: int | None
    reporter_id: int | None
    by_side: Side
    state: ReportState
    at: datetime
    decided_at: datetime | None
    reference: str | None


_ALL = select(
    _R.id, _R.subject_id, _R.reporter_id, _R.by_side, _R.state, _R.at, _R.decided_at,
    needs.c.reference,
).select_from(reports.outerjoin(needs, needs.c.id == _R.need_id))  # fmt: skip


def add(
    db: Connection,
    *,
    subject_id: int | None,
    reporter_id: int,
    need_id: int,
    by_side: Side,
    holds: bool,
    now: datetime,
    subject_index: bytes | None = None,
) -> None:
    """Write down that one side of a match reports the other; whether that holds them until the team looks.

    Of somebody who was forgotten before, the hash stands in the id's place.
    """
    state = REPORT.initial if holds else "noted"
    who = {"subject_id": subject_id, "reporter_id": reporter_id, "need_id": need_id}
    subject = subject_index if subject_id is None else _index(subject_id)
    hashes = {"subject_index": subject, "reporter_index": _index(reporter_id)}
    values = {"id": new_id(), "state": state, "by_side": by_side, "at": now}
    db.execute(insert(reports).values(**values, **who, **hashes))


def _index(member_id: int) -> ColumnElement[bytes]:
    query = select(members.c.phone_index).where(members.c.id == member_id)
    return query.scalar_subquery()


def held_by(db: Connection, reporter_id: int, since: datetime) -> int:
    """How many people reports of this number have come to hold since then, and were not let back."""
    mine = _R.reporter_index == _index(reporter_id), _R.at > since, _R.state.in_(HOLDING)
    return int(db.execute(select(func.count(distinct(_R.subject_index))).where(*mine)).scalar_one())


def by_number(db: Connection, report_ids: Collection[int], since: datetime) -> dict[int, int]:
    """How many reports the number that made each of these has made since then; 0 is left out."""
    other = reports.alias()
    same = other.c.reporter_index == _R.reporter_index, other.c.at > since, _R.id.in_(report_ids)
    query = select(_R.id, func.count()).where(*same).group_by(_R.id)
    return {row[0]: row[1] for row in db.execute(query)}


def is_held(db: Connection, member_id: int) -> bool:
    """Whether a report holds this member."""
    return bool(held_among(db, [member_id]))


def held_among(db: Connection, member_ids: Collection[int]) -> set[int]:
    """Those of these members whom a report holds."""
    found = _HELD_AMONG.scalars(db, members=list(member_ids))
    return {one for one in found if one is not None}


_HELD_AMONG = Prepared(
    select(_R.subject_id).where(
        _R.subject_id.in_(bindparam("members", expanding=True)), _R.state.in_(HOLDING)
    )
)


def not_held() -> ColumnElement[bool]:
    """Of a row of members: no report holds them."""
    held = _R.subject_id == members.c.id, _R.state.in_(HOLDING)
    return ~select(_R.id).where(*held).exists()


def find(db: Connection, report_id: int) -> Report | None:
    """One of them; None where there is none."""
    row = db.execute(_ALL.where(_R.id == report_id)).one_or_none()
    return None if row is None else Report(*row)


def everything(db: Connection, since: datetime, limit: int) -> list[Report]:
    """Those that wait for the team first, the oldest of them at the top; then what was decided, the latest
    first: all that hold, and those let back since then."""
    waits = _R.state.in_(("open", "noted"))
    shown = or_(_R.state != "let_back", _R.decided_at > since)
    order = waits.desc(), func.coalesce(_R.decided_at, 0).desc(), _R.at, _R.id
    return [Report(*row) for row in db.execute(_ALL.where(shown).order_by(*order).limit(limit))]


def waiting(db: Connection, limit: int) -> list[Report]:
    """Those that the team has still to look at."""
    query = _ALL.where(_R.state.in_(("open", "noted")))
    return [Report(*row) for row in db.execute(query.limit(limit))]


def rest(db: Connection, report_id: int, now: datetime, staff_id: int | None) -> bool:
    """The team has looked, and it goes on holding; whether that was still to be decided."""
    return REPORTS.move(db, report_id, "resting", decided_at=now, decided_by=staff_id)


def decide(
    db: Connection,
    subject_id: int,
    to: Literal["blocked", "let_back"],
    now: datetime,
    staff_id: int | None = None,
) -> int:
    """What becomes of all reports about one member; how many there were."""
    decided = REPORTS.moving(to, decided_at=now, decided_by=staff_id)
    return db.execute(decided.where(_R.subject_id == subject_id)).rowcount


def unblock(db: Connection, subject_id: int, now: datetime) -> None:
    """A block was lifted: what it was decided for holds on. Reports that nobody has looked at stay so."""
    lifted = REPORTS.moving("resting", decided_at=now)
    db.execute(lifted.where(_R.subject_id == subject_id, _R.state == "blocked"))


def restore(db: Connection, member_id: int, phone_index: bytes) -> None:
    """Somebody with this number is here (again): what was said of them is about them still."""
    _RESTORE.run(db, index=phone_index, subject_id=member_id)


_RESTORE = Prepared(update(reports).where(_R.subject_index == bindparam("index")))


def lay_down(db: Connection, phone_index: bytes) -> None:
    """Before a member is erased: what holds them no more goes with them."""
    db.execute(delete(reports).where(_R.subject_index == phone_index, _R.state == "let_back"))


def forget(db: Connection, counted: datetime, old: datetime) -> int:
    """Who made those that were made before `counted`; and what holds nobody, from before `old`. How many."""
    known = _R.reporter_index.is_not(None), _R.at <= counted
    unknown = db.execute(update(reports).where(*known).values(reporter_index=None)).rowcount
    over = or_(_R.state == "noted", _R.state == "let_back"), _R.at <= old
    return unknown + db.execute(delete(reports).where(*over)).rowcount
