"""Members, what they offer, and whom they keep away from."""

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
)

from hotline.store.tables.base import about, metadata, of, row_id, where
from hotline.store.tables.types import Moment

members = Table(
    "members",
    metadata,
    row_id(),
    Column("phone_index", LargeBinary(32), unique=True),  # keyed HMAC of the E.164 number
    Column("phone", LargeBinary),  # sealed
    Column("name", LargeBinary),  # sealed; what coordinators call them
    Column("language", String(2), nullable=False),
    Column("state", String(10), nullable=False),
    Column("level", SmallInteger, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("greeted_at", Moment),  # the first-contact notice left with a text of ours
    Column("in_flow_until", Moment),  # asks and follow-ups wait until then
    Column("call_safe", String(8), nullable=False, default="unknown"),  # unknown | yes | no
    Column("safe_word", LargeBinary(32)),  # keyed hash of a word of their own that hides everything
    Column("hidden_at", Moment),  # when that word came; null again once they want something
    Column(
        "veiled_at", Moment
    ),  # when they hid last: what was before is shown to nobody, nor by text
    Column("word_at", Moment),  # when the word was chosen
    Column("safe_from", SmallInteger),  # minutes of the day on the community's clocks: from here …
    Column("safe_until", SmallInteger),  # … to here texts may be sent to them; both or neither
    # The PIN is asked for in texts too, before news and words of others; open until then.
    Column("pin_in_texts", Boolean, nullable=False, default=False),
    Column("unlocked_until", Moment),
    Column("by_call", Boolean, nullable=False, default=False),  # no texts
    Index(None, "created_at"),
    Index("ix_members_erased", "id", **where("state = 'erased'")),
)

member_languages = Table(
    "member_languages",
    metadata,
    of("member_id", "members", primary_key=True),
    Column("language", String(2), primary_key=True),
)

# What remains of an erased member who had said stop or was blocked: no number, a keyed hash.
suppressions = Table(
    "suppressions",
    metadata,
    Column("phone_index", LargeBinary(32), primary_key=True),
    Column("state", String(10), nullable=False),
    Column("since", Moment, nullable=False),
)

avoidances = Table(
    "avoidances",
    metadata,
    of("member_id", "members", primary_key=True),
    of("other_id", "members", primary_key=True),
)

# Two who are kept apart, of whom one was erased at least: keyed hashes, the smaller one first.
kept_apart = Table(
    "kept_apart",
    metadata,
    Column("first_index", LargeBinary(32), primary_key=True),
    Column("second_index", LargeBinary(32), primary_key=True),
    Index(None, "second_index"),
)

# How often somebody who was erased had been asked within the week.
carried_asks = Table(
    "carried_asks",
    metadata,
    Column("phone_index", LargeBinary(32), primary_key=True),
    Column("asked", SmallInteger, nullable=False),
    Column("asked_at", Moment, nullable=False),  # the last time
    Index(None, "asked_at"),
)

# Who of the team blocked a member; both empty: an operator.
blocks = Table(
    "blocks",
    metadata,
    of("member_id", "members", primary_key=True),
    about("by_id", "members"),
    about("staff_id", "staff"),
    Column("at", Moment, nullable=False),
    Index(None, "by_id"),
    Index(None, "staff_id"),
)

# Who was reported after a match, and what the team has decided. While it holds, the one who was reported is
# asked for nobody and nobody for them: also one who was forgotten and comes back, by the keyed hash.
reports = Table(
    "reports",
    metadata,
    row_id(),
    Column("subject_index", LargeBinary(32), nullable=False),  # the keyed hash of their number
    about("subject_id", "members"),
    about("reporter_id", "members"),
    Column("reporter_index", LargeBinary(32)),  # for as long as reports of one number are counted
    about("need_id", "needs"),
    Column("by_side", String(6), nullable=False),  # which side reported: asker | helper
    Column("state", String(8), nullable=False),
    Column("at", Moment, nullable=False),
    Column("decided_at", Moment),
    about("decided_by", "staff"),  # null as well where it was decided by text
    Index(None, "subject_index"),
    Index(None, "subject_id"),
    Index(None, "reporter_id"),
    Index(None, "reporter_index"),
    Index(None, "need_id"),
    Index(None, "decided_by"),
    Index(None, "at"),
)

offers = Table(
    "offers",
    metadata,
    row_id(),
    of("member_id", "members"),
    Column("state", String(10), nullable=False),
    Column("hours", String(10), nullable=False),
    # The first and the last day of an offer for some days, on the community's calendar, and when the last
    # one is over; else all three are empty.
    Column("from_day", Date),
    Column("until_day", Date),
    Column("ends_at", Moment),
    Column("agreed_at", Moment, nullable=False),
    Column("asked", Integer, nullable=False),
    Column("answered", Integer, nullable=False),
    Column("ended_at", Moment),
    Index(
        "uq_offers_standing",
        "member_id",
        unique=True,
        **where("state <> 'ended'"),
    ),
    Index(None, "ends_at"),
)

# One row per category and area an offer covers. `last_asked_at` (0: never) stands here as well, so that
# the next people to ask are read in order from one index, however many members there are.
offer_cells = Table(
    "offer_cells",
    metadata,
    Column("category", String(20), primary_key=True),
    Column("area", String(40), primary_key=True),  # an area id, or "all"
    of("offer_id", "offers", primary_key=True),
    Column("last_asked_at", BigInteger, nullable=False),
    Index(None, "category", "area", "last_asked_at", "offer_id"),
    Index(None, "offer_id"),
)

# What a member types in calls before anything private. A pin is of no use without the vault's keys.
pins = Table(
    "pins",
    metadata,
    of("member_id", "members", primary_key=True),
    Column("digest", LargeBinary, nullable=False),  # sealed: salt and slow hash
    Column("set_at", Moment, nullable=False),
)

# How the tries of a PIN went, each way apart: who forges a number in calls locks it in those alone.
pin_tries = Table(
    "pin_tries",
    metadata,
    of("member_id", "members", primary_key=True),
    Column("way", String(8), primary_key=True),  # hotline.domain.pins.Way
    Column("misses", SmallInteger, nullable=False),  # wrong tries since the last right one
    Column("locks", SmallInteger, nullable=False),  # and how often they have locked it
    Column("locked_until", Moment),
)

# Wrong tries of the whole line, for as long as they count.
pin_misses = Table(
    "pin_misses",
    metadata,
    row_id(),
    Column("missed_at", Moment, nullable=False),
    Index(None, "missed_at"),
)

# What one number did within the last hour, for limits: hotline.domain.limits.Tally. It outlives ERASE, or
# that would be a way round them; the keyed hash is like no other in the database, and goes within hours.
tallies = Table(
    "tallies",
    metadata,
    Column("subject", LargeBinary(32), primary_key=True),
    Column("minute_at", Moment, nullable=False),
    Column("hour_at", Moment, nullable=False),
    Column("minute_texts", Integer, nullable=False),
    Column("minute_replies", Integer, nullable=False),
    Column("hour_texts", Integer, nullable=False),
    Column("hour_calls", Integer, nullable=False),
    Column("told_until", Moment),
    Column("last_text", LargeBinary(16)),
    Column("last_answer", LargeBinary(16)),
    Column("answered_at", Moment),
    Column("alike", Integer, nullable=False),
    Column("repeated", Integer, nullable=False),
    Index(None, "hour_at"),
)
