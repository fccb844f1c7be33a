"""The console: staff, invitations, sessions, and who did what

Revision: 0011, after 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "staff",
        _id(),
        sa.Column("name_index", sa.LargeBinary(length=32), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("password", sa.LargeBinary(), nullable=False),
        sa.Column("totp", sa.LargeBinary(), nullable=False),
        sa.Column("totp_step", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("language", sa.String(length=2), nullable=True),
        sa.Column("misses", sa.SmallInteger(), nullable=False),
        sa.Column("locks", sa.SmallInteger(), nullable=False),
        sa.Column("locked_until", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_staff_member_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("name_index", name=op.f("uq_staff_name_index")),
    )
    op.create_table(
        "invitations",
        _id(),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("totp", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_invitations_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
    )
    op.create_table(
        "console_sessions",
        _id(),
        sa.Column("staff_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff.id"],
            name=op.f("fk_console_sessions_staff_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_console_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_console_sessions_token_hash")),
    )
    for column in ("staff_id", "seen_at"):
        op.create_index(op.f(f"ix_console_sessions_{column}"), "console_sessions", [column])
    op.create_table(
        "sign_in_misses",
        _id(),
        sa.Column("missed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_misses")),
    )
    op.create_index(op.f("ix_sign_in_misses_missed_at"), "sign_in_misses", ["missed_at"])
    op.create_table(
        "console_actions",
        _id(),
        sa.Column("staff_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=True),
        sa.Column("target_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_console_actions_staff_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_console_actions")),
    )
    op.create_index(op.f("ix_console_actions_staff_id_at"), "console_actions", ["staff_id", "at"])
    op.create_index(
        op.f("ix_console_actions_kind_target_id"), "console_actions", ["kind", "target_id"]
    )


def downgrade() -> None:
    for table in ("console_actions", "sign_in_misses", "console_sessions", "invitations", "staff"):
        op.drop_table(table)


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False)
