"""PINs, wrong tries of them, and when a recording was heard

Revision: 0005, after 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pins",
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("misses", sa.SmallInteger(), nullable=False),
        sa.Column("locks", sa.SmallInteger(), nullable=False),
        sa.Column("locked_until", sa.BigInteger(), nullable=True),
        sa.Column("set_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_pins_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_pins")),
    )
    op.create_table(
        "pin_misses",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("missed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pin_misses")),
    )
    op.create_index(op.f("ix_pin_misses_missed_at"), "pin_misses", ["missed_at"], unique=False)
    op.add_column("recordings", sa.Column("heard_at", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("recordings", "heard_at")
    op.drop_index(op.f("ix_pin_misses_missed_at"), table_name="pin_misses")
    op.drop_table("pin_misses")
    op.drop_table("pins")
