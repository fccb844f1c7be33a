"""Keys, processes, and the trail of what happened."""

from sqlalchemy import BigInteger, Column, Index, LargeBinary, SmallInteger, String, Table, Text

from hotline.store.tables.base import metadata, row_id, turn
from hotline.store.tables.types import Moment

data_keys = Table(
    "data_keys",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("purpose", String(8), nullable=False),  # data | index
    Column("wrapped", LargeBinary, nullable=False),  # RFC 3394, under the master key
    Column("created_at", Moment, nullable=False),
)

# One clock at a time, and when it last passed.
leases = Table(
    "leases",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("holder", String(60), nullable=False),
    Column("held_until", Moment, nullable=False),
    Column("beat_at", Moment, nullable=False),
)

# Every process that runs, for as long as it says so.
processes = Table(
    "processes",
    metadata,
    row_id(),
    Column("kind", String(8), nullable=False),  # web | worker | clock
    Column("knows", Text, nullable=False),  # the marks of its master keys, with a space between
    Column("started_at", Moment, nullable=False),
    Column("beat_at", Moment, nullable=False),
)

# What happened, in ids: who and what they were may be forgotten, that it happened is not. No foreign
# keys, so that the rows outlive what they name. Rows are added and never changed (store/upkeep/audit_log.py).
events = Table(
    "events",
    metadata,
    row_id(),
    Column("at", Moment, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("member_id", BigInteger),  # whom it happened to
    Column("need_id", BigInteger),
    Column("actor_id", BigInteger),  # who did it, where that is somebody else
    turn(),
    Index(None, "at"),
    Index(None, "need_id"),
)
