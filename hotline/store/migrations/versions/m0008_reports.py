"""Who was reported, and what the team has decided

Revision: 0008, after 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_LINKS = {
    "subject_id": "members",
    "reporter_id": "members",
    "need_id": "needs",
    "decided_by": "staff",
}
_INDEXED = (*_LINKS, "subject_index", "reporter_index", "at")


def upgrade() -> None:
    op.create_table(
        "reports",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("subject_index", sa.LargeBinary(length=32), nullable=False),
        sa.Column("reporter_index", sa.LargeBinary(length=32), nullable=True),
        *(sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=True) for name in _LINKS),
        sa.Column("by_side", sa.String(length=6), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [name], [f"{target}.id"], name=op.f(f"fk_reports_{name}"), ondelete="SET NULL"
            )
            for name, target in _LINKS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
    )
    for column in _INDEXED:
        op.create_index(op.f(f"ix_reports_{column}"), "reports", [column])


def downgrade() -> None:
    op.drop_table("reports")
