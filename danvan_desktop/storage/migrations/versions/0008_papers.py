"""Papers: template version, subject, addressees, the paper that is corrected, days of its way."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the columns of papers."""
    op.add_column("bao_cao", sa.Column("mau_ban", sa.Integer(), nullable=True))
    for name in ("doi_tuong", "kinh_gui", "thay_cho", "ngay_trinh", "ngay_ban_hanh"):
        op.add_column("bao_cao", sa.Column(name, sa.Text(), nullable=True))
