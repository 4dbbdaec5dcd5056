"""The office's own templates of papers, one row for each version."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Create the templates and their search table."""
    op.create_table(
        "mau_van_ban",
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
        sa.Column("ten", sa.Text(), nullable=True),
        sa.Column("ten__key", sa.Text(), nullable=True),
        sa.Column("ma", sa.Text(), nullable=True),
        sa.Column("ma__key", sa.Text(), nullable=True),
        sa.Column("ban", sa.Integer(), nullable=True),
        sa.Column("loai", sa.Text(), nullable=True),
        sa.Column("nhom", sa.Text(), nullable=True),
        sa.Column("tu_ngay", sa.Text(), nullable=True),
        sa.Column("nguon", sa.Text(), nullable=True),
        sa.Column("ghi_chu", sa.Text(), nullable=True),
        sa.Column("trang_thai", sa.Text(), nullable=True),
        sa.Column("du_lieu", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_mau_van_ban_date", "mau_van_ban", ["deleted", "event_date"], unique=False)
    op.create_index("ix_mau_van_ban_dup", "mau_van_ban", ["dup_key"], unique=False)
    op.create_index("ix_mau_van_ban_ma", "mau_van_ban", ["deleted", "ma__key"], unique=False)
    op.create_index("ix_mau_van_ban_seq", "mau_van_ban", ["seq"], unique=False)
    op.create_index("ix_mau_van_ban_ten", "mau_van_ban", ["deleted", "ten__key"], unique=False)
    op.execute(
        "CREATE VIRTUAL TABLE mau_van_ban__fts"
        " USING fts5(ten, ma, khac, tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )
