"""Calls that we place, and members who are called

Revision: 0003, after 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_RINGING = sa.text("state in ('placing', 'unclear', 'placed')")


def upgrade() -> None:
    op.add_column(
        "members",
        sa.Column("by_call", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.create_table(
        "call_orders",
        sa.Column("call_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("phone_index", sa.LargeBinary(length=32), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.Column("lease_holder", sa.String(length=40), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name=op.f("fk_call_orders_call_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("fk_call_orders_member_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("call_id", name=op.f("pk_call_orders")),
    )
    op.create_index(
        "uq_call_orders_ringing",
        "call_orders",
        ["phone_index"],
        unique=True,
        sqlite_where=_RINGING,
        postgresql_where=_RINGING,
    )
    op.create_index(op.f("ix_call_orders_state_due_at"), "call_orders", ["state", "due_at"])
    op.create_index(
        op.f("ix_call_orders_phone_index_created_at"), "call_orders", ["phone_index", "created_at"]
    )
    op.create_index(op.f("ix_call_orders_member_id"), "call_orders", ["member_id"])


def downgrade() -> None:
    op.drop_table("call_orders")
    op.drop_column("members", "by_call")
