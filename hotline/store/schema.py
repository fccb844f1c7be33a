"""The tables. Migrations create them; this file is what the code reads and writes.

Sealed columns hold AES-GCM ciphertext bound to table, column and row id (see vault.py). Times are UTC
milliseconds. States are the words of hotline.domain.transitions.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from hotline.store.types import Moment

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[int]:
    return Column("id", BigInteger, primary_key=True, autoincrement=False)


def _of(
    name: str, target: str, *, nullable: bool = False, primary_key: bool = False
) -> Column[int]:
    return Column(
        name,
        BigInteger,
        ForeignKey(f"{target}.id", ondelete="CASCADE"),
        nullable=nullable,
        primary_key=primary_key,
        autoincrement=False,
    )


def _where(condition: str) -> dict[str, Any]:
    """Index only the rows for which this holds."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


def _about(name: str, target: str) -> Column[int]:
    """Points at something that may go before this row does."""
    key = ForeignKey(f"{target}.id", ondelete="SET NULL")
    return Column(name, BigInteger, key, autoincrement=False)


data_keys = Table(
    "data_keys",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("purpose", String(8), nullable=False),  # data | index
    Column("wrapped", LargeBinary, nullable=False),  # RFC 3394, under the master key
    Column("created_at", Moment, nullable=False),
)

