"""The papers that the office makes: drafts, frozen figures, number and date, signed copies.

The text lives in sections (children), each a template with live figures; at issue the figures are
frozen in ``so_lieu`` (JSON: path → shown text, value, provenance) and the text is never rendered
from live data again. What has been issued is kept as it is by the store (``protect``); a mistake
is corrected by another paper that stands in its place (``thay_cho``).
"""

from __future__ import annotations

from collections.abc import Iterable

from danvan_desktop.errors import Issue, Place
from danvan_desktop.i18n import N_, _
from danvan_desktop.registers.choices import LARGEST_NUMBER, LOAI as LOAI, THE_THUC
from danvan_desktop.schema import (
    Choice,
    Date,
    Flag,
    Integer,
    LongText,
    Option,
    RuleContext,
    Section,
    State,
    Text,
    Values,
    children,
    field,
    issue_for,
    register,
)

DRAFT, CHECKED, SUBMITTED = "nhap", "da_soat", "trinh"
FROZEN, SIGNED, SENT = "chot", "da_ky", "da_gui"

STATES = (
    State(DRAFT, N_("Bản nháp"), "neutral", "draft"),
    State(CHECKED, N_("Đã soát"), "accent", "check"),
    State(SUBMITTED, N_("Trình ký"), "accent", "send"),
    State(FROZEN, N_("Đã ban hành"), "accent", "lock"),
    State(SIGNED, N_("Đã ký"), "success", "sign"),
    State(SENT, N_("Đã gửi"), "success", "send"),
)

DO_KHAN = Choice(
    options=(
        Option("khan", N_("Khẩn")),
        Option("thuong_khan", N_("Thượng khẩn")),
        Option("hoa_toc", N_("Hỏa tốc")),
    )
)
"""Degrees of urgency (HD 36-HD/VPTW; NĐ 30/2020, Phụ lục I)."""

MOST_CO_SIGNERS = 7
"""With the office's own signer four rows of two, which is what one page holds."""

EDITABLE = (DRAFT, CHECKED)
"""States in which the text may be changed; a change takes a checked paper back to the draft."""

ISSUED = (FROZEN, SIGNED, SENT)
"""States in which number, date and figures stand for good."""

_ORDER = tuple(state.code for state in STATES)
_AFTER_ISSUE = frozenset(("trang_thai", "tep_da_ky", "ngay_gui"))
_WHILE_CHECKED = frozenset(("trang_thai", "nhac"))


def is_issued(values: Values) -> bool:
    """Tell whether a paper bears its number and date for good."""
    return values.get("trang_thai") in ISSUED


def protect(before: Values, after: Values | None) -> Issue | None:
    """Keep issued papers as they are, and those that wait for the signatory while they wait."""
    state = before.get("trang_thai")
    changed = set() if after is None else {n for n in after if after[n] != before.get(n)}
    moved = "trang_thai" in changed
    if state in ISSUED:
        back = after is not None and _ORDER.index(str(after["trang_thai"])) < _ORDER.index(state)
        if after is None or back or changed - _AFTER_ISSUE:
            return _kept(
                "issued_paper",
                _("Văn bản đã ban hành nên không sửa, không xóa được."),
                _("Lập bản thay thế (có lý do) rồi sửa trên bản đó."),
            )
    elif state == SUBMITTED and (after is None or (changed and not moved)):
        return _kept(
            "paper_submitted",
            _("Văn bản đang trình ký nên chưa sửa được."),
            _("Nhấn “Thu hồi” rồi sửa."),
        )
    elif state == CHECKED and not moved and changed - _WHILE_CHECKED:
        return _kept(
            "paper_checked",
            _("Văn bản đã soát; sửa thì phải soát lại."),
            _("Nhấn “Sửa tiếp” rồi sửa."),
        )
    return None


def check(values: Values, context: RuleContext) -> Iterable[Issue]:
    """Keep the signatures to what fits on one page; copies are counted of a typist's paper."""
    if values.get("so_ban") == 0:
        yield issue_for(
            "impossible_value",
            place=Place(register="bao_cao", field="so_ban"),
            message=_("Số bản phát hành: ít nhất 1 bản, để trống nếu không ghi."),
            remedy=_("Sửa số bản."),
        )
    elif values.get("so_ban") is not None and not values.get("danh_may"):
        yield issue_for(
            "missing_required",
            place=Place(register="bao_cao", field="danh_may"),
            message=_("Ghi số bản thì cần cả ký hiệu người đánh máy, ví dụ ABC."),
            remedy=_("Ghi ký hiệu, hoặc bỏ số bản."),
        )
    if len(values.get("cung_ky") or ()) > MOST_CO_SIGNERS:
        yield issue_for(
            "impossible_value",
            place=Place(register="bao_cao", field="cung_ky"),
            message=_("Một văn bản có tối đa {n} người cùng ký.").format(n=MOST_CO_SIGNERS),
            remedy=_("Bớt người cùng ký."),
        )


def _kept(code: str, message: str, remedy: str) -> Issue:
    return Issue(code, message, remedy, Place(register="bao_cao", field="trang_thai"))


