"""Wordings published in place of the project's own

Revision: 0017, after 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "wordings",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("message", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("voice", sa.Boolean(), nullable=False),
        sa.Column("pattern", sa.Text(), nullable=True),
        sa.Column("staff_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("published_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_wordings_staff_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wordings")),
        sa.UniqueConstraint("version", name=op.f("uq_wordings_version")),
    )
    op.create_index(op.f("ix_wordings_message"), "wordings", ["message"], unique=False)
    op.create_index(op.f("ix_wordings_staff_id"), "wordings", ["staff_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_wordings_staff_id"), table_name="wordings")
    op.drop_index(op.f("ix_wordings_message"), table_name="wordings")
    op.drop_table("wordings")
