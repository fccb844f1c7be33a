"""What is forgotten and when: the provider's copies, whose words a text holds, the trail, counts

Revision: 0008, after 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_PLAIN = (
    ("ix_needs_closed_at", "needs", "closed_at"),
    ("ix_matches_need_id", "matches", "need_id"),
    ("ix_threads_need_id", "threads", "need_id"),
    ("ix_outbox_need_id", "outbox", "need_id"),
    ("ix_bridges_match_id", "bridges", "match_id"),
    ("ix_recordings_call_id", "recordings", "call_id"),
)
_PARTIAL = (
    ("ix_members_erased", "members", "id", "state = 'erased'"),
    ("ix_outbox_author", "outbox", "author_id", "author_id is not null"),
    ("ix_outbox_words", "outbox", "created_at", "body is not null"),
    ("ix_calls_ask", "calls", "ask_id", "ask_id is not null"),
    ("ix_calls_match", "calls", "match_id", "match_id is not null"),
    ("ix_calls_thread", "calls", "thread_id", "thread_id is not null"),
    ("ix_rings_bridge", "rings", "bridge_id", "bridge_id is not null"),
)


def upgrade() -> None:
    _tables()
    # In place and so without a foreign key: SQLite would have to copy the table, and dropping the old
    # one would take every attempt with it.
    op.add_column("outbox", sa.Column("author_id", sa.BigInteger(), nullable=True))
    for name, table, column in _PLAIN:
        op.create_index(name, table, [column])
    for name, table, column, condition in _PARTIAL:
        where = sa.text(condition)
        op.create_index(name, table, [column], sqlite_where=where, postgresql_where=where)


def _tables() -> None:
    op.create_table(
        "provider_copies",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sid_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sid", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("hurried", sa.Boolean(), nullable=False),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("gone_by", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("fk_provider_copies_member_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_copies")),
        sa.UniqueConstraint("sid_hash", name=op.f("uq_provider_copies_sid_hash")),
    )
    for column in ("due_at", "gone_by"):
        op.create_index(op.f(f"ix_provider_copies_{column}"), "provider_copies", [column])
    linked = sa.text("member_id is not null")
    op.create_index(
        "ix_provider_copies_member",
        "provider_copies",
        ["member_id"],
        sqlite_where=linked,
        postgresql_where=linked,
    )
    op.create_table(
        "events",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=True),
        sa.Column("need_id", sa.BigInteger(), nullable=True),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
    )
    op.create_index(op.f("ix_events_at"), "events", ["at"])
    op.create_index(op.f("ix_events_need_id"), "events", ["need_id"])
    op.create_table(
        "need_counts",
        sa.Column("week", sa.BigInteger(), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("yes_within", sa.String(length=8), nullable=False),
        sa.Column("needs", sa.Integer(), nullable=False),
        sa.Column("asks", sa.Integer(), nullable=False),
        sa.Column("texts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "week", "category", "outcome", "yes_within", name=op.f("pk_need_counts")
        ),
    )


def downgrade() -> None:
    for name, table, *_ in (*_PARTIAL, *_PLAIN):
        op.drop_index(name, table_name=table)
    op.drop_column("outbox", "author_id")
    for table in ("need_counts", "events", "provider_copies"):
        op.drop_table(table)
