"""What a province holds of its offices; changes are found by office and place in their order."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_REGISTERS = """
    dan_van_kheo hoi_nghi doi_thoai giam_sat phan_bien gop_y ban_thanh_tra thanh_tra_nd
    ban_gs_dau_tu gsdt_cong_dong to_hoa_giai hoa_giai_tong_hop hoa_giai_vu_viec tuyen_truyen
    doan_vien van_dong dan_chu_co_so tiep_dan mot_cua phoi_hop van_ban can_bo hoi_thi
    khen_thuong tinh_hinh ra_quan lay_y_kien xep_loai so_lieu thuyet_minh don_vi van_phong
    can_bo_ky nhiem_ky ky bao_cao so_di mau_van_ban
""".split()


def upgrade() -> None:
    """Create the tables of received bundles and lead the order of changes by the office."""
    for register in _REGISTERS:
        op.drop_index(f"ix_{register}_seq", register)
        op.create_index(f"ix_{register}_seq", register, ["owner", "seq"], unique=False)
    op.create_table(
        "sync_office",
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Text(), nullable=False),
        sa.Column("high", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("office"),
    )
    op.create_table(
        "sync_bundle",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("period", sa.Text(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("epoch", sa.Text(), nullable=True),
        sa.Column("base", sa.Integer(), nullable=True),
        sa.Column("high", sa.Integer(), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("pk"),
    )
    op.create_index("ix_sync_bundle_office", "sync_bundle", ["office", "period"], unique=False)
    op.create_index("ix_sync_bundle_sha256", "sync_bundle", ["sha256"], unique=False)
    op.create_table(
        "sync_paper",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("pk"),
    )
    op.create_index("ix_sync_paper_office", "sync_paper", ["office", "period"], unique=False)
