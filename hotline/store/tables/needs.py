"""What is asked for, who was asked, who helps, and threads with the team."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
)

from hotline.store.tables.base import metadata, of, row_id, turn, where
from hotline.store.tables.types import Moment

needs = Table(
    "needs",
    metadata,
    row_id(),
    Column("reference", String(5), nullable=False),
    of("asker_id", "members"),
    Column("category", String(20), nullable=False),
    Column("area", String(40), nullable=False),
    # now | today | tomorrow | week | next-week, or "day": then `day` alone says it.
    Column("wanted", String(10), nullable=False),
    Column("day", Date),  # on the community's calendar
    Column("part", String(10)),  # morning | noon | afternoon | evening | night
    Column("people", SmallInteger),
    Column("words", LargeBinary),  # sealed
    Column("language", String(2), nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("state", String(10), nullable=False),
    Column("wave", SmallInteger, nullable=False),  # waves begun so far
    Column(
        "waves_before", SmallInteger, nullable=False
    ),  # those begun before it was last re-opened
    Column("due_at", Moment),  # when dispatch must look at it next
    Column("opened_at", Moment, nullable=False),
    Column("asking_at", Moment),  # told to the asker as the hour when asking begins
    Column("matched_at", Moment),
    Column("follow_up_at", Moment),  # when the asker is to be checked on
    Column("expires_at", Moment, nullable=False),
    Column("closed_at", Moment),
    Column("heard_only", Boolean, nullable=False, default=False),
    Column("yes_within", String(8)),  # how soon the first yes came: 5m | 15m | 1h | 1d | later
    turn(),
    Index(None, "asker_id", "state"),
    Index(None, "opened_at"),
    Index(None, "due_at"),
    Index(None, "follow_up_at"),
    Index(None, "state", "expires_at"),
    Index(None, "closed_at"),
)

# A number of 2 to 5 digits that stands for one need or one thread, the same for everybody.
references = Table(
    "reference_numbers",
    metadata,
    Column("code", String(5), primary_key=True),
    Column("subject_id", BigInteger, nullable=False),
    Column("free_at", Moment),  # null while in use; may be given again after this
)

asks = Table(
    "asks",
    metadata,
    row_id(),
    of("need_id", "needs"),
    of("member_id", "members"),
    Column("wave", SmallInteger, nullable=False),
    Column("state", String(10), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("lapses_at", Moment, nullable=False),
    Column("answered_at", Moment),
    turn(),
    UniqueConstraint("need_id", "member_id", "wave"),
    Index(None, "member_id", "created_at"),
    Index(None, "state", "lapses_at"),
)

matches = Table(
    "matches",
    metadata,
    row_id(),
    of("need_id", "needs"),
    of("helper_id", "members"),
    of("asker_id", "members"),
    Column("state", String(10), nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("relay_until", Moment),  # the grace after DONE; null while open
    turn(),
    Index(
        "uq_matches_open",
        "need_id",
        unique=True,
        **where("state = 'open'"),
    ),
    Index(None, "helper_id", "state"),
    Index(None, "asker_id", "state"),
    Index(None, "need_id"),
)

# Of whoever was erased, a keyed hash beside each match whose other side is here still and may report it.
carried_sides = Table(
    "carried_sides",
    metadata,
    of("match_id", "matches", primary_key=True),
    Column("phone_index", LargeBinary(32), nullable=False),
)

# A thread between one member and the team: asked for with 0, or about a need that came to coordinators.
threads = Table(
    "threads",
    metadata,
    row_id(),
    Column("reference", String(5), nullable=False),
    of("member_id", "members"),
    of("need_id", "needs", nullable=True),
    of("coordinator_id", "members", nullable=True),  # the one who answered last
    Column("state", String(10), nullable=False),  # open | closed
    Column("opened_at", Moment, nullable=False),
    Column("alarmed_at", Moment),  # when the team was last told that it cannot wait
    # Texts of crisis of which the team has not been told yet, and when it is at the latest.
    Column("alarms", Integer, nullable=False, server_default="0"),
    Column("alarm_due_at", Moment),
    Column("closed_at", Moment),
    turn(),
    Index(None, "member_id", "state"),
    Index(None, "reference"),
    Index(None, "need_id"),
    Index(None, "alarm_due_at"),
)

# What is left of closed needs: how many, never whose.
need_counts = Table(
    "need_counts",
    metadata,
    Column("week", Moment, primary_key=True),  # Monday, 0:00 UTC, of the week they were opened in
    Column("category", String(20), primary_key=True),
    Column("outcome", String(10), primary_key=True),  # done | withdrawn | expired
    Column("yes_within", String(8), primary_key=True),  # 5m | 15m | 1h | 1d | later | never
    Column("needs", Integer, nullable=False),
    Column("asks", Integer, nullable=False),
    Column("texts", Integer, nullable=False),
)
