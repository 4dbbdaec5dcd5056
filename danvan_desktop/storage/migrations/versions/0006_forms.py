"""What the clerk judged on records that may report one event."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Create the table of judged pairs."""
    op.create_table(
        "repeat_pair",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("first_id", sa.Text(), nullable=False),
        sa.Column("second_id", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("first_id", "second_id", name="uq_repeat_pair"),
    )
    op.create_index("ix_repeat_pair_register", "repeat_pair", ["register"], unique=False)
    op.create_index("ix_repeat_pair_second", "repeat_pair", ["second_id"], unique=False)
