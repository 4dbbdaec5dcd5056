"""Sổ chương trình phối hợp: programmes and rules of cooperation, reviewed every year.

A programme is a stock: it counts in each year from the first to the last one.
"""

from __future__ import annotations

from collections.abc import Iterable

from danvan_desktop.errors import Issue, Place, Severity
from danvan_desktop.i18n import N_, _
from danvan_desktop.schema import (
    Choice,
    Date,
    DecisionNumber,
    Flag,
    LongText,
    Option,
    PersonName,
    RuleContext,
    Section,
    State,
    Text,
    Values,
    Year,
    children,
    field,
    issue_for,
    register,
)
from danvan_desktop.vietnamese import fold_key

STATES = (
    State("thuc_hien", N_("Đang thực hiện"), "accent", "play"),
    State("so_ket", N_("Đã sơ kết"), "accent", "check"),
    State("tong_ket", N_("Đã tổng kết"), "success", "check"),
    State("cham_dut", N_("Chấm dứt"), "neutral", "pause"),
)

LOAI = Choice(
    options=(
        Option("chuong_trinh", N_("Chương trình phối hợp"), N_("Chương trình"), ("chương trình",)),
        Option("quy_che", N_("Quy chế phối hợp"), N_("Quy chế"), ("quy chế",)),
        Option("ke_hoach", N_("Kế hoạch liên tịch"), N_("Kế hoạch"), ("kế hoạch phối hợp",)),
        Option("nghi_quyet", N_("Nghị quyết liên tịch"), N_("Nghị quyết"), ("thỏa thuận",)),
    )
)


def derive(values: Values) -> Values:
    """Let the reviews tell how far the programme is and in which year it was last reviewed."""
    result = dict(values)
    reviews = values.get("so_ket") or []
    years = [int(review["nam"]) for review in reviews if review.get("nam")]
    result["nam_so_ket"] = max(years, default=None)
    result["da_so_ket"] = bool(years)
    reached = "so_ket" if years else "thuc_hien"
    if values.get("ngay_tong_ket"):
        reached = "tong_ket"
    result["trang_thai"] = "cham_dut" if values.get("ngay_cham_dut") else reached
    return result


def check(values: Values, context: RuleContext) -> Iterable[Issue]:
    """The years are in order, and each review belongs to a year of the programme."""
    first, last = values.get("tu_nam"), values.get("den_nam")
    if first and last and int(last) < int(first):
        yield issue_for(
            "impossible_value",
            place=_place("den_nam"),
            message=_("Năm kết thúc ({last}) trước năm bắt đầu ({first}).").format(
                last=last, first=first
            ),
        )
        return
    seen: set[int] = set()
    for row, review in enumerate(values.get("so_ket") or (), start=1):
        year = review.get("nam")
        if not year:
            continue
        if first and last and not int(first) <= int(year) <= int(last):
            yield issue_for(
                "impossible_value",
                place=_place("so_ket.nam", row),
                message=_("Sơ kết năm {year}: chương trình từ {first} đến {last}.").format(
                    year=year, first=first, last=last
                ),
                remedy=_("Sửa năm sơ kết, hoặc sửa thời gian của chương trình."),
            )
        if int(year) in seen:
            yield issue_for(
                "impossible_value",
                place=_place("so_ket.nam", row),
                severity=Severity.WARNING,
                message=_("Năm {year} đã có một dòng sơ kết.").format(year=year),
                remedy=_("Gộp hai dòng nếu là một lần sơ kết."),
            )
        seen.add(int(year))
        yield from _review_day(review, row)


def duplicate_key(values: Values) -> tuple[str, ...] | None:
    """Two rows with the same symbol and first year are the same programme."""
    if not (values.get("so_ky_hieu") and values.get("tu_nam")):
        return None
    return fold_key(str(values["so_ky_hieu"])), str(values["tu_nam"])


def _place(name: str, row: int | None = None) -> Place:
    return Place(register="phoi_hop", field=name, row=row)


def _review_day(review: Values, row: int) -> Iterable[Issue]:
    day, year = str(review.get("ngay") or ""), int(review["nam"])
    if day and not year <= int(day[:4]) <= year + 1:
        yield issue_for(
            "impossible_value",
            place=_place("so_ket.ngay", row),
            severity=Severity.WARNING,
            message=_("Ngày sơ kết không thuộc năm {year} hay năm sau đó.").format(year=year),
        )


@register(
    "phoi_hop",
    family=N_("Chỉ đạo, phối hợp"),
    label=N_("Chương trình phối hợp"),
    record_label=N_("chương trình"),
    add_label=N_("Ghi chương trình"),
    icon="programme",
    sections=(
        Section("chung", N_("Chương trình")),
        Section(
            "so_ket",
            N_("Sơ kết hằng năm"),
            N_("Mỗi năm một dòng. Tháng 12 chương trình nhắc những chương trình chưa sơ kết."),
        ),
        Section("ket_thuc", N_("Tổng kết, chấm dứt")),
    ),
    title_field="noi_dung",
    date_field="tu_nam",
    valid=("tu_nam", "den_nam"),
    state_field="trang_thai",
    states=STATES,
    check=check,
    derive=derive,
    duplicate_key=duplicate_key,
)
class PhoiHop:
    """Who works with whom on what, from which year to which, and what each review found."""

    so_ky_hieu = field(
        Text(max_length=80),
        N_("Số, ký hiệu"),
        required=True,
        section="chung",
        width=120,
        example="05-CTr/BDV-LĐLĐ",
        aliases=("số chương trình", "số ký hiệu", "số", "số văn bản", "ký hiệu"),
    )
    loai = field(LOAI, N_("Hình thức"), section="chung", default="chuong_trinh")
    ngay_ky = field(Date(), N_("Ngày ký kết"), section="chung", aliases=("ngày ký", "ngày"))
    ben = field(
        Text(max_length=400),
        N_("Các bên phối hợp"),
        short=N_("Các bên"),
        required=True,
        section="chung",
        width=260,
        example="Ban Dân vận Huyện ủy, Công an huyện",
        aliases=("bên phối hợp", "đơn vị phối hợp", "các bên ký kết", "cơ quan phối hợp"),
    )
    noi_dung = field(
        Text(max_length=600),
        N_("Nội dung phối hợp"),
        short=N_("Nội dung"),
        required=True,
        section="chung",
        width=300,
        aliases=("nội dung", "nội dung chương trình", "tên chương trình", "lĩnh vực phối hợp"),
    )
    tu_nam = field(
        Year(),
        N_("Từ năm"),
        required=True,
        section="chung",
        width=64,
        aliases=("năm bắt đầu", "giai đoạn từ", "năm ký"),
    )
    den_nam = field(
        Year(),
        N_("Đến năm"),
        required=True,
        section="chung",
        width=64,
        aliases=("năm kết thúc", "giai đoạn đến"),
    )
    nguoi_phu_trach = field(
        PersonName(),
        N_("Người phụ trách"),
        section="chung",
        aliases=("phụ trách", "cán bộ phụ trách", "người theo dõi"),
    )

    so_ket = children(
        N_("Sơ kết"),
        section="so_ket",
        nam=field(Year(), N_("Năm"), required=True, width=60),
        ngay=field(Date(), N_("Ngày sơ kết"), width=90),
        so_bao_cao=field(Text(max_length=60), N_("Số báo cáo"), width=110, example="21-BC/BDV"),
        ket_qua=field(LongText(max_length=3000), N_("Kết quả"), required=True, width=360),
        phuong_huong=field(LongText(max_length=2000), N_("Nhiệm vụ năm sau"), width=260),
    )

    ngay_tong_ket = field(Date(), N_("Ngày tổng kết"), section="ket_thuc")
    so_bao_cao_tong_ket = field(
        DecisionNumber(), N_("Số báo cáo tổng kết"), section="ket_thuc", example="35-BC/BDV"
    )
    ket_qua_tong_ket = field(LongText(), N_("Kết quả tổng kết"), section="ket_thuc")
    ngay_cham_dut = field(
        Date(),
        N_("Chấm dứt từ ngày"),
        section="ket_thuc",
        help=N_("Chỉ ghi khi dừng trước năm kết thúc."),
    )

    nam_so_ket = field(
        Year(),
        N_("Năm sơ kết gần nhất"),
        short=N_("Sơ kết"),
        section="so_ket",
        derived=True,
        width=60,
    )
    da_so_ket = field(Flag(), N_("Đã từng sơ kết"), derived=True, default=False)
    trang_thai = field(
        Choice(options=tuple(Option(state.code, state.label) for state in STATES)),
        N_("Trạng thái"),
        section="chung",
        derived=True,
        width=112,
    )
