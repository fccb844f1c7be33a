"""Calls, those that are to be placed, what was spoken, and phones that ring for two to be joined."""

from sqlalchemy import Column, Index, Integer, LargeBinary, SmallInteger, String, Table, text

from hotline.store.tables.base import about, metadata, of, row_id, turn, where
from hotline.store.tables.types import Moment

# A telephone call, and where in it the caller is.
calls = Table(
    "calls",
    metadata,
    row_id(),
    Column("sid_hash", LargeBinary(32), unique=True),  # keyed hash of the provider's id of the call
    Column("provider_sid", LargeBinary),  # sealed: that id, while there is something to do with it
    of("member_id", "members", nullable=True),  # null: a withheld number, or no language yet
    Column("direction", String(8), nullable=False),  # inbound | outbound
    Column("purpose", String(8), nullable=False),  # line | callback | ask | bridge | listener
    Column("state", String(8), nullable=False),  # open | closed
    Column("language", String(2)),  # null until it is known
    Column("turn", Integer, nullable=False),  # documents given so far; stands in the address
    Column("node", String(20), nullable=False),  # hotline.services.voice.nodes.node
    Column("data", LargeBinary),  # sealed: what was said last and what the node remembers
    about("ask_id", "asks"),
    about("match_id", "matches"),
    about("thread_id", "threads"),
    Column("started_at", Moment, nullable=False),
    Column("touched_at", Moment, nullable=False),
    Column("closes_at", Moment, nullable=False),  # without a word by then it is taken for over
    Column("ended_at", Moment),
    Index(None, "member_id"),
    Index(None, "state", "closes_at"),
    Index("ix_calls_ask", "ask_id", **where("ask_id is not null")),
    Index("ix_calls_match", "match_id", **where("match_id is not null")),
    Index("ix_calls_thread", "thread_id", **where("thread_id is not null")),
    Index(None, "started_at"),
)

# A call that we are to place: what the outbox is for texts. One phone is rung by one of them at a time.
_RINGING = text("state in ('placing', 'unclear', 'placed')")
call_orders = Table(
    "call_orders",
    metadata,
    of("call_id", "calls", primary_key=True),
    of("member_id", "members", nullable=True),  # null: called back, and nobody we know
    Column("phone_index", LargeBinary(32), nullable=False),
    Column("phone", LargeBinary),  # sealed, of one who is no member; null once it is over
    Column("state", String(10), nullable=False),
    Column("tries", SmallInteger, nullable=False),
    Column("due_at", Moment, nullable=False),  # when it is to be placed
    Column("lease_until", Moment),
    Column("lease_holder", String(40)),
    Column("created_at", Moment, nullable=False),
    Index(
        "uq_call_orders_ringing",
        "phone_index",
        unique=True,
        sqlite_where=_RINGING,
        postgresql_where=_RINGING,
    ),
    Index(None, "state", "due_at"),
    Index(None, "phone_index", "created_at"),
    Index(None, "member_id"),
)

# Spoken words. The row outlives what it was for: only so can it be deleted at the provider too.
recordings = Table(
    "recordings",
    metadata,
    row_id(),
    Column("sid_hash", LargeBinary(32), nullable=False, unique=True),
    Column("provider_sid", LargeBinary),  # sealed; null once it is deleted there
    about("call_id", "calls"),
    about("member_id", "members"),  # whose voice it is
    about("need_id", "needs"),
    about("thread_id", "threads"),
    Column("reference", String(5)),  # by which the team knows a message
    Column("purpose", String(8), nullable=False),  # words | thanks | message
    Column("state", String(8), nullable=False),  # pending | kept | dropped
    Column("seconds", Integer, nullable=False),
    Column("sound", LargeBinary),  # sealed; null until it is fetched
    Column("created_at", Moment, nullable=False),
    Column("fetched_at", Moment),
    Column("due_at", Moment),  # when it must be fetched, or deleted at the provider
    Column("heard_at", Moment),  # first heard by whom it is for
    turn(),
    Index(None, "due_at"),
    Index(None, "need_id"),
    Index(None, "thread_id"),
    Index(None, "call_id"),
)

# The wish of one side of a match to speak with the other, until they have, or it came to nothing.
bridges = Table(
    "bridges",
    metadata,
    row_id(),
    of("match_id", "matches"),
    of("wanted_by", "members"),
    Column("state", String(8), nullable=False),  # asking | calling | joined | over
    Column("created_at", Moment, nullable=False),
    Column("due_at", Moment),  # when it has come to nothing
    Index(
        "uq_bridges_live",
        "match_id",
        unique=True,
        sqlite_where=text("state <> 'over'"),
        postgresql_where=text("state <> 'over'"),
    ),
    Index(None, "due_at"),
    Index(None, "match_id"),
)

# A phone that rings, or rang, so that its member is joined to a caller. Nobody's phone rings for two
# callers at once: the index sees to it, in whichever process the second one is led.
rings = Table(
    "rings",
    metadata,
    row_id(),
    of("call_id", "calls"),  # the caller's
    of("member_id", "members"),  # who is rung
    of("bridge_id", "bridges", nullable=True),
    Column("state", String(8), nullable=False),  # ringing | joined | over
    Column("sid_hash", LargeBinary(32)),  # keyed hash of the second call's id, once picked up
    Column("rung_at", Moment, nullable=False),
    Column("joined_at", Moment),
    Column("ended_at", Moment),
    Index(
        "uq_rings_live",
        "member_id",
        unique=True,
        sqlite_where=text("state <> 'over'"),
        postgresql_where=text("state <> 'over'"),
    ),
    Index(None, "call_id"),
    Index(None, "member_id", "rung_at"),
    Index("ix_rings_bridge", "bridge_id", **where("bridge_id is not null")),
)
