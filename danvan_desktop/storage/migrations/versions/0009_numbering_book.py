"""The numbering book of the papers that the office sends: numbers kept, used and given up."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Create the book and its search table."""
    op.create_table(
        "so_di",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("deleted", sa.Integer(), nullable=False),
        sa.Column("event_date", sa.Text(), nullable=True),
        sa.Column("duplicate_of", sa.Text(), nullable=True),
        sa.Column("dup_key", sa.Text(), nullable=True),
        sa.Column("origin", sa.Text(), nullable=True),
        sa.Column("loai", sa.Text(), nullable=True),
        sa.Column("so", sa.Integer(), nullable=True),
        sa.Column("ky_hieu", sa.Text(), nullable=True),
        sa.Column("ky_hieu__key", sa.Text(), nullable=True),
        sa.Column("ngay", sa.Text(), nullable=True),
        sa.Column("the_thuc", sa.Text(), nullable=True),
        sa.Column("trich_yeu", sa.Text(), nullable=True),
        sa.Column("trich_yeu__key", sa.Text(), nullable=True),
        sa.Column("nguoi_ky", sa.Text(), nullable=True),
        sa.Column("noi_nhan", sa.Text(), nullable=True),
        sa.Column("trang_thai", sa.Text(), nullable=True),
        sa.Column("giu_cho", sa.Text(), nullable=True),
        sa.Column("giu_cho__key", sa.Text(), nullable=True),
        sa.Column("ly_do", sa.Text(), nullable=True),
        sa.Column("van_ban", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_so_di_date", "so_di", ["deleted", "event_date"], unique=False)
    op.create_index("ix_so_di_dup", "so_di", ["dup_key"], unique=False)
    op.create_index("ix_so_di_giu_cho", "so_di", ["deleted", "giu_cho__key"], unique=False)
    op.create_index("ix_so_di_ky_hieu", "so_di", ["deleted", "ky_hieu__key"], unique=False)
    op.create_index("ix_so_di_seq", "so_di", ["seq"], unique=False)
    op.create_index("ix_so_di_trich_yeu", "so_di", ["deleted", "trich_yeu__key"], unique=False)
    op.execute(
        "CREATE VIRTUAL TABLE so_di__fts"
        " USING fts5(ky_hieu, trich_yeu, giu_cho, khac, "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )
