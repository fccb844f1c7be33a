"""Phones rung for a caller, members of a match joined, whether calls are safe

Revision: 0004, after 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "members",
        sa.Column("call_safe", sa.String(length=8), server_default="unknown", nullable=False),
    )
    op.create_table(
        "bridges",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("match_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("wanted_by", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["match_id"], ["matches.id"], name=op.f("fk_bridges_match_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["wanted_by"], ["members.id"], name=op.f("fk_bridges_wanted_by"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bridges")),
    )
    op.create_index(op.f("ix_bridges_due_at"), "bridges", ["due_at"], unique=False)
    _unique_while_live("uq_bridges_live", "bridges", "match_id")
    op.create_table(
        "rings",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("call_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("bridge_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("sid_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("rung_at", sa.BigInteger(), nullable=False),
        sa.Column("joined_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["bridge_id"], ["bridges.id"], name=op.f("fk_rings_bridge_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name=op.f("fk_rings_call_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_rings_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rings")),
    )
    op.create_index(op.f("ix_rings_call_id"), "rings", ["call_id"], unique=False)
    op.create_index(
        op.f("ix_rings_member_id_rung_at"), "rings", ["member_id", "rung_at"], unique=False
    )
    _unique_while_live("uq_rings_live", "rings", "member_id")


def _unique_while_live(name: str, table: str, column: str) -> None:
    live = sa.text("state <> 'over'")
    op.create_index(name, table, [column], unique=True, sqlite_where=live, postgresql_where=live)


def downgrade() -> None:
    op.drop_index("uq_rings_live", table_name="rings")
    op.drop_index(op.f("ix_rings_member_id_rung_at"), table_name="rings")
    op.drop_index(op.f("ix_rings_call_id"), table_name="rings")
    op.drop_table("rings")
    op.drop_index("uq_bridges_live", table_name="bridges")
    op.drop_index(op.f("ix_bridges_due_at"), table_name="bridges")
    op.drop_table("bridges")
    op.drop_column("members", "call_safe")
