"""What single numbers did lately, and how busy the whole line is: what limits rest on.

The line's totals are read off the newest rows of what is written anyway: so no row is there that every
text of everybody would have to wait for.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Executable, Integer, Select, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from hotline.domain.limits import Tally
from hotline.store.db.prepared import Prepared
from hotline.store.schema import calls, inbound_messages, members, needs, tallies

_OF = Prepared(
    select(*[tallies.c[name] for name in Tally.__dataclass_fields__]).where(
        tallies.c.subject == bindparam("subject")
    )
)


def of(db: Connection, subject: bytes, now: datetime) -> Tally:
    """What the number behind a keyed hash (Vault.tally_index) did, as of now."""
    found = _OF.rows(db, subject=subject)
    return (Tally(*found[0]) if found else Tally(now, now)).at(now)


def put(db: Connection, subject: bytes, tally: Tally) -> None:
    """Keep it, in place of what was kept before."""
    _PUT.run(db, subject=subject, **vars(tally))


def forget(db: Connection, before: datetime) -> None:
    """Remove what began before then, and counts no more."""
    db.execute(delete(tallies).where(tallies.c.hour_at < before))


def texts_reach(db: Connection, count: int, since: datetime) -> bool:
    """Whether so many texts have come since then, from everybody within their own limits."""
    return _later(_TEXTS.rows(db, back=count - 1), since)


def new_numbers_reach(db: Connection, count: int, since: datetime) -> bool:
    """Whether so many members are new since then."""
    return _later(_NUMBERS.rows(db, back=count - 1), since)


def needs_reach(db: Connection, count: int, since: datetime, asker_id: int | None = None) -> bool:
    """Whether so many needs were opened since then, by everybody or by one."""
    if asker_id is None:
        return _later(_NEEDS.rows(db, back=count - 1), since)
    return _later(_NEEDS_OF_ONE.rows(db, back=count - 1, asker=asker_id), since)


def calls_reach(db: Connection, count: int, since: datetime) -> bool:
    """Whether so many calls have come or were placed since then."""
    return _later(_CALLS.rows(db, back=count - 1), since)


def _later(rows: list[Any], since: datetime) -> bool:
    return bool(rows) and rows[0][0] > since


def _so_many_back(moment: Column[datetime]) -> Select[Any]:
    """The moment of the row `back` places before the newest, read off the index of moments."""
    return select(moment).order_by(moment.desc()).offset(bindparam("back", type_=Integer)).limit(1)


_TEXTS = Prepared(
    _so_many_back(inbound_messages.c.received_at).where(~inbound_messages.c.past_limit)
)
_NUMBERS = Prepared(_so_many_back(members.c.created_at))
_NEEDS = Prepared(_so_many_back(needs.c.opened_at))
_NEEDS_OF_ONE = Prepared(
    _so_many_back(needs.c.opened_at).where(needs.c.asker_id == bindparam("asker"))
)
_CALLS = Prepared(_so_many_back(calls.c.started_at))


def _put(dialect: str) -> Executable:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    adding = insert(tallies)
    new = {name: adding.excluded[name] for name in Tally.__dataclass_fields__}
    return adding.on_conflict_do_update(index_elements=["subject"], set_=new)


_PUT = Prepared(_put)
