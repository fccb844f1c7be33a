"""What came in, where each member is in a flow, and the words in which they are answered."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
    false,
)

from hotline.store.tables.base import about, metadata, of, row_id, turn
from hotline.store.tables.types import Moment

inbound_messages = Table(
    "inbound_messages",
    metadata,
    row_id(),
    Column("sid_hash", LargeBinary(32), nullable=False, unique=True),
    Column("received_at", Moment, nullable=False),
    # More than its number may send, or from one that the line does not take on: it gets next to no
    # answer, and does not count for the line.
    Column("past_limit", Boolean, nullable=False, server_default=false()),
    Index(None, "received_at"),
)

flow_versions = Table(
    "flow_versions",
    metadata,
    Column("version", String(64), primary_key=True),
    Column("flow", String(40), nullable=False),
    Column("source", Text, nullable=False),
    Column("first_used_at", Moment, nullable=False),
)

flow_sessions = Table(
    "flow_sessions",
    metadata,
    row_id(),
    of("member_id", "members"),
    Column("flow", String(40), nullable=False),
    Column("version", String(64), ForeignKey("flow_versions.version"), nullable=False),
    Column("state", LargeBinary, nullable=False),  # sealed: the session as JSON
    Column("asked_at", Moment),  # when its open question was sent; null while it waits to be
    Column("touched_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    turn(),
    Index(None, "member_id"),
)

# Wordings that the staff published in place of the project's own. Rows are only added; the newest counts.
wordings = Table(
    "wordings",
    metadata,
    row_id(),
    Column("version", Integer, nullable=False, unique=True),  # counts up over all wordings
    Column("message", String(64), nullable=False),
    Column("language", String(8), nullable=False),
    Column("voice", Boolean, nullable=False),  # whether it is spoken
    Column("pattern", Text),  # as it is written, in Fluent; null: the project's own again
    about("staff_id", "staff"),
    Column("published_at", Moment, nullable=False),
    Index(None, "message"),
    Index(None, "staff_id"),
)

# Texts that were not understood, or only after a question, so that the team can say what they meant. Nothing
# says who wrote them, nor when but for the day.
unread_words = Table(
    "unread_words",
    metadata,
    row_id(),
    Column(
        "words", LargeBinary, nullable=False
    ),  # sealed: what was written, numbers and names struck
    Column("day", Moment, nullable=False),
    Index(None, "day"),
)

# Words that this community has taught its line. Rows that count have a version, which counts up over all of
# them; one that was taken back keeps its version and loses its words.
learned_words = Table(
    "learned_words",
    metadata,
    row_id(),
    Column("version", Integer, unique=True),  # null: not said often enough yet
    Column("words", LargeBinary),  # sealed: the phrase
    Column(
        "meaning", String(60), nullable=False
    ),  # category:food, area:harbour, when:today, yes, no
    Column("tellings", SmallInteger, nullable=False),  # texts of different people, at least
    about("taught_by", "staff"),
    Column("taught_at", Moment, nullable=False),
    Index(None, "taught_by"),
)

# How many texts led to a question or were not understood, by week; over a few rows each, so that texts of
# one moment do not wait for each other.
reading_counts = Table(
    "reading_counts",
    metadata,
    Column("week", Moment, primary_key=True),  # Monday, 0:00 UTC
    Column("reading", String(8), primary_key=True),  # asked | unread
    Column("slot", SmallInteger, primary_key=True, autoincrement=False),
    Column("texts", Integer, nullable=False),
)
