"""What goes out by text, to one or to many, what the provider holds of it, and what it cost."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
)

from hotline.store.tables.base import about, metadata, of, row_id, turn, where
from hotline.store.tables.types import Moment

outbox = Table(
    "outbox",
    metadata,
    row_id(),
    of("member_id", "members"),
    of("author_id", "members", nullable=True),  # whose own words it passes on, where it does
    Column(
        "thread_id", BigInteger
    ),  # the thread with the team in which they were said, where they were
    Column(
        "kind", String(12), nullable=False
    ),  # reply | relay | notice | ask | question | broadcast
    Column("priority", SmallInteger, nullable=False),  # 0 first
    Column("body", LargeBinary),  # sealed; null once forgotten
    Column("state", String(12), nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("inline", Boolean, nullable=False),  # travels in the answer to its inbound message
    Column("waits", Boolean, nullable=False),  # must not reach somebody in the middle of a flow
    Column("greets", Boolean, nullable=False),  # carries the first-contact notice
    of("inbound_id", "inbound_messages", nullable=True),
    of("ask_id", "asks", nullable=True),
    of("need_id", "needs", nullable=True),
    Column(
        "session_id", BigInteger
    ),  # the flow session whose question this asks; those end before it
    Column("segments", SmallInteger, nullable=False, default=1),
    Column("tries", SmallInteger, nullable=False),
    Column("lease_until", Moment),
    Column("lease_holder", String(40)),
    Column("error", String(20)),
    Column("created_at", Moment, nullable=False),
    Column("sent_at", Moment),
    turn(),  # in the end, their place among the texts of one answer
    Index(None, "state", "priority", "due_at"),
    Index(None, "inbound_id"),
    Index(None, "ask_id"),
    Index(None, "member_id", "state"),
    # What retention, and the end of a need or of a member, look for.
    Index(None, "need_id"),
    Index("ix_outbox_author", "author_id", **where("author_id is not null")),
    Index("ix_outbox_words", "created_at", **where("body is not null")),
    Index("ix_outbox_thread", "thread_id", **where("thread_id is not null")),
)

# One try to hand a message to the provider; its id stands in the callback path.
attempts = Table(
    "attempts",
    metadata,
    row_id(),
    of("message_id", "outbox"),
    Column(
        "state", String(10), nullable=False
    ),  # inline | started | accepted | refused | unclear | lost
    Column("sid_hash", LargeBinary(32)),  # keyed hash of the provider's id of what this try became
    Column(
        "number", SmallInteger, nullable=False, server_default="1"
    ),  # the first try of its text is 1
    Column("started_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Index(None, "message_id"),
    Index(None, "sid_hash"),
    Index(None, "started_at"),
)

# What the provider still holds of a text or a call, to be removed there. No number, no words; the row
# belongs to nobody once its member is erased, and goes when the provider's copy has gone.
provider_copies = Table(
    "provider_copies",
    metadata,
    row_id(),
    Column("sid_hash", LargeBinary(32), nullable=False, unique=True),
    Column("sid", LargeBinary, nullable=False),  # sealed: the provider's id
    Column("kind", String(8), nullable=False),  # message | call
    about("member_id", "members"),
    Column("hurried", Boolean, nullable=False),  # its member has been erased
    Column("tries", SmallInteger, nullable=False),
    Column("due_at", Moment, nullable=False),  # when removing it is tried next
    Column("gone_by", Moment, nullable=False),  # after that it is overdue
    Column("created_at", Moment, nullable=False),
    Index(None, "due_at"),
    Index(None, "gone_by"),
    Index("ix_provider_copies_member", "member_id", **where("member_id is not null")),
)

# What texts that ERASE has deleted had cost, nobody's: the day's ceiling must not forget them.
forgotten_spend = Table(
    "forgotten_spend",
    metadata,
    row_id(),
    Column("at", Moment, nullable=False),
    Column("segments", Integer, nullable=False),
    Column("purse", String(8), nullable=False, server_default="rest"),  # domain/limits.py: Purse
    Index(None, "at"),
)

# One text to many. It goes out by itself once somebody else than its writer has let it.
broadcasts = Table(
    "broadcasts",
    metadata,
    row_id(),
    Column("state", String(10), nullable=False),
    Column("category", String(20)),  # to those who offer this; null: anything
    Column("area", String(40)),  # and here; null: anywhere
    Column("version", Integer, nullable=False),  # one more each time its words or readers change
    about("written_by", "staff"),  # whoever changed it last
    about("approved_by", "staff"),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),  # a draft nobody approves by then is dropped
    Column("approved_at", Moment),
    Column("due_at", Moment),  # when it must be looked at next; null once it is over
    Column("after_member", BigInteger, nullable=False),  # given to everybody up to this id
    Column("people", Integer),  # how many it was for when it was approved
    Column("ended_at", Moment),
    turn(),
    # What is left once retention has forgotten who got it.
    Column("arrived", Integer),
    Column("sent", Integer),
    Column("failed", Integer),
    Column("canceled", Integer),
    Index(None, "due_at"),
)

broadcast_texts = Table(
    "broadcast_texts",
    metadata,
    row_id(),
    of("broadcast_id", "broadcasts"),
    Column("language", String(2), nullable=False),
    Column("words", LargeBinary, nullable=False),  # sealed
    UniqueConstraint("broadcast_id", "language"),
)

# Who has been given it: the key lets nobody get it twice, whoever hands it out.
broadcast_recipients = Table(
    "broadcast_recipients",
    metadata,
    row_id(),
    of("broadcast_id", "broadcasts"),
    about("member_id", "members"),  # null once erased: they still count
    Column("message_id", BigInteger, nullable=False),  # its row of the outbox, while that is there
    Column("greeting_id", BigInteger),  # the first-contact notice, where it went ahead
    UniqueConstraint("broadcast_id", "member_id"),
    Index("ix_broadcast_recipients_member", "member_id", **where("member_id is not null")),
)
