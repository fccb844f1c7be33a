"""Broadcasts: their words, who let them go, and who has been given them

Revision: 0016, after 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "broadcasts",
        _id("id"),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=True),
        sa.Column("area", sa.String(length=40), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=True) for name in _STAFF),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("approved_at", sa.BigInteger(), nullable=True),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("after_member", sa.BigInteger(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in _COUNTS),
        *(
            sa.ForeignKeyConstraint(
                [name], ["staff.id"], name=op.f(f"fk_broadcasts_{name}"), ondelete="SET NULL"
            )
            for name in _STAFF
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcasts")),
    )
    op.create_index(op.f("ix_broadcasts_due_at"), "broadcasts", ["due_at"])
    op.create_table(
        "broadcast_texts",
        _id("id"),
        _id("broadcast_id"),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        _of_a_broadcast("broadcast_texts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcast_texts")),
        sa.UniqueConstraint(
            "broadcast_id", "language", name=op.f("uq_broadcast_texts_broadcast_id_language")
        ),
    )
    op.create_table(
        "broadcast_recipients",
        _id("id"),
        _id("broadcast_id"),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("greeting_id", sa.BigInteger(), nullable=True),
        _of_a_broadcast("broadcast_recipients"),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("fk_broadcast_recipients_member_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcast_recipients")),
        sa.UniqueConstraint(
            "broadcast_id",
            "member_id",
            name=op.f("uq_broadcast_recipients_broadcast_id_member_id"),
        ),
    )
    op.create_index(
        "ix_broadcast_recipients_member",
        "broadcast_recipients",
        ["member_id"],
        sqlite_where=sa.text("member_id is not null"),
        postgresql_where=sa.text("member_id is not null"),
    )


def downgrade() -> None:
    for table in ("broadcast_recipients", "broadcast_texts", "broadcasts"):
        op.drop_table(table)


_STAFF = ("written_by", "approved_by")
_COUNTS = ("arrived", "sent", "failed", "canceled")


def _id(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=False)


def _of_a_broadcast(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_broadcast_id")
    return sa.ForeignKeyConstraint(
        ["broadcast_id"], ["broadcasts.id"], name=name, ondelete="CASCADE"
    )
