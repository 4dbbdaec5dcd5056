"""Offices: where they are reached, and on which papers; papers: who typed, how many copies."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Add the columns."""
    for name in ("dia_chi", "dien_thoai", "fax", "thu_dien_tu", "trang_tin", "lien_he"):
        op.add_column("van_phong", sa.Column(name, sa.Text(), nullable=True))
    op.add_column("bao_cao", sa.Column("danh_may", sa.Text(), nullable=True))
    op.add_column("bao_cao", sa.Column("so_ban", sa.Integer(), nullable=True))
