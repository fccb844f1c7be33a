"""what one number did lately, and what a text costs

Revision: 0009, after 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tallies",
        sa.Column("subject", sa.LargeBinary(32), nullable=False),
        sa.Column("minute_at", sa.BigInteger(), nullable=False),
        sa.Column("hour_at", sa.BigInteger(), nullable=False),
        sa.Column("minute_texts", sa.Integer(), nullable=False),
        sa.Column("minute_replies", sa.Integer(), nullable=False),
        sa.Column("hour_texts", sa.Integer(), nullable=False),
        sa.Column("hour_calls", sa.Integer(), nullable=False),
        sa.Column("told_until", sa.BigInteger(), nullable=True),
        sa.Column("last_text", sa.LargeBinary(16), nullable=True),
        sa.Column("last_answer", sa.LargeBinary(16), nullable=True),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("alike", sa.Integer(), nullable=False),
        sa.Column("repeated", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_tallies")),
    )
    op.create_index(op.f("ix_tallies_hour_at"), "tallies", ["hour_at"], unique=False)
    op.add_column(
        "outbox", sa.Column("segments", sa.SmallInteger(), nullable=False, server_default="1")
    )
    op.create_index(op.f("ix_attempts_started_at"), "attempts", ["started_at"], unique=False)
    op.create_index(op.f("ix_calls_started_at"), "calls", ["started_at"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_calls_started_at"), table_name="calls")
    op.drop_index(op.f("ix_attempts_started_at"), table_name="attempts")
    op.drop_column("outbox", "segments")
    op.drop_index(op.f("ix_tallies_hour_at"), table_name="tallies")
    op.drop_table("tallies")
