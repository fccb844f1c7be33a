"""The roster: shifts, and who was asked to take one

Revision: 0018, after 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shifts",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_shifts_member_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shifts")),
    )
    op.create_index(op.f("ix_shifts_ends_at"), "shifts", ["ends_at"], unique=False)
    op.create_index("ix_shifts_member_id", "shifts", ["member_id"], unique=False)
    due = sa.text("due_at is not null")
    op.create_index(
        "ix_shifts_due_at", "shifts", ["due_at"], sqlite_where=due, postgresql_where=due
    )
    op.create_table(
        "shift_asks",
        sa.Column("shift_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("session_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_shift_asks_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["flow_sessions.id"],
            name=op.f("fk_shift_asks_session_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["shift_id"], ["shifts.id"], name=op.f("fk_shift_asks_shift_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shift_id", "member_id", name=op.f("pk_shift_asks")),
    )
    op.create_index("ix_shift_asks_member_id", "shift_asks", ["member_id"], unique=False)
    op.create_index("ix_shift_asks_session_id", "shift_asks", ["session_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_shift_asks_session_id", table_name="shift_asks")
    op.drop_index("ix_shift_asks_member_id", table_name="shift_asks")
    op.drop_table("shift_asks")
    op.drop_index("ix_shifts_due_at", table_name="shifts")
    op.drop_index("ix_shifts_member_id", table_name="shifts")
    op.drop_index(op.f("ix_shifts_ends_at"), table_name="shifts")
    op.drop_table("shifts")
