"""Sổ thực hiện dân chủ ở cơ sở: one row for a unit, a kind of place and a period.

Luật 10/2022/QH15 and NĐ 59/2023/NĐ-CP know four kinds of place. Every figure counts places, so
that rates (share of places that held their conference) can be recomputed for any roll-up.
"""

from __future__ import annotations

from collections.abc import Iterable

from danvan_desktop.errors import Issue
from danvan_desktop.i18n import N_
from danvan_desktop.registers.balance import parts_within, sum_within
from danvan_desktop.schema import (
    QUANTITY_SCALE,
    REGISTERS,
    Choice,
    Integer,
    LongText,
    Option,
    Period,
    Quantity,
    RuleContext,
    Section,
    Unit,
    Values,
    field,
    register,
)

LOAI_HINH = Choice(
    options=(
        Option(
            "xa",
            N_("Cấp xã"),
            N_("Cấp xã"),
            ("xã, phường, thị trấn", "ở xã", "cấp xã", "thôn, tổ dân phố", "xã, phường"),
        ),
        Option(
            "co_quan",
            N_("Cơ quan nhà nước, đơn vị sự nghiệp"),
            N_("Cơ quan"),
            (
                "cơ quan, đơn vị",
                "cơ quan hành chính nhà nước",
                "cơ quan hành chính, đơn vị sự nghiệp",
                "đơn vị sự nghiệp",
            ),
        ),
        Option(
            "doanh_nghiep",
            N_("Doanh nghiệp, nơi làm việc"),
            N_("Doanh nghiệp"),
            ("nơi làm việc", "tổ chức có sử dụng lao động"),
        ),
        Option(
            "llvt",
            N_("Lực lượng vũ trang"),
            N_("LLVT"),
            ("quân đội, công an", "công an, quân sự"),
        ),
    )
)

RATINGS = ("tot", "kha", "trung_binh", "yeu")
"""How places are rated, best first."""


def derive(values: Values) -> Values:
    """The share of places that held their conference, in hundredths of a percent."""
    held, places = values.get("hoi_nghi"), values.get("tong_so")
    share = None
    if held is not None and places:
        share = (2 * 100 * QUANTITY_SCALE * int(held) + int(places)) // (2 * int(places))
    return {**values, "ty_le_hoi_nghi": share}


def check(values: Values, context: RuleContext) -> Iterable[Issue]:
    """No part is larger than the number of places."""
    spec = REGISTERS["dan_chu_co_so"]
    parts = ("ban_chi_dao", "quy_che", "cong_khai", "hoi_nghi", "kiem_tra")
    yield from parts_within(spec, values, "tong_so", *parts)
    yield from sum_within(spec, values, "tong_so", RATINGS, place="tot")


def duplicate_key(values: Values) -> tuple[str, ...] | None:
    """One row for each unit, kind of place and period."""
    key = tuple(str(values.get(name) or "") for name in ("don_vi", "loai_hinh", "ky"))
    return key if all(key) else None


