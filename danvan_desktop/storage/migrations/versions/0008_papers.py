"""Papers: template version, subject, addressees, the paper that is corrected, days of its way.

Also where a section was taken from, and the reasons that were given for reminders. States keep
their codes: ``chot`` says from now on that the paper was issued.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the columns of papers."""
    op.add_column("bao_cao", sa.Column("mau_ban", sa.Integer(), nullable=True))
    for name in (
        "doi_tuong",
        "kinh_gui",
        "thay_cho",
        "ngay_trinh",
        "ngay_ban_hanh",
        "ngay_gui",
        "y_kien",
    ):
        op.add_column("bao_cao", sa.Column(name, sa.Text(), nullable=True))
    op.add_column("bao_cao__muc", sa.Column("lay_tu", sa.Text(), nullable=True))
    op.create_table(
        "bao_cao__nhac",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("ma", sa.Text(), nullable=True),
        sa.Column("noi_dung", sa.Text(), nullable=True),
        sa.Column("ly_do", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index(
        "ix_bao_cao__nhac_parent", "bao_cao__nhac", ["parent_id", "position"], unique=False
    )
