"""Who blocked whom: so that it can be undone, and nobody alone decides over anybody's words of crisis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from hotline.store.db.prepared import Prepared
from hotline.store.schema import blocks, staff

_B = blocks.c
_OF = Prepared(select(_B.by_id, _B.staff_id, _B.at).where(_B.member_id == bindparam("member")))


@dataclass(frozen=True)
class Block:
    """A block that holds: by which member of the team, by which account; None where an operator did it."""

    by_id: int | None
    staff_id: int | None
    at: datetime


def put(
    db: Connection, member_id: int, now: datetime, *, by_id: int | None, staff_id: int | None
) -> None:
    """Write down who blocks a member, in place of what stood there before."""
    lift(db, member_id)
    by = {"by_id": by_id, "staff_id": staff_id}
    db.execute(insert(blocks).values(member_id=member_id, at=now, **by))


def lift(db: Connection, member_id: int) -> None:
    """They are not blocked any more."""
    db.execute(delete(blocks).where(_B.member_id == member_id))


def of(db: Connection, member_id: int) -> Block | None:
    """Who blocked this member; None where they are not blocked, or that is not known."""
    row = _OF.first(db, member=member_id)
    return None if row is None else Block(*row)


def lately(
    db: Connection, since: datetime, *, by_id: int | None = None, staff_id: int | None = None
) -> int:
    """How many blocks of one of the team since then still hold: as a member, or by an account."""
    whose = _B.staff_id == staff_id if by_id is None else _B.by_id == by_id
    query = select(func.count()).select_from(blocks).where(whose, _B.at > since)
    return int(db.execute(query).scalar_one())


def whose(db: Connection, block: Block) -> set[int]:
    """The member who blocked: also where it was done by the account that is theirs."""
    theirs = select(staff.c.member_id).where(staff.c.id == block.staff_id)
    found = {block.by_id, db.execute(theirs).scalar_one_or_none()}
    return {one for one in found if one is not None}
