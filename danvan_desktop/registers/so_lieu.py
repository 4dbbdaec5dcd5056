"""Figures that were typed from paper, and the reasons that were given for what looks odd.

They are declared like registers, so that history, undo and bundle serve them, but belong to the
group ``figures``: they are kept through the page of figures, not as books. A typed figure is one
cell: an indicator (or one part of its breakdown) of one unit, of one level or of the whole area in
one period.
"""

from __future__ import annotations

from collections.abc import Iterable

from danvan_desktop.errors import Issue, Place
from danvan_desktop.i18n import N_, _
from danvan_desktop.registers.choices import CAP
from danvan_desktop.schema import (
    Choice,
    Date,
    Flag,
    Integer,
    LongText,
    Option,
    Period,
    Quantity,
    RuleContext,
    Section,
    Text,
    Unit,
    Values,
    field,
    issue_for,
    register,
)

DINH_TINH = Choice(
    options=(
        Option("gan", N_("gần")),
        Option("tren", N_("trên")),
        Option("hon", N_("hơn")),
        Option("khoang", N_("khoảng")),
        Option("uoc", N_("ước")),
        Option("duoi", N_("dưới")),
    )
)
"""Words in front of a number that is not exact; empty means exact."""

_SECTION = (Section("chung", N_("Thông tin chung")),)


def _cell_is_sound(values: Values, context: RuleContext) -> Iterable[Issue]:
    if values.get("don_vi") and values.get("cap"):
        yield issue_for(
            "impossible_value",
            place=Place(field="cap"),
            message=_("Số liệu là của một đơn vị hoặc của một cấp, không phải cả hai."),
        )
    reported, expected = values.get("bao_cao_k"), values.get("bao_cao_n")
    if reported is not None and expected is not None and reported > expected:
        yield issue_for(
            "impossible_value",
            place=Place(field="bao_cao_k"),
            message=_("Số đơn vị báo cáo nhiều hơn số đơn vị phải báo cáo."),
        )


def _cell(values: Values) -> tuple[str, ...]:
    """A cell holds one number; the same cell typed twice is the same figure."""
    names = ("ky", "don_vi", "cap", "chi_tieu", "truc", "gia_tri_truc")
    return tuple(str(values.get(name) or "") for name in names)


@register(
    "so_lieu",
    group="figures",
    label=N_("Số liệu nhập tay"),
    record_label=N_("số liệu"),
    add_label=N_("Nhập số liệu"),
    icon="figures",
    sections=_SECTION,
    title_field="chi_tieu",
    date_field="ky",
    unit_field="don_vi",
    check=_cell_is_sound,
    duplicate_key=_cell,
)
class SoLieu:
    """One typed figure; without unit and level it is that of the whole area."""

    ky = field(Period(), N_("Kỳ"), required=True, section="chung", width=90)
    don_vi = field(Unit(), N_("Đơn vị"), section="chung", width=150)
    cap = field(CAP, N_("Cấp"), section="chung", width=80)
    chi_tieu = field(Text(max_length=60), N_("Chỉ tiêu"), required=True, section="chung", width=180)
    truc = field(Text(max_length=40), N_("Chia theo"), section="chung")
    gia_tri_truc = field(Text(max_length=60), N_("Phần"), section="chung")
    gia_tri = field(Quantity(), N_("Giá trị"), section="chung", width=110)
    dinh_tinh = field(DINH_TINH, N_("Mức chính xác"), section="chung", width=80)
    bao_cao_k = field(Integer(), N_("Số đơn vị báo cáo"), section="chung")
    bao_cao_n = field(Integer(), N_("Số đơn vị phải báo cáo"), section="chung")
    nguon = field(Text(), N_("Nguồn"), section="chung")
    ngay_nguon = field(Date(), N_("Ngày của nguồn"), section="chung")
    xac_nhan = field(Flag(), N_("Đã xác nhận"), section="chung", default=True, width=80)
    ghi_chu = field(LongText(max_length=1000), N_("Ghi chú"), section="chung")


def _warning(values: Values) -> tuple[str, ...]:
    return tuple(str(values.get(name) or "") for name in ("ky", "ma", "vi_tri"))


@register(
    "thuyet_minh",
    group="figures",
    label=N_("Thuyết minh số liệu"),
    record_label=N_("thuyết minh"),
    add_label=N_("Ghi lý do"),
    icon="figures",
    sections=_SECTION,
    title_field="ly_do",
    date_field="ky",
    duplicate_key=_warning,
)
class ThuyetMinh:
    """The reason that was given for a warning of a period's check."""

    ky = field(Period(), N_("Kỳ"), required=True, section="chung", width=90)
    ma = field(Text(max_length=20), N_("Quy tắc"), required=True, section="chung")
    vi_tri = field(Text(max_length=200), N_("Chỗ"), required=True, section="chung")
    noi_dung = field(LongText(max_length=1000), N_("Lời nhắc"), section="chung")
    ly_do = field(Text(max_length=1000), N_("Lý do"), required=True, section="chung", width=260)