@register(
    "dan_chu_co_so",
    label=N_("Dân chủ ở cơ sở"),
    record_label=N_("biểu dân chủ ở cơ sở"),
    add_label=N_("Ghi dân chủ ở cơ sở"),
    icon="democracy",
    family=N_("Dân chủ ở cơ sở"),
    sections=(
        Section("chung", N_("Đơn vị, loại hình, kỳ")),
        Section(
            "thuc_hien",
            N_("Thực hiện"),
            N_("Mỗi ô đếm số nơi (thôn, cơ quan, doanh nghiệp) đã làm trong kỳ."),
        ),
        Section("xep_loai", N_("Kiểm tra, xếp loại")),
    ),
    title_field="loai_hinh",
    date_field="ky",
    unit_field="don_vi",
    check=check,
    derive=derive,
    duplicate_key=duplicate_key,
)
class DanChuCoSo:
    """How many places of a kind carry out democracy at the grassroots, and how well."""

    loai_hinh = field(
        LOAI_HINH,
        N_("Loại hình"),
        required=True,
        section="chung",
        width=170,
        aliases=("loại hình cơ sở", "loại hình đơn vị", "loại hình dân chủ"),
    )
    don_vi = field(
        Unit(),
        N_("Đơn vị"),
        required=True,
        section="chung",
        width=140,
        aliases=("địa phương", "xã, thị trấn", "đơn vị báo cáo"),
    )
    ky = field(
        Period(), N_("Kỳ"), required=True, section="chung", width=120, aliases=("kỳ báo cáo",)
    )

    tong_so = field(
        Integer(),
        N_("Tổng số nơi"),
        short=N_("Số nơi"),
        required=True,
        section="thuc_hien",
        width=78,
        total=True,
        help=N_("Số thôn, cơ quan, doanh nghiệp hoặc đơn vị thuộc loại hình này."),
        aliases=("tổng số", "tổng số đơn vị", "số đơn vị", "tổng số cơ quan, đơn vị"),
    )
    ban_chi_dao = field(
        Integer(),
        N_("Thành lập, kiện toàn ban chỉ đạo"),
        short=N_("BCĐ"),
        section="thuc_hien",
        width=84,
        total=True,
        aliases=("ban chỉ đạo", "kiện toàn ban chỉ đạo", "kiện toàn BCĐ", "BCĐ"),
    )
    quy_che = field(
        Integer(),
        N_("Ban hành, sửa đổi quy chế"),
        short=N_("Quy chế"),
        section="thuc_hien",
        width=70,
        total=True,
        aliases=(
            "quy chế",
            "ban hành quy chế",
            "xây dựng quy chế",
            "quy chế, hương ước",
            "đã ban hành quy chế",
        ),
    )
    cong_khai = field(
        Integer(),
        N_("Thực hiện công khai"),
        short=N_("Công khai"),
        section="thuc_hien",
        width=78,
        total=True,
        aliases=("công khai", "niêm yết công khai", "đã công khai"),
    )
    hoi_nghi = field(
        Integer(),
        N_("Đã tổ chức hội nghị"),
        short=N_("Hội nghị"),
        section="thuc_hien",
        width=78,
        total=True,
        help=N_("Hội nghị cán bộ, công chức, người lao động hoặc hội nghị Nhân dân."),
        aliases=(
            "hội nghị",
            "tổ chức hội nghị",
            "hội nghị CBCC",
            "hội nghị CBCCVC",
            "hội nghị cán bộ, công chức",
            "hội nghị người lao động",
            "hội nghị nhân dân",
        ),
    )
    ty_le_hoi_nghi = field(
        Quantity(), N_("Tỷ lệ tổ chức hội nghị (%)"), section="thuc_hien", derived=True
    )
    noi_dung = field(
        LongText(max_length=3000),
        N_("Nội dung đã công khai, bàn, quyết định"),
        section="thuc_hien",
    )

    kiem_tra = field(
        Integer(),
        N_("Số nơi được kiểm tra"),
        short=N_("Kiểm tra"),
        section="xep_loai",
        width=78,
        total=True,
        aliases=("kiểm tra", "được kiểm tra", "số đơn vị được kiểm tra", "đã kiểm tra"),
    )
    tot = field(
        Integer(),
        N_("Xếp loại tốt"),
        section="xep_loai",
        aliases=("tốt", "loại tốt", "đạt tốt"),
    )
    kha = field(
        Integer(),
        N_("Xếp loại khá"),
        section="xep_loai",
        aliases=("khá", "loại khá", "đạt khá"),
    )
    trung_binh = field(
        Integer(),
        N_("Xếp loại trung bình"),
        section="xep_loai",
        aliases=("trung bình", "loại trung bình", "đạt trung bình"),
    )
    yeu = field(
        Integer(),
        N_("Xếp loại yếu"),
        section="xep_loai",
        aliases=("yếu", "loại yếu", "chưa đạt"),
    )
    ton_tai = field(LongText(max_length=3000), N_("Hạn chế, kiến nghị"), section="xep_loai")
