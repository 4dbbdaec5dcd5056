"""Every row carries the code of the office that it belongs to, so that offices can be told apart.

Plain ``ADD COLUMN``: rebuilding a table would renumber its rows. What hangs on a record belongs to
the record's office, everything else here to the office that keeps the database. The tables
about sending offices say it in their column ``office``; counters and settings are the database's.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_CHILDREN = """
    hoi_nghi__dai_bieu hoi_nghi__khach_moi hoi_nghi__chuong_trinh hoi_nghi__trinh_bay
    hoi_nghi__phat_bieu hoi_nghi__bieu_quyet hoi_nghi__viec_giao doi_thoai__y_kien_chi_tiet
    giam_sat__thanh_vien giam_sat__lich_trinh giam_sat__van_ban giam_sat__kien_nghi_chi_tiet
    phan_bien__kien_nghi_chi_tiet gop_y__kien_nghi_chi_tiet ban_thanh_tra__thanh_vien
    thanh_tra_nd__kien_nghi_chi_tiet ban_gs_dau_tu__thanh_vien
    gsdt_cong_dong__kien_nghi_chi_tiet phoi_hop__so_ket hoi_thi__doi_thi nhiem_ky__so_da_dung
    bao_cao__muc bao_cao__nhac
""".split()
_BESIDE_RECORDS = ("attachment", "late_record")
_OF_THE_OFFICE = """
    operation history draft import_file import_row import_mapping repeat_pair access_log
    closed_figures sync_log
""".split()
_SET_UP = ("don_vi", "van_phong", "nhiem_ky", "can_bo_ky", "ky")

_THIS_OFFICE = (
    "coalesce((SELECT ma FROM van_phong WHERE deleted = 0 "
    "ORDER BY event_date DESC, pk DESC LIMIT 1), '')"
)


def upgrade() -> None:
    """Add the column everywhere and fill it."""
    for name in (*_CHILDREN, *_BESIDE_RECORDS, *_OF_THE_OFFICE):
        op.add_column(name, sa.Column("owner", sa.Text(), nullable=False, server_default=""))
    _fill()


def _fill() -> None:
    run = op.get_bind().exec_driver_sql
    # What was entered while the office was being set up did not know its code yet.
    for register in _SET_UP:
        run(f"UPDATE {register} SET owner = {_THIS_OFFICE} WHERE owner = ''")
    for name in _OF_THE_OFFICE:
        run(f"UPDATE {name} SET owner = {_THIS_OFFICE}")
    for name in _CHILDREN:
        register = name.partition("__")[0]
        run(_of_record(name, register, "parent_id"))
    for name in _BESIDE_RECORDS:
        for (register,) in run(f"SELECT DISTINCT register FROM {name}").fetchall():
            run(_of_record(name, register, "record_id") + f" WHERE register = '{register}'")


def _of_record(name: str, register: str, key: str) -> str:
    found = f"SELECT r.owner FROM {register} r WHERE r.id = {name}.{key}"
    return f"UPDATE {name} SET owner = coalesce(({found}), {_THIS_OFFICE})"
