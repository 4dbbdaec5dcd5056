"""Sổ giám sát: one row for each supervision by the Front or a mass organisation (QĐ 217-QĐ/TW).

A plan is entered before it is carried out and counts in no figure until then; after it the
recommendations are followed until each is answered.
"""

from __future__ import annotations

from collections.abc import Iterable

from danvan_desktop.errors import Issue, Place, Severity
from danvan_desktop.i18n import N_, _
from danvan_desktop.registers.choices import CHU_THE
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
    Flag,
    Integer,
    LongText,
    Option,
    PersonName,
    RuleContext,
    Section,
    State,
    Text,
    Unit,
    Values,
    children,
    field,
    issue_for,
    register,
)
from danvan_desktop.vietnamese import fold_key

STATES = (
    State("ke_hoach", N_("Kế hoạch"), "neutral", "circle-dashed"),
    State("da_giam_sat", N_("Đã giám sát"), "accent", "appraised"),
    State("ket_luan", N_("Có kết luận"), "accent", "check"),
    State("theo_doi", N_("Chờ trả lời"), "warning", "clock"),
    State("xong", N_("Đã trả lời"), "success", "check"),
)

HINH_THUC_GIAM_SAT = Choice(
    options=(
        Option(
            "van_ban",
            N_("Nghiên cứu, xem xét văn bản"),
            N_("Xem văn bản"),
            ("nghiên cứu văn bản", "xem xét văn bản", "giám sát qua văn bản"),
        ),
        Option(
            "doan",
            N_("Tổ chức đoàn giám sát"),
            N_("Đoàn giám sát"),
            ("thành lập đoàn giám sát", "đoàn", "lập đoàn"),
        ),
        Option(
            "cong_dong",
            N_("Qua Ban Thanh tra nhân dân, Ban Giám sát đầu tư của cộng đồng"),
            N_("Qua TTND, GSĐTCĐ"),
            ("TTND", "GSĐTCĐ", "qua TTND", "qua GSĐTCĐ"),
        ),
        Option(
            "tham_gia",
            N_("Tham gia giám sát với cơ quan có thẩm quyền"),
            N_("Tham gia"),
            ("phối hợp", "phối hợp giám sát", "tham gia giám sát"),
        ),
    )
)

VAI_TRO = Choice(
    options=(
        Option("truong", N_("Trưởng đoàn")),
        Option("pho", N_("Phó Trưởng đoàn")),
        Option("thu_ky", N_("Thư ký")),
        Option("thanh_vien", N_("Thành viên")),
    )
)


def derive(values: Values) -> Values:
    """Let the numbers follow from the recommendations and the state from what was done."""
    counted = list_totals(values, made="kien_nghi", accepted="tiep_thu", answered="tra_loi")
    whole = {**values, **counted}
    return {**whole, "trang_thai": _state(whole)}


def _state(values: Values) -> str:
    if values.get("moi_ke_hoach"):
        return "ke_hoach"
    made = values.get("kien_nghi") or 0
    if made:
        answered = max(values.get("tra_loi") or 0, values.get("tiep_thu") or 0)
        return "xong" if answered >= made else "theo_doi"
    concluded = values.get("so_ket_luan") or values.get("ngay_ket_luan")
    return "ket_luan" if concluded else "da_giam_sat"


def check(values: Values, context: RuleContext) -> Iterable[Issue]:
    """No more is taken up or answered than was recommended; papers follow the event."""
    yield from not_more(
        values,
        "tiep_thu",
        "kien_nghi",
        register="giam_sat",
        message=_("Số kiến nghị được tiếp thu ({part}) nhiều hơn số kiến nghị ({whole})."),
    )
    yield from not_more(
        values,
        "tra_loi",
        "kien_nghi",
        register="giam_sat",
        message=_("Số kiến nghị đã trả lời ({part}) nhiều hơn số kiến nghị ({whole})."),
    )
    yield from not_more(
        values,
        "tiep_thu",
        "tra_loi",
        register="giam_sat",
        message=_("Số kiến nghị được tiếp thu ({part}) nhiều hơn số đã trả lời ({whole})."),
        severity=Severity.WARNING,
    )
    concluded, held = values.get("ngay_ket_luan"), values.get("ngay")
    if concluded and held and str(concluded) < str(held):
        yield issue_for(
            "impossible_value",
            place=Place(register="giam_sat", field="ngay_ket_luan"),
            message=_("Ngày thông báo kết quả trước ngày giám sát."),
        )
    if values.get("moi_ke_hoach") and values.get("kien_nghi"):
        yield issue_for(
            "impossible_value",
            place=Place(register="giam_sat", field="moi_ke_hoach"),
            message=_("Đã có kiến nghị thì cuộc giám sát không còn là kế hoạch."),
            remedy=_("Bỏ dấu “Mới có kế hoạch”."),
        )
    yield from list_issues(values, "giam_sat", "ngay")


def duplicate_key(values: Values) -> tuple[str, ...] | None:
    """Two rows with the same organisation, unit, day and subject are the same supervision."""
    key = tuple(str(values.get(name) or "") for name in ("chu_the", "don_vi", "ngay"))
    subject = fold_key(str(values.get("noi_dung") or ""))
    return (*key, subject) if all(key) and subject else None


@register(
    "giam_sat",
    label=N_("Giám sát"),
    record_label=N_("cuộc giám sát"),
    add_label=N_("Ghi cuộc giám sát"),
    icon="supervision",
    family=N_("Giám sát, phản biện"),
    sections=(
        Section("chung", N_("Cuộc giám sát")),
        Section("chuan_bi", N_("Kế hoạch, đoàn giám sát")),
        Section("ket_qua", N_("Kết quả, kiến nghị")),
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
class GiamSat:
    """Who supervised what, where and when; what was recommended and what became of it."""

    noi_dung = field(
        Text(max_length=500),
        N_("Nội dung giám sát"),
        required=True,
        section="chung",
        width=330,
        example="Việc bình xét hộ nghèo, hộ cận nghèo",
        aliases=(
            "nội dung",
            "tên cuộc giám sát",
            "chuyên đề giám sát",
            "nội dung, chuyên đề giám sát",
            "vấn đề giám sát",
            "nội dung được giám sát",
        ),
    )
    chu_the = field(
        CHU_THE,
        N_("Chủ thể giám sát"),
        short=N_("Chủ thể"),
        required=True,
        section="chung",
        width=104,
        aliases=(
            "chủ thể",
            "cơ quan giám sát",
            "tổ chức giám sát",
            "đơn vị chủ trì giám sát",
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
        help=N_("Xã, phường, huyện hoặc tỉnh tổ chức giám sát; cấp tính theo đơn vị này."),
        aliases=("đơn vị tổ chức", "cấp giám sát", "đơn vị thực hiện", "địa bàn"),
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
            "thời gian thực hiện",
            "ngày thực hiện",
        ),
    )
    hinh_thuc = field(
        HINH_THUC_GIAM_SAT,
        N_("Hình thức giám sát"),
        short=N_("Hình thức"),
        section="chung",
        aliases=("hình thức", "hình thức tổ chức giám sát", "phương thức giám sát"),
    )
    dia_diem = field(
        Text(max_length=200), N_("Địa điểm"), section="chung", aliases=("nơi giám sát",)
    )

    moi_ke_hoach = field(
        Flag(),
        N_("Mới có kế hoạch"),
        section="chuan_bi",
        default=False,
        help=N_("Chưa giám sát thì chưa tính vào số liệu; giám sát xong thì bỏ dấu này."),
        aliases=("chưa thực hiện", "chưa tổ chức"),
    )
    doi_tuong_giam_sat = field(
        Text(max_length=300),
        N_("Đối tượng được giám sát"),
        section="chung",
        aliases=("đối tượng giám sát", "đơn vị được giám sát", "cơ quan được giám sát"),
    )
    so_ke_hoach = field(
        DecisionNumber(),
        N_("Số kế hoạch"),
        section="chuan_bi",
        example="12/KH-MTTQ-BTT",
        aliases=("kế hoạch số", "số, ký hiệu kế hoạch"),
    )
    so_qd_doan = field(
        DecisionNumber(),
        N_("Số quyết định lập đoàn"),
        section="chuan_bi",
        example="15/QĐ-MTTQ-BTT",
        aliases=("quyết định thành lập đoàn", "số quyết định thành lập đoàn giám sát"),
    )
    ngay_qd_doan = field(Date(), N_("Ngày quyết định lập đoàn"), section="chuan_bi")
    thanh_vien = children(
        N_("Thành viên đoàn"),
        section="chuan_bi",
        ho_ten=field(PersonName(), N_("Họ và tên"), required=True, width=170),
        chuc_vu=field(Text(max_length=200), N_("Chức vụ, đơn vị"), width=280),
        vai_tro=field(VAI_TRO, N_("Vai trò"), width=120),
    )
    lich_trinh = children(
        N_("Lịch trình"),
        section="chuan_bi",
        ngay=field(Date(), N_("Ngày"), required=True, width=84),
        dia_diem=field(Text(max_length=200), N_("Nơi làm việc"), width=200),
        noi_dung=field(Text(max_length=500), N_("Nội dung làm việc"), width=320),
    )

    ket_qua = field(
        LongText(),
        N_("Kết quả giám sát"),
        section="ket_qua",
        aliases=("kết quả", "nhận xét, đánh giá", "kết quả, nhận xét"),
    )
    so_ket_luan = field(
        DecisionNumber(),
        N_("Số thông báo kết quả"),
        section="ket_qua",
        example="08/TB-MTTQ-BTT",
        aliases=("số thông báo", "thông báo kết luận", "báo cáo kết quả số"),
    )
    ngay_ket_luan = field(Date(), N_("Ngày thông báo kết quả"), section="ket_qua")
    kien_nghi = field(
        Integer(),
        N_("Số kiến nghị"),
        short=N_("Kiến nghị"),
        section="ket_qua",
        width=72,
        total=True,
        help=N_("Để trống khi chưa biết; gõ 0 khi không có kiến nghị."),
        aliases=(
            "kiến nghị",
            "số kiến nghị sau giám sát",
            "tổng số kiến nghị",
            "kiến nghị sau giám sát",
            "kiến nghị, đề xuất",
        ),
    )
    tra_loi = field(
        Integer(),
        N_("Đã trả lời"),
        section="ket_qua",
        help=N_("Gồm cả kiến nghị được tiếp thu."),
        aliases=(
            "số kiến nghị được trả lời",
            "số kiến nghị đã trả lời",
            "kiến nghị được trả lời",
            "được trả lời",
            "phản hồi",
        ),
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
            "số kiến nghị được tiếp thu",
            "kiến nghị được tiếp thu",
            "số tiếp thu",
            "đã tiếp thu, giải quyết",
            "được tiếp thu, giải quyết",
        ),
    )
    van_ban = children(
        N_("Văn bản"),
        section="ket_qua",
        so_ky_hieu=field(DecisionNumber(), N_("Số, ký hiệu"), required=True, width=130),
        ngay=field(Date(), N_("Ngày"), width=84),
        trich_yeu=field(Text(max_length=500), N_("Trích yếu"), width=360),
    )
    kien_nghi_chi_tiet = recommendation_list()

    trang_thai = field(
        Choice(options=tuple(Option(state.code, state.label) for state in STATES)),
        N_("Trạng thái"),
        section="chung",
        derived=True,
        width=104,
    )
