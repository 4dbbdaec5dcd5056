"""Sổ góp ý xây dựng Đảng, xây dựng chính quyền: comments of organisations and people (QĐ 218).

One row for each round of comments: a conference, a paper sent, a box opened. Whose comment it was
is not kept.
"""

from __future__ import annotations

from collections.abc import Iterable

from danvan_desktop.errors import Issue, Severity
from danvan_desktop.i18n import N_, _
from danvan_desktop.registers.choices import CHU_THE
from danvan_desktop.registers.recommendations import (
    OPINIONS,
    list_issues,
    list_totals,
    not_more,
    opinion_list,
)
from danvan_desktop.schema import (
    Choice,
    Date,
    DecisionNumber,
    Integer,
    LongText,
    Option,
    RuleContext,
    Section,
    Text,
    Unit,
    Values,
    field,
    register,
)
from danvan_desktop.vietnamese import fold_key

GOP_Y_CHO = Choice(
    options=(
        Option(
            "dang",
            N_("Xây dựng Đảng"),
            N_("Đảng"),
            ("tổ chức đảng", "góp ý xây dựng Đảng", "cấp ủy"),
        ),
        Option(
            "chinh_quyen",
            N_("Xây dựng chính quyền"),
            N_("Chính quyền"),
            ("chính quyền", "góp ý xây dựng chính quyền", "HĐND, UBND"),
        ),
        Option(
            "can_bo",
            N_("Cán bộ, đảng viên, công chức"),
            N_("Cán bộ"),
            ("cán bộ, đảng viên", "cán bộ", "đảng viên", "người đứng đầu"),
        ),
        Option(
            "van_ban",
            N_("Dự thảo văn kiện, chủ trương, chính sách"),
            N_("Văn kiện"),
            ("dự thảo văn kiện", "văn kiện đại hội", "dự thảo văn bản"),
        ),
    )
)

HINH_THUC_GOP_Y = Choice(
    options=(
        Option("hoi_nghi", N_("Hội nghị góp ý"), N_("Hội nghị"), ("hội nghị",)),
        Option("van_ban", N_("Góp ý bằng văn bản"), N_("Văn bản"), ("bằng văn bản",)),
        Option("doi_thoai", N_("Đối thoại, tiếp xúc"), N_("Đối thoại"), ("đối thoại",)),
        Option("hom_thu", N_("Hòm thư góp ý"), N_("Hòm thư"), ("hòm thư", "thùng thư góp ý")),
        Option("phieu", N_("Phiếu lấy ý kiến"), N_("Phiếu"), ("phiếu", "lấy phiếu")),
    )
)


def derive(values: Values) -> Values:
    """Let the numbers follow from the comments where these are kept one by one."""
    counted = list_totals(values, made="y_kien", accepted="tiep_thu", answered="tra_loi")
    return {**values, **counted}


def check(values: Values, context: RuleContext) -> Iterable[Issue]:
    """No more is taken up or answered than was said."""
    yield from not_more(
        values,
        "tiep_thu",
        "y_kien",
        register="gop_y",
        message=_("Số ý kiến được tiếp thu ({part}) nhiều hơn số ý kiến ({whole})."),
    )
    yield from not_more(
        values,
        "tra_loi",
        "y_kien",
        register="gop_y",
        message=_("Số ý kiến được phản hồi ({part}) nhiều hơn số ý kiến ({whole})."),
    )
    yield from not_more(
        values,
        "tiep_thu",
        "tra_loi",
        register="gop_y",
        message=_("Số ý kiến được tiếp thu ({part}) nhiều hơn số đã trả lời ({whole})."),
        severity=Severity.WARNING,
    )
    yield from list_issues(values, "gop_y", "ngay")


def duplicate_key(values: Values) -> tuple[str, ...] | None:
    """Two rows with the same organisation, unit, day and subject are the same round."""
    key = tuple(str(values.get(name) or "") for name in ("chu_the", "don_vi", "ngay"))
    subject = fold_key(str(values.get("noi_dung") or ""))
    return (*key, subject) if all(key) and subject else None


