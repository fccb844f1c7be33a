"""What outlives ERASE under a keyed hash of the number, so that being forgotten is no way round it.

Whom they are kept apart from, for a week how often they were asked, and whom they were brought together
with, for as long as that match is kept: it can still be reported. The hash finds somebody who comes back; of
somebody who does not it tells nothing without the key.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, case, delete, func, insert, or_, select, union_all

from hotline.store.db.database import insert_new
from hotline.store.db.prepared import Prepared
from hotline.store.schema import (
    asks,
    avoidances,
    carried_asks,
    carried_sides,
    kept_apart,
    matches,
    members,
)

_K, _C = kept_apart.c, carried_asks.c


def keep(db: Connection, member_id: int, phone_index: bytes, since: datetime) -> None:
    """Before a member is erased: those they are kept apart from, the asks they were given since then, and
    their side of each match whose other side is here."""
    for other in _kept_apart_from(db, member_id):
        keep_apart(db, phone_index, other)
    _keep_asks(db, member_id, phone_index, since)
    _keep_sides(db, member_id, phone_index)


def keep_apart(db: Connection, one: bytes, other: bytes) -> bool:
    """Two numbers, by their hashes, are kept apart whoever of them comes back; whether that is new."""
    first, second = sorted((one, other))
    return insert_new(db, kept_apart, first_index=first, second_index=second)


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


def _keep_sides(db: Connection, member_id: int, phone_index: bytes) -> None:
    """Where the other side was erased before, nobody is left who could report either."""
    m = matches.c
    mine = or_(m.helper_id == member_id, m.asker_id == member_id)
    own = select(m.id).where(mine)
    db.execute(delete(carried_sides).where(carried_sides.c.match_id.in_(own)))
    other = case((m.helper_id == member_id, m.asker_id), else_=m.helper_id)
    here = own.join(members, members.c.id == other).where(members.c.phone_index.is_not(None))
    for match_id in db.execute(here).scalars().all():
        insert_new(db, carried_sides, match_id=match_id, phone_index=phone_index)


def side_of(db: Connection, match_id: int) -> bytes | None:
    """The hash of the side of a match that was erased; None where neither was, or nothing was kept."""
    mine = carried_sides.c.match_id == match_id
    return db.execute(select(carried_sides.c.phone_index).where(mine)).scalar_one_or_none()


def keep_away(db: Connection, member_id: int, other: bytes) -> bool:
    """Keep a member apart from a number that was forgotten, by its hash; whether that is new."""
    own = db.execute(select(members.c.phone_index).where(members.c.id == member_id)).scalar_one()
    return keep_apart(db, own, other)


def restore(db: Connection, member_id: int, phone_index: bytes) -> None:
    """Somebody with this number is here (again): they are kept apart from whom they were before."""
    for theirs in _APART_FROM:
        for other in theirs.scalars(db, index=phone_index):
            insert_new(db, avoidances, member_id=member_id, other_id=other)


_APART_FROM = [
    Prepared(
        select(members.c.id)
        .join(kept_apart, theirs == members.c.phone_index)
        .where(mine == bindparam("index"))
    )
    for mine, theirs in ((_K.first_index, _K.second_index), (_K.second_index, _K.first_index))
]


def forget(db: Connection, old: datetime) -> int:
    """Drop counts of asks that count no more; how many."""
    return db.execute(delete(carried_asks).where(_C.asked_at <= old)).rowcount
