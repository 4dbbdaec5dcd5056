"""Sổ phản biện xã hội: one row for each draft on which the Front or an organisation commented.

Rows that are sent in hold totals only; where the opinions are kept one by one, with who answers
by when, the totals follow from them.
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

HINH_THUC_PHAN_BIEN = Choice(
    options=(
        Option(
            "hoi_nghi",
            N_("Tổ chức hội nghị phản biện"),
            N_("Hội nghị"),
            ("hội nghị", "hội nghị phản biện"),
        ),
        Option(
            "van_ban",
            N_("Gửi dự thảo để góp ý bằng văn bản"),
            N_("Văn bản"),
            ("gửi văn bản", "bằng văn bản", "góp ý bằng văn bản", "gửi dự thảo văn bản"),
        ),
        Option("doi_thoai", N_("Đối thoại trực tiếp"), N_("Đối thoại"), ("đối thoại",)),
    )
)


def derive(values: Values) -> Values:
    """Let the numbers follow from the opinions where these are kept one by one."""
    counted = list_totals(values, made="y_kien", accepted="tiep_thu", answered="tra_loi")
    return {**values, **counted}


def check(values: Values, context: RuleContext) -> Iterable[Issue]:
    """No more is taken up or answered than was said."""
    yield from not_more(
        values,
        "tiep_thu",
        "y_kien",
        register="phan_bien",
        message=_("Số ý kiến được tiếp thu ({part}) nhiều hơn số ý kiến ({whole})."),
    )
    yield from not_more(
        values,
        "tra_loi",
        "y_kien",
        register="phan_bien",
        message=_("Số ý kiến được trả lời ({part}) nhiều hơn số ý kiến ({whole})."),
    )
    yield from not_more(
        values,
        "tiep_thu",
        "tra_loi",
        register="phan_bien",
        message=_("Số ý kiến được tiếp thu ({part}) nhiều hơn số đã trả lời ({whole})."),
        severity=Severity.WARNING,
    )
    yield from list_issues(values, "phan_bien", "ngay")


def duplicate_key(values: Values) -> tuple[str, ...] | None:
    """Two rows with the same organisation, unit, day and draft are the same event."""
    key = tuple(str(values.get(name) or "") for name in ("chu_the", "don_vi", "ngay"))
    draft = fold_key(str(values.get("van_ban") or ""))
    return (*key, draft) if all(key) and draft else None


@register(
    "phan_bien",
    label=N_("Phản biện xã hội"),
    record_label=N_("cuộc phản biện"),
    add_label=N_("Ghi cuộc phản biện"),
    icon="criticism",
    family=N_("Giám sát, phản biện"),
    sections=(
        Section("chung", N_("Cuộc phản biện")),
        Section("ket_qua", N_("Kết quả")),
        OPINIONS,
    ),
    title_field="van_ban",
    date_field="ngay",
    unit_field="don_vi",
    check=check,
    derive=derive,
    duplicate_key=duplicate_key,
)
class PhanBien:
    """Who commented on which draft, how many opinions there were and how many were taken up."""

    van_ban = field(
        Text(max_length=500),
        N_("Dự thảo văn bản được phản biện"),
        short=N_("Dự thảo văn bản"),
        required=True,
        section="chung",
        width=330,
        example="Dự thảo Đề án xây dựng nông thôn mới nâng cao",
        aliases=(
            "văn bản",
            "dự thảo",
            "tên dự thảo",
            "tên văn bản",
            "tên dự thảo văn bản",
            "văn bản phản biện",
            "văn bản được phản biện",
            "nội dung phản biện",
            "nội dung",
        ),
    )
    chu_the = field(
        CHU_THE,
        N_("Chủ thể phản biện"),
        short=N_("Chủ thể"),
        required=True,
        section="chung",
        width=104,
        aliases=(
            "chủ thể",
            "cơ quan phản biện",
            "tổ chức phản biện",
            "cơ quan chủ trì",
            "tổ chức chủ trì",
            "tổ chức",
        ),
    )
    don_vi = field(
        Unit(),
        N_("Đơn vị"),
        required=True,
        section="chung",
        width=128,
        help=N_("Xã, phường, huyện hoặc tỉnh tổ chức phản biện; cấp tính theo đơn vị này."),
        aliases=("đơn vị tổ chức", "cấp phản biện", "đơn vị thực hiện", "địa bàn"),
    )
    ngay = field(
        Date(),
        N_("Ngày phản biện"),
        short=N_("Ngày"),
        required=True,
        section="chung",
        width=84,
        aliases=(
            "ngày tổ chức",
            "thời gian phản biện",
            "thời gian tổ chức",
            "thời gian thực hiện",
            "ngày thực hiện",
        ),
    )
    hinh_thuc = field(
        HINH_THUC_PHAN_BIEN,
        N_("Hình thức phản biện"),
        short=N_("Hình thức"),
        section="chung",
        aliases=("hình thức", "hình thức tổ chức phản biện", "phương thức phản biện"),
    )
    co_quan_soan_thao = field(
        Text(max_length=200),
        N_("Cơ quan soạn thảo"),
        section="chung",
        aliases=("cơ quan chủ trì soạn thảo", "đơn vị soạn thảo", "cơ quan dự thảo"),
    )

    y_kien = field(
        Integer(),
        N_("Số ý kiến"),
        short=N_("Ý kiến"),
        required=True,
        section="ket_qua",
        width=66,
        total=True,
        aliases=(
            "ý kiến",
            "số ý kiến phản biện",
            "ý kiến phản biện",
            "tổng số ý kiến",
            "số ý kiến góp ý",
        ),
    )
    tra_loi = field(
        Integer(),
        N_("Đã trả lời"),
        section="ket_qua",
        help=N_("Gồm cả ý kiến được tiếp thu."),
        aliases=("ý kiến được trả lời", "số ý kiến được trả lời", "phản hồi", "giải trình"),
    )
    tiep_thu = field(
        Integer(),
        N_("Đã tiếp thu"),
        short=N_("Tiếp thu"),
        section="ket_qua",
        width=72,
        total=True,
        aliases=(
            "tiếp thu",
            "được tiếp thu",
            "số ý kiến được tiếp thu",
            "ý kiến được tiếp thu",
            "số ý kiến tiếp thu",
            "số tiếp thu",
        ),
    )
    so_van_ban = field(
        DecisionNumber(),
        N_("Số văn bản phản biện"),
        section="ket_qua",
        example="21/MTTQ-BTT",
        aliases=("số công văn phản biện", "văn bản phản biện số"),
    )
    so_nguoi = field(
        Integer(), N_("Số người dự"), section="ket_qua", aliases=("số người tham gia", "người dự")
    )
    ket_qua = field(
        LongText(),
        N_("Kết quả phản biện"),
        section="ket_qua",
        aliases=("kết quả", "kết quả tiếp thu"),
    )
    kien_nghi_chi_tiet = opinion_list()
