"""The first schema: registers, directory, papers, their search tables, history and logs."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table, index and search table."""
    op.create_table(
        "attachment",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("deleted", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_attachment_record", "attachment", ["record_id"], unique=False)
    op.create_table(
        "bao_cao",
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
        sa.Column("ten", sa.Text(), nullable=True),
        sa.Column("ten__key", sa.Text(), nullable=True),
        sa.Column("ky", sa.Text(), nullable=True),
        sa.Column("ky__key", sa.Text(), nullable=True),
        sa.Column("mau", sa.Text(), nullable=True),
        sa.Column("the_thuc", sa.Text(), nullable=True),
        sa.Column("the_thuc__key", sa.Text(), nullable=True),
        sa.Column("ngay", sa.Text(), nullable=True),
        sa.Column("so", sa.Integer(), nullable=True),
        sa.Column("ky_hieu", sa.Text(), nullable=True),
        sa.Column("ky_hieu__key", sa.Text(), nullable=True),
        sa.Column("nguoi_ky", sa.Text(), nullable=True),
        sa.Column("nguoi_ky__key", sa.Text(), nullable=True),
        sa.Column("noi_nhan", sa.Text(), nullable=True),
        sa.Column("trang_thai", sa.Text(), nullable=True),
        sa.Column("so_lieu", sa.Text(), nullable=True),
        sa.Column("lan", sa.Integer(), nullable=True),
        sa.Column("ly_do", sa.Text(), nullable=True),
        sa.Column("tep_pdf", sa.Text(), nullable=True),
        sa.Column("tep_da_ky", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_bao_cao_date", "bao_cao", ["deleted", "event_date"], unique=False)
    op.create_index("ix_bao_cao_dup", "bao_cao", ["dup_key"], unique=False)
    op.create_index("ix_bao_cao_ky", "bao_cao", ["deleted", "ky__key"], unique=False)
    op.create_index("ix_bao_cao_ky_hieu", "bao_cao", ["deleted", "ky_hieu__key"], unique=False)
    op.create_index("ix_bao_cao_nguoi_ky", "bao_cao", ["deleted", "nguoi_ky__key"], unique=False)
    op.create_index("ix_bao_cao_seq", "bao_cao", ["seq"], unique=False)
    op.create_index("ix_bao_cao_ten", "bao_cao", ["deleted", "ten__key"], unique=False)
    op.create_index("ix_bao_cao_the_thuc", "bao_cao", ["deleted", "the_thuc__key"], unique=False)
    op.create_table(
        "bao_cao__muc",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("ma", sa.Text(), nullable=True),
        sa.Column("tieu_de", sa.Text(), nullable=True),
        sa.Column("cap", sa.Integer(), nullable=True),
        sa.Column("noi_dung", sa.Text(), nullable=True),
        sa.Column("xong", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index(
        "ix_bao_cao__muc_parent", "bao_cao__muc", ["parent_id", "position"], unique=False
    )
    op.create_table(
        "can_bo_ky",
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
        sa.Column("chuc_vu", sa.Text(), nullable=True),
        sa.Column("chuc_vu__key", sa.Text(), nullable=True),
        sa.Column("kiem_nhiem", sa.Text(), nullable=True),
        sa.Column("kiem_nhiem__key", sa.Text(), nullable=True),
        sa.Column("khoi_ky", sa.Text(), nullable=True),
        sa.Column("tu_ngay", sa.Text(), nullable=True),
        sa.Column("den_ngay", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_can_bo_ky_chuc_vu", "can_bo_ky", ["deleted", "chuc_vu__key"], unique=False)
    op.create_index("ix_can_bo_ky_date", "can_bo_ky", ["deleted", "event_date"], unique=False)
    op.create_index("ix_can_bo_ky_dup", "can_bo_ky", ["dup_key"], unique=False)
    op.create_index("ix_can_bo_ky_ho_ten", "can_bo_ky", ["deleted", "ho_ten__key"], unique=False)
    op.create_index(
        "ix_can_bo_ky_kiem_nhiem", "can_bo_ky", ["deleted", "kiem_nhiem__key"], unique=False
    )
    op.create_index("ix_can_bo_ky_seq", "can_bo_ky", ["seq"], unique=False)
    op.create_table(
        "counter",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "dan_van_kheo",
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
        sa.Column("linh_vuc", sa.Text(), nullable=True),
        sa.Column("doi_tuong", sa.Text(), nullable=True),
        sa.Column("loai", sa.Text(), nullable=True),
        sa.Column("ngay_dang_ky", sa.Text(), nullable=True),
        sa.Column("tinh_chat", sa.Text(), nullable=True),
        sa.Column("ma", sa.Text(), nullable=True),
        sa.Column("nam", sa.Integer(), nullable=True),
        sa.Column("dia_chi", sa.Text(), nullable=True),
        sa.Column("thuc_trang", sa.Text(), nullable=True),
        sa.Column("muc_tieu", sa.Text(), nullable=True),
        sa.Column("noi_dung", sa.Text(), nullable=True),
        sa.Column("dia_ban", sa.Text(), nullable=True),
        sa.Column("luc_luong", sa.Text(), nullable=True),
        sa.Column("thoi_gian", sa.Text(), nullable=True),
        sa.Column("ket_qua", sa.Text(), nullable=True),
        sa.Column("nhan_rong", sa.Text(), nullable=True),
        sa.Column("kinh_phi", sa.Integer(), nullable=True),
        sa.Column("ngay_cong", sa.Integer(), nullable=True),
        sa.Column("hien_vat", sa.Text(), nullable=True),
        sa.Column("tham_dinh", sa.Integer(), nullable=True),
        sa.Column("ngay_tham_dinh", sa.Text(), nullable=True),
        sa.Column("diem_tham_dinh", sa.Integer(), nullable=True),
        sa.Column("to_tham_dinh", sa.Text(), nullable=True),
        sa.Column("cong_nhan", sa.Integer(), nullable=True),
        sa.Column("so_qd_cong_nhan", sa.Text(), nullable=True),
        sa.Column("ngay_cong_nhan", sa.Text(), nullable=True),
        sa.Column("cap_cong_nhan", sa.Text(), nullable=True),
        sa.Column("tieu_bieu", sa.Integer(), nullable=True),
        sa.Column("dien_bien", sa.Text(), nullable=True),
        sa.Column("ly_do", sa.Text(), nullable=True),
        sa.Column("khen", sa.Integer(), nullable=True),
        sa.Column("so_qd_khen", sa.Text(), nullable=True),
        sa.Column("ngay_khen", sa.Text(), nullable=True),
        sa.Column("hinh_thuc_khen", sa.Text(), nullable=True),
        sa.Column("muc_thuong", sa.Integer(), nullable=True),
        sa.Column("ly_do_khen", sa.Text(), nullable=True),
        sa.Column("trang_thai", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_dan_van_kheo_date", "dan_van_kheo", ["deleted", "event_date"], unique=False)
    op.create_index("ix_dan_van_kheo_dup", "dan_van_kheo", ["dup_key"], unique=False)
    op.create_index("ix_dan_van_kheo_seq", "dan_van_kheo", ["seq"], unique=False)
    op.create_index("ix_dan_van_kheo_ten", "dan_van_kheo", ["deleted", "ten__key"], unique=False)
    op.create_table(
        "doi_thoai",
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
        sa.Column("ngay", sa.Text(), nullable=True),
        sa.Column("hinh_thuc", sa.Text(), nullable=True),
        sa.Column("ten", sa.Text(), nullable=True),
        sa.Column("chu_tri", sa.Text(), nullable=True),
        sa.Column("chu_tri__key", sa.Text(), nullable=True),
        sa.Column("dong_chu_tri", sa.Text(), nullable=True),
        sa.Column("thu_ky", sa.Text(), nullable=True),
        sa.Column("gio_bat_dau", sa.Text(), nullable=True),
        sa.Column("gio_ket_thuc", sa.Text(), nullable=True),
        sa.Column("dia_diem", sa.Text(), nullable=True),
        sa.Column("so_nguoi", sa.Integer(), nullable=True),
        sa.Column("y_kien", sa.Integer(), nullable=True),
        sa.Column("tra_loi", sa.Integer(), nullable=True),
        sa.Column("chuyen", sa.Integer(), nullable=True),
        sa.Column("qua_han", sa.Integer(), nullable=True),
        sa.Column("so_thong_bao", sa.Text(), nullable=True),
        sa.Column("ket_luan", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_doi_thoai_chu_tri", "doi_thoai", ["deleted", "chu_tri__key"], unique=False)
    op.create_index("ix_doi_thoai_date", "doi_thoai", ["deleted", "event_date"], unique=False)
    op.create_index("ix_doi_thoai_dup", "doi_thoai", ["dup_key"], unique=False)
    op.create_index("ix_doi_thoai_seq", "doi_thoai", ["seq"], unique=False)
    op.create_table(
        "doi_thoai__y_kien_chi_tiet",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("nguoi_neu", sa.Text(), nullable=True),
        sa.Column("linh_vuc", sa.Text(), nullable=True),
        sa.Column("noi_dung", sa.Text(), nullable=True),
        sa.Column("co_quan", sa.Text(), nullable=True),
        sa.Column("xu_ly", sa.Text(), nullable=True),
        sa.Column("tra_loi", sa.Text(), nullable=True),
        sa.Column("han", sa.Text(), nullable=True),
        sa.Column("ngay_tra_loi", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index(
        "ix_doi_thoai__y_kien_chi_tiet_parent",
        "doi_thoai__y_kien_chi_tiet",
        ["parent_id", "position"],
        unique=False,
    )
    op.create_table(
        "don_vi",
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
        sa.Column("ma", sa.Text(), nullable=True),
        sa.Column("ma__key", sa.Text(), nullable=True),
        sa.Column("ten", sa.Text(), nullable=True),
        sa.Column("ten__key", sa.Text(), nullable=True),
        sa.Column("loai", sa.Text(), nullable=True),
        sa.Column("loai__key", sa.Text(), nullable=True),
        sa.Column("cap", sa.Text(), nullable=True),
        sa.Column("cha", sa.Text(), nullable=True),
        sa.Column("cha__key", sa.Text(), nullable=True),
        sa.Column("tu_ngay", sa.Text(), nullable=True),
        sa.Column("den_ngay", sa.Text(), nullable=True),
        sa.Column("nhap_vao", sa.Text(), nullable=True),
        sa.Column("nhap_vao__key", sa.Text(), nullable=True),
        sa.Column("ghi_chu", sa.Text(), nullable=True),
        sa.Column("ghi_chu__key", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_don_vi_cha", "don_vi", ["deleted", "cha__key"], unique=False)
    op.create_index("ix_don_vi_date", "don_vi", ["deleted", "event_date"], unique=False)
    op.create_index("ix_don_vi_dup", "don_vi", ["dup_key"], unique=False)
    op.create_index("ix_don_vi_ghi_chu", "don_vi", ["deleted", "ghi_chu__key"], unique=False)
    op.create_index("ix_don_vi_loai", "don_vi", ["deleted", "loai__key"], unique=False)
    op.create_index("ix_don_vi_ma", "don_vi", ["deleted", "ma__key"], unique=False)
    op.create_index("ix_don_vi_nhap_vao", "don_vi", ["deleted", "nhap_vao__key"], unique=False)
    op.create_index("ix_don_vi_seq", "don_vi", ["seq"], unique=False)
    op.create_index("ix_don_vi_ten", "don_vi", ["deleted", "ten__key"], unique=False)
    op.create_table(
        "draft",
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("values", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("register", "record_id"),
    )
    op.create_table(
        "history",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("operation", sa.Text(), nullable=False),
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("old", sa.Text(), nullable=True),
        sa.Column("new", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
    )
    op.create_index("ix_history_operation", "history", ["operation"], unique=False)
    op.create_index("ix_history_record", "history", ["record_id"], unique=False)
    op.create_table(
        "hoi_nghi",
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
        sa.Column("loai", sa.Text(), nullable=True),
        sa.Column("ngay", sa.Text(), nullable=True),
        sa.Column("don_vi", sa.Text(), nullable=True),
        sa.Column("gio_bat_dau", sa.Text(), nullable=True),
        sa.Column("gio_ket_thuc", sa.Text(), nullable=True),
        sa.Column("dia_diem", sa.Text(), nullable=True),
        sa.Column("chu_tri", sa.Text(), nullable=True),
        sa.Column("chu_tri__key", sa.Text(), nullable=True),
        sa.Column("chuc_vu_chu_tri", sa.Text(), nullable=True),
        sa.Column("thu_ky", sa.Text(), nullable=True),
        sa.Column("chuc_vu_thu_ky", sa.Text(), nullable=True),
        sa.Column("so_bien_ban", sa.Text(), nullable=True),
        sa.Column("duoc_moi", sa.Integer(), nullable=True),
        sa.Column("co_mat", sa.Integer(), nullable=True),
        sa.Column("vang_co_ly_do", sa.Integer(), nullable=True),
        sa.Column("vang_khong_ly_do", sa.Integer(), nullable=True),
        sa.Column("ket_luan", sa.Text(), nullable=True),
        sa.Column("da_doc_lai", sa.Integer(), nullable=True),
        sa.Column("trang_thai", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_hoi_nghi_chu_tri", "hoi_nghi", ["deleted", "chu_tri__key"], unique=False)
    op.create_index("ix_hoi_nghi_date", "hoi_nghi", ["deleted", "event_date"], unique=False)
    op.create_index("ix_hoi_nghi_dup", "hoi_nghi", ["dup_key"], unique=False)
    op.create_index("ix_hoi_nghi_seq", "hoi_nghi", ["seq"], unique=False)
    op.create_index("ix_hoi_nghi_ten", "hoi_nghi", ["deleted", "ten__key"], unique=False)
    op.create_table(
        "hoi_nghi__bieu_quyet",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("noi_dung", sa.Text(), nullable=True),
        sa.Column("co_quyen", sa.Integer(), nullable=True),
        sa.Column("tan_thanh", sa.Integer(), nullable=True),
        sa.Column("khong_tan_thanh", sa.Integer(), nullable=True),
        sa.Column("y_kien_khac", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index(
        "ix_hoi_nghi__bieu_quyet_parent",
        "hoi_nghi__bieu_quyet",
        ["parent_id", "position"],
        unique=False,
    )
    op.create_table(
        "hoi_nghi__chuong_trinh",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("noi_dung", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index(
        "ix_hoi_nghi__chuong_trinh_parent",
        "hoi_nghi__chuong_trinh",
        ["parent_id", "position"],
        unique=False,
    )
    op.create_table(
        "hoi_nghi__dai_bieu",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("ho_ten", sa.Text(), nullable=True),
        sa.Column("chuc_vu", sa.Text(), nullable=True),
        sa.Column("don_vi", sa.Text(), nullable=True),
        sa.Column("co_mat", sa.Integer(), nullable=True),
        sa.Column("ly_do", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index(
        "ix_hoi_nghi__dai_bieu_parent",
        "hoi_nghi__dai_bieu",
        ["parent_id", "position"],
        unique=False,
    )
    op.create_table(
        "hoi_nghi__khach_moi",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("ho_ten", sa.Text(), nullable=True),
        sa.Column("chuc_vu", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index(
        "ix_hoi_nghi__khach_moi_parent",
        "hoi_nghi__khach_moi",
        ["parent_id", "position"],
        unique=False,
    )
    op.create_table(
        "hoi_nghi__phat_bieu",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("ho_ten", sa.Text(), nullable=True),
        sa.Column("chuc_vu", sa.Text(), nullable=True),
        sa.Column("tom_tat", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index(
        "ix_hoi_nghi__phat_bieu_parent",
        "hoi_nghi__phat_bieu",
        ["parent_id", "position"],
        unique=False,
    )
    op.create_table(
        "hoi_nghi__trinh_bay",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("ho_ten", sa.Text(), nullable=True),
        sa.Column("noi_dung", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index(
        "ix_hoi_nghi__trinh_bay_parent",
        "hoi_nghi__trinh_bay",
        ["parent_id", "position"],
        unique=False,
    )
    op.create_table(
        "hoi_nghi__viec_giao",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("noi_dung", sa.Text(), nullable=True),
        sa.Column("nguoi", sa.Text(), nullable=True),
        sa.Column("don_vi", sa.Text(), nullable=True),
        sa.Column("han", sa.Text(), nullable=True),
        sa.Column("ngay_xong", sa.Text(), nullable=True),
        sa.Column("ket_qua", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index(
        "ix_hoi_nghi__viec_giao_parent",
        "hoi_nghi__viec_giao",
        ["parent_id", "position"],
        unique=False,
    )
    op.create_table(
        "import_file",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("operation", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_table(
        "import_mapping",
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("mapping", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint"),
    )
    op.create_table(
        "import_row",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("fingerprint", "record_id", name="uq_import_row"),
    )
    op.create_index("ix_import_row_record", "import_row", ["record_id"], unique=False)
    op.create_table(
        "ky",
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
        sa.Column("ma", sa.Text(), nullable=True),
        sa.Column("ma__key", sa.Text(), nullable=True),
        sa.Column("ten", sa.Text(), nullable=True),
        sa.Column("ten__key", sa.Text(), nullable=True),
        sa.Column("tu_ngay", sa.Text(), nullable=True),
        sa.Column("den_ngay", sa.Text(), nullable=True),
        sa.Column("han_nop", sa.Text(), nullable=True),
        sa.Column("so_sanh_voi", sa.Text(), nullable=True),
        sa.Column("so_sanh_voi__key", sa.Text(), nullable=True),
        sa.Column("trang_thai", sa.Text(), nullable=True),
        sa.Column("ly_do_mo_lai", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_ky_date", "ky", ["deleted", "event_date"], unique=False)
    op.create_index("ix_ky_dup", "ky", ["dup_key"], unique=False)
    op.create_index("ix_ky_ma", "ky", ["deleted", "ma__key"], unique=False)
    op.create_index("ix_ky_seq", "ky", ["seq"], unique=False)
    op.create_index("ix_ky_so_sanh_voi", "ky", ["deleted", "so_sanh_voi__key"], unique=False)
    op.create_index("ix_ky_ten", "ky", ["deleted", "ten__key"], unique=False)
    op.create_table(
        "nhiem_ky",
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
        sa.Column("tu_ngay", sa.Text(), nullable=True),
        sa.Column("den_ngay", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_nhiem_ky_date", "nhiem_ky", ["deleted", "event_date"], unique=False)
    op.create_index("ix_nhiem_ky_dup", "nhiem_ky", ["dup_key"], unique=False)
    op.create_index("ix_nhiem_ky_seq", "nhiem_ky", ["seq"], unique=False)
    op.create_index("ix_nhiem_ky_ten", "nhiem_ky", ["deleted", "ten__key"], unique=False)
    op.create_table(
        "nhiem_ky__so_da_dung",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("loai", sa.Text(), nullable=True),
        sa.Column("so", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index(
        "ix_nhiem_ky__so_da_dung_parent",
        "nhiem_ky__so_da_dung",
        ["parent_id", "position"],
        unique=False,
    )
    op.create_table(
        "operation",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("undoes", sa.Text(), nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_table(
        "setting",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "sync_log",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=True),
        sa.Column("file", sa.Text(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
    )
    op.create_table(
        "van_phong",
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
        sa.Column("ma", sa.Text(), nullable=True),
        sa.Column("loai", sa.Text(), nullable=True),
        sa.Column("ten", sa.Text(), nullable=True),
        sa.Column("ten_day_du", sa.Text(), nullable=True),
        sa.Column("ten_day_du__key", sa.Text(), nullable=True),
        sa.Column("cap_tren", sa.Text(), nullable=True),
        sa.Column("tieu_de_1", sa.Text(), nullable=True),
        sa.Column("tieu_de_2", sa.Text(), nullable=True),
        sa.Column("noi_nhan", sa.Text(), nullable=True),
        sa.Column("ky_hieu", sa.Text(), nullable=True),
        sa.Column("dia_danh", sa.Text(), nullable=True),
        sa.Column("don_vi", sa.Text(), nullable=True),
        sa.Column("cap", sa.Text(), nullable=True),
        sa.Column("the_thuc", sa.Text(), nullable=True),
        sa.Column("the_thuc__key", sa.Text(), nullable=True),
        sa.Column("cach_tinh_ky", sa.Text(), nullable=True),
        sa.Column("tu_ngay", sa.Text(), nullable=True),
        sa.Column("den_ngay", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_van_phong_date", "van_phong", ["deleted", "event_date"], unique=False)
    op.create_index("ix_van_phong_dup", "van_phong", ["dup_key"], unique=False)
    op.create_index("ix_van_phong_seq", "van_phong", ["seq"], unique=False)
    op.create_index(
        "ix_van_phong_ten_day_du", "van_phong", ["deleted", "ten_day_du__key"], unique=False
    )
    op.create_index(
        "ix_van_phong_the_thuc", "van_phong", ["deleted", "the_thuc__key"], unique=False
    )
    op.execute(
        "CREATE VIRTUAL TABLE dan_van_kheo__fts"
        " USING fts5(ten, khac, "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )
    op.execute(
        "CREATE VIRTUAL TABLE hoi_nghi__fts"
        " USING fts5(ten, chu_tri, khac, "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )
    op.execute(
        "CREATE VIRTUAL TABLE doi_thoai__fts"
        " USING fts5(chu_tri, khac, "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )
    op.execute(
        "CREATE VIRTUAL TABLE don_vi__fts"
        " USING fts5(ma, ten, loai, cha, nhap_vao, ghi_chu, khac, "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )
    op.execute(
        "CREATE VIRTUAL TABLE van_phong__fts"
        " USING fts5(ten_day_du, the_thuc, khac, "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )
    op.execute(
        "CREATE VIRTUAL TABLE can_bo_ky__fts"
        " USING fts5(ho_ten, chuc_vu, kiem_nhiem, khac, "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )
    op.execute(
        "CREATE VIRTUAL TABLE nhiem_ky__fts"
        " USING fts5(ten, khac, "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )
    op.execute(
        "CREATE VIRTUAL TABLE ky__fts"
        " USING fts5(ma, ten, so_sanh_voi, khac, "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )
    op.execute(
        "CREATE VIRTUAL TABLE bao_cao__fts"
        " USING fts5(ten, ky, the_thuc, ky_hieu, nguoi_ky, khac, "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )
