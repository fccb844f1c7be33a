"""The day and the part of it for which somebody asks, and the days for which somebody offers

Revision: 0010, after 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("needs", sa.Column("day", sa.Date(), nullable=True))
    op.add_column("needs", sa.Column("part", sa.String(length=10), nullable=True))
    op.add_column("offers", sa.Column("from_day", sa.Date(), nullable=True))
    op.add_column("offers", sa.Column("until_day", sa.Date(), nullable=True))
    op.add_column("offers", sa.Column("ends_at", sa.BigInteger(), nullable=True))
    op.create_index(op.f("ix_offers_ends_at"), "offers", ["ends_at"])


def downgrade() -> None:
    """What was said of days is lost: such requests are for this week, and such offers rest, since nobody
    agreed to be asked for longer."""
    op.execute("UPDATE needs SET wanted = 'week' WHERE wanted IN ('day', 'next-week')")
    op.execute(
        "UPDATE offers SET state = 'paused' WHERE state = 'active' AND until_day IS NOT NULL"
    )
    op.drop_index(op.f("ix_offers_ends_at"), table_name="offers")
    op.drop_column("offers", "ends_at")
    op.drop_column("offers", "until_day")
    op.drop_column("offers", "from_day")
    op.drop_column("needs", "part")
    op.drop_column("needs", "day")