members = Table(
    "members",
    metadata,
    _id(),
    Column("phone_index", LargeBinary(32), unique=True),  # keyed HMAC of the E.164 number
    Column("phone", LargeBinary),  # sealed
    Column("name", LargeBinary),  # sealed; what coordinators call them
    Column("language", String(2), nullable=False),
    Column("state", String(10), nullable=False),
    Column("level", SmallInteger, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("greeted_at", Moment),  # the first-contact notice left with a text of ours
    Column("in_flow_until", Moment),  # asks and follow-ups wait until then
    Column("call_safe", String(8), nullable=False, server_default="unknown"),  # unknown | yes | no
    Column("safe_word", LargeBinary(32)),  # keyed hash of a word of their own that hides everything
    Column("hidden_at", Moment),  # when that word came; null again once they want something
    Column("safe_from", SmallInteger),  # minutes of the day on the community's clocks: from here …
    Column("safe_until", SmallInteger),  # … to here texts may be sent to them; both or neither
    # The PIN is asked for in texts too, before news and words of others; open until then.
    Column("pin_in_texts", Boolean, nullable=False, default=False, server_default=false()),
    Column("unlocked_until", Moment),
    Column("by_call", Boolean, nullable=False, default=False, server_default=false()),  # no texts
    Index("ix_members_erased", "id", **_where("state = 'erased'")),
)

member_languages = Table(
    "member_languages",
    metadata,
    _of("member_id", "members", primary_key=True),
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
    _of("member_id", "members", primary_key=True),
    _of("other_id", "members", primary_key=True),
)

inbound_messages = Table(
    "inbound_messages",
    metadata,
    _id(),
    Column("sid_hash", LargeBinary(32), nullable=False, unique=True),
    Column("received_at", Moment, nullable=False),
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
    _id(),
    _of("member_id", "members"),
    Column("flow", String(40), nullable=False),
    Column("version", String(64), ForeignKey("flow_versions.version"), nullable=False),
    Column("state", LargeBinary, nullable=False),  # sealed: the session as JSON
    Column("asked_at", Moment),  # when its open question was sent; null while it waits to be
    Column("touched_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Index(None, "member_id"),
)

needs = Table(
    "needs",
    metadata,
    _id(),
    Column("reference", String(5), nullable=False),
    _of("asker_id", "members"),
    Column("category", String(20), nullable=False),
    Column("area", String(40), nullable=False),
    Column("wanted", String(10), nullable=False),  # now | today | tomorrow | week
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
    Column("heard_only", Boolean, nullable=False, default=False, server_default=false()),
    Index(None, "asker_id", "state"),
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

offers = Table(
    "offers",
    metadata,
    _id(),
    _of("member_id", "members"),
    Column("state", String(10), nullable=False),
    Column("hours", String(10), nullable=False),
    Column("agreed_at", Moment, nullable=False),
    Column("asked", Integer, nullable=False),
    Column("answered", Integer, nullable=False),
    Column("ended_at", Moment),
    Index(
        "uq_offers_standing",
        "member_id",
        unique=True,
        sqlite_where=text("state <> 'ended'"),
        postgresql_where=text("state <> 'ended'"),
    ),
)

# One row per category and area an offer covers. `last_asked_at` (0: never) stands here as well, so that
# the next people to ask are read in order from one index, however many members there are.
offer_cells = Table(
    "offer_cells",
    metadata,
    Column("category", String(20), primary_key=True),
    Column("area", String(40), primary_key=True),  # an area id, or "all"
    _of("offer_id", "offers", primary_key=True),
    Column("last_asked_at", BigInteger, nullable=False),
    Index(None, "category", "area", "last_asked_at", "offer_id"),
    Index(None, "offer_id"),
)

asks = Table(
    "asks",
    metadata,
    _id(),
    _of("need_id", "needs"),
    _of("member_id", "members"),
    Column("wave", SmallInteger, nullable=False),
    Column("state", String(10), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("lapses_at", Moment, nullable=False),
    Column("answered_at", Moment),
    UniqueConstraint("need_id", "member_id", "wave"),
    Index(None, "member_id", "created_at"),
    Index(None, "state", "lapses_at"),
)

matches = Table(
    "matches",
    metadata,
    _id(),
    _of("need_id", "needs"),
    _of("helper_id", "members"),
    _of("asker_id", "members"),
    Column("state", String(10), nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("relay_until", Moment),  # the grace after DONE; null while open
    Index(
        "uq_matches_open",
        "need_id",
        unique=True,
        sqlite_where=text("state = 'open'"),
        postgresql_where=text("state = 'open'"),
    ),
    Index(None, "helper_id", "state"),
    Index(None, "asker_id", "state"),
    Index(None, "need_id"),
)

# A talk between one member and the team: asked for with 0, or about a need that came to coordinators.
threads = Table(
    "threads",
    metadata,
    _id(),
    Column("reference", String(5), nullable=False),
    _of("member_id", "members"),
    _of("need_id", "needs", nullable=True),
    _of("coordinator_id", "members", nullable=True),  # the one who answered last
    Column("state", String(10), nullable=False),  # open | closed
    Column("opened_at", Moment, nullable=False),
    Column("alarmed_at", Moment),  # when the team was last told that it cannot wait
    Column("closed_at", Moment),
    Index(None, "member_id", "state"),
    Index(None, "reference"),
    Index(None, "need_id"),
)

outbox = Table(
    "outbox",
    metadata,
    _id(),
    _of("member_id", "members"),
    Column("author_id", BigInteger),  # the member whose own words it passes on, where it does
    Column(
        "thread_id", BigInteger
    ),  # the talk with the team in which they were said, where they were
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
    _of("inbound_id", "inbound_messages", nullable=True),
    _of("ask_id", "asks", nullable=True),
    _of("need_id", "needs", nullable=True),
    Column(
        "session_id", BigInteger
    ),  # the flow session whose question this asks; those end before it
    Column("segments", SmallInteger, nullable=False, default=1, server_default=text("1")),
    Column("tries", SmallInteger, nullable=False),
    Column("lease_until", Moment),
    Column("lease_holder", String(40)),
    Column("provider_sid", String(40)),
    Column("error", String(20)),
    Column("created_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Index(None, "state", "priority", "due_at"),
    Index(None, "inbound_id"),
    Index(None, "ask_id"),
    Index(None, "member_id", "state"),
    Index(None, "provider_sid"),
    # What retention, and the end of a need or of a member, look for.
    Index(None, "need_id"),
    Index("ix_outbox_author", "author_id", **_where("author_id is not null")),
    Index("ix_outbox_words", "created_at", **_where("body is not null")),
    Index("ix_outbox_thread", "thread_id", **_where("thread_id is not null")),
)

# One try to hand a message to the provider; its id stands in the callback path.
attempts = Table(
    "attempts",
    metadata,
    _id(),
    _of("message_id", "outbox"),
    Column(
        "state", String(10), nullable=False
    ),  # inline | started | accepted | refused | unclear | lost
    Column("provider_sid", String(40)),  # the provider's id of the text that this try became
    Column("started_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Index(None, "message_id"),
    Index(None, "provider_sid"),
    Index(None, "started_at"),
)

# A telephone call, and where in it the caller is.
calls = Table(
    "calls",
    metadata,
    _id(),
    Column("sid_hash", LargeBinary(32), unique=True),  # keyed hash of the provider's id of the call
    Column("provider_sid", String(40)),  # that id, while there is something to do with it
    _of("member_id", "members", nullable=True),  # null: a withheld number, or no language yet
    Column("direction", String(8), nullable=False),  # inbound | outbound
    Column("purpose", String(8), nullable=False),  # line | callback | ask | bridge | listener
    Column("state", String(8), nullable=False),  # open | closed
    Column("language", String(2)),  # null until it is known
    Column("turn", Integer, nullable=False),  # documents given so far; stands in the address
    Column("place", String(20), nullable=False),  # hotline.services.calls.places
    Column("data", LargeBinary),  # sealed: what was said last and what the place remembers
    _about("ask_id", "asks"),
    _about("match_id", "matches"),
    _about("thread_id", "threads"),
    Column("started_at", Moment, nullable=False),
    Column("touched_at", Moment, nullable=False),
    Column("closes_at", Moment, nullable=False),  # without a word by then it is taken for over
    Column("ended_at", Moment),
    Index(None, "member_id"),
    Index(None, "state", "closes_at"),
    Index("ix_calls_ask", "ask_id", **_where("ask_id is not null")),
    Index("ix_calls_match", "match_id", **_where("match_id is not null")),
    Index("ix_calls_thread", "thread_id", **_where("thread_id is not null")),
    Index(None, "started_at"),
)

# A call that we are to place: what the outbox is for texts. One phone is rung by one of them at a time.
_RINGING = text("state in ('placing', 'unclear', 'placed')")
call_orders = Table(
    "call_orders",
    metadata,
    _of("call_id", "calls", primary_key=True),
    _of("member_id", "members", nullable=True),  # null: called back, and nobody we know
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
    _id(),
    Column("sid_hash", LargeBinary(32), nullable=False, unique=True),
    Column("provider_sid", String(40)),  # null once it is deleted there
    _about("call_id", "calls"),
    _about("member_id", "members"),  # whose voice it is
    _about("need_id", "needs"),
    _about("thread_id", "threads"),
    Column("reference", String(5)),  # by which the team knows a message
    Column("purpose", String(8), nullable=False),  # words | thanks | message
    Column("state", String(8), nullable=False),  # pending | kept | dropped
    Column("seconds", Integer, nullable=False),
    Column("sound", LargeBinary),  # sealed; null until it is fetched
    Column("created_at", Moment, nullable=False),
    Column("fetched_at", Moment),
    Column("due_at", Moment),  # when it must be fetched, or deleted at the provider
    Column("heard_at", Moment),  # first heard by whom it is for
    Index(None, "due_at"),
    Index(None, "need_id"),
    Index(None, "thread_id"),
    Index(None, "call_id"),
)

# What a member types in calls before anything private. A pin is of no use without the vault's keys.
pins = Table(
    "pins",
    metadata,
    _of("member_id", "members", primary_key=True),
    Column("digest", LargeBinary, nullable=False),  # sealed: salt and slow hash
    Column("misses", SmallInteger, nullable=False),  # wrong tries since the last right one
    Column("locks", SmallInteger, nullable=False),  # and how often they have locked it
    Column("locked_until", Moment),  # for calls only
    Column("set_at", Moment, nullable=False),
)

# Wrong tries of the whole line, for as long as they count.
pin_misses = Table(
    "pin_misses",
    metadata,
    _id(),
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

# The wish of one side of a match to speak with the other, until they have, or it came to nothing.
bridges = Table(
    "bridges",
    metadata,
    _id(),
    _of("match_id", "matches"),
    _of("wanted_by", "members"),
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
    _id(),
    _of("call_id", "calls"),  # the caller's
    _of("member_id", "members"),  # who is rung
    _of("bridge_id", "bridges", nullable=True),
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
    Index("ix_rings_bridge", "bridge_id", **_where("bridge_id is not null")),
)

# What the provider still holds of a text or a call, to be removed there. No number, no words; the row
# belongs to nobody once its member is erased, and goes when the provider's copy has gone.
provider_copies = Table(
    "provider_copies",
    metadata,
    _id(),
    Column("sid_hash", LargeBinary(32), nullable=False, unique=True),
    Column("sid", LargeBinary, nullable=False),  # sealed: the provider's id
    Column("kind", String(8), nullable=False),  # message | call
    _about("member_id", "members"),
    Column("hurried", Boolean, nullable=False),  # its member has been erased
    Column("tries", SmallInteger, nullable=False),
    Column("due_at", Moment, nullable=False),  # when removing it is tried next
    Column("gone_by", Moment, nullable=False),  # after that it is overdue
    Column("created_at", Moment, nullable=False),
    Index(None, "due_at"),
    Index(None, "gone_by"),
    Index("ix_provider_copies_member", "member_id", **_where("member_id is not null")),
)

# What happened, in ids: who and what they were may be forgotten, that it happened is not. No foreign
# keys, so that the rows outlive what they name. Rows are added and never changed (store/trail.py).
events = Table(
    "events",
    metadata,
    _id(),
    Column("at", Moment, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("member_id", BigInteger),  # whom it happened to
    Column("need_id", BigInteger),
    Column("actor_id", BigInteger),  # who did it, where that is somebody else
    Index(None, "at"),
    Index(None, "need_id"),
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

# What texts that ERASE has deleted had cost, nobody's: the day's ceiling must not forget them.
forgotten_spend = Table(
    "forgotten_spend",
    metadata,
    _id(),
    Column("at", Moment, nullable=False),
    Column("segments", Integer, nullable=False),
    Index(None, "at"),
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
    _id(),
    Column("kind", String(8), nullable=False),  # web | worker | clock
    Column("knows", Text, nullable=False),  # the marks of its master keys, with a space between
    Column("started_at", Moment, nullable=False),
    Column("beat_at", Moment, nullable=False),
)

# Those who keep the line running, as the console knows them. A name is chosen by its owner; the secrets
# are sealed, so that a copy of the database lets nobody in.
staff = Table(
    "staff",
    metadata,
    _id(),
    Column("name_index", LargeBinary(32), nullable=False, unique=True),  # keyed HMAC, folded
    Column("name", LargeBinary, nullable=False),  # sealed
    Column("role", String(12), nullable=False),  # listener | coordinator | steward
    Column("state", String(8), nullable=False),  # active | ended
    Column("password", LargeBinary, nullable=False),  # sealed: a slow hash
    Column("totp", LargeBinary, nullable=False),  # sealed: the secret of the codes
    Column("totp_step", BigInteger, nullable=False),  # of the last code: none is good twice
    _about("member_id", "members"),  # who they are to the line, where they are a member too
    Column("language", String(2)),  # in which they read the console; null: the community's
    Column("misses", SmallInteger, nullable=False),  # tries since the last right one
    Column("locks", SmallInteger, nullable=False),  # and how often they have locked the account
    Column("locked_until", Moment),
    Column("created_at", Moment, nullable=False),
)

# A link that lets somebody make an account, once.
invitations = Table(
    "invitations",
    metadata,
    _id(),
    Column("token_hash", LargeBinary(32), nullable=False, unique=True),
    Column("role", String(12), nullable=False),
    _of("member_id", "members", nullable=True),
    Column("totp", LargeBinary, nullable=False),  # sealed: the secret that the page shows
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
)

console_sessions = Table(
    "console_sessions",
    metadata,
    _id(),
    _of("staff_id", "staff"),
    Column("token_hash", LargeBinary(32), nullable=False, unique=True),
    Column("opened_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),  # when its owner last did something
    Index(None, "staff_id"),
    Index(None, "seen_at"),
)

# Wrong tries to sign in, of everybody together, for as long as they count.
sign_in_misses = Table(
    "sign_in_misses",
    metadata,
    _id(),
    Column("missed_at", Moment, nullable=False),
    Index(None, "missed_at"),
)

# Who of the staff saw or did what: ids only, never a word.
console_actions = Table(
    "console_actions",
    metadata,
    _id(),
    _of("staff_id", "staff", nullable=True),  # null: an operator at the command line
    Column("at", Moment, nullable=False),
    Column("action", String(24), nullable=False),
    Column("kind", String(12)),  # what it was about: need, member, staff …
    Column("target_id", BigInteger),
    Index(None, "staff_id", "at"),
    Index(None, "kind", "target_id"),
    Index(None, "at"),
)

# A sheet of members that was looked at and waits to be confirmed: one of each account, for minutes.
uploads = Table(
    "uploads",
    metadata,
    _id(),
    Column("staff_id", BigInteger, nullable=False, unique=True),  # who sent it
    Column("content", LargeBinary, nullable=False),  # sealed
    Column("expires_at", Moment, nullable=False),
    Index(None, "expires_at"),
)

# One text to many. It goes out by itself once somebody else than its writer has let it.
broadcasts = Table(
    "broadcasts",
    metadata,
    _id(),
    Column("state", String(10), nullable=False),
    Column("category", String(20)),  # to those who offer this; null: anything
    Column("area", String(40)),  # and here; null: anywhere
    Column("version", Integer, nullable=False),  # one more each time its words or readers change
    _about("written_by", "staff"),  # whoever changed it last
    _about("approved_by", "staff"),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),  # a draft nobody approves by then is dropped
    Column("approved_at", Moment),
    Column("due_at", Moment),  # when it must be looked at next; null once it is over
    Column("after_member", BigInteger, nullable=False),  # given to everybody up to this id
    Column("people", Integer),  # how many it was for when it was approved
    Column("ended_at", Moment),
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
    _id(),
    _of("broadcast_id", "broadcasts"),
    Column("language", String(2), nullable=False),
    Column("words", LargeBinary, nullable=False),  # sealed
    UniqueConstraint("broadcast_id", "language"),
)

# Who has been given it: the key lets nobody get it twice, whoever hands it out.
broadcast_recipients = Table(
    "broadcast_recipients",
    metadata,
    _id(),
    _of("broadcast_id", "broadcasts"),
    _about("member_id", "members"),  # null once erased: they still count
    Column("message_id", BigInteger, nullable=False),  # its row of the outbox, while that is there
    Column("greeting_id", BigInteger),  # the first-contact notice, where it went ahead
    UniqueConstraint("broadcast_id", "member_id"),
    Index("ix_broadcast_recipients_member", "member_id", **_where("member_id is not null")),
)

# Wordings that the staff published in place of the project's own. Rows are only added; the newest counts.
wordings = Table(
    "wordings",
    metadata,
    _id(),
    Column("version", Integer, nullable=False, unique=True),  # counts up over all wordings
    Column("message", String(64), nullable=False),
    Column("language", String(8), nullable=False),
    Column("voice", Boolean, nullable=False),  # whether it is spoken
    Column("pattern", Text),  # as it is written, in Fluent; null: the project's own again
    _about("staff_id", "staff"),
    Column("published_at", Moment, nullable=False),
    Index(None, "message"),
    Index(None, "staff_id"),
)

# The roster: who is on duty as what, from when until when.
shifts = Table(
    "shifts",
    metadata,
    _id(),
    Column("role", String(12), nullable=False),
    _of("member_id", "members"),
    Column("starts_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False),
    Column("state", String(8), nullable=False),
    Column("due_at", Moment),  # offered, and when the team hears that nobody has taken it
    Index(None, "ends_at"),
    Index("ix_shifts_member_id", "member_id"),
    Index("ix_shifts_due_at", "due_at", **_where("due_at is not null")),
)

# Who was asked to take a shift: the key lets nobody be asked twice.
shift_asks = Table(
    "shift_asks",
    metadata,
    _of("shift_id", "shifts", primary_key=True),
    _of("member_id", "members", primary_key=True),
    Column("state", String(8), nullable=False),
    _about("session_id", "flow_sessions"),  # the question, while it is open
    Index("ix_shift_asks_member_id", "member_id"),
    Index("ix_shift_asks_session_id", "session_id"),
)
