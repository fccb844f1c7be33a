"""Keys, processes, the trail of what happened, and the ends of the record's chain."""

from sqlalchemy import BigInteger, Column, Index, LargeBinary, SmallInteger, String, Table, Text

from hotline.store.tables.base import linked, metadata, row_id, turn
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
# keys, so that the rows outlive what they name. Rows are added, chained, and never changed after that but
# for the ids of those who are erased (store/upkeep/record_chain.py).
events = Table(
    "events",
    metadata,
    row_id(),
    Column("at", Moment, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("member_id", BigInteger),  # whom it happened to
    Column("need_id", BigInteger),
    Column("actor_id", BigInteger),  # who did it, where that is somebody else
    *linked("member", "actor"),
    turn(),
    Index(None, "at"),
    Index(None, "need_id"),
    Index(None, "member_id"),
    Index(None, "actor_id"),
    Index(None, "seq", unique=True),
)

# The two ends of the chain that events and console_actions are: `first` is the last link that retention
# has removed, `last` the newest one.
record_ends = Table(
    "record_ends",
    metadata,
    Column("place", String(5), primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("link", LargeBinary(32), nullable=False),
    Column("seal", LargeBinary(32), nullable=False),  # a keyed hash of the three
)
