"""A PIN that is asked for in texts too

Revision: 0013, after 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "members",
        sa.Column("pin_in_texts", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column("members", sa.Column("unlocked_until", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("members", "unlocked_until")
    op.drop_column("members", "pin_in_texts")
