"""Texts that were not understood, and the words that a community teaches its line

Revision: 0011, after 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "staff",
        sa.Column("reads_words", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "unread_words",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unread_words")),
    )
    op.create_index(op.f("ix_unread_words_day"), "unread_words", ["day"])
    _learned_words()
    op.create_table(
        "reading_counts",
        sa.Column("week", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("reading", sa.String(length=8), nullable=False),
        sa.Column("slot", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("texts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("week", "reading", "slot", name=op.f("pk_reading_counts")),
    )


def _learned_words() -> None:
    op.create_table(
        "learned_words",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("meaning", sa.String(length=60), nullable=False),
        sa.Column("tellings", sa.SmallInteger(), nullable=False),
        sa.Column("taught_by", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("taught_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["taught_by"],
            ["staff.id"],
            name=op.f("fk_learned_words_taught_by"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learned_words")),
        sa.UniqueConstraint("version", name=op.f("uq_learned_words_version")),
    )
    op.create_index(op.f("ix_learned_words_taught_by"), "learned_words", ["taught_by"])


def downgrade() -> None:
    op.drop_table("reading_counts")
    op.drop_table("learned_words")
    op.drop_table("unread_words")
    op.drop_column("staff", "reads_words")