@register(
    "bao_cao",
    group="paper",
    label=N_("Báo cáo"),
    record_label=N_("báo cáo"),
    add_label=N_("Soạn báo cáo"),
    icon="report",
    sections=(Section("chung", N_("Văn bản")),),
    title_field="ten",
    date_field="ngay",
    state_field="trang_thai",
    states=STATES,
    check=check,
    protect=protect,
)
class BaoCao:
    """A paper from its first draft to the signed file."""

    loai = field(LOAI, N_("Loại"), required=True, section="chung", width=90)
    ten = field(Text(max_length=500), N_("Trích yếu"), required=True, section="chung", width=420)
    ky = field(Text(max_length=20), N_("Kỳ"), section="chung", width=90)
    mau = field(Text(max_length=60), N_("Mẫu"), required=True, section="chung")
    mau_ban = field(Integer(), N_("Bản của mẫu"), derived=True)
    doi_tuong = field(Text(max_length=8000), N_("Lập từ"), derived=True)
    the_thuc = field(THE_THUC, N_("Thể thức"), required=True, section="chung", width=90)
    ngay = field(Date(), N_("Ngày văn bản"), required=True, section="chung", width=90)
    so = field(Integer(maximum=LARGEST_NUMBER), N_("Số"), section="chung", width=50)
    ky_hieu = field(Text(max_length=60), N_("Số, ký hiệu"), section="chung", width=110)
    nguoi_ky = field(Text(max_length=120), N_("Người ký"), section="chung", width=140)
    noi_nhan = field(
        LongText(max_length=2000), N_("Nơi nhận"), section="chung", help=N_("Mỗi nơi một dòng.")
    )
    kinh_gui = field(
        LongText(max_length=2000), N_("Kính gửi"), section="chung", help=N_("Mỗi nơi một dòng.")
    )
    do_khan = field(DO_KHAN, N_("Mức độ khẩn"), section="chung")
    luu_hanh = field(
        Text(max_length=60),
        N_("Phạm vi lưu hành"),
        section="chung",
        help=N_("Ví dụ: tài liệu hội nghị."),
    )
    danh_may = field(
        Text(max_length=20),
        N_("Ký hiệu người đánh máy, soạn thảo"),
        section="chung",
        example="ABC",
        help=N_("In dưới nơi nhận cùng số bản, ví dụ ABC-268."),
    )
    so_ban = field(Integer(maximum=99_999), N_("Số bản phát hành"), section="chung", example="268")
    trang_thai = field(
        Choice(options=tuple(Option(state.code, state.label) for state in STATES)),
        N_("Trạng thái"),
        section="chung",
        derived=True,
        default=DRAFT,
        width=120,
    )
    so_lieu = field(LongText(max_length=5_000_000), N_("Số liệu đã chốt"), derived=True)
    lan = field(Integer(), N_("Lần"), section="chung", default=1)
    ly_do = field(Text(max_length=500), N_("Lý do sửa"), section="chung")
    thay_cho = field(Text(max_length=64), N_("Thay cho văn bản"), derived=True)
    ngay_trinh = field(Date(), N_("Ngày trình ký"), derived=True)
    ngay_ban_hanh = field(Date(), N_("Ngày ban hành"), derived=True)
    ngay_gui = field(Date(), N_("Ngày gửi"), derived=True)
    y_kien = field(Text(max_length=500), N_("Ý kiến khi trả lại"), derived=True)
    tep_pdf = field(Text(max_length=64), N_("Tệp PDF"), derived=True)
    tep_da_ky = field(Text(max_length=64), N_("Tệp đã ký"), derived=True)
    muc = children(
        N_("Mục"),
        section="chung",
        ma=field(Text(max_length=40), N_("Mã mục"), required=True),
        tieu_de=field(Text(), N_("Tiêu đề"), required=True),
        cap=field(Integer(maximum=4), N_("Bậc"), default=2),
        noi_dung=field(LongText(max_length=200_000), N_("Nội dung")),
        xong=field(Flag(), N_("Đã viết xong"), default=False),
        lay_tu=field(Text(max_length=120), N_("Lấy từ văn bản")),
    )
    cung_ky = children(
        N_("Người cùng ký"),
        section="chung",
        ho_ten=field(Text(max_length=120), N_("Họ tên"), required=True),
        chuc_vu=field(Text(max_length=120), N_("Chức vụ"), required=True),
        tham_quyen=field(Text(max_length=120), N_("Ký thay, thay mặt")),
        co_quan=field(Text(max_length=160), N_("Cơ quan")),
        ky_hieu=field(Text(max_length=20), N_("Ký hiệu")),
    )
    nhac = children(
        N_("Lý do của lời nhắc"),
        section="chung",
        ma=field(Text(max_length=200), N_("Lời nhắc"), required=True),
        noi_dung=field(Text(max_length=1000), N_("Nội dung nhắc")),
        ly_do=field(Text(max_length=500), N_("Lý do"), required=True),
    )
