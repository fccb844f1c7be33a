"""Ways into the console: links that open once, recovery codes, passkeys, devices; tries of PINs by way

Revision: 0006, after 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# Each after those that it points at.
_TABLES = (
    "enrolments",
    "recovery_codes",
    "passkeys",
    "answered_challenges",
    "console_devices",
    "notices",
    "pin_tries",
)
_COUNTS = ("misses", "locks", "locked_until")
_OF_THIS_PIN = "FROM pin_tries WHERE pin_tries.member_id = pins.member_id"
_COUNTS_BACK = (
    f"UPDATE pins SET misses = coalesce((SELECT max(misses) {_OF_THIS_PIN}), 0)",  # noqa: S608
    f"UPDATE pins SET locks = coalesce((SELECT max(locks) {_OF_THIS_PIN}), 0)",  # noqa: S608
    f"UPDATE pins SET locked_until = (SELECT max(locked_until) {_OF_THIS_PIN})",  # noqa: S608
)


def upgrade() -> None:
    _links_that_open_once()
    _misses_by_address()
    _ways_back_in()
    _passkeys()
    _devices()
    _notices()
    _tries_of_pins()


def downgrade() -> None:
    _counts_back_to_pins()
    for name in reversed(_TABLES):
        op.drop_table(name)
    op.drop_table("sign_in_misses")
    op.create_table("sign_in_misses", *_misses())
    op.create_index(op.f("ix_sign_in_misses_missed_at"), "sign_in_misses", ["missed_at"])
    op.execute("DELETE FROM invitations")  # what they would show is nowhere any more
    with op.batch_alter_table("invitations") as table:
        table.drop_constraint(op.f("fk_invitations_staff_id"), type_="foreignkey")
        for name in ("staff_id", "opened_at", "warned_at"):
            table.drop_column(name)
        table.add_column(sa.Column("totp", sa.LargeBinary(), nullable=False))


def _links_that_open_once() -> None:
    """Links under way stay good: each makes its secret when it is opened."""
    with op.batch_alter_table("invitations") as table:
        table.drop_column("totp")
        table.add_column(sa.Column("staff_id", sa.BigInteger(), nullable=True))
        table.add_column(sa.Column("opened_at", sa.BigInteger(), nullable=True))
        table.add_column(sa.Column("warned_at", sa.BigInteger(), nullable=True))
        key = op.f("fk_invitations_staff_id")
        table.create_foreign_key(key, "staff", ["staff_id"], ["id"], ondelete="CASCADE")


def _misses_by_address() -> None:
    """Those of before count no more: they told no address."""
    op.drop_table("sign_in_misses")
    address = sa.Column("address", sa.LargeBinary(length=32), nullable=False)
    op.create_table("sign_in_misses", *_misses(address))
    op.create_index(op.f("ix_sign_in_misses_address"), "sign_in_misses", ["address"])
    op.create_index(op.f("ix_sign_in_misses_missed_at"), "sign_in_misses", ["missed_at"])


def _misses(*more: sa.Column[bytes]) -> list[sa.Column[int] | sa.Column[bytes] | sa.Constraint]:
    return [
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        *more,
        sa.Column("missed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_misses")),
    ]


def _ways_back_in() -> None:
    op.create_table(
        "enrolments",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("invitation_id", sa.BigInteger(), nullable=True),
        sa.Column("staff_id", sa.BigInteger(), nullable=True),
        sa.Column("totp", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        _belongs("enrolments", "invitation_id", "invitations"),
        _belongs("enrolments", "staff_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolments")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_enrolments_token_hash")),
    )
    for name in ("invitation_id", "staff_id", "expires_at"):
        op.create_index(op.f(f"ix_enrolments_{name}"), "enrolments", [name])
    op.create_table(
        "recovery_codes",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("staff_id", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        _belongs("recovery_codes", "staff_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
        sa.UniqueConstraint("digest", name=op.f("uq_recovery_codes_digest")),
    )
    op.create_index(op.f("ix_recovery_codes_staff_id"), "recovery_codes", ["staff_id"])


def _passkeys() -> None:
    op.create_table(
        "passkeys",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("staff_id", sa.BigInteger(), nullable=False),
        sa.Column("credential_index", sa.LargeBinary(length=32), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("uses", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        _belongs("passkeys", "staff_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkeys")),
        sa.UniqueConstraint("credential_index", name=op.f("uq_passkeys_credential_index")),
    )
    op.create_index(op.f("ix_passkeys_staff_id"), "passkeys", ["staff_id"])
    op.create_table(
        "answered_challenges",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_answered_challenges")),
    )
    op.create_index(
        op.f("ix_answered_challenges_expires_at"), "answered_challenges", ["expires_at"]
    )


def _devices() -> None:
    op.create_table(
        "console_devices",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("staff_id", sa.BigInteger(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("misses", sa.SmallInteger(), nullable=False),
        sa.Column("locks", sa.SmallInteger(), nullable=False),
        sa.Column("locked_until", sa.BigInteger(), nullable=True),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        _belongs("console_devices", "staff_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_console_devices")),
    )
    op.create_index(
        "ux_console_devices", "console_devices", ["staff_id", "token_hash"], unique=True
    )
    op.create_index(op.f("ix_console_devices_seen_at"), "console_devices", ["seen_at"])


def _notices() -> None:
    op.create_table(
        "notices",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("staff_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("about_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        _belongs("notices", "staff_id", "staff"),
        _belongs("notices", "about_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    op.create_index(op.f("ix_notices_staff_id"), "notices", ["staff_id"])
    op.create_index(op.f("ix_notices_at"), "notices", ["at"])


def _tries_of_pins() -> None:
    """What was counted was counted in calls, for the most part, and goes on counting there."""
    op.create_table(
        "pin_tries",
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("misses", sa.SmallInteger(), nullable=False),
        sa.Column("locks", sa.SmallInteger(), nullable=False),
        sa.Column("locked_until", sa.BigInteger(), nullable=True),
        _belongs("pin_tries", "member_id", "members"),
        sa.PrimaryKeyConstraint("member_id", "way", name=op.f("pk_pin_tries")),
    )
    op.execute(
        "INSERT INTO pin_tries (member_id, way, misses, locks, locked_until) "
        "SELECT member_id, 'called', misses, locks, locked_until FROM pins "
        "WHERE misses > 0 OR locks > 0"
    )
    with op.batch_alter_table("pins") as table:
        for name in _COUNTS:
            table.drop_column(name)


def _counts_back_to_pins() -> None:
    with op.batch_alter_table("pins") as table:
        for name in ("misses", "locks"):
            table.add_column(sa.Column(name, sa.SmallInteger(), nullable=False, server_default="0"))
        table.add_column(sa.Column("locked_until", sa.BigInteger(), nullable=True))
    for statement in _COUNTS_BACK:
        op.execute(statement)
    with op.batch_alter_table("pins") as table:
        for name in ("misses", "locks"):
            table.alter_column(name, server_default=None)


def _belongs(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="CASCADE")
