"""Sổ giám sát đầu tư của cộng đồng: one row for each time a board looked at a project."""

from __future__ import annotations

from collections.abc import Iterable

from danvan_desktop.errors import Issue, Place, Severity
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
    issue_for,
    register,
)
from danvan_desktop.vietnamese import fold_key

MILLION = 1_000_000

STATES = (
    State("dat", N_("Không có vi phạm"), "success", "check"),
    State("phat_hien", N_("Có phát hiện"), "accent", "appraised"),
    State("theo_doi", N_("Chờ xử lý"), "warning", "clock"),
    State("xong", N_("Đã xử lý"), "success", "check"),
)

NGUON_VON = Choice(
    options=(
        Option("ngan_sach", N_("Ngân sách nhà nước"), N_("Ngân sách"), ("ngân sách", "vốn NSNN")),
        Option(
            "dong_gop",
            N_("Nhân dân đóng góp"),
            N_("Đóng góp"),
            ("đóng góp", "cộng đồng đóng góp", "xã hội hóa"),
        ),
        Option(
            "ket_hop",
            N_("Ngân sách và đóng góp"),
            N_("Kết hợp"),
            ("kết hợp", "Nhà nước và Nhân dân cùng làm"),
        ),
        Option("khac", N_("Nguồn khác"), N_("Khác"), ("khác", "tài trợ")),
    )
)


def derive(values: Values) -> Values:
    """Let the numbers follow from the recommendations and the state from the numbers."""
    whole = {**values, **list_totals(values, made="kien_nghi", accepted="da_xu_ly")}
    return {**whole, "trang_thai": _state(whole)}


def _state(values: Values) -> str:
    made = values.get("kien_nghi") or 0
    if made:
        return "xong" if (values.get("da_xu_ly") or 0) >= made else "theo_doi"
    found = values.get("phat_hien") or values.get("so_tien") or values.get("khoi_luong")
    return "phat_hien" if found else "dat"


def check(values: Values, context: RuleContext) -> Iterable[Issue]:
    """No more can be dealt with or recovered than was recommended; money needs a finding."""
    yield from not_more(
        values,
        "da_xu_ly",
        "kien_nghi",
        register="gsdt_cong_dong",
        message=_("Số kiến nghị đã xử lý ({part}) nhiều hơn số kiến nghị ({whole})."),
    )
    if (values.get("da_thu_hoi") or 0) > (values.get("so_tien") or 0):
        yield issue_for(
            "impossible_value",
            place=Place(register="gsdt_cong_dong", field="da_thu_hoi"),
            message=_("Số tiền đã thu hồi nhiều hơn số tiền kiến nghị thu hồi."),
        )
    if values.get("phat_hien") == 0 and values.get("so_tien"):
        yield issue_for(
            "impossible_value",
            place=Place(register="gsdt_cong_dong", field="so_tien"),
            severity=Severity.WARNING,
            message=_("Có số tiền kiến nghị thu hồi mà không có vụ phát hiện nào."),
            remedy=_("Kiểm tra lại số vụ phát hiện."),
        )
    yield from list_issues(values, "gsdt_cong_dong", "ngay")


def duplicate_key(values: Values) -> tuple[str, ...] | None:
    """Two rows with the same unit, project and day are the same supervision."""
    unit, day = str(values.get("don_vi") or ""), str(values.get("ngay") or "")
    project = fold_key(str(values.get("cong_trinh") or ""))
    return (unit, project, day) if unit and day and project else None


@register(
    "gsdt_cong_dong",
    label=N_("Giám sát đầu tư của cộng đồng"),
    record_label=N_("cuộc giám sát đầu tư"),
    add_label=N_("Ghi cuộc giám sát"),
    icon="investment",
    family=N_("Thanh tra, giám sát đầu tư"),
    sections=(
        Section("chung", N_("Cuộc giám sát")),
        Section("ket_qua", N_("Phát hiện, kiến nghị")),
        RECOMMENDATIONS,
    ),
    title_field="cong_trinh",
    date_field="ngay",
    unit_field="don_vi",
    state_field="trang_thai",
    states=STATES,
    check=check,
    derive=derive,
    duplicate_key=duplicate_key,
)
class GsdtCongDong:
    """Which project was looked at, what was found in money and volume, what became of it."""

    cong_trinh = field(
        Text(max_length=400),
        N_("Công trình, dự án"),
        required=True,
        section="chung",
        width=300,
        example="Đường bê tông ấp Phước Tân",
        aliases=(
            "công trình",
            "dự án",
            "tên công trình",
            "tên dự án",
            "tên công trình, dự án",
            "công trình, dự án được giám sát",
            "chương trình, dự án",
            "công trình giám sát",
        ),
    )
    don_vi = field(
        Unit(),
        N_("Đơn vị"),
        required=True,
        section="chung",
        width=128,
        aliases=("ban GSĐTCĐ", "ban giám sát đầu tư", "xã, phường, thị trấn", "địa bàn"),
    )
    ngay = field(
        Date(),
        N_("Ngày giám sát"),
        short=N_("Ngày"),
        required=True,
        section="chung",
        width=84,
        aliases=(
            "ngày tổ chức",
            "thời gian giám sát",
            "thời gian tổ chức",
            "ngày thực hiện",
            "thời gian thực hiện",
        ),
    )
    nguon_von = field(
        NGUON_VON, N_("Nguồn vốn"), section="chung", aliases=("nguồn vốn đầu tư", "vốn")
    )
    chu_dau_tu = field(
        Text(max_length=200), N_("Chủ đầu tư"), section="chung", aliases=("đơn vị chủ đầu tư",)
    )
    tong_muc = field(
        Money(unit_dong=MILLION),
        N_("Tổng mức đầu tư (triệu đồng)"),
        section="chung",
        aliases=("tổng mức đầu tư", "tổng vốn đầu tư", "giá trị công trình", "kinh phí đầu tư"),
    )
    nha_thau = field(
        Text(max_length=200), N_("Nhà thầu"), section="chung", aliases=("đơn vị thi công",)
    )

    phat_hien = field(
        Integer(),
        N_("Số vụ phát hiện"),
        short=N_("Phát hiện"),
        section="ket_qua",
        width=72,
        total=True,
        help=N_("Để trống khi chưa biết; gõ 0 khi không có vi phạm."),
        aliases=(
            "phát hiện",
            "số vụ vi phạm",
            "số vụ vi phạm phát hiện",
            "vụ việc phát hiện",
            "số vụ việc vi phạm",
            "số vi phạm",
            "phát hiện vi phạm",
        ),
    )
    so_tien = field(
        Money(unit_dong=MILLION),
        N_("Số tiền kiến nghị thu hồi (triệu đồng)"),
        short=N_("Thu hồi (triệu đ)"),
        section="ket_qua",
        width=96,
        total=True,
        aliases=(
            "số tiền",
            "số tiền kiến nghị thu hồi",
            "số tiền kiến nghị thu hồi, giảm trừ",
            "số tiền kiến nghị",
            "kiến nghị thu hồi",
            "số tiền vi phạm",
            "giá trị vi phạm",
            "số tiền sai phạm",
        ),
    )
    khoi_luong = field(
        Quantity(),
        N_("Khối lượng sai phạm"),
        section="ket_qua",
        help=N_("Ví dụ khối lượng bê tông thiếu so với thiết kế; ghi đơn vị tính ở ô sau."),
        aliases=("khối lượng", "khối lượng vi phạm"),
    )
    dvt_khoi_luong = field(
        Text(max_length=20), N_("Đơn vị tính khối lượng"), section="ket_qua", example="m³"
    )
    kien_nghi = field(
        Integer(),
        N_("Số kiến nghị"),
        short=N_("Kiến nghị"),
        section="ket_qua",
        aliases=("kiến nghị", "tổng số kiến nghị", "số vụ kiến nghị"),
    )
    da_xu_ly = field(
        Integer(),
        N_("Đã xử lý"),
        section="ket_qua",
        aliases=(
            "số đã xử lý",
            "kiến nghị đã xử lý",
            "số kiến nghị đã xử lý",
            "số kiến nghị được xử lý",
            "đã giải quyết",
        ),
    )
    da_thu_hoi = field(
        Money(unit_dong=MILLION),
        N_("Đã thu hồi, giảm trừ (triệu đồng)"),
        section="ket_qua",
        aliases=("đã thu hồi", "số tiền đã thu hồi", "đã thu hồi, giảm trừ"),
    )
    so_van_ban = field(
        DecisionNumber(), N_("Số văn bản kiến nghị"), section="ket_qua", example="02/KN-GSĐTCĐ"
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
        width=120,
    )
