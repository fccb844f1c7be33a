"""Those who keep the line running from a browser, and what they saw and did."""

from sqlalchemy import BigInteger, Column, Index, LargeBinary, SmallInteger, String, Table

from hotline.store.tables.base import about, linked, metadata, of, row_id, turn
from hotline.store.tables.types import Moment

# Those who keep the line running, as the console knows them. A name is chosen by its owner; the secrets
# are sealed, so that a copy of the database lets nobody in.
staff = Table(
    "staff",
    metadata,
    row_id(),
    Column("name_index", LargeBinary(32), nullable=False, unique=True),  # keyed HMAC, folded
    Column("name", LargeBinary, nullable=False),  # sealed
    Column("role", String(12), nullable=False),  # listener | coordinator | steward
    Column("state", String(8), nullable=False),  # active | ended
    Column("password", LargeBinary, nullable=False),  # sealed: a slow hash
    Column("totp", LargeBinary, nullable=False),  # sealed: the secret of the codes
    Column("totp_step", BigInteger, nullable=False),  # of the last code: none is good twice
    about("member_id", "members"),  # who they are to the line, where they are a member too
    Column("language", String(2)),  # in which they read the console; null: the community's
    Column("misses", SmallInteger, nullable=False),  # tries since the last right one
    Column("locks", SmallInteger, nullable=False),  # and how often they have locked the account
    Column("locked_until", Moment),
    # Who invited them; null: the server's own command line. No key, which would empty it by itself.
    Column("invited_by", BigInteger),
    Column("acts_seen_at", Moment),  # when they last read what others agreed to
    Column("created_at", Moment, nullable=False),
    turn(),
)

# A link that lets somebody make an account, once.
invitations = Table(
    "invitations",
    metadata,
    row_id(),
    Column("token_hash", LargeBinary(32), nullable=False, unique=True),
    Column("role", String(12), nullable=False),
    of("member_id", "members", nullable=True),
    Column("totp", LargeBinary, nullable=False),  # sealed: the secret that the page shows
    Column("invited_by", BigInteger),  # as it will stand with the account
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
)

console_sessions = Table(
    "console_sessions",
    metadata,
    row_id(),
    of("staff_id", "staff"),
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
    row_id(),
    Column("missed_at", Moment, nullable=False),
    Index(None, "missed_at"),
)

# Who of the staff saw or did what: ids only, never a word. Chained with events, as those are.
console_actions = Table(
    "console_actions",
    metadata,
    row_id(),
    of("staff_id", "staff", nullable=True),  # null: an operator at the command line
    Column("at", Moment, nullable=False),
    Column("action", String(24), nullable=False),
    Column("kind", String(12)),  # what it was about: need, member, staff …
    Column("target_id", BigInteger),
    *linked("target"),  # where the target is a member
    turn(),
    Index(None, "staff_id", "at"),
    Index(None, "kind", "target_id"),
    Index(None, "at"),
    Index(None, "seq", unique=True),
)

# What one of the staff wants to do and another has to agree to, for as long as everybody may read of it.
proposals = Table(
    "proposals",
    metadata,
    row_id(),
    Column("kind", String(16), nullable=False),  # level, number, wording …
    Column("target_id", BigInteger),  # what it is about, where that is one thing
    of("member_id", "members", nullable=True),  # the same, where it is a member
    Column("details", LargeBinary, nullable=False),  # sealed: what exactly, as JSON
    Column("state", String(10), nullable=False),
    about("written_by", "staff"),
    about("agreed_by", "staff"),  # null in a team that does without (two_people: no)
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("used_at", Moment),  # when it was shown what was agreed to be shown once
    Index(None, "state", "ended_at"),
    Index(None, "member_id"),
)

# A sheet of members that was looked at and waits to be confirmed: one of each account, for minutes.
uploads = Table(
    "uploads",
    metadata,
    row_id(),
    Column("staff_id", BigInteger, nullable=False, unique=True),  # who sent it
    Column("content", LargeBinary, nullable=False),  # sealed
    Column("expires_at", Moment, nullable=False),
    Index(None, "expires_at"),
)
