"""Which talk with the team a text belongs to; sheets waiting to be imported; actions by time

Revision: 0015, after 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("thread_id", sa.BigInteger(), nullable=True))
    told = sa.text("thread_id is not null")
    op.create_index(
        "ix_outbox_thread", "outbox", ["thread_id"], sqlite_where=told, postgresql_where=told
    )
    op.create_index(op.f("ix_console_actions_at"), "console_actions", ["at"])
    op.create_table(
        "uploads",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("staff_id", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploads")),
        sa.UniqueConstraint("staff_id", name=op.f("uq_uploads_staff_id")),
    )
    op.create_index(op.f("ix_uploads_expires_at"), "uploads", ["expires_at"])


def downgrade() -> None:
    op.drop_table("uploads")
    op.drop_index(op.f("ix_console_actions_at"), table_name="console_actions")
    op.drop_index("ix_outbox_thread", table_name="outbox")
    op.drop_column("outbox", "thread_id")
