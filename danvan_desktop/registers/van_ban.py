"""Sổ văn bản chỉ đạo: directives received, advised on or issued, and the reviews that they ask for.

Cited symbols break every table of abbreviations (05-CT for a programme), so any text is taken and
a symbol without a number is only remarked on. Kind and level are read from symbol and wording as
long as the clerk says nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from danvan_desktop.errors import Issue, Place, Severity
from danvan_desktop.i18n import N_, _
from danvan_desktop.registers.choices import DO_MAT
from danvan_desktop.registers.citations import CAP_BAN_HANH, LOAI_VAN_BAN, issuing_level, kind_of
from danvan_desktop.schema import (
    Choice,
    Date,
    DecisionNumber,
    Flag,
    Link,
    LongText,
    Option,
    PersonName,
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

STATES = (
    State("moi", N_("Mới"), "neutral", "circle"),
    State("trien_khai", N_("Đang triển khai"), "accent", "play"),
    State("so_ket", N_("Đã sơ kết"), "accent", "check"),
    State("tong_ket", N_("Đã tổng kết"), "success", "check"),
)

NGUON = Choice(
    options=(
        Option("den", N_("Văn bản đến"), N_("Đến"), ("đến", "nhận", "tiếp nhận")),
        Option(
            "tham_muu",
            N_("Tham mưu cấp ủy ban hành"),
            N_("Tham mưu"),
            ("tham mưu", "tham mưu ban hành"),
        ),
        Option("ban_hanh", N_("Cơ quan ban hành"), N_("Ban hành"), ("ban hành", "đi")),
    )
)
"""How the office has to do with the paper."""

DEADLINES = (
    ("han_trien_khai", "trien_khai_den", "ngay_trien_khai"),
    ("han_so_ket", "so_ket_den", "ngay_so_ket"),
    ("han_tong_ket", "tong_ket_den", "ngay_tong_ket"),
)
"""What is asked, the last day that it means, and the day on which it was done."""


def last_day(deadline: object) -> str | None:
    """Give the last ISO day that a deadline means: a bare year runs to its 31 December."""
    text = str(deadline or "")
    return f"{text}-12-31" if len(text) == 4 else text or None


def derive(values: Values) -> Values:
    """Read kind and level where nobody wrote them; set the state and the days of the deadlines."""
    result = dict(values)
    symbol, issuer = str(values.get("so_ky_hieu") or ""), str(values.get("co_quan") or "")
    if symbol or issuer:
        abstract = str(values.get("trich_yeu") or "")
        result["loai"] = values.get("loai") or kind_of(symbol, abstract)
        result["cap_ban_hanh"] = values.get("cap_ban_hanh") or issuing_level(symbol, issuer)
    for asked, until, _done in DEADLINES:
        result[until] = last_day(values.get(asked))
    result["phai_so_ket"] = bool(values.get("han_so_ket"))
    result["qua_han_so_ket_tu"] = _day_after(result["so_ket_den"])
    result["qua_han_tong_ket_tu"] = _day_after(result["tong_ket_den"])
    result["trang_thai"] = _state(values)
    return result


def check(values: Values, context: RuleContext) -> Iterable[Issue]:
    """Nothing is asked or done before the paper was issued, and no final review is the first."""
    issued = str(values.get("ngay") or "")
    for asked, until, done in DEADLINES:
        if issued and values.get(until) and str(values[until]) < issued:
            yield _impossible(asked, _("Hạn trước ngày ban hành văn bản."))
        if issued and values.get(done) and str(values[done]) < issued:
            yield _impossible(done, _("Ngày thực hiện trước ngày ban hành văn bản."))
    reviewed, closed = values.get("ngay_so_ket"), values.get("ngay_tong_ket")
    if reviewed and closed and str(closed) < str(reviewed):
        yield _impossible("ngay_tong_ket", _("Ngày tổng kết trước ngày sơ kết."))
    ended = values.get("het_hieu_luc")
    if issued and ended and str(ended) < issued:
        yield _impossible("het_hieu_luc", _("Ngày hết hiệu lực trước ngày ban hành."))
    symbol = str(values.get("so_ky_hieu") or "")
    if symbol and not any(char.isdigit() for char in symbol):
        yield issue_for(
            "wrong_content",
            place=_place("so_ky_hieu"),
            severity=Severity.WARNING,
            message=_("Số, ký hiệu “{symbol}” không có chữ số.").format(symbol=symbol[:60]),
            remedy=_("Đối chiếu với văn bản; đúng như vậy thì cứ để nguyên."),
        )


def duplicate_key(values: Values) -> tuple[str, ...] | None:
    """Two rows with the same symbol and day are the same paper."""
    if not (values.get("so_ky_hieu") and values.get("ngay")):
        return None
    return fold_key(str(values["so_ky_hieu"])), str(values["ngay"])


def _place(name: str) -> Place:
    return Place(register="van_ban", field=name)


def _impossible(name: str, message: str) -> Issue:
    return issue_for("impossible_value", place=_place(name), message=message)


def _state(values: Values) -> str:
    if values.get("ngay_tong_ket"):
        return "tong_ket"
    if values.get("ngay_so_ket"):
        return "so_ket"
    begun = ("ngay_trien_khai", "van_ban_trien_khai", "san_pham")
    return "trien_khai" if any(values.get(name) for name in begun) else "moi"


def _day_after(day: object) -> str | None:
    return (date.fromisoformat(str(day)) + timedelta(days=1)).isoformat() if day else None


@register(
    "van_ban",
    family=N_("Chỉ đạo, phối hợp"),
    label=N_("Văn bản chỉ đạo"),
    record_label=N_("văn bản"),
    add_label=N_("Ghi văn bản"),
    icon="directive",
    sections=(
        Section(
            "chung",
            N_("Văn bản"),
            N_("Ghi đúng số, ký hiệu in trên văn bản, kể cả khi khác quy định."),
        ),
        Section("trien_khai", N_("Triển khai"), N_("Ai phụ trách, làm ra sản phẩm gì.")),
        Section(
            "so_ket",
            N_("Sơ kết, tổng kết"),
            N_("Hạn chỉ có năm thì gõ năm. Chương trình nhắc trước hạn 30 ngày."),
        ),
    ),
    title_field="trich_yeu",
    date_field="ngay",
    state_field="trang_thai",
    states=STATES,
    check=check,
    derive=derive,
    duplicate_key=duplicate_key,
)
class VanBan:
    """A resolution, directive, conclusion … with what it asks for and by when."""

    so_ky_hieu = field(
        Text(max_length=80),
        N_("Số, ký hiệu"),
        required=True,
        section="chung",
        width=104,
        example="120-KL/TW",
        aliases=("số ký hiệu", "số hiệu", "số văn bản", "số và ký hiệu", "ký hiệu", "số"),
    )
    ngay = field(
        Date(),
        N_("Ngày ban hành"),
        short=N_("Ngày"),
        required=True,
        section="chung",
        width=84,
        aliases=("ngày", "ngày văn bản", "ngày tháng", "ngày ký", "thời gian ban hành"),
    )
    loai = field(
        LOAI_VAN_BAN,
        N_("Loại văn bản"),
        short=N_("Loại"),
        section="chung",
        width=90,
        help=N_("Để trống thì chương trình đọc từ trích yếu và ký hiệu."),
        aliases=("thể loại", "tên loại"),
    )
    co_quan = field(
        Text(max_length=200),
        N_("Cơ quan ban hành"),
        required=True,
        section="chung",
        width=150,
        example="Ban Thường vụ Huyện ủy",
        aliases=("cơ quan", "nơi ban hành", "tác giả", "đơn vị ban hành", "cấp ban hành văn bản"),
    )
    cap_ban_hanh = field(
        CAP_BAN_HANH,
        N_("Cấp ban hành"),
        section="chung",
        help=N_("Để trống thì chương trình đọc từ ký hiệu và cơ quan."),
    )
    trich_yeu = field(
        Text(max_length=600),
        N_("Trích yếu"),
        required=True,
        section="chung",
        width=360,
        aliases=("trích yếu nội dung", "nội dung", "tên văn bản", "nội dung văn bản", "về việc"),
    )
    do_mat = field(
        DO_MAT,
        N_("Độ mật"),
        section="chung",
        help=N_("Văn bản mật chỉ ghi số, ngày và “VB mật – xem sổ mật giấy”."),
    )
    nguon = field(
        NGUON,
        N_("Nguồn văn bản"),
        section="chung",
        aliases=("đến/đi", "hình thức tham mưu"),
    )
    can_cu = field(
        Link(register="van_ban", back=N_("Văn bản triển khai văn bản này")),
        N_("Thực hiện văn bản"),
        section="chung",
        help=N_("Văn bản cấp trên mà văn bản này triển khai."),
    )
    het_hieu_luc = field(
        Date(),
        N_("Hết hiệu lực từ"),
        section="chung",
        aliases=("ngày hết hiệu lực", "hết hiệu lực"),
    )

    nguoi_phu_trach = field(
        PersonName(),
        N_("Người phụ trách"),
        section="trien_khai",
        aliases=("phụ trách", "cán bộ phụ trách", "người theo dõi", "người được giao"),
    )
    don_vi = field(
        Unit(),
        N_("Đơn vị triển khai"),
        section="trien_khai",
        aliases=("đơn vị thực hiện", "đơn vị chủ trì", "đơn vị được giao"),
    )
    han_trien_khai = field(
        Date(year_allowed=True),
        N_("Hạn triển khai"),
        section="trien_khai",
        aliases=("thời hạn triển khai", "hạn thực hiện", "thời hạn thực hiện"),
    )
    ngay_trien_khai = field(Date(), N_("Ngày triển khai"), section="trien_khai")
    van_ban_trien_khai = field(
        Text(max_length=200),
        N_("Văn bản triển khai"),
        section="trien_khai",
        example="39-KH/HU",
        aliases=("số văn bản triển khai", "kế hoạch triển khai"),
    )
    san_pham = field(
        Text(max_length=400),
        N_("Sản phẩm"),
        section="trien_khai",
        aliases=("kết quả, sản phẩm", "sản phẩm đầu ra"),
    )

    han_so_ket = field(
        Date(year_allowed=True),
        N_("Hạn sơ kết"),
        section="so_ket",
        width=84,
        aliases=("thời hạn sơ kết", "sơ kết trước ngày", "thời gian sơ kết", "hạn báo cáo sơ kết"),
    )
    ngay_so_ket = field(
        Date(), N_("Ngày sơ kết"), section="so_ket", aliases=("đã sơ kết ngày", "ngày đã sơ kết")
    )
    so_bao_cao_so_ket = field(
        DecisionNumber(), N_("Số báo cáo sơ kết"), section="so_ket", example="21-BC/BDV"
    )
    ket_qua_so_ket = field(LongText(), N_("Kết quả sơ kết"), section="so_ket")
    han_tong_ket = field(
        Date(year_allowed=True),
        N_("Hạn tổng kết"),
        section="so_ket",
        aliases=("thời hạn tổng kết", "tổng kết trước ngày", "thời gian tổng kết"),
    )
    ngay_tong_ket = field(
        Date(), N_("Ngày tổng kết"), section="so_ket", aliases=("ngày đã tổng kết",)
    )
    so_bao_cao_tong_ket = field(
        DecisionNumber(), N_("Số báo cáo tổng kết"), section="so_ket", example="35-BC/BDV"
    )
    ket_qua_tong_ket = field(LongText(), N_("Kết quả tổng kết"), section="so_ket")

    trien_khai_den = field(Date(), N_("Phải triển khai đến ngày"), derived=True)
    so_ket_den = field(Date(), N_("Phải sơ kết đến ngày"), derived=True)
    tong_ket_den = field(Date(), N_("Phải tổng kết đến ngày"), derived=True)
    phai_so_ket = field(Flag(), N_("Có hạn sơ kết"), derived=True, default=False)
    qua_han_so_ket_tu = field(Date(), N_("Quá hạn sơ kết từ ngày"), derived=True)
    qua_han_tong_ket_tu = field(Date(), N_("Quá hạn tổng kết từ ngày"), derived=True)
    trang_thai = field(
        Choice(options=tuple(Option(state.code, state.label) for state in STATES)),
        N_("Trạng thái"),
        section="chung",
        derived=True,
        width=112,
    )