@register(
    "gop_y",
    label=N_("Góp ý xây dựng Đảng, chính quyền"),
    record_label=N_("đợt góp ý"),
    add_label=N_("Ghi đợt góp ý"),
    icon="comment",
    family=N_("Giám sát, phản biện"),
    sections=(
        Section("chung", N_("Đợt góp ý")),
        Section("ket_qua", N_("Ý kiến, phản hồi")),
        OPINIONS,
    ),
    title_field="noi_dung",
    date_field="ngay",
    unit_field="don_vi",
    check=check,
    derive=derive,
    duplicate_key=duplicate_key,
)
class GopY:
    """Who asked for comments on what, how many came and how many were answered."""

    noi_dung = field(
        Text(max_length=500),
        N_("Nội dung góp ý"),
        required=True,
        section="chung",
        width=330,
        example="Góp ý dự thảo văn kiện Đại hội Đảng bộ huyện",
        aliases=("nội dung", "vấn đề góp ý", "nội dung lấy ý kiến", "nội dung tham gia góp ý"),
    )
    chu_the = field(
        CHU_THE,
        N_("Chủ thể góp ý"),
        short=N_("Chủ thể"),
        required=True,
        section="chung",
        width=104,
        aliases=("chủ thể", "cơ quan góp ý", "tổ chức góp ý", "cơ quan chủ trì", "tổ chức"),
    )
    don_vi = field(
        Unit(),
        N_("Đơn vị"),
        required=True,
        section="chung",
        width=128,
        aliases=("đơn vị tổ chức", "cấp góp ý", "đơn vị thực hiện", "địa bàn"),
    )
    ngay = field(
        Date(),
        N_("Ngày góp ý"),
        short=N_("Ngày"),
        required=True,
        section="chung",
        width=84,
        aliases=("ngày tổ chức", "thời gian góp ý", "thời gian tổ chức", "thời gian thực hiện"),
    )
    gop_y_cho = field(
        GOP_Y_CHO,
        N_("Góp ý về"),
        section="chung",
        width=90,
        aliases=("loại góp ý", "đối tượng góp ý", "đối tượng được góp ý", "góp ý cho"),
    )
    hinh_thuc = field(
        HINH_THUC_GOP_Y,
        N_("Hình thức góp ý"),
        short=N_("Hình thức"),
        section="chung",
        aliases=("hình thức", "phương thức góp ý"),
    )
    so_nguoi = field(
        Integer(),
        N_("Số người tham gia"),
        section="chung",
        aliases=("số lượt người", "lượt người tham gia", "số người góp ý", "số người dự"),
    )

    y_kien = field(
        Integer(),
        N_("Số ý kiến"),
        short=N_("Ý kiến"),
        required=True,
        section="ket_qua",
        width=66,
        total=True,
        aliases=("ý kiến", "số ý kiến góp ý", "ý kiến góp ý", "tổng số ý kiến"),
    )
    tra_loi = field(
        Integer(),
        N_("Đã phản hồi"),
        short=N_("Phản hồi"),
        section="ket_qua",
        width=72,
        total=True,
        help=N_("Gồm cả ý kiến được tiếp thu."),
        aliases=("phản hồi", "ý kiến được phản hồi", "số ý kiến được trả lời", "đã trả lời"),
    )
    tiep_thu = field(
        Integer(),
        N_("Đã tiếp thu"),
        short=N_("Tiếp thu"),
        section="ket_qua",
        width=72,
        total=True,
        aliases=("tiếp thu", "được tiếp thu", "số ý kiến được tiếp thu", "số ý kiến tiếp thu"),
    )
    so_van_ban = field(
        DecisionNumber(), N_("Số văn bản góp ý"), section="ket_qua", example="30/MTTQ-BTT"
    )
    ket_qua = field(
        LongText(), N_("Nội dung tiếp thu, giải trình"), section="ket_qua", aliases=("kết quả",)
    )
    kien_nghi_chi_tiet = opinion_list()
