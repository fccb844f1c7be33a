"""Rows that do not tell when: order in columns of its own, ids of the provider hashed or sealed

Revision: 0003, after 0002

Nothing here rebuilds a table: SQLite would delete whatever points at its rows.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TURNS = (
    "asks",
    "broadcasts",
    "console_actions",
    "events",
    "flow_sessions",
    "matches",
    "needs",
    "outbox",
    "recordings",
    "staff",
    "threads",
)
_MOMENTS = (("inbound_messages", "received_at"), ("members", "created_at"), ("needs", "opened_at"))
_SEALED = ("calls", "recordings")

# Ids rose with the time until now, so that they tell what came first.
_ORDERED = (
    """UPDATE outbox SET turn = (SELECT count(*) FROM outbox o
        WHERE o.inbound_id = outbox.inbound_id AND o.id < outbox.id) WHERE inline""",
    """UPDATE outbox SET turn = (SELECT count(*) FROM outbox o
        WHERE o.member_id = outbox.member_id AND o.state = 'queued' AND o.id < outbox.id)
        WHERE state = 'queued' AND NOT inline""",
    """UPDATE attempts SET number = 1 + (SELECT count(*) FROM attempts o
        WHERE o.message_id = attempts.message_id AND o.id < attempts.id)""",
    """UPDATE needs SET yes_within = (SELECT CASE
            WHEN min(m.opened_at) - needs.opened_at <= 300000 THEN '5m'
            WHEN min(m.opened_at) - needs.opened_at <= 900000 THEN '15m'
            WHEN min(m.opened_at) - needs.opened_at <= 3600000 THEN '1h'
            WHEN min(m.opened_at) - needs.opened_at <= 86400000 THEN '1d'
            ELSE 'later' END FROM matches m WHERE m.need_id = needs.id)
        WHERE EXISTS (SELECT 1 FROM matches m WHERE m.need_id = needs.id)""",
)


def upgrade() -> None:
    for table in _TURNS:
        turn = sa.Column("turn", sa.BigInteger(), server_default="0", nullable=False)
        op.add_column(table, turn)
    number = sa.Column("number", sa.SmallInteger(), server_default="1", nullable=False)
    op.add_column("attempts", number)
    op.add_column("needs", sa.Column("yes_within", sa.String(length=8), nullable=True))
    for statement in _ORDERED:
        op.execute(statement)
    _hash_and_seal()
    for table, column in _MOMENTS:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _hash_and_seal() -> None:
    """Without the key, which a migration has not: what is still needed of the provider's ids is sealed
    by whoever changes it next, or goes with its row; what only served to recognise is dropped."""
    for table in ("attempts", "outbox"):
        op.drop_index(op.f(f"ix_{table}_provider_sid"), table_name=table)
        op.drop_column(table, "provider_sid")
    op.add_column("attempts", sa.Column("sid_hash", sa.LargeBinary(length=32), nullable=True))
    op.create_index(op.f("ix_attempts_sid_hash"), "attempts", ["sid_hash"])
    as_bytes = {"sqlite": "CAST(plain AS BLOB)", "postgresql": "convert_to(plain, 'UTF8')"}
    for table in _SEALED:
        op.execute(f"ALTER TABLE {table} RENAME COLUMN provider_sid TO plain")
        op.add_column(table, sa.Column("provider_sid", sa.LargeBinary(), nullable=True))
        kept = as_bytes[op.get_bind().dialect.name]
        op.execute(f"UPDATE {table} SET provider_sid = {kept} WHERE plain IS NOT NULL")  # noqa: S608
        op.drop_column(table, "plain")


def downgrade() -> None:
    """What is hashed or sealed by now cannot be had back without the key."""
    for table, column in _MOMENTS:
        op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)
    op.drop_index(op.f("ix_attempts_sid_hash"), table_name="attempts")
    op.drop_column("attempts", "sid_hash")
    for table in _SEALED:
        op.drop_column(table, "provider_sid")
    for table in (*_SEALED, "attempts", "outbox"):
        op.add_column(table, sa.Column("provider_sid", sa.String(length=40), nullable=True))
    for table in ("attempts", "outbox"):
        op.create_index(op.f(f"ix_{table}_provider_sid"), table, ["provider_sid"])
    op.drop_column("needs", "yes_within")
    op.drop_column("attempts", "number")
    for table in _TURNS:
        op.drop_column(table, "turn")
