"""Registers of directives, programmes, cadres, contests, awards and ratings."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the tables, their indexes and search tables."""
    op.create_table(
        "can_bo",
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
        sa.Column("ho_ten", sa.Text(), nullable=True),
        sa.Column("ho_ten__key", sa.Text(), nullable=True),
        sa.Column("don_vi", sa.Text(), nullable=True),
        sa.Column("chuc_danh", sa.Text(), nullable=True),
        sa.Column("chuc_danh__key", sa.Text(), nullable=True),
        sa.Column("kiem_nhiem", sa.Text(), nullable=True),
        sa.Column("kiem_nhiem__key", sa.Text(), nullable=True),
        sa.Column("tu", sa.Text(), nullable=True),
        sa.Column("den", sa.Text(), nullable=True),
        sa.Column("bo_phan", sa.Text(), nullable=True),
        sa.Column("vi_tri", sa.Text(), nullable=True),
        sa.Column("gioi_tinh", sa.Text(), nullable=True),
        sa.Column("thuong_vu", sa.Integer(), nullable=True),
        sa.Column("nam_boi_duong", sa.Text(), nullable=True),
        sa.Column("so_qd", sa.Text(), nullable=True),
        sa.Column("dien_thoai", sa.Text(), nullable=True),
        sa.Column("kiem_chuc", sa.Text(), nullable=True),
        sa.Column("co_kiem_nhiem", sa.Integer(), nullable=True),
        sa.Column("nguoi", sa.Text(), nullable=True),
        sa.Column("trang_thai", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_can_bo_chuc_danh", "can_bo", ["deleted", "chuc_danh__key"], unique=False)
    op.create_index("ix_can_bo_date", "can_bo", ["deleted", "event_date"], unique=False)
    op.create_index("ix_can_bo_dup", "can_bo", ["dup_key"], unique=False)
    op.create_index("ix_can_bo_ho_ten", "can_bo", ["deleted", "ho_ten__key"], unique=False)
    op.create_index("ix_can_bo_kiem_nhiem", "can_bo", ["deleted", "kiem_nhiem__key"], unique=False)
    op.create_index("ix_can_bo_seq", "can_bo", ["seq"], unique=False)
    op.create_table(
        "hoi_thi",
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
        sa.Column("don_vi", sa.Text(), nullable=True),
        sa.Column("ngay", sa.Text(), nullable=True),
        sa.Column("ngay_ket_thuc", sa.Text(), nullable=True),
        sa.Column("loai", sa.Text(), nullable=True),
        sa.Column("cap_to_chuc", sa.Text(), nullable=True),
        sa.Column("vai_tro", sa.Text(), nullable=True),
        sa.Column("dia_diem", sa.Text(), nullable=True),
        sa.Column("so_doi", sa.Integer(), nullable=True),
        sa.Column("so_thi_sinh", sa.Integer(), nullable=True),
        sa.Column("so_giai", sa.Integer(), nullable=True),
        sa.Column("ket_qua", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_hoi_thi_date", "hoi_thi", ["deleted", "event_date"], unique=False)
    op.create_index("ix_hoi_thi_dup", "hoi_thi", ["dup_key"], unique=False)
    op.create_index("ix_hoi_thi_seq", "hoi_thi", ["seq"], unique=False)
    op.create_index("ix_hoi_thi_ten", "hoi_thi", ["deleted", "ten__key"], unique=False)
    op.create_table(
        "hoi_thi__doi_thi",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("ten", sa.Text(), nullable=True),
        sa.Column("don_vi", sa.Text(), nullable=True),
        sa.Column("so_nguoi", sa.Integer(), nullable=True),
        sa.Column("diem", sa.Integer(), nullable=True),
        sa.Column("giai", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index(
        "ix_hoi_thi__doi_thi_parent", "hoi_thi__doi_thi", ["parent_id", "position"], unique=False
    )
    op.create_table(
        "khen_thuong",
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
        sa.Column("don_vi", sa.Text(), nullable=True),
        sa.Column("doi_tuong", sa.Text(), nullable=True),
        sa.Column("hinh_thuc", sa.Text(), nullable=True),
        sa.Column("so_qd", sa.Text(), nullable=True),
        sa.Column("ngay", sa.Text(), nullable=True),
        sa.Column("cap_khen", sa.Text(), nullable=True),
        sa.Column("co_quan_khen", sa.Text(), nullable=True),
        sa.Column("muc_thuong", sa.Integer(), nullable=True),
        sa.Column("noi_dung", sa.Text(), nullable=True),
        sa.Column("lien_ket", sa.Text(), nullable=True),
        sa.Column("thanh_tich", sa.Text(), nullable=True),
        sa.Column("gan_mo_hinh", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_khen_thuong_date", "khen_thuong", ["deleted", "event_date"], unique=False)
    op.create_index("ix_khen_thuong_dup", "khen_thuong", ["dup_key"], unique=False)
    op.create_index("ix_khen_thuong_seq", "khen_thuong", ["seq"], unique=False)
    op.create_index("ix_khen_thuong_ten", "khen_thuong", ["deleted", "ten__key"], unique=False)
    op.create_table(
        "phoi_hop",
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
        sa.Column("so_ky_hieu", sa.Text(), nullable=True),
        sa.Column("so_ky_hieu__key", sa.Text(), nullable=True),
        sa.Column("loai", sa.Text(), nullable=True),
        sa.Column("ngay_ky", sa.Text(), nullable=True),
        sa.Column("ben", sa.Text(), nullable=True),
        sa.Column("ben__key", sa.Text(), nullable=True),
        sa.Column("noi_dung", sa.Text(), nullable=True),
        sa.Column("noi_dung__key", sa.Text(), nullable=True),
        sa.Column("tu_nam", sa.Integer(), nullable=True),
        sa.Column("den_nam", sa.Integer(), nullable=True),
        sa.Column("nguoi_phu_trach", sa.Text(), nullable=True),
        sa.Column("ngay_tong_ket", sa.Text(), nullable=True),
        sa.Column("so_bao_cao_tong_ket", sa.Text(), nullable=True),
        sa.Column("ket_qua_tong_ket", sa.Text(), nullable=True),
        sa.Column("ngay_cham_dut", sa.Text(), nullable=True),
        sa.Column("nam_so_ket", sa.Integer(), nullable=True),
        sa.Column("da_so_ket", sa.Integer(), nullable=True),
        sa.Column("trang_thai", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_phoi_hop_ben", "phoi_hop", ["deleted", "ben__key"], unique=False)
    op.create_index("ix_phoi_hop_date", "phoi_hop", ["deleted", "event_date"], unique=False)
    op.create_index("ix_phoi_hop_dup", "phoi_hop", ["dup_key"], unique=False)
    op.create_index("ix_phoi_hop_noi_dung", "phoi_hop", ["deleted", "noi_dung__key"], unique=False)
    op.create_index("ix_phoi_hop_seq", "phoi_hop", ["seq"], unique=False)
    op.create_index(
        "ix_phoi_hop_so_ky_hieu", "phoi_hop", ["deleted", "so_ky_hieu__key"], unique=False
    )
    op.create_table(
        "phoi_hop__so_ket",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("nam", sa.Integer(), nullable=True),
        sa.Column("ngay", sa.Text(), nullable=True),
        sa.Column("so_bao_cao", sa.Text(), nullable=True),
        sa.Column("ket_qua", sa.Text(), nullable=True),
        sa.Column("phuong_huong", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index(
        "ix_phoi_hop__so_ket_parent", "phoi_hop__so_ket", ["parent_id", "position"], unique=False
    )
    op.create_table(
        "van_ban",
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
        sa.Column("so_ky_hieu", sa.Text(), nullable=True),
        sa.Column("so_ky_hieu__key", sa.Text(), nullable=True),
        sa.Column("ngay", sa.Text(), nullable=True),
        sa.Column("loai", sa.Text(), nullable=True),
        sa.Column("co_quan", sa.Text(), nullable=True),
        sa.Column("co_quan__key", sa.Text(), nullable=True),
        sa.Column("cap_ban_hanh", sa.Text(), nullable=True),
        sa.Column("trich_yeu", sa.Text(), nullable=True),
        sa.Column("trich_yeu__key", sa.Text(), nullable=True),
        sa.Column("nguon", sa.Text(), nullable=True),
        sa.Column("can_cu", sa.Text(), nullable=True),
        sa.Column("het_hieu_luc", sa.Text(), nullable=True),
        sa.Column("nguoi_phu_trach", sa.Text(), nullable=True),
        sa.Column("don_vi", sa.Text(), nullable=True),
        sa.Column("han_trien_khai", sa.Text(), nullable=True),
        sa.Column("ngay_trien_khai", sa.Text(), nullable=True),
        sa.Column("van_ban_trien_khai", sa.Text(), nullable=True),
        sa.Column("san_pham", sa.Text(), nullable=True),
        sa.Column("han_so_ket", sa.Text(), nullable=True),
        sa.Column("ngay_so_ket", sa.Text(), nullable=True),
        sa.Column("so_bao_cao_so_ket", sa.Text(), nullable=True),
        sa.Column("ket_qua_so_ket", sa.Text(), nullable=True),
        sa.Column("han_tong_ket", sa.Text(), nullable=True),
        sa.Column("ngay_tong_ket", sa.Text(), nullable=True),
        sa.Column("so_bao_cao_tong_ket", sa.Text(), nullable=True),
        sa.Column("ket_qua_tong_ket", sa.Text(), nullable=True),
        sa.Column("trien_khai_den", sa.Text(), nullable=True),
        sa.Column("so_ket_den", sa.Text(), nullable=True),
        sa.Column("tong_ket_den", sa.Text(), nullable=True),
        sa.Column("phai_so_ket", sa.Integer(), nullable=True),
        sa.Column("qua_han_so_ket_tu", sa.Text(), nullable=True),
        sa.Column("qua_han_tong_ket_tu", sa.Text(), nullable=True),
        sa.Column("trang_thai", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_van_ban_co_quan", "van_ban", ["deleted", "co_quan__key"], unique=False)
    op.create_index("ix_van_ban_date", "van_ban", ["deleted", "event_date"], unique=False)
    op.create_index("ix_van_ban_dup", "van_ban", ["dup_key"], unique=False)
    op.create_index("ix_van_ban_seq", "van_ban", ["seq"], unique=False)
    op.create_index(
        "ix_van_ban_so_ky_hieu", "van_ban", ["deleted", "so_ky_hieu__key"], unique=False
    )
    op.create_index("ix_van_ban_trich_yeu", "van_ban", ["deleted", "trich_yeu__key"], unique=False)
    op.create_table(
        "xep_loai",
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
        sa.Column("don_vi", sa.Text(), nullable=True),
        sa.Column("nam", sa.Integer(), nullable=True),
        sa.Column("tieu_chi_dvk", sa.Text(), nullable=True),
        sa.Column("xep_loai", sa.Text(), nullable=True),
        sa.Column("loai_to_chuc", sa.Text(), nullable=True),
        sa.Column("so_mo_hinh", sa.Integer(), nullable=True),
        sa.Column("so_qd", sa.Text(), nullable=True),
        sa.Column("ngay_qd", sa.Text(), nullable=True),
        sa.Column("nhan_xet", sa.Text(), nullable=True),
        sa.Column("ngay_tinh", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_xep_loai_date", "xep_loai", ["deleted", "event_date"], unique=False)
    op.create_index("ix_xep_loai_dup", "xep_loai", ["dup_key"], unique=False)
    op.create_index("ix_xep_loai_seq", "xep_loai", ["seq"], unique=False)
    op.create_index("ix_xep_loai_ten", "xep_loai", ["deleted", "ten__key"], unique=False)
    op.execute(
        "CREATE VIRTUAL TABLE phoi_hop__fts"
        " USING fts5(so_ky_hieu, ben, noi_dung, khac, "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )
    op.execute(
        "CREATE VIRTUAL TABLE van_ban__fts"
        " USING fts5(so_ky_hieu, co_quan, trich_yeu, khac, "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )
    op.execute(
        "CREATE VIRTUAL TABLE can_bo__fts"
        " USING fts5(ho_ten, chuc_danh, kiem_nhiem, khac, "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )
    op.execute(
        "CREATE VIRTUAL TABLE hoi_thi__fts"
        " USING fts5(ten, khac, "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )
    op.execute(
        "CREATE VIRTUAL TABLE khen_thuong__fts"
        " USING fts5(ten, khac, "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )
    op.execute(
        "CREATE VIRTUAL TABLE xep_loai__fts"
        " USING fts5(ten, khac, "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )
