"""Sổ đoàn viên, hội viên: one row for an organisation in a unit and a period.

People are not memberships: one person may belong to several organisations. ``dau_ky``, ``moi``,
``giam`` and ``cuoi_ky`` are memberships; ``so_nguoi`` counts each person once, where he or she
joined first, so that it may be summed over organisations (rule E14).
"""

from __future__ import annotations

from collections.abc import Iterable

from danvan_desktop.errors import Issue
from danvan_desktop.i18n import N_
from danvan_desktop.registers.balance import balanced, parts_within
from danvan_desktop.registers.choices import TO_CHUC
from danvan_desktop.schema import (
    REGISTERS,
    Integer,
    LongText,
    Period,
    RuleContext,
    Section,
    Unit,
    Values,
    field,
    register,
)


def check(values: Values, context: RuleContext) -> Iterable[Issue]:
    """The end follows from the start; nobody is counted twice."""
    spec = REGISTERS["doan_vien"]
    yield from balanced(spec, values, "cuoi_ky", plus=("dau_ky", "moi"), minus=("giam",))
    yield from parts_within(spec, values, "cuoi_ky", "so_nguoi", "nu", "nong_cot")


def duplicate_key(values: Values) -> tuple[str, ...] | None:
    """One row for each organisation, unit and period."""
    key = tuple(str(values.get(name) or "") for name in ("to_chuc", "don_vi", "ky"))
    return key if all(key) else None


@register(
    "doan_vien",
    label=N_("Đoàn viên, hội viên"),
    record_label=N_("biểu đoàn viên, hội viên"),
    add_label=N_("Ghi đoàn viên, hội viên"),
    icon="members",
    family=N_("Tuyên truyền, vận động"),
    sections=(
        Section("chung", N_("Tổ chức, đơn vị, kỳ")),
        Section(
            "bien_dong",
            N_("Lượt thành viên"),
            N_("Cuối kỳ bằng đầu kỳ cộng kết nạp mới trừ giảm."),
        ),
        Section(
            "nguoi",
            N_("Số người và cơ sở"),
            N_("Không bắt buộc. Chỉ ghi con số, không ghi danh sách người."),
        ),
    ),
    title_field="to_chuc",
    date_field="ky",
    unit_field="don_vi",
    check=check,
    duplicate_key=duplicate_key,
)
class DoanVien:
    """Memberships of an organisation in a unit, from the start to the end of a period."""

    to_chuc = field(
        TO_CHUC,
        N_("Tổ chức"),
        required=True,
        section="chung",
        width=150,
        aliases=("đoàn thể", "tên tổ chức", "hội, đoàn thể", "tổ chức, đoàn thể", "chủ thể"),
    )
    don_vi = field(
        Unit(),
        N_("Đơn vị"),
        required=True,
        section="chung",
        width=160,
        aliases=("địa phương", "xã, thị trấn", "cơ sở"),
    )
    ky = field(
        Period(),
        N_("Kỳ"),
        required=True,
        section="chung",
        width=130,
        aliases=("kỳ báo cáo", "kỳ số liệu"),
    )

    dau_ky = field(
        Integer(),
        N_("Đầu kỳ"),
        required=True,
        section="bien_dong",
        width=84,
        total=True,
        aliases=(
            "số đầu kỳ",
            "hiện có đầu kỳ",
            "tổng số đầu kỳ",
            "đoàn viên, hội viên đầu kỳ",
            "đầu năm",
            "tổng số đầu năm",
            "kỳ trước chuyển sang",
        ),
    )
    moi = field(
        Integer(),
        N_("Kết nạp mới"),
        short=N_("Mới"),
        required=True,
        section="bien_dong",
        width=70,
        total=True,
        aliases=(
            "mới",
            "tăng",
            "tăng trong kỳ",
            "phát triển mới",
            "phát triển",
            "kết nạp",
            "kết nạp trong kỳ",
            "đoàn viên, hội viên mới",
        ),
    )
    giam = field(
        Integer(),
        N_("Giảm"),
        required=True,
        section="bien_dong",
        width=70,
        total=True,
        aliases=("giảm trong kỳ", "số giảm", "xóa tên, chuyển đi", "chuyển đi"),
    )
    cuoi_ky = field(
        Integer(),
        N_("Cuối kỳ"),
        required=True,
        section="bien_dong",
        width=84,
        total=True,
        aliases=(
            "số cuối kỳ",
            "hiện có",
            "hiện có cuối kỳ",
            "tổng số cuối kỳ",
            "tổng số hiện có",
            "đoàn viên, hội viên cuối kỳ",
            "tổng số đoàn viên, hội viên",
        ),
    )

    so_nguoi = field(
        Integer(),
        N_("Số người (không trùng)"),
        short=N_("Số người"),
        section="nguoi",
        help=N_("Một người ở nhiều tổ chức chỉ tính ở tổ chức tham gia trước."),
        aliases=("số người", "số người thực", "số người không trùng"),
    )
    nu = field(Integer(), N_("Trong đó nữ"), section="nguoi", aliases=("nữ", "số nữ"))
    nong_cot = field(
        Integer(), N_("Nòng cốt"), section="nguoi", aliases=("lực lượng nòng cốt", "cốt cán")
    )
    co_so = field(
        Integer(),
        N_("Chi hội, chi đoàn, công đoàn cơ sở"),
        section="nguoi",
        aliases=("số chi hội", "số chi đoàn", "số cơ sở", "chi hội", "chi đoàn"),
    )
    ly_do = field(LongText(max_length=1000), N_("Thuyết minh tăng, giảm"), section="nguoi")
