"""Who is on duty when, and who was asked to take a shift."""

from sqlalchemy import Column, Index, String, Table

from hotline.store.tables.base import about, metadata, of, row_id, where
from hotline.store.tables.types import Moment

# The roster: who is on duty as what, from when until when.
shifts = Table(
    "shifts",
    metadata,
    row_id(),
    Column("role", String(12), nullable=False),
    about("member_id", "members"),  # null once they are erased: the time is still to be covered
    Column("starts_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False),
    Column("state", String(8), nullable=False),
    Column("due_at", Moment),  # offered, and when the team hears that nobody has taken it
    Index(None, "ends_at"),
    Index("ix_shifts_member_id", "member_id"),
    Index("ix_shifts_due_at", "due_at", **where("due_at is not null")),
)

# Who was asked to take a shift: the key lets nobody be asked twice.
shift_asks = Table(
    "shift_asks",
    metadata,
    of("shift_id", "shifts", primary_key=True),
    of("member_id", "members", primary_key=True),
    Column("state", String(8), nullable=False),
    about("session_id", "flow_sessions"),  # the question, while it is open
    Index("ix_shift_asks_member_id", "member_id"),
    Index("ix_shift_asks_session_id", "session_id"),
)
