"""Papers: degree of urgency, circulation, and those who sign beside the office's own signer."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Add the columns and the list."""
    for name in ("do_khan", "luu_hanh"):
        op.add_column("bao_cao", sa.Column(name, sa.Text(), nullable=True))
    op.create_table(
        "bao_cao__cung_ky",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False, server_default=""),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=True)
            for name in ("ho_ten", "chuc_vu", "tham_quyen", "co_quan", "ky_hieu")
        ),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index(
        "ix_bao_cao__cung_ky_parent", "bao_cao__cung_ky", ["parent_id", "position"], unique=False
    )
