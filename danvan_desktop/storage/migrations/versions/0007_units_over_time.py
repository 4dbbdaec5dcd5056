"""Units over time: what a unit came from, by which papers, its names; degrees; access to people.

Every version of a unit is a row of its own since 0001, so rows that exist stay as they are.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_UNIT_COLUMNS = ("tach_tu", "ten_ngan", "ky_hieu", "dia_danh", "can_cu_lap", "can_cu_thoi")


def upgrade() -> None:
    """Add the columns of units and the log of access to personal data."""
    for name in _UNIT_COLUMNS:
        op.add_column("don_vi", sa.Column(name, sa.Text(), nullable=True))
    op.add_column("van_ban", sa.Column("do_mat", sa.Text(), nullable=True))
    op.create_table(
        "access_log",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=True),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("pk"),
    )
