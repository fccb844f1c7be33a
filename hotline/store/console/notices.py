"""What happened to the ways into the console, told to each of the staff until they have read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from hotline.store.db.ids import new_id
from hotline.store.schema import notices


@dataclass(frozen=True)
class Notice:
    """Something that one of the staff has still to read; `about_id` is whose account it is about."""

    id: int
    kind: str
    about_id: int | None
    at: datetime


_N = notices.c
_COLUMNS = [_N[name] for name in Notice.__dataclass_fields__]


def add(
    db: Connection, readers: Iterable[int], kind: str, about_id: int | None, now: datetime
) -> None:
    """Tell these of the staff."""
    about = {"kind": kind, "about_id": about_id, "at": now}
    rows = [{"id": new_id(), "staff_id": reader, **about} for reader in sorted(set(readers))]
    if rows:
        db.execute(insert(notices), rows)


def of(db: Connection, staff_id: int) -> list[Notice]:
    """What somebody has still to read, the latest first."""
    query = select(*_COLUMNS).where(_N.staff_id == staff_id)
    ordered = query.order_by(_N.at.desc(), _N.id.desc()).limit(20)
    return [Notice(*row) for row in db.execute(ordered)]


def read(db: Connection, staff_id: int, notice_id: int) -> None:
    """They have read it."""
    db.execute(delete(notices).where(_N.staff_id == staff_id, _N.id == notice_id))


def forget(db: Connection, before: datetime) -> None:
    """Drop those of before."""
    db.execute(delete(notices).where(_N.at < before))
