"""Typed figures, reasons for warnings, late records, the figures of closed periods."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the tables, their indexes and their search tables."""
    op.create_table(
        "so_lieu",
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
        sa.Column("ky", sa.Text(), nullable=True),
        sa.Column("don_vi", sa.Text(), nullable=True),
        sa.Column("cap", sa.Text(), nullable=True),
        sa.Column("chi_tieu", sa.Text(), nullable=True),
        sa.Column("chi_tieu__key", sa.Text(), nullable=True),
        sa.Column("truc", sa.Text(), nullable=True),
        sa.Column("gia_tri_truc", sa.Text(), nullable=True),
        sa.Column("gia_tri", sa.Integer(), nullable=True),
        sa.Column("dinh_tinh", sa.Text(), nullable=True),
        sa.Column("bao_cao_k", sa.Integer(), nullable=True),
        sa.Column("bao_cao_n", sa.Integer(), nullable=True),
        sa.Column("nguon", sa.Text(), nullable=True),
        sa.Column("ngay_nguon", sa.Text(), nullable=True),
        sa.Column("xac_nhan", sa.Integer(), nullable=True),
        sa.Column("ghi_chu", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_so_lieu_chi_tieu", "so_lieu", ["deleted", "chi_tieu__key"])
    op.create_index("ix_so_lieu_date", "so_lieu", ["deleted", "event_date"])
    op.create_index("ix_so_lieu_dup", "so_lieu", ["dup_key"])
    op.create_index("ix_so_lieu_seq", "so_lieu", ["seq"])
    op.create_table(
        "thuyet_minh",
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
        sa.Column("ky", sa.Text(), nullable=True),
        sa.Column("ma", sa.Text(), nullable=True),
        sa.Column("vi_tri", sa.Text(), nullable=True),
        sa.Column("noi_dung", sa.Text(), nullable=True),
        sa.Column("ly_do", sa.Text(), nullable=True),
        sa.Column("ly_do__key", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_thuyet_minh_date", "thuyet_minh", ["deleted", "event_date"])
    op.create_index("ix_thuyet_minh_dup", "thuyet_minh", ["dup_key"])
    op.create_index("ix_thuyet_minh_ly_do", "thuyet_minh", ["deleted", "ly_do__key"])
    op.create_index("ix_thuyet_minh_seq", "thuyet_minh", ["seq"])
    op.create_table(
        "late_record",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("counted_in", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("record_id", "period", name="uq_late_record"),
    )
    op.create_index("ix_late_record_counted", "late_record", ["register", "counted_in"])
    op.create_index("ix_late_record_period", "late_record", ["register", "period"])
    op.create_table(
        "closed_figures",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("pk"),
    )
    op.create_index("ix_closed_figures_period", "closed_figures", ["period"])
    op.execute(
        "CREATE VIRTUAL TABLE so_lieu__fts"
        " USING fts5(chi_tieu, khac, "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )
    op.execute(
        "CREATE VIRTUAL TABLE thuyet_minh__fts"
        " USING fts5(ly_do, khac, "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )
