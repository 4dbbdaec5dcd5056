"""Registers of outreach, membership, fund-raising, democracy and authority-side work."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the tables, indexes and search tables."""
    _tuyen_truyen()
    _doan_vien()
    _van_dong()
    _dan_chu_co_so()
    _tiep_dan()
    _mot_cua()
    _tinh_hinh()
    _ra_quan()
    _lay_y_kien()


def _tuyen_truyen() -> None:
    op.create_table(
        "tuyen_truyen",
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
        sa.Column("chu_the", sa.Text(), nullable=True),
        sa.Column("don_vi", sa.Text(), nullable=True),
        sa.Column("ngay", sa.Text(), nullable=True),
        sa.Column("noi_dung", sa.Text(), nullable=True),
        sa.Column("noi_dung__key", sa.Text(), nullable=True),
        sa.Column("hinh_thuc", sa.Text(), nullable=True),
        sa.Column("dia_diem", sa.Text(), nullable=True),
        sa.Column("so_cuoc", sa.Integer(), nullable=True),
        sa.Column("luot_nguoi", sa.Integer(), nullable=True),
        sa.Column("tai_lieu", sa.Integer(), nullable=True),
        sa.Column("tin_bai", sa.Integer(), nullable=True),
        sa.Column("ket_qua", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_tuyen_truyen_date", "tuyen_truyen", ["deleted", "event_date"], unique=False)
    op.create_index("ix_tuyen_truyen_dup", "tuyen_truyen", ["dup_key"], unique=False)
    op.create_index(
        "ix_tuyen_truyen_noi_dung", "tuyen_truyen", ["deleted", "noi_dung__key"], unique=False
    )
    op.create_index("ix_tuyen_truyen_seq", "tuyen_truyen", ["seq"], unique=False)
    op.execute(
        "CREATE VIRTUAL TABLE tuyen_truyen__fts"
        " USING fts5(noi_dung, khac, "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )


def _doan_vien() -> None:
    op.create_table(
        "doan_vien",
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
        sa.Column("to_chuc", sa.Text(), nullable=True),
        sa.Column("don_vi", sa.Text(), nullable=True),
        sa.Column("ky", sa.Text(), nullable=True),
        sa.Column("dau_ky", sa.Integer(), nullable=True),
        sa.Column("moi", sa.Integer(), nullable=True),
        sa.Column("giam", sa.Integer(), nullable=True),
        sa.Column("cuoi_ky", sa.Integer(), nullable=True),
        sa.Column("so_nguoi", sa.Integer(), nullable=True),
        sa.Column("nu", sa.Integer(), nullable=True),
        sa.Column("nong_cot", sa.Integer(), nullable=True),
        sa.Column("co_so", sa.Integer(), nullable=True),
        sa.Column("ly_do", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_doan_vien_date", "doan_vien", ["deleted", "event_date"], unique=False)
    op.create_index("ix_doan_vien_dup", "doan_vien", ["dup_key"], unique=False)
    op.create_index("ix_doan_vien_seq", "doan_vien", ["seq"], unique=False)
    op.execute(
        "CREATE VIRTUAL TABLE doan_vien__fts"
        " USING fts5(khac, "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )


def _van_dong() -> None:
    op.create_table(
        "van_dong",
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
        sa.Column("noi_dung", sa.Text(), nullable=True),
        sa.Column("noi_dung__key", sa.Text(), nullable=True),
        sa.Column("chuong_trinh", sa.Text(), nullable=True),
        sa.Column("chu_the", sa.Text(), nullable=True),
        sa.Column("nguon", sa.Text(), nullable=True),
        sa.Column("tien", sa.Integer(), nullable=True),
        sa.Column("hien_vat", sa.Text(), nullable=True),
        sa.Column("hien_vat__key", sa.Text(), nullable=True),
        sa.Column("so_luong", sa.Integer(), nullable=True),
        sa.Column("dvt", sa.Text(), nullable=True),
        sa.Column("dvt__key", sa.Text(), nullable=True),
        sa.Column("quy_doi", sa.Integer(), nullable=True),
        sa.Column("tong", sa.Integer(), nullable=True),
        sa.Column("gao", sa.Integer(), nullable=True),
        sa.Column("so_ho", sa.Integer(), nullable=True),
        sa.Column("phan_bo", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_van_dong_date", "van_dong", ["deleted", "event_date"], unique=False)
    op.create_index("ix_van_dong_dup", "van_dong", ["dup_key"], unique=False)
    op.create_index("ix_van_dong_dvt", "van_dong", ["deleted", "dvt__key"], unique=False)
    op.create_index("ix_van_dong_hien_vat", "van_dong", ["deleted", "hien_vat__key"], unique=False)
    op.create_index("ix_van_dong_noi_dung", "van_dong", ["deleted", "noi_dung__key"], unique=False)
    op.create_index("ix_van_dong_seq", "van_dong", ["seq"], unique=False)
    op.execute(
        "CREATE VIRTUAL TABLE van_dong__fts"
        " USING fts5(noi_dung, hien_vat, dvt, khac, "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )


def _dan_chu_co_so() -> None:
    op.create_table(
        "dan_chu_co_so",
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
        sa.Column("loai_hinh", sa.Text(), nullable=True),
        sa.Column("don_vi", sa.Text(), nullable=True),
        sa.Column("ky", sa.Text(), nullable=True),
        sa.Column("tong_so", sa.Integer(), nullable=True),
        sa.Column("ban_chi_dao", sa.Integer(), nullable=True),
        sa.Column("quy_che", sa.Integer(), nullable=True),
        sa.Column("cong_khai", sa.Integer(), nullable=True),
        sa.Column("hoi_nghi", sa.Integer(), nullable=True),
        sa.Column("ty_le_hoi_nghi", sa.Integer(), nullable=True),
        sa.Column("noi_dung", sa.Text(), nullable=True),
        sa.Column("kiem_tra", sa.Integer(), nullable=True),
        sa.Column("tot", sa.Integer(), nullable=True),
        sa.Column("kha", sa.Integer(), nullable=True),
        sa.Column("trung_binh", sa.Integer(), nullable=True),
        sa.Column("yeu", sa.Integer(), nullable=True),
        sa.Column("ton_tai", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index(
        "ix_dan_chu_co_so_date", "dan_chu_co_so", ["deleted", "event_date"], unique=False
    )
    op.create_index("ix_dan_chu_co_so_dup", "dan_chu_co_so", ["dup_key"], unique=False)
    op.create_index("ix_dan_chu_co_so_seq", "dan_chu_co_so", ["seq"], unique=False)
    op.execute(
        "CREATE VIRTUAL TABLE dan_chu_co_so__fts"
        " USING fts5(khac, "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )


def _tiep_dan() -> None:
    op.create_table(
        "tiep_dan",
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
        sa.Column("ky", sa.Text(), nullable=True),
        sa.Column("luot_tiep", sa.Integer(), nullable=True),
        sa.Column("lanh_dao_tiep", sa.Integer(), nullable=True),
        sa.Column("doan_dong", sa.Integer(), nullable=True),
        sa.Column("don_ton_dau", sa.Integer(), nullable=True),
        sa.Column("don_tiep_nhan", sa.Integer(), nullable=True),
        sa.Column("don_giai_quyet", sa.Integer(), nullable=True),
        sa.Column("don_dang", sa.Integer(), nullable=True),
        sa.Column("don_khieu_nai", sa.Integer(), nullable=True),
        sa.Column("don_to_cao", sa.Integer(), nullable=True),
        sa.Column("don_kien_nghi", sa.Integer(), nullable=True),
        sa.Column("noi_dung", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_tiep_dan_date", "tiep_dan", ["deleted", "event_date"], unique=False)
    op.create_index("ix_tiep_dan_dup", "tiep_dan", ["dup_key"], unique=False)
    op.create_index("ix_tiep_dan_seq", "tiep_dan", ["seq"], unique=False)
    op.execute(
        "CREATE VIRTUAL TABLE tiep_dan__fts"
        " USING fts5(khac, "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )


def _mot_cua() -> None:
    op.create_table(
        "mot_cua",
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
        sa.Column("ky", sa.Text(), nullable=True),
        sa.Column("ton_dau", sa.Integer(), nullable=True),
        sa.Column("tiep_nhan", sa.Integer(), nullable=True),
        sa.Column("giai_quyet", sa.Integer(), nullable=True),
        sa.Column("dung_han", sa.Integer(), nullable=True),
        sa.Column("tre_han", sa.Integer(), nullable=True),
        sa.Column("dang", sa.Integer(), nullable=True),
        sa.Column("tra_lai", sa.Integer(), nullable=True),
        sa.Column("truc_tuyen", sa.Integer(), nullable=True),
        sa.Column("thu_xin_loi", sa.Integer(), nullable=True),
        sa.Column("phieu", sa.Integer(), nullable=True),
        sa.Column("hai_long", sa.Integer(), nullable=True),
        sa.Column("ket_qua", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_mot_cua_date", "mot_cua", ["deleted", "event_date"], unique=False)
    op.create_index("ix_mot_cua_dup", "mot_cua", ["dup_key"], unique=False)
    op.create_index("ix_mot_cua_seq", "mot_cua", ["seq"], unique=False)
    op.execute(
        "CREATE VIRTUAL TABLE mot_cua__fts"
        " USING fts5(khac, "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )


def _tinh_hinh() -> None:
    op.create_table(
        "tinh_hinh",
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
        sa.Column("nhom", sa.Text(), nullable=True),
        sa.Column("linh_vuc", sa.Text(), nullable=True),
        sa.Column("muc_do", sa.Text(), nullable=True),
        sa.Column("tom_tat", sa.Text(), nullable=True),
        sa.Column("tom_tat__key", sa.Text(), nullable=True),
        sa.Column("de_xuat", sa.Text(), nullable=True),
        sa.Column("co_quan", sa.Text(), nullable=True),
        sa.Column("da_giai_quyet", sa.Integer(), nullable=True),
        sa.Column("ngay_xong", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_tinh_hinh_date", "tinh_hinh", ["deleted", "event_date"], unique=False)
    op.create_index("ix_tinh_hinh_dup", "tinh_hinh", ["dup_key"], unique=False)
    op.create_index("ix_tinh_hinh_seq", "tinh_hinh", ["seq"], unique=False)
    op.create_index("ix_tinh_hinh_tom_tat", "tinh_hinh", ["deleted", "tom_tat__key"], unique=False)
    op.execute(
        "CREATE VIRTUAL TABLE tinh_hinh__fts"
        " USING fts5(tom_tat, khac, "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )


def _ra_quan() -> None:
    op.create_table(
        "ra_quan",
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
        sa.Column("den_ngay", sa.Text(), nullable=True),
        sa.Column("noi_dung", sa.Text(), nullable=True),
        sa.Column("noi_dung__key", sa.Text(), nullable=True),
        sa.Column("loai", sa.Text(), nullable=True),
        sa.Column("chu_the", sa.Text(), nullable=True),
        sa.Column("dia_diem", sa.Text(), nullable=True),
        sa.Column("so_nguoi", sa.Integer(), nullable=True),
        sa.Column("ngay_cong", sa.Integer(), nullable=True),
        sa.Column("gia_tri", sa.Integer(), nullable=True),
        sa.Column("cong_trinh", sa.Integer(), nullable=True),
        sa.Column("phan_viec", sa.Integer(), nullable=True),
        sa.Column("khoi_luong", sa.Text(), nullable=True),
        sa.Column("so_ho", sa.Integer(), nullable=True),
        sa.Column("dien_tich", sa.Integer(), nullable=True),
        sa.Column("ket_qua", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_ra_quan_date", "ra_quan", ["deleted", "event_date"], unique=False)
    op.create_index("ix_ra_quan_dup", "ra_quan", ["dup_key"], unique=False)
    op.create_index("ix_ra_quan_noi_dung", "ra_quan", ["deleted", "noi_dung__key"], unique=False)
    op.create_index("ix_ra_quan_seq", "ra_quan", ["seq"], unique=False)
    op.execute(
        "CREATE VIRTUAL TABLE ra_quan__fts"
        " USING fts5(noi_dung, khac, "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )


def _lay_y_kien() -> None:
    op.create_table(
        "lay_y_kien",
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
        sa.Column("van_ban", sa.Text(), nullable=True),
        sa.Column("van_ban__key", sa.Text(), nullable=True),
        sa.Column("loai", sa.Text(), nullable=True),
        sa.Column("chu_the", sa.Text(), nullable=True),
        sa.Column("hinh_thuc", sa.Text(), nullable=True),
        sa.Column("so_cuoc", sa.Integer(), nullable=True),
        sa.Column("luot_nguoi", sa.Integer(), nullable=True),
        sa.Column("y_kien", sa.Integer(), nullable=True),
        sa.Column("tiep_thu", sa.Integer(), nullable=True),
        sa.Column("ket_qua", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_lay_y_kien_date", "lay_y_kien", ["deleted", "event_date"], unique=False)
    op.create_index("ix_lay_y_kien_dup", "lay_y_kien", ["dup_key"], unique=False)
    op.create_index("ix_lay_y_kien_seq", "lay_y_kien", ["seq"], unique=False)
    op.create_index(
        "ix_lay_y_kien_van_ban", "lay_y_kien", ["deleted", "van_ban__key"], unique=False
    )
    op.execute(
        "CREATE VIRTUAL TABLE lay_y_kien__fts"
        " USING fts5(van_ban, khac, "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )
