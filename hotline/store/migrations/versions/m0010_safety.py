"""A word of one's own that hides everything; hours in which texts are safe

Revision: 0010, after 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("members", sa.Column("safe_word", sa.LargeBinary(length=32), nullable=True))
    op.add_column("members", sa.Column("hidden_at", sa.BigInteger(), nullable=True))
    op.add_column("members", sa.Column("safe_from", sa.SmallInteger(), nullable=True))
    op.add_column("members", sa.Column("safe_until", sa.SmallInteger(), nullable=True))


def downgrade() -> None:
    for column in ("safe_until", "safe_from", "hidden_at", "safe_word"):
        op.drop_column("members", column)
