"""When the team was told that a talk cannot wait

Revision: 0006, after 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("threads", sa.Column("alarmed_at", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("threads", "alarmed_at")
