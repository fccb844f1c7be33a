"""What texts that have been erased had cost

Revision: 0012, after 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "forgotten_spend",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("segments", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forgotten_spend")),
    )
    op.create_index(op.f("ix_forgotten_spend_at"), "forgotten_spend", ["at"])


def downgrade() -> None:
    op.drop_table("forgotten_spend")
