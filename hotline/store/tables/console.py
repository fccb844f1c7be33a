"""Those who keep the line running from a browser, and what they saw and did."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    false,
)

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
    Column("misses", SmallInteger, nullable=False),  # strangers' tries since the last right one
    Column("locks", SmallInteger, nullable=False),  # and how often they have locked it for them
    Column("locked_until", Moment),
    # Who invited them; null: the server's own command line. No key, which would empty it by itself.
    Column("invited_by", BigInteger),
    # Whether they may read texts that were not understood, and teach words; stewards may at any rate.
    Column("reads_words", Boolean, nullable=False, server_default=false()),
    Column("acts_seen_at", Moment),  # when they last read what others agreed to
    Column("created_at", Moment, nullable=False),
    turn(),
)

# A link that lets somebody make an account, or get back into theirs. It is opened once.
invitations = Table(
    "invitations",
    metadata,
    row_id(),
    Column("token_hash", LargeBinary(32), nullable=False, unique=True),
    Column("role", String(12), nullable=False),
    of("member_id", "members", nullable=True),
    of("staff_id", "staff", nullable=True),  # whose account is opened again; null: a new one
    Column("invited_by", BigInteger),  # as it will stand with the account
    Column("opened_at", Moment),
    Column("warned_at", Moment),  # when somebody else tried to open it
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
)

# A secret of codes that one browser was shown and has still to prove, for minutes.
enrolments = Table(
    "enrolments",
    metadata,
    row_id(),
    Column("token_hash", LargeBinary(32), nullable=False, unique=True),  # what that browser keeps
    of("invitation_id", "invitations", nullable=True),
    of("staff_id", "staff", nullable=True),  # who lost their phone, where there is no invitation
    Column("totp", LargeBinary, nullable=False),  # sealed
    Column("expires_at", Moment, nullable=False),
    Index(None, "invitation_id"),
    Index(None, "staff_id"),
    Index(None, "expires_at"),
)

# What opens an account once where the phone with the codes is lost.
recovery_codes = Table(
    "recovery_codes",
    metadata,
    row_id(),
    of("staff_id", "staff"),
    Column("digest", LargeBinary(32), nullable=False, unique=True),  # keyed HMAC of 80 random bits
    Index(None, "staff_id"),
)

# Keys of authenticators (WebAuthn), each in place of a code.
passkeys = Table(
    "passkeys",
    metadata,
    row_id(),
    of("staff_id", "staff"),
    Column(
        "credential_index", LargeBinary(32), nullable=False, unique=True
    ),  # keyed HMAC of its id
    Column("public_key", LargeBinary, nullable=False),  # sealed: COSE
    Column("uses", BigInteger, nullable=False),  # as the authenticator counts, which may be never
    Column("created_at", Moment, nullable=False),
    Column("used_at", Moment),
    Index(None, "staff_id"),
)

# Challenges that were answered, for as long as each would be good: none is answered twice.
answered_challenges = Table(
    "answered_challenges",
    metadata,
    Column("digest", LargeBinary(32), primary_key=True),
    Column("expires_at", Moment, nullable=False),
    Index(None, "expires_at"),
)

# Browsers in which somebody has signed in: their tries are counted apart from strangers'.
console_devices = Table(
    "console_devices",
    metadata,
    row_id(),
    of("staff_id", "staff"),
    Column("token_hash", LargeBinary(32), nullable=False),
    Column("misses", SmallInteger, nullable=False),  # tries since the last right one
    Column("locks", SmallInteger, nullable=False),
    Column("locked_until", Moment),
    Column("seen_at", Moment, nullable=False),  # when its owner last signed in
    Index("ux_console_devices", "staff_id", "token_hash", unique=True),
    Index(None, "seen_at"),
)

# What happened to the ways in, each of the staff told until they have read it.
notices = Table(
    "notices",
    metadata,
    row_id(),
    of("staff_id", "staff"),  # who is told
    Column("kind", String(24), nullable=False),
    of("about_id", "staff", nullable=True),  # whose account it is about
    Column("at", Moment, nullable=False),
    Index(None, "staff_id"),
    Index(None, "at"),
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

# Wrong tries to sign in from devices that are not known, by address, for as long as they count.
sign_in_misses = Table(
    "sign_in_misses",
    metadata,
    row_id(),
    Column("address", LargeBinary(32), nullable=False),  # keyed HMAC
    Column("missed_at", Moment, nullable=False),
    Index(None, "address"),
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
