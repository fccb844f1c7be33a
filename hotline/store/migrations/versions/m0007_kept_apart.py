"""Whom the erased are kept apart from, how often they were asked, and who blocked whom

Revision: 0007, after 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_apart",
        sa.Column("first_index", sa.LargeBinary(length=32), nullable=False),
        sa.Column("second_index", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("first_index", "second_index", name=op.f("pk_kept_apart")),
    )
    op.create_index(op.f("ix_kept_apart_second_index"), "kept_apart", ["second_index"])
    op.create_table(
        "carried_asks",
        sa.Column("phone_index", sa.LargeBinary(length=32), nullable=False),
        sa.Column("asked", sa.SmallInteger(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("phone_index", name=op.f("pk_carried_asks")),
    )
    op.create_index(op.f("ix_carried_asks_asked_at"), "carried_asks", ["asked_at"])
    _blocks()


def _blocks() -> None:
    op.create_table(
        "blocks",
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("by_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("staff_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_blocks_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["members.id"], name=op.f("fk_blocks_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_blocks_staff_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_blocks")),
    )
    for column in ("by_id", "staff_id"):
        op.create_index(op.f(f"ix_blocks_{column}"), "blocks", [column])


def downgrade() -> None:
    for table in ("blocks", "carried_asks", "kept_apart"):
        op.drop_table(table)
