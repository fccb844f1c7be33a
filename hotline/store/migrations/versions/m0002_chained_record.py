"""The record is chained; ids of those who were erased leave it

Revision: 0002, after 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# The columns of each that name a member.
_MARKED = {"events": ("member", "actor"), "console_actions": ("target",)}
_INDEXED = ("member_id", "actor_id")


def upgrade() -> None:
    """Rows that are there already are chained as they are found, by the first worker that runs."""
    for table, marked in _MARKED.items():
        for name, kind in _columns(marked).items():
            op.add_column(table, sa.Column(name, kind, nullable=True))
        op.create_index(op.f(f"ix_{table}_seq"), table, ["seq"], unique=True)
    for name in _INDEXED:
        op.create_index(op.f(f"ix_events_{name}"), "events", [name])
    op.create_table(
        "record_ends",
        sa.Column("place", sa.String(length=5), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("link", sa.LargeBinary(length=32), nullable=False),
        sa.Column("seal", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_record_ends")),
    )
    _cut_the_erased()


def downgrade() -> None:
    op.drop_table("record_ends")
    for name in _INDEXED:
        op.drop_index(op.f(f"ix_events_{name}"), "events")
    for table, marked in _MARKED.items():
        op.drop_index(op.f(f"ix_{table}_seq"), table)
        with op.batch_alter_table(table) as batch:
            for name in _columns(marked):
                batch.drop_column(name)


def _columns(marked: tuple[str, ...]) -> dict[str, sa.BigInteger | sa.LargeBinary]:
    """The new columns of a table, by name."""
    hashes = ["link", *(f"{name}_{part}" for name in marked for part in ("mark", "proof"))]
    return {"seq": sa.BigInteger(), **{name: sa.LargeBinary(length=32) for name in hashes}}


def _cut_the_erased() -> None:
    """Of whoever was erased before, nothing is to lead back to their rows."""
    here = "SELECT id FROM members WHERE state <> 'erased'"
    for name in _INDEXED:
        op.execute(f"UPDATE events SET {name} = NULL WHERE {name} NOT IN ({here})")  # noqa: S608
    gone = f"kind = 'member' AND target_id NOT IN ({here})"
    op.execute(f"UPDATE console_actions SET target_id = NULL WHERE {gone}")  # noqa: S608
