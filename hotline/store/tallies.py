"""What single numbers did lately, and how busy the whole line is: what limits rest on.

The line's totals are read off the newest rows of what is written anyway: so no row is there that every
text of everybody would have to wait for.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from functools import cache

from sqlalchemy import Column, Connection, Executable, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from hotline.domain.limits import Tally
from hotline.store.schema import calls, inbound_messages, members, needs, tallies

_OF = select(*[tallies.c[name] for name in Tally.__dataclass_fields__]).where(
    tallies.c.subject == bindparam("subject")
)


def of(db: Connection, subject: bytes, now: datetime) -> Tally:
    """What the number behind a keyed hash (Vault.tally_index) did, as of now."""
    row = db.execute(_OF, {"subject": subject}).one_or_none()
    return (Tally(now, now) if row is None else Tally(**row._mapping)).at(now)


def put(db: Connection, subject: bytes, tally: Tally) -> None:
    """Keep it, in place of what was kept before."""
    db.execute(_put(db.dialect.name), {"subject": subject, **asdict(tally)})


def forget(db: Connection, before: datetime) -> None:
    """Remove what began before then, and counts no more."""
    db.execute(delete(tallies).where(tallies.c.hour_at < before))


def texts_reach(db: Connection, count: int, since: datetime) -> bool:
    """Whether so many texts have come since then, from everybody."""
    return _reach(db, inbound_messages.c.id, inbound_messages.c.received_at, count, since)


def new_numbers_reach(db: Connection, count: int, since: datetime) -> bool:
    """Whether so many members are new since then."""
    return _reach(db, members.c.id, members.c.created_at, count, since)


def needs_reach(db: Connection, count: int, since: datetime, asker_id: int | None = None) -> bool:
    """Whether so many needs were opened since then, by everybody or by one."""
    return _reach(
        db,
        needs.c.id,
        needs.c.opened_at,
        count,
        since,
        needs.c.asker_id if asker_id else None,
        asker_id,
    )


def calls_reach(db: Connection, count: int, since: datetime) -> bool:
    """Whether so many calls have come or were placed since then."""
    return _reach(db, calls.c.id, calls.c.started_at, count, since)


def _reach(
    db: Connection,
    row_id: Column[int],
    moment: Column[datetime],
    count: int,
    since: datetime,
    owner: Column[int] | None = None,
    owner_id: int | None = None,
) -> bool:
    # Ids rise with time: the row so many places back tells whether there were so many.
    query = select(moment).order_by(row_id.desc()).offset(count - 1).limit(1)
    if owner is not None:
        query = query.where(owner == owner_id)
    found = db.execute(query).scalar_one_or_none()
    return found is not None and found > since


@cache
def _put(dialect: str) -> Executable:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    adding = insert(tallies)
    new = {name: adding.excluded[name] for name in Tally.__dataclass_fields__}
    return adding.on_conflict_do_update(index_elements=["subject"], set_=new)
