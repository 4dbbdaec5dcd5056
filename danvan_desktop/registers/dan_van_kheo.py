"""Sổ Dân vận khéo: one row for each yearly registration of a model or exemplar.

A continuing model keeps its code ``ma``; every year it is registered again as a row of its own,
so that yearly figures add up and the number of distinct models does not rise.
Life cycle: đăng ký → thẩm định → công nhận → tiêu biểu → khen thưởng; each step needs the one
before, so the funnel can never widen.
"""

from __future__ import annotations

from collections.abc import Iterable

from danvan_desktop.errors import Issue, Place, Severity
from danvan_desktop.i18n import N_, _
from danvan_desktop.registers.choices import (
    CAP,
    CAP_ORDER,
    DOI_TUONG,
    HINH_THUC_KHEN,
    LINH_VUC,
    TINH_CHAT,
)
from danvan_desktop.schema import (
    Choice,
    CodeSpec,
    Date,
    DecisionNumber,
    Flag,
    Integer,
    LongText,
    Money,
    Option,
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

PASS_MARK = 70
"""Điểm đạt when the office has not set its own appraisal sheet; no regulation sets one."""

STEPS = ("tham_dinh", "cong_nhan", "tieu_bieu", "khen")
"""The flags of the funnel after registration, each presupposing the one before."""

STATES = (
    State("dang_ky", N_("Đăng ký"), "neutral", "circle"),
    State("tra_lai", N_("Trả lại bổ sung"), "error", "return"),
    State("tham_dinh", N_("Đã thẩm định"), "accent", "appraised"),
    State("khong_cong_nhan", N_("Không công nhận"), "error", "cross"),
    State("cong_nhan", N_("Công nhận"), "success", "check"),
    State("tieu_bieu", N_("Tiêu biểu"), "success", "star"),
    State("khen", N_("Khen thưởng"), "warning", "award"),
    State("dung", N_("Dừng"), "neutral", "pause"),
    State("het_hieu_luc", N_("Hết hiệu lực"), "neutral", "pause"),
)

TRANG_THAI = Choice(options=tuple(Option(state.code, state.label) for state in STATES))

DIEN_BIEN = Choice(
    options=(
        Option("tra_lai", N_("Trả lại bổ sung")),
        Option("khong_cong_nhan", N_("Không công nhận")),
        Option("dung", N_("Dừng")),
        Option("het_hieu_luc", N_("Hết hiệu lực")),
    )
)


def derive(values: Values) -> Values:
    """Set the year, the state and the fold of the name that the other fields imply."""
    result = dict(values)
    result["nam"] = int(str(values["ngay_dang_ky"])[:4]) if values.get("ngay_dang_ky") else None
    reached = [step for step in STEPS if values.get(step)]
    result["trang_thai"] = values.get("dien_bien") or (reached[-1] if reached else "dang_ky")
    return result


def check(values: Values, context: RuleContext) -> Iterable[Issue]:
    """Keep the funnel monotone, decisions complete and levels in order."""
    yield from _funnel(values)
    yield from _appraisal(values)
    yield from _recognition(values, context)
    yield from _award(values)


def _place(name: str) -> Place:
    return Place(register="dan_van_kheo", field=name)


def _funnel(values: Values) -> Iterable[Issue]:
    before = {
        "cong_nhan": ("tham_dinh", N_("Chưa thẩm định thì chưa thể công nhận.")),
        "tieu_bieu": ("cong_nhan", N_("Chưa công nhận thì chưa thể là tiêu biểu.")),
        "khen": ("tieu_bieu", N_("Chưa là tiêu biểu thì chưa xét khen thưởng.")),
    }
    for step, (needed, sentence) in before.items():
        if values.get(step) and not values.get(needed):
            yield issue_for("impossible_value", place=_place(step), message=_(sentence))
    if values.get("dien_bien") == "khong_cong_nhan" and values.get("cong_nhan"):
        yield issue_for(
            "impossible_value",
            place=_place("dien_bien"),
            message=_("Mô hình đã công nhận thì không ghi “Không công nhận”."),
        )


def _appraisal(values: Values) -> Iterable[Issue]:
    if values.get("tham_dinh") and not values.get("ngay_tham_dinh"):
        yield issue_for(
            "missing_required",
            place=_place("ngay_tham_dinh"),
            severity=Severity.WARNING,
            message=_("Đã thẩm định nhưng chưa ghi ngày, tổ thẩm định và điểm."),
            remedy=_("Bổ sung biên bản thẩm định khi có."),
        )
    if values.get("ngay_tham_dinh") and not values.get("tham_dinh"):
        yield issue_for(
            "impossible_value",
            place=_place("tham_dinh"),
            message=_("Đã có ngày thẩm định mà chưa đánh dấu “Đã thẩm định”."),
        )
    score = values.get("diem_tham_dinh")
    if values.get("cong_nhan") and score is not None and int(score) < PASS_MARK:
        yield issue_for(
            "impossible_value",
            place=_place("diem_tham_dinh"),
            message=_("Điểm thẩm định dưới {n} thì chưa được công nhận.").format(n=PASS_MARK),
        )
    registered, appraised = values.get("ngay_dang_ky"), values.get("ngay_tham_dinh")
    if registered and appraised and str(appraised) < str(registered):
        yield issue_for(
            "impossible_value",
            place=_place("ngay_tham_dinh"),
            message=_("Ngày thẩm định trước ngày đăng ký."),
        )


def _recognition(values: Values, context: RuleContext) -> Iterable[Issue]:
    number, day = values.get("so_qd_cong_nhan"), values.get("ngay_cong_nhan")
    if (number or day) and not values.get("cong_nhan"):
        yield issue_for(
            "impossible_value",
            place=_place("cong_nhan"),
            message=_("Đã có quyết định mà chưa đánh dấu “Công nhận”."),
        )
    yield from _decision_pair(values, "so_qd_cong_nhan", "ngay_cong_nhan")
    appraised = values.get("ngay_tham_dinh")
    if day and appraised and str(day) < str(appraised):
        yield issue_for(
            "impossible_value",
            place=_place("ngay_cong_nhan"),
            message=_("Ngày công nhận trước ngày thẩm định."),
        )
    level, unit = values.get("cap_cong_nhan"), values.get("don_vi")
    own = context.unit_level(str(unit)) if unit else None
    if level and own and CAP_ORDER.get(str(level), 0) < CAP_ORDER.get(own, 0):
        yield issue_for(
            "impossible_value",
            place=_place("cap_cong_nhan"),
            message=_("Cấp công nhận thấp hơn cấp của đơn vị đăng ký."),
        )


def _award(values: Values) -> Iterable[Issue]:
    number, day = values.get("so_qd_khen"), values.get("ngay_khen")
    if (number or day) and not values.get("khen"):
        yield issue_for(
            "impossible_value",
            place=_place("khen"),
            message=_("Đã có quyết định khen mà chưa đánh dấu “Khen thưởng”."),
        )
    yield from _decision_pair(values, "so_qd_khen", "ngay_khen")


def _decision_pair(values: Values, number: str, day: str) -> Iterable[Issue]:
    if values.get(number) and not values.get(day):
        yield issue_for(
            "missing_required",
            place=_place(day),
            message=_("Có số quyết định nhưng chưa ghi ngày."),
            remedy=_("Gõ ngày/tháng/năm của quyết định."),
        )
    if values.get(day) and not values.get(number):
        yield issue_for(
            "missing_required",
            place=_place(number),
            message=_("Có ngày quyết định nhưng chưa ghi số."),
            remedy=_("Gõ số quyết định, ví dụ 125-QĐ/HU."),
        )


def duplicate_key(values: Values) -> tuple[str, ...] | None:
    """Two rows with the same unit, name and registration year are the same registration."""
    if not (values.get("ten") and values.get("don_vi") and values.get("ngay_dang_ky")):
        return None
    year = str(values["ngay_dang_ky"])[:4]
    return str(values["don_vi"]), fold_key(str(values["ten"])), year


@register(
    "dan_van_kheo",
    label=N_("Dân vận khéo"),
    record_label=N_("mô hình"),
    add_label=N_("Thêm mô hình"),
    icon="sparkles",
    sections=(
        Section("chung", N_("Thông tin chung")),
        Section("noi_dung", N_("Nội dung mô hình")),
        Section("nguon_luc", N_("Nguồn lực")),
        Section("cong_nhan", N_("Thẩm định, công nhận")),
        Section(
            "khen",
            N_("Khen thưởng"),
            N_("Không bắt buộc. Nếu đã khen thì cần số và ngày quyết định."),
        ),
    ),
    title_field="ten",
    date_field="ngay_dang_ky",
    unit_field="don_vi",
    state_field="trang_thai",
    states=STATES,
    funnel=("dang_ky", "tham_dinh", "cong_nhan", "tieu_bieu", "khen"),
    codes=CodeSpec(field="ma", prefix="DVK", continued_field="tinh_chat", continued="duy_tri"),
    check=check,
    derive=derive,
    duplicate_key=duplicate_key,
)
class DanVanKheo:
    """The ten items of a registration, then appraisal, recognition and award."""

    ten = field(
        Text(max_length=300),
        N_("Tên mô hình, điển hình"),
        required=True,
        section="chung",
        width=380,
        example="Bộ phận Một cửa thân thiện, vì Nhân dân phục vụ",
        aliases=("tên mô hình", "tên điển hình", "mô hình, điển hình", "tên mô hình điển hình"),
    )
    don_vi = field(
        Unit(),
        N_("Đơn vị thực hiện"),
        short=N_("Đơn vị"),
        required=True,
        section="chung",
        width=128,
        aliases=("đơn vị", "đơn vị đăng ký", "xã, thị trấn", "đơn vị chủ trì", "địa phương"),
    )
    linh_vuc = field(
        LINH_VUC, N_("Lĩnh vực"), required=True, section="chung", width=64, aliases=("lv",)
    )
    doi_tuong = field(
        DOI_TUONG,
        N_("Đối tượng"),
        short=N_("Loại"),
        required=True,
        section="chung",
        width=62,
        aliases=("tập thể/cá nhân", "loại hình", "đối tượng đăng ký"),
    )
    loai = field(
        Choice(
            options=(
                Option("mo_hinh", N_("Mô hình")),
                Option("dien_hinh", N_("Điển hình")),
            )
        ),
        N_("Mô hình hay điển hình"),
        section="chung",
    )
    ngay_dang_ky = field(
        Date(year_allowed=True),
        N_("Ngày đăng ký"),
        short=N_("Đăng ký"),
        required=True,
        section="chung",
        width=78,
        help=N_("Chỉ biết năm thì gõ năm; khi đó tính vào 6 tháng đầu năm."),
        aliases=("thời gian đăng ký", "thời điểm đăng ký", "năm đăng ký", "ngày, tháng đăng ký"),
    )
    tinh_chat = field(
        TINH_CHAT,
        N_("Mới / duy trì"),
        section="chung",
        help=N_("Mô hình duy trì giữ mã cũ; mỗi năm đăng ký là một dòng riêng."),
        aliases=("mới/duy trì", "tính chất", "mới hay duy trì", "ghi chú mới/duy trì"),
    )
    ma = field(
        Text(max_length=20),
        N_("Mã mô hình"),
        section="chung",
        derived=True,
    )
    nam = field(Integer(maximum=2200), N_("Năm đăng ký"), section="chung", derived=True)
    dia_chi = field(Text(), N_("Địa chỉ"), section="chung", aliases=("địa chỉ mô hình",))

    thuc_trang = field(LongText(), N_("Thực trạng, lý do"), section="noi_dung")
    muc_tieu = field(LongText(), N_("Mục tiêu, tiêu chí"), section="noi_dung")
    noi_dung = field(
        LongText(), N_("Nội dung, cách làm"), section="noi_dung", aliases=("nội dung", "cách làm")
    )
    dia_ban = field(Text(max_length=500), N_("Địa bàn, đối tượng hướng tới"), section="noi_dung")
    luc_luong = field(
        Text(max_length=500), N_("Lực lượng chủ trì, phối hợp, tham gia"), section="noi_dung"
    )
    thoi_gian = field(
        Text(), N_("Thời gian thực hiện"), section="noi_dung", aliases=("thời gian thực hiện",)
    )
    ket_qua = field(LongText(), N_("Sản phẩm, kết quả đầu ra"), section="noi_dung")
    nhan_rong = field(LongText(), N_("Khả năng duy trì, nhân rộng"), section="noi_dung")

    kinh_phi = field(
        Money(unit_dong=1_000_000),
        N_("Kinh phí (triệu đồng)"),
        short=N_("Triệu đ"),
        section="nguon_luc",
        width=60,
        total=True,
        example="43,5",
        help=N_("Để trống khi chưa có số liệu; gõ 0 khi không phát sinh."),
        aliases=("kinh phí", "nguồn lực", "kinh phí thực hiện", "số tiền"),
    )
    ngay_cong = field(Integer(), N_("Ngày công"), section="nguon_luc", aliases=("số ngày công",))
    hien_vat = field(Text(max_length=500), N_("Hiện vật"), section="nguon_luc")

    tham_dinh = field(
        Flag(),
        N_("Đã thẩm định"),
        section="cong_nhan",
        default=False,
        aliases=("thẩm định", "được thẩm định"),
    )
    ngay_tham_dinh = field(Date(), N_("Ngày thẩm định"), section="cong_nhan")
    diem_tham_dinh = field(
        Integer(maximum=100),
        N_("Điểm thẩm định"),
        section="cong_nhan",
        help=N_("Đạt từ 70 điểm"),
    )
    to_tham_dinh = field(Text(max_length=500), N_("Tổ thẩm định"), section="cong_nhan")
    cong_nhan = field(
        Flag(),
        N_("Công nhận"),
        section="cong_nhan",
        default=False,
        aliases=("được công nhận", "đã công nhận"),
    )
    so_qd_cong_nhan = field(
        DecisionNumber(),
        N_("Số quyết định công nhận"),
        section="cong_nhan",
        example="21-QĐ/HU",
        aliases=("quyết định công nhận", "số QĐ công nhận"),
    )
    ngay_cong_nhan = field(Date(), N_("Ngày quyết định công nhận"), section="cong_nhan")
    cap_cong_nhan = field(
        CAP,
        N_("Cấp công nhận"),
        section="cong_nhan",
        help=N_("Không thấp hơn cấp của đơn vị đăng ký"),
    )
    tieu_bieu = field(
        Flag(),
        N_("Tiêu biểu"),
        section="cong_nhan",
        default=False,
        aliases=("mô hình tiêu biểu", "là tiêu biểu"),
    )
    dien_bien = field(
        DIEN_BIEN,
        N_("Diễn biến khác"),
        section="cong_nhan",
        help=N_("Chỉ chọn khi mô hình bị trả lại, không được công nhận hoặc đã dừng."),
    )
    ly_do = field(Text(max_length=500), N_("Lý do"), section="cong_nhan")

    khen = field(
        Flag(),
        N_("Khen thưởng"),
        section="khen",
        default=False,
        aliases=("được khen thưởng", "khen"),
    )
    so_qd_khen = field(
        DecisionNumber(),
        N_("Số quyết định khen thưởng"),
        section="khen",
        example="125-QĐ/HU",
        aliases=("quyết định khen thưởng", "số QĐ khen thưởng"),
    )
    ngay_khen = field(Date(), N_("Ngày quyết định khen thưởng"), section="khen")
    hinh_thuc_khen = field(HINH_THUC_KHEN, N_("Hình thức khen"), section="khen")
    muc_thuong = field(Money(), N_("Mức thưởng (đồng)"), section="khen")
    ly_do_khen = field(LongText(max_length=1000), N_("Lý do khen"), section="khen")

    trang_thai = field(TRANG_THAI, N_("Trạng thái"), section="chung", derived=True, width=108)
