"""What waits for a second of the staff; who invited whom

Revision: 0005, after 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("staff", sa.Column("invited_by", sa.BigInteger(), nullable=True))
    op.add_column("staff", sa.Column("acts_seen_at", sa.BigInteger(), nullable=True))
    op.add_column("invitations", sa.Column("invited_by", sa.BigInteger(), nullable=True))
    _proposals()
    _who_invited_whom()


def _proposals() -> None:
    op.create_table(
        "proposals",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("target_id", sa.BigInteger(), nullable=True),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("details", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("written_by", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("agreed_by", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [name], [f"{target}.id"], name=op.f(f"fk_proposals_{name}"), ondelete=then
            )
            for name, target, then in (
                ("member_id", "members", "CASCADE"),
                ("written_by", "staff", "SET NULL"),
                ("agreed_by", "staff", "SET NULL"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
    )
    op.create_index(op.f("ix_proposals_state_ended_at"), "proposals", ["state", "ended_at"])
    op.create_index(op.f("ix_proposals_member_id"), "proposals", ["member_id"])


def _who_invited_whom() -> None:
    """Accounts and links from before: the trail says who invited them. None: the command line."""
    invited = """SELECT by_whom.staff_id FROM console_actions by_whom
        WHERE by_whom.action = 'invited' AND by_whom.kind = 'invitation' AND by_whom.target_id = """
    op.execute(f"UPDATE invitations SET invited_by = ({invited} invitations.id)")  # noqa: S608
    op.execute(
        f"""UPDATE staff SET invited_by = ({invited} (
            SELECT came.target_id FROM console_actions came
            WHERE came.action = 'joined' AND came.kind = 'invitation' AND came.staff_id = staff.id))"""  # noqa: S608
    )


def downgrade() -> None:
    op.drop_table("proposals")
    op.drop_column("invitations", "invited_by")
    op.drop_column("staff", "acts_seen_at")
    op.drop_column("staff", "invited_by")
