"""What outlives ERASE under a keyed hash of the number, so that being forgotten is no way round it.

Whom they are kept apart from, and for a week how often they were asked. The hash finds somebody who comes
back; of somebody who does not it tells nothing without the key.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, union_all

from hotline.store.db.database import insert_new
from hotline.store.schema import asks, avoidances, carried_asks, kept_apart, members

_K, _C = kept_apart.c, carried_asks.c


def keep(db: Connection, member_id: int, phone_index: bytes, since: datetime) -> None:
    """Before a member is erased: those they are kept apart from, and the asks they were given since then."""
    for other in _kept_apart_from(db, member_id):
        first, second = sorted((phone_index, other))
        insert_new(db, kept_apart, first_index=first, second_index=second)
    _keep_asks(db, member_id, phone_index, since)


def _kept_apart_from(db: Connection, member_id: int) -> list[bytes]:
    """The hashes of those who avoid this member or whom this member avoids, but for the erased."""
    a, m = avoidances.c, members.c
    ways = ((a.member_id, a.other_id), (a.other_id, a.member_id))
    each = [
        select(m.phone_index).join(avoidances, theirs == m.id).where(mine == member_id)
        for mine, theirs in ways
    ]
    found = db.execute(union_all(*each)).scalars()
    return [index for index in found if index is not None]


def _keep_asks(db: Connection, member_id: int, phone_index: bytes, since: datetime) -> None:
    given = asks.c.member_id == member_id, asks.c.created_at > since, asks.c.state != "failed"
    query = select(func.count(), func.max(asks.c.created_at)).where(*given)
    count, latest = db.execute(query).one()
    before = db.execute(
        select(_C.asked, _C.asked_at).where(_C.phone_index == phone_index, _C.asked_at > since)
    ).first()
    asked = count + (before.asked if before else 0)
    moments = [one for one in (latest, before.asked_at if before else None) if one is not None]
    db.execute(delete(carried_asks).where(_C.phone_index == phone_index))
    if asked:
        values = {"phone_index": phone_index, "asked": asked, "asked_at": max(moments)}
        db.execute(insert(carried_asks).values(**values))


def restore(db: Connection, member_id: int, phone_index: bytes) -> None:
    """Somebody with this number is here (again): they are kept apart from whom they were before."""
    for mine, theirs in (
        (_K.first_index, _K.second_index), (_K.second_index, _K.first_index)
    ):  # fmt: skip
        query = select(members.c.id).join(kept_apart, theirs == members.c.phone_index)
        for other in db.execute(query.where(mine == phone_index)).scalars().all():
            insert_new(db, avoidances, member_id=member_id, other_id=other)


def forget(db: Connection, old: datetime) -> int:
    """Drop counts of asks that count no more; how many."""
    return db.execute(delete(carried_asks).where(_C.asked_at <= old)).rowcount
