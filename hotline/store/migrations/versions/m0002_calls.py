"""Calls and recordings

Revision: 0002, after 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calls",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sid_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("provider_sid", sa.String(length=40), nullable=True),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("direction", sa.String(length=8), nullable=False),
        sa.Column("purpose", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=True),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=20), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.Column("ask_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("match_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("thread_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("touched_at", sa.BigInteger(), nullable=False),
        sa.Column("closes_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["ask_id"], ["asks.id"], name=op.f("fk_calls_ask_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["match_id"], ["matches.id"], name=op.f("fk_calls_match_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_calls_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["threads.id"], name=op.f("fk_calls_thread_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calls")),
        sa.UniqueConstraint("sid_hash", name=op.f("uq_calls_sid_hash")),
    )
    op.create_index(op.f("ix_calls_member_id"), "calls", ["member_id"], unique=False)
    op.create_index(op.f("ix_calls_state_closes_at"), "calls", ["state", "closes_at"], unique=False)
    op.create_table(
        "recordings",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sid_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("provider_sid", sa.String(length=40), nullable=True),
        sa.Column("call_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("need_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("thread_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("reference", sa.String(length=5), nullable=True),
        sa.Column("purpose", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("sound", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("fetched_at", sa.BigInteger(), nullable=True),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name=op.f("fk_recordings_call_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_recordings_member_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["need_id"], ["needs.id"], name=op.f("fk_recordings_need_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["threads.id"], name=op.f("fk_recordings_thread_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recordings")),
        sa.UniqueConstraint("sid_hash", name=op.f("uq_recordings_sid_hash")),
    )
    op.create_index(op.f("ix_recordings_due_at"), "recordings", ["due_at"], unique=False)
    op.create_index(op.f("ix_recordings_need_id"), "recordings", ["need_id"], unique=False)
    op.create_index(op.f("ix_recordings_thread_id"), "recordings", ["thread_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_recordings_thread_id"), table_name="recordings")
    op.drop_index(op.f("ix_recordings_need_id"), table_name="recordings")
    op.drop_index(op.f("ix_recordings_due_at"), table_name="recordings")
    op.drop_table("recordings")
    op.drop_index(op.f("ix_calls_state_closes_at"), table_name="calls")
    op.drop_index(op.f("ix_calls_member_id"), table_name="calls")
    op.drop_table("calls")
