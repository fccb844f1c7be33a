"""Texts past a limit, what a flood has spent, alarms that are counted, what a hidden phone may tell

Revision: 0004, after 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_NEW = (
    ("inbound_messages", "past_limit", sa.Boolean(), sa.false()),
    ("forgotten_spend", "purse", sa.String(length=8), "rest"),
    ("members", "veiled_at", sa.BigInteger(), None),
    ("members", "word_at", sa.BigInteger(), None),
    ("threads", "alarms", sa.Integer(), "0"),
    ("threads", "alarm_due_at", sa.BigInteger(), None),
)


def upgrade() -> None:
    for table, name, kind, default in _NEW:
        column = sa.Column(name, kind, nullable=default is None, server_default=default)
        op.add_column(table, column)
    op.create_index(op.f("ix_threads_alarm_due_at"), "threads", ["alarm_due_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_threads_alarm_due_at"), "threads")
    for table, name, *_ in reversed(_NEW):
        op.drop_column(table, name)
