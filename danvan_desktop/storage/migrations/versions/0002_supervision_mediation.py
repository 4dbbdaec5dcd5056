"""Registers of supervision, inspection and mediation, with their lists and search tables."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the tables, their indexes and their search tables."""
    op.create_table(
        "ban_gs_dau_tu",
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
        sa.Column("don_vi", sa.Text(), nullable=True),
        sa.Column("loai_ban", sa.Text(), nullable=True),
        sa.Column("nhiem_ky", sa.Text(), nullable=True),
        sa.Column("nhiem_ky__key", sa.Text(), nullable=True),
        sa.Column("ten", sa.Text(), nullable=True),
        sa.Column("ten__key", sa.Text(), nullable=True),
        sa.Column("tu_ngay", sa.Text(), nullable=True),
        sa.Column("den_ngay", sa.Text(), nullable=True),
        sa.Column("so_qd", sa.Text(), nullable=True),
        sa.Column("truong_ban", sa.Text(), nullable=True),
        sa.Column("truong_ban__key", sa.Text(), nullable=True),
        sa.Column("so_thanh_vien", sa.Integer(), nullable=True),
        sa.Column("so_nu", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index(
        "ix_ban_gs_dau_tu_date", "ban_gs_dau_tu", ["deleted", "event_date"], unique=False
    )
    op.create_index("ix_ban_gs_dau_tu_dup", "ban_gs_dau_tu", ["dup_key"], unique=False)
    op.create_index(
        "ix_ban_gs_dau_tu_nhiem_ky", "ban_gs_dau_tu", ["deleted", "nhiem_ky__key"], unique=False
    )
    op.create_index("ix_ban_gs_dau_tu_seq", "ban_gs_dau_tu", ["seq"], unique=False)
    op.create_index("ix_ban_gs_dau_tu_ten", "ban_gs_dau_tu", ["deleted", "ten__key"], unique=False)
    op.create_index(
        "ix_ban_gs_dau_tu_truong_ban", "ban_gs_dau_tu", ["deleted", "truong_ban__key"], unique=False
    )
    op.create_table(
        "ban_gs_dau_tu__thanh_vien",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("ho_ten", sa.Text(), nullable=True),
        sa.Column("vai_tro", sa.Text(), nullable=True),
        sa.Column("nu", sa.Integer(), nullable=True),
        sa.Column("dia_ban", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index(
        "ix_ban_gs_dau_tu__thanh_vien_parent",
        "ban_gs_dau_tu__thanh_vien",
        ["parent_id", "position"],
        unique=False,
    )
    op.create_table(
        "ban_thanh_tra",
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
        sa.Column("don_vi", sa.Text(), nullable=True),
        sa.Column("loai_ban", sa.Text(), nullable=True),
        sa.Column("nhiem_ky", sa.Text(), nullable=True),
        sa.Column("nhiem_ky__key", sa.Text(), nullable=True),
        sa.Column("ten", sa.Text(), nullable=True),
        sa.Column("ten__key", sa.Text(), nullable=True),
        sa.Column("tu_ngay", sa.Text(), nullable=True),
        sa.Column("den_ngay", sa.Text(), nullable=True),
        sa.Column("so_qd", sa.Text(), nullable=True),
        sa.Column("truong_ban", sa.Text(), nullable=True),
        sa.Column("truong_ban__key", sa.Text(), nullable=True),
        sa.Column("so_thanh_vien", sa.Integer(), nullable=True),
        sa.Column("so_nu", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index(
        "ix_ban_thanh_tra_date", "ban_thanh_tra", ["deleted", "event_date"], unique=False
    )
    op.create_index("ix_ban_thanh_tra_dup", "ban_thanh_tra", ["dup_key"], unique=False)
    op.create_index(
        "ix_ban_thanh_tra_nhiem_ky", "ban_thanh_tra", ["deleted", "nhiem_ky__key"], unique=False
    )
    op.create_index("ix_ban_thanh_tra_seq", "ban_thanh_tra", ["seq"], unique=False)
    op.create_index("ix_ban_thanh_tra_ten", "ban_thanh_tra", ["deleted", "ten__key"], unique=False)
    op.create_index(
        "ix_ban_thanh_tra_truong_ban", "ban_thanh_tra", ["deleted", "truong_ban__key"], unique=False
    )
    op.create_table(
        "ban_thanh_tra__thanh_vien",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("ho_ten", sa.Text(), nullable=True),
        sa.Column("vai_tro", sa.Text(), nullable=True),
        sa.Column("nu", sa.Integer(), nullable=True),
        sa.Column("dia_ban", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index(
        "ix_ban_thanh_tra__thanh_vien_parent",
        "ban_thanh_tra__thanh_vien",
        ["parent_id", "position"],
        unique=False,
    )
    op.create_table(
        "giam_sat",
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
        sa.Column("noi_dung", sa.Text(), nullable=True),
        sa.Column("noi_dung__key", sa.Text(), nullable=True),
        sa.Column("chu_the", sa.Text(), nullable=True),
        sa.Column("don_vi", sa.Text(), nullable=True),
        sa.Column("ngay", sa.Text(), nullable=True),
        sa.Column("hinh_thuc", sa.Text(), nullable=True),
        sa.Column("dia_diem", sa.Text(), nullable=True),
        sa.Column("moi_ke_hoach", sa.Integer(), nullable=True),
        sa.Column("doi_tuong_giam_sat", sa.Text(), nullable=True),
        sa.Column("so_ke_hoach", sa.Text(), nullable=True),
        sa.Column("so_qd_doan", sa.Text(), nullable=True),
        sa.Column("ngay_qd_doan", sa.Text(), nullable=True),
        sa.Column("ket_qua", sa.Text(), nullable=True),
        sa.Column("so_ket_luan", sa.Text(), nullable=True),
        sa.Column("ngay_ket_luan", sa.Text(), nullable=True),
        sa.Column("kien_nghi", sa.Integer(), nullable=True),
        sa.Column("tra_loi", sa.Integer(), nullable=True),
        sa.Column("tiep_thu", sa.Integer(), nullable=True),
        sa.Column("trang_thai", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_giam_sat_date", "giam_sat", ["deleted", "event_date"], unique=False)
    op.create_index("ix_giam_sat_dup", "giam_sat", ["dup_key"], unique=False)
    op.create_index("ix_giam_sat_noi_dung", "giam_sat", ["deleted", "noi_dung__key"], unique=False)
    op.create_index("ix_giam_sat_seq", "giam_sat", ["seq"], unique=False)
    op.create_table(
        "giam_sat__kien_nghi_chi_tiet",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("noi_dung", sa.Text(), nullable=True),
        sa.Column("co_quan", sa.Text(), nullable=True),
        sa.Column("han", sa.Text(), nullable=True),
        sa.Column("ngay_tra_loi", sa.Text(), nullable=True),
        sa.Column("ket_qua", sa.Text(), nullable=True),
        sa.Column("tra_loi", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index(
        "ix_giam_sat__kien_nghi_chi_tiet_parent",
        "giam_sat__kien_nghi_chi_tiet",
        ["parent_id", "position"],
        unique=False,
    )
    op.create_table(
        "giam_sat__lich_trinh",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("ngay", sa.Text(), nullable=True),
        sa.Column("dia_diem", sa.Text(), nullable=True),
        sa.Column("noi_dung", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index(
        "ix_giam_sat__lich_trinh_parent",
        "giam_sat__lich_trinh",
        ["parent_id", "position"],
        unique=False,
    )
    op.create_table(
        "giam_sat__thanh_vien",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("ho_ten", sa.Text(), nullable=True),
        sa.Column("chuc_vu", sa.Text(), nullable=True),
        sa.Column("vai_tro", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index(
        "ix_giam_sat__thanh_vien_parent",
        "giam_sat__thanh_vien",
        ["parent_id", "position"],
        unique=False,
    )
    op.create_table(
        "giam_sat__van_ban",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("so_ky_hieu", sa.Text(), nullable=True),
        sa.Column("ngay", sa.Text(), nullable=True),
        sa.Column("trich_yeu", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index(
        "ix_giam_sat__van_ban_parent", "giam_sat__van_ban", ["parent_id", "position"], unique=False
    )
    op.create_table(
        "gop_y",
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
        sa.Column("noi_dung", sa.Text(), nullable=True),
        sa.Column("noi_dung__key", sa.Text(), nullable=True),
        sa.Column("chu_the", sa.Text(), nullable=True),
        sa.Column("don_vi", sa.Text(), nullable=True),
        sa.Column("ngay", sa.Text(), nullable=True),
        sa.Column("gop_y_cho", sa.Text(), nullable=True),
        sa.Column("hinh_thuc", sa.Text(), nullable=True),
        sa.Column("so_nguoi", sa.Integer(), nullable=True),
        sa.Column("y_kien", sa.Integer(), nullable=True),
        sa.Column("tra_loi", sa.Integer(), nullable=True),
        sa.Column("tiep_thu", sa.Integer(), nullable=True),
        sa.Column("so_van_ban", sa.Text(), nullable=True),
        sa.Column("ket_qua", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_gop_y_date", "gop_y", ["deleted", "event_date"], unique=False)
    op.create_index("ix_gop_y_dup", "gop_y", ["dup_key"], unique=False)
    op.create_index("ix_gop_y_noi_dung", "gop_y", ["deleted", "noi_dung__key"], unique=False)
    op.create_index("ix_gop_y_seq", "gop_y", ["seq"], unique=False)
    op.create_table(
        "gop_y__kien_nghi_chi_tiet",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("noi_dung", sa.Text(), nullable=True),
        sa.Column("co_quan", sa.Text(), nullable=True),
        sa.Column("han", sa.Text(), nullable=True),
        sa.Column("ngay_tra_loi", sa.Text(), nullable=True),
        sa.Column("ket_qua", sa.Text(), nullable=True),
        sa.Column("tra_loi", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index(
        "ix_gop_y__kien_nghi_chi_tiet_parent",
        "gop_y__kien_nghi_chi_tiet",
        ["parent_id", "position"],
        unique=False,
    )
    op.create_table(
        "gsdt_cong_dong",
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
        sa.Column("cong_trinh", sa.Text(), nullable=True),
        sa.Column("cong_trinh__key", sa.Text(), nullable=True),
        sa.Column("don_vi", sa.Text(), nullable=True),
        sa.Column("ngay", sa.Text(), nullable=True),
        sa.Column("nguon_von", sa.Text(), nullable=True),
        sa.Column("chu_dau_tu", sa.Text(), nullable=True),
        sa.Column("tong_muc", sa.Integer(), nullable=True),
        sa.Column("nha_thau", sa.Text(), nullable=True),
        sa.Column("phat_hien", sa.Integer(), nullable=True),
        sa.Column("so_tien", sa.Integer(), nullable=True),
        sa.Column("khoi_luong", sa.Integer(), nullable=True),
        sa.Column("dvt_khoi_luong", sa.Text(), nullable=True),
        sa.Column("kien_nghi", sa.Integer(), nullable=True),
        sa.Column("da_xu_ly", sa.Integer(), nullable=True),
        sa.Column("da_thu_hoi", sa.Integer(), nullable=True),
        sa.Column("so_van_ban", sa.Text(), nullable=True),
        sa.Column("ket_qua", sa.Text(), nullable=True),
        sa.Column("trang_thai", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index(
        "ix_gsdt_cong_dong_cong_trinh",
        "gsdt_cong_dong",
        ["deleted", "cong_trinh__key"],
        unique=False,
    )
    op.create_index(
        "ix_gsdt_cong_dong_date", "gsdt_cong_dong", ["deleted", "event_date"], unique=False
    )
    op.create_index("ix_gsdt_cong_dong_dup", "gsdt_cong_dong", ["dup_key"], unique=False)
    op.create_index("ix_gsdt_cong_dong_seq", "gsdt_cong_dong", ["seq"], unique=False)
    op.create_table(
        "gsdt_cong_dong__kien_nghi_chi_tiet",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("noi_dung", sa.Text(), nullable=True),
        sa.Column("co_quan", sa.Text(), nullable=True),
        sa.Column("han", sa.Text(), nullable=True),
        sa.Column("ngay_tra_loi", sa.Text(), nullable=True),
        sa.Column("ket_qua", sa.Text(), nullable=True),
        sa.Column("tra_loi", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index(
        "ix_gsdt_cong_dong__kien_nghi_chi_tiet_parent",
        "gsdt_cong_dong__kien_nghi_chi_tiet",
        ["parent_id", "position"],
        unique=False,
    )
    op.create_table(
        "hoa_giai_tong_hop",
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
        sa.Column("ten", sa.Text(), nullable=True),
        sa.Column("ton_dau", sa.Integer(), nullable=True),
        sa.Column("tiep_nhan", sa.Integer(), nullable=True),
        sa.Column("thanh", sa.Integer(), nullable=True),
        sa.Column("khong_thanh", sa.Integer(), nullable=True),
        sa.Column("rut_chuyen", sa.Integer(), nullable=True),
        sa.Column("dang", sa.Integer(), nullable=True),
        sa.Column("ghi_chu", sa.Text(), nullable=True),
        sa.Column("mau_thuan", sa.Integer(), nullable=True),
        sa.Column("dat_dai", sa.Integer(), nullable=True),
        sa.Column("hngd", sa.Integer(), nullable=True),
        sa.Column("khac", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index(
        "ix_hoa_giai_tong_hop_date", "hoa_giai_tong_hop", ["deleted", "event_date"], unique=False
    )
    op.create_index("ix_hoa_giai_tong_hop_dup", "hoa_giai_tong_hop", ["dup_key"], unique=False)
    op.create_index("ix_hoa_giai_tong_hop_seq", "hoa_giai_tong_hop", ["seq"], unique=False)
    op.create_table(
        "hoa_giai_vu_viec",
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
        sa.Column("ngay", sa.Text(), nullable=True),
        sa.Column("don_vi", sa.Text(), nullable=True),
        sa.Column("loai_vu", sa.Text(), nullable=True),
        sa.Column("ten_to", sa.Text(), nullable=True),
        sa.Column("ten_to__key", sa.Text(), nullable=True),
        sa.Column("so_vu", sa.Text(), nullable=True),
        sa.Column("ben_mot", sa.Text(), nullable=True),
        sa.Column("ben_hai", sa.Text(), nullable=True),
        sa.Column("tom_tat", sa.Text(), nullable=True),
        sa.Column("tom_tat__key", sa.Text(), nullable=True),
        sa.Column("ket_qua", sa.Text(), nullable=True),
        sa.Column("ngay_ket_qua", sa.Text(), nullable=True),
        sa.Column("hoa_giai_vien", sa.Text(), nullable=True),
        sa.Column("so_lan", sa.Integer(), nullable=True),
        sa.Column("thoa_thuan", sa.Text(), nullable=True),
        sa.Column("da_thuc_hien", sa.Integer(), nullable=True),
        sa.Column("chuyen_den", sa.Text(), nullable=True),
        sa.Column("ngay_ket_thuc", sa.Text(), nullable=True),
        sa.Column("dang_den", sa.Text(), nullable=True),
        sa.Column("trang_thai", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index(
        "ix_hoa_giai_vu_viec_date", "hoa_giai_vu_viec", ["deleted", "event_date"], unique=False
    )
    op.create_index("ix_hoa_giai_vu_viec_dup", "hoa_giai_vu_viec", ["dup_key"], unique=False)
    op.create_index("ix_hoa_giai_vu_viec_seq", "hoa_giai_vu_viec", ["seq"], unique=False)
    op.create_index(
        "ix_hoa_giai_vu_viec_ten_to", "hoa_giai_vu_viec", ["deleted", "ten_to__key"], unique=False
    )
    op.create_index(
        "ix_hoa_giai_vu_viec_tom_tat", "hoa_giai_vu_viec", ["deleted", "tom_tat__key"], unique=False
    )
    op.create_table(
        "phan_bien",
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
        sa.Column("van_ban", sa.Text(), nullable=True),
        sa.Column("van_ban__key", sa.Text(), nullable=True),
        sa.Column("chu_the", sa.Text(), nullable=True),
        sa.Column("don_vi", sa.Text(), nullable=True),
        sa.Column("ngay", sa.Text(), nullable=True),
        sa.Column("hinh_thuc", sa.Text(), nullable=True),
        sa.Column("co_quan_soan_thao", sa.Text(), nullable=True),
        sa.Column("y_kien", sa.Integer(), nullable=True),
        sa.Column("tra_loi", sa.Integer(), nullable=True),
        sa.Column("tiep_thu", sa.Integer(), nullable=True),
        sa.Column("so_van_ban", sa.Text(), nullable=True),
        sa.Column("so_nguoi", sa.Integer(), nullable=True),
        sa.Column("ket_qua", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_phan_bien_date", "phan_bien", ["deleted", "event_date"], unique=False)
    op.create_index("ix_phan_bien_dup", "phan_bien", ["dup_key"], unique=False)
    op.create_index("ix_phan_bien_seq", "phan_bien", ["seq"], unique=False)
    op.create_index("ix_phan_bien_van_ban", "phan_bien", ["deleted", "van_ban__key"], unique=False)
    op.create_table(
        "phan_bien__kien_nghi_chi_tiet",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("noi_dung", sa.Text(), nullable=True),
        sa.Column("co_quan", sa.Text(), nullable=True),
        sa.Column("han", sa.Text(), nullable=True),
        sa.Column("ngay_tra_loi", sa.Text(), nullable=True),
        sa.Column("ket_qua", sa.Text(), nullable=True),
        sa.Column("tra_loi", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index(
        "ix_phan_bien__kien_nghi_chi_tiet_parent",
        "phan_bien__kien_nghi_chi_tiet",
        ["parent_id", "position"],
        unique=False,
    )
    op.create_table(
        "thanh_tra_nd",
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
        sa.Column("noi_dung", sa.Text(), nullable=True),
        sa.Column("noi_dung__key", sa.Text(), nullable=True),
        sa.Column("don_vi", sa.Text(), nullable=True),
        sa.Column("ngay", sa.Text(), nullable=True),
        sa.Column("hinh_thuc", sa.Text(), nullable=True),
        sa.Column("ban", sa.Text(), nullable=True),
        sa.Column("doi_tuong_giam_sat", sa.Text(), nullable=True),
        sa.Column("phat_hien", sa.Integer(), nullable=True),
        sa.Column("so_tien", sa.Integer(), nullable=True),
        sa.Column("dat_dai", sa.Integer(), nullable=True),
        sa.Column("kien_nghi", sa.Integer(), nullable=True),
        sa.Column("da_xu_ly", sa.Integer(), nullable=True),
        sa.Column("so_van_ban", sa.Text(), nullable=True),
        sa.Column("ket_qua", sa.Text(), nullable=True),
        sa.Column("trang_thai", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_thanh_tra_nd_date", "thanh_tra_nd", ["deleted", "event_date"], unique=False)
    op.create_index("ix_thanh_tra_nd_dup", "thanh_tra_nd", ["dup_key"], unique=False)
    op.create_index(
        "ix_thanh_tra_nd_noi_dung", "thanh_tra_nd", ["deleted", "noi_dung__key"], unique=False
    )
    op.create_index("ix_thanh_tra_nd_seq", "thanh_tra_nd", ["seq"], unique=False)
    op.create_table(
        "thanh_tra_nd__kien_nghi_chi_tiet",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("noi_dung", sa.Text(), nullable=True),
        sa.Column("co_quan", sa.Text(), nullable=True),
        sa.Column("han", sa.Text(), nullable=True),
        sa.Column("ngay_tra_loi", sa.Text(), nullable=True),
        sa.Column("ket_qua", sa.Text(), nullable=True),
        sa.Column("tra_loi", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index(
        "ix_thanh_tra_nd__kien_nghi_chi_tiet_parent",
        "thanh_tra_nd__kien_nghi_chi_tiet",
        ["parent_id", "position"],
        unique=False,
    )
    op.create_table(
        "to_hoa_giai",
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
        sa.Column("ten", sa.Text(), nullable=True),
        sa.Column("ten__key", sa.Text(), nullable=True),
        sa.Column("so_to", sa.Integer(), nullable=True),
        sa.Column("so_thanh_vien", sa.Integer(), nullable=True),
        sa.Column("so_nu", sa.Integer(), nullable=True),
        sa.Column("so_dan_toc", sa.Integer(), nullable=True),
        sa.Column("so_luat", sa.Integer(), nullable=True),
        sa.Column("so_tap_huan", sa.Integer(), nullable=True),
        sa.Column("to_kien_toan", sa.Integer(), nullable=True),
        sa.Column("kinh_phi", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_to_hoa_giai_date", "to_hoa_giai", ["deleted", "event_date"], unique=False)
    op.create_index("ix_to_hoa_giai_dup", "to_hoa_giai", ["dup_key"], unique=False)
    op.create_index("ix_to_hoa_giai_seq", "to_hoa_giai", ["seq"], unique=False)
    op.create_index("ix_to_hoa_giai_ten", "to_hoa_giai", ["deleted", "ten__key"], unique=False)
    op.execute(
        "CREATE VIRTUAL TABLE ban_gs_dau_tu__fts"
        " USING fts5(nhiem_ky, ten, truong_ban, khac, "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )
    op.execute(
        "CREATE VIRTUAL TABLE ban_thanh_tra__fts"
        " USING fts5(nhiem_ky, ten, truong_ban, khac, "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )
    op.execute(
        "CREATE VIRTUAL TABLE giam_sat__fts"
        " USING fts5(noi_dung, khac, "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )
    op.execute(
        "CREATE VIRTUAL TABLE gop_y__fts"
        " USING fts5(noi_dung, khac, "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )
    op.execute(
        "CREATE VIRTUAL TABLE gsdt_cong_dong__fts"
        " USING fts5(cong_trinh, khac, "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )
    op.execute(
        "CREATE VIRTUAL TABLE hoa_giai_tong_hop__fts"
        " USING fts5(khac, "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )
    op.execute(
        "CREATE VIRTUAL TABLE hoa_giai_vu_viec__fts"
        " USING fts5(ten_to, tom_tat, khac, "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )
    op.execute(
        "CREATE VIRTUAL TABLE phan_bien__fts"
        " USING fts5(van_ban, khac, "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )
    op.execute(
        "CREATE VIRTUAL TABLE thanh_tra_nd__fts"
        " USING fts5(noi_dung, khac, "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )
    op.execute(
        "CREATE VIRTUAL TABLE to_hoa_giai__fts"
        " USING fts5(ten, khac, "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )
