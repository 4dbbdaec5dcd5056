"""Sổ thanh tra nhân dân: one row for each supervision or verification by an inspection board."""

from __future__ import annotations

from collections.abc import Iterable

from danvan_desktop.errors import Issue
from danvan_desktop.i18n import N_, _
from danvan_desktop.registers.recommendations import (
    RECOMMENDATIONS,
    list_issues,
    list_totals,
    not_more,
    recommendation_list,
)
from danvan_desktop.schema import (
    Choice,
    Date,
    DecisionNumber,
    Integer,
    LongText,
    Money,
    Option,
    Quantity,
    RuleContext,
    Section,
    State,
    Text,
    Unit,
    Values,
    field,
    register,
)
from danvan_desktop.vietnamese import fold_key

STATES = (
    State("da_giam_sat", N_("Đã giám sát"), "accent", "appraised"),
    State("theo_doi", N_("Chờ xử lý"), "warning", "clock"),
    State("xong", N_("Đã xử lý"), "success", "check"),
)

HINH_THUC_TTND = Choice(
    options=(
        Option("giam_sat", N_("Giám sát"), "", ("cuộc giám sát", "giám sát thường xuyên")),
        Option(
            "xac_minh",
            N_("Xác minh theo đề nghị"),
            N_("Xác minh"),
            ("xác minh", "xác minh vụ việc", "vụ xác minh"),
        ),
    )
)


def derive(values: Values) -> Values:
    """Let the numbers follow from the recommendations and the state from the numbers."""
    whole = {**values, **list_totals(values, made="kien_nghi", accepted="da_xu_ly")}
    made = whole.get("kien_nghi") or 0
    done = (whole.get("da_xu_ly") or 0) >= made
    return {**whole, "trang_thai": ("xong" if done else "theo_doi") if made else "da_giam_sat"}


def check(values: Values, context: RuleContext) -> Iterable[Issue]:
    """No more can be dealt with than was recommended."""
    yield from not_more(
        values,
        "da_xu_ly",
        "kien_nghi",
        register="thanh_tra_nd",
        message=_("Số kiến nghị đã xử lý ({part}) nhiều hơn số kiến nghị ({whole})."),
    )
    yield from list_issues(values, "thanh_tra_nd", "ngay")


def duplicate_key(values: Values) -> tuple[str, ...] | None:
    """Two rows with the same unit, board, day and subject are the same supervision."""
    unit, day = str(values.get("don_vi") or ""), str(values.get("ngay") or "")
    subject = fold_key(str(values.get("noi_dung") or ""))
    board = fold_key(str(values.get("ban") or ""))
    return (unit, board, day, subject) if unit and day and subject else None


@register(
    "thanh_tra_nd",
    label=N_("Thanh tra nhân dân"),
    record_label=N_("cuộc giám sát của Ban TTND"),
    add_label=N_("Ghi cuộc giám sát"),
    icon="inspection",
    family=N_("Thanh tra, giám sát đầu tư"),
    sections=(
        Section("chung", N_("Cuộc giám sát")),
        Section("ket_qua", N_("Phát hiện, kiến nghị")),
        RECOMMENDATIONS,
    ),
    title_field="noi_dung",
    date_field="ngay",
    unit_field="don_vi",
    state_field="trang_thai",
    states=STATES,
    check=check,
    derive=derive,
    duplicate_key=duplicate_key,
)
class ThanhTraND:
    """What a people's inspection board looked into, found and recommended."""

    noi_dung = field(
        Text(max_length=500),
        N_("Nội dung giám sát"),
        required=True,
        section="chung",
        width=330,
        example="Việc công khai thu, chi ngân sách xã",
        aliases=(
            "nội dung",
            "nội dung thanh tra",
            "nội dung giám sát, xác minh",
            "vụ việc giám sát",
            "nội dung thực hiện",
        ),
    )
    don_vi = field(
        Unit(),
        N_("Đơn vị"),
        required=True,
        section="chung",
        width=128,
        aliases=("ban thanh tra nhân dân", "ban TTND", "xã, phường, thị trấn", "địa bàn"),
    )
    ngay = field(
        Date(),
        N_("Ngày tổ chức"),
        short=N_("Ngày"),
        required=True,
        section="chung",
        width=84,
        aliases=(
            "ngày giám sát",
            "thời gian giám sát",
            "thời gian tổ chức",
            "ngày thực hiện",
            "thời gian thực hiện",
        ),
    )
    hinh_thuc = field(
        HINH_THUC_TTND,
        N_("Hình thức"),
        section="chung",
        default="giam_sat",
        aliases=("giám sát/xác minh", "loại việc"),
    )
    ban = field(
        Text(),
        N_("Ban của cơ quan, đơn vị"),
        section="chung",
        help=N_("Để trống nếu là Ban Thanh tra nhân dân của cấp xã."),
        aliases=("tên ban",),
    )
    doi_tuong_giam_sat = field(
        Text(max_length=300),
        N_("Đối tượng được giám sát"),
        section="chung",
        aliases=("đối tượng giám sát", "đơn vị được giám sát"),
    )

    phat_hien = field(
        Integer(),
        N_("Số vụ phát hiện"),
        short=N_("Phát hiện"),
        section="ket_qua",
        aliases=("phát hiện", "số vụ vi phạm", "vụ việc vi phạm", "số vụ sai phạm"),
    )
    so_tien = field(
        Money(unit_dong=1_000_000),
        N_("Số tiền kiến nghị thu hồi (triệu đồng)"),
        section="ket_qua",
        aliases=("số tiền", "số tiền kiến nghị thu hồi", "tiền kiến nghị thu hồi"),
    )
    dat_dai = field(
        Quantity(),
        N_("Đất kiến nghị thu hồi (m²)"),
        section="ket_qua",
        aliases=("diện tích đất", "đất kiến nghị thu hồi", "diện tích (m2)"),
    )
    kien_nghi = field(
        Integer(),
        N_("Số kiến nghị"),
        short=N_("Kiến nghị"),
        section="ket_qua",
        width=72,
        total=True,
        help=N_("Để trống khi chưa biết; gõ 0 khi không có kiến nghị."),
        aliases=("kiến nghị", "tổng số kiến nghị", "số vụ kiến nghị", "kiến nghị xử lý"),
    )
    da_xu_ly = field(
        Integer(),
        N_("Đã xử lý"),
        section="ket_qua",
        width=72,
        total=True,
        aliases=(
            "số đã xử lý",
            "kiến nghị đã xử lý",
            "số kiến nghị đã xử lý",
            "số kiến nghị được xử lý",
            "được xử lý",
            "đã giải quyết",
            "kiến nghị được giải quyết",
            "xử lý",
        ),
    )
    so_van_ban = field(
        DecisionNumber(), N_("Số văn bản kiến nghị"), section="ket_qua", example="04/KN-TTND"
    )
    ket_qua = field(
        LongText(), N_("Kết quả giám sát"), section="ket_qua", aliases=("kết quả", "nhận xét")
    )
    kien_nghi_chi_tiet = recommendation_list()

    trang_thai = field(
        Choice(options=tuple(Option(state.code, state.label) for state in STATES)),
        N_("Trạng thái"),
        section="chung",
        derived=True,
        width=104,
    )
