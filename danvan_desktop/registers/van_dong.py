"""Sổ vận động, ủng hộ: money and goods that were raised, by whom, for what.

Goods keep their own unit; only rice is brought to one (tấn), because papers sum it.
"""

from __future__ import annotations

from collections.abc import Iterable

from danvan_desktop.errors import Issue, Place, Severity
from danvan_desktop.i18n import N_, _
from danvan_desktop.registers.choices import CHU_THE
from danvan_desktop.schema import (
    QUANTITY_SCALE,
    Choice,
    Date,
    Integer,
    LongText,
    Money,
    Option,
    Quantity,
    RuleContext,
    Section,
    Text,
    Unit,
    Values,
    field,
    issue_for,
    register,
)
from danvan_desktop.vietnamese import fold_key

CHUONG_TRINH = Choice(
    options=(
        Option(
            "nguoi_ngheo",
            N_("Quỹ Vì người nghèo"),
            N_("Vì người nghèo"),
            ("vì người nghèo", "quỹ người nghèo"),
        ),
        Option("tet", N_("Chăm lo Tết"), N_("Tết"), ("tết nguyên đán",)),
        Option(
            "phong_dich",
            N_("Phòng, chống dịch bệnh"),
            N_("Dịch bệnh"),
            ("phòng, chống dịch", "phòng chống dịch covid-19"),
        ),
        Option("thien_tai", N_("Cứu trợ thiên tai"), N_("Thiên tai"), ("cứu trợ", "bão lụt")),
        Option(
            "nha_o",
            N_("Nhà Đại đoàn kết, nhà tình thương"),
            N_("Nhà ở"),
            ("nhà đại đoàn kết", "nhà tình thương"),
        ),
        Option("hoc_bong", N_("Khuyến học, học bổng"), N_("Khuyến học"), ("học bổng",)),
        Option(
            "cong_trinh",
            N_("Công trình, nông thôn mới"),
            N_("Công trình"),
            ("nông thôn mới", "xây dựng nông thôn mới"),
        ),
        Option("khac", N_("Khác"), N_("Khác")),
    )
)

_KILOGRAMS = {"kg": 1, "ki lo gam": 1, "ky": 1, "can": 1, "yen": 10, "ta": 100, "tan": 1000}
"""The units of weight that people write, folded, in kilograms."""

_TONNE = 1000
_TONNE_PARTS = _TONNE * QUANTITY_SCALE
"""Rice is kept in hundredths of a kilogram, so that a sum of kg and tấn is exact."""


def rice(values: Values) -> int | None:
    """Give the rice of a record in hundredths of a kilogram; None when it is no rice by weight."""
    amount = values.get("so_luong")
    weight = _KILOGRAMS.get(fold_key(str(values.get("dvt") or "")))
    return int(amount) * weight if amount is not None and weight and _is_rice(values) else None


def derive(values: Values) -> Values:
    """Sum money and equivalent value, bring rice to one unit."""
    worth = [values[name] for name in ("tien", "quy_doi") if values.get(name) is not None]
    return {**values, "gao": rice(values), "tong": sum(map(int, worth)) if worth else None}


def check(values: Values, context: RuleContext) -> Iterable[Issue]:
    """Something was given; an amount of goods has its unit."""
    if values.get("tien") is None and not values.get("hien_vat"):
        yield _remark("tien", _("Chưa ghi tiền, cũng chưa ghi hiện vật."), _("Ghi một trong hai."))
    if values.get("so_luong") is not None and not values.get("dvt"):
        yield _remark(
            "dvt",
            _("Có số lượng hiện vật nhưng chưa ghi đơn vị tính."),
            _("Ghi đơn vị tính, ví dụ kg, tấn, thùng, suất."),
        )
    weighed = values.get("so_luong") is not None and values.get("dvt")
    if weighed and _is_rice(values) and rice(values) is None:
        yield _remark(
            "dvt",
            _("Gạo tính bằng “{unit}” chưa cộng được vào số tấn.").format(unit=values["dvt"]),
            _("Đổi ra kg, tạ hoặc tấn nếu biết."),
        )


def _is_rice(values: Values) -> bool:
    return fold_key(str(values.get("hien_vat") or "")).split(" ")[0] == "gao"


def _remark(name: str, message: str, remedy: str) -> Issue:
    return issue_for(
        "missing_required",
        place=Place(register="van_dong", field=name),
        severity=Severity.WARNING,
        message=message,
        remedy=remedy,
    )


def duplicate_key(values: Values) -> tuple[str, ...] | None:
    """The same unit, day, purpose, money and goods is one report."""
    names = ("don_vi", "ngay", "noi_dung")
    if not all(values.get(name) for name in names):
        return None
    shared = (*names, "tien", "hien_vat", "so_luong", "nguon")
    return tuple(fold_key(str(values.get(name) or "")) for name in shared)


@register(
    "van_dong",
    label=N_("Vận động ủng hộ"),
    record_label=N_("đợt vận động"),
    add_label=N_("Ghi đợt vận động"),
    icon="donation",
    family=N_("Tuyên truyền, vận động"),
    sections=(
        Section("chung", N_("Đợt vận động")),
        Section(
            "ket_qua",
            N_("Tiền và hiện vật"),
            N_("Để trống khi chưa có số liệu; gõ 0 khi không phát sinh."),
        ),
        Section("phan_bo", N_("Phân bổ")),
    ),
    title_field="noi_dung",
    date_field="ngay",
    unit_field="don_vi",
    check=check,
    derive=derive,
    duplicate_key=duplicate_key,
)
class VanDong:
    """What was raised for the people: money, goods, their value, where they went."""

    don_vi = field(
        Unit(),
        N_("Đơn vị"),
        required=True,
        section="chung",
        width=140,
        aliases=(
            "đơn vị vận động",
            "đơn vị tiếp nhận",
            "địa phương",
            "xã, thị trấn",
            "đơn vị thực hiện",
        ),
    )
    ngay = field(
        Date(),
        N_("Ngày"),
        required=True,
        section="chung",
        width=84,
        aliases=(
            "ngày tổ chức",
            "ngày vận động",
            "ngày ủng hộ",
            "ngày tiếp nhận",
            "thời gian",
            "thời gian vận động",
        ),
    )
    noi_dung = field(
        Text(max_length=500),
        N_("Nội dung vận động"),
        short=N_("Nội dung"),
        required=True,
        section="chung",
        width=260,
        example="Chăm lo hộ nghèo dịp Tết Nguyên đán",
        aliases=(
            "nội dung",
            "nội dung ủng hộ",
            "nội dung vận động, ủng hộ",
            "mục đích",
            "tên đợt vận động",
        ),
    )
    chuong_trinh = field(
        CHUONG_TRINH,
        N_("Quỹ, chương trình"),
        section="chung",
        aliases=("quỹ", "chương trình", "đợt vận động", "cuộc vận động"),
    )
    chu_the = field(
        CHU_THE,
        N_("Tổ chức vận động"),
        section="chung",
        aliases=("chủ thể", "tổ chức, đoàn thể", "đoàn thể vận động"),
    )
    nguon = field(
        Text(max_length=300),
        N_("Bên ủng hộ"),
        section="chung",
        help=N_("Ghi tên tổ chức, doanh nghiệp; người ủng hộ riêng lẻ chỉ ghi “cá nhân”."),
        aliases=(
            "đơn vị ủng hộ",
            "nhà tài trợ",
            "mạnh thường quân",
            "nguồn ủng hộ",
            "tổ chức, doanh nghiệp ủng hộ",
        ),
    )

    tien = field(
        Money(unit_dong=1_000_000),
        N_("Tiền (triệu đồng)"),
        short=N_("Triệu đ"),
        section="ket_qua",
        width=78,
        total=True,
        example="58,5",
        aliases=(
            "tiền",
            "tiền mặt",
            "số tiền",
            "số tiền ủng hộ",
            "tiền vận động",
            "kinh phí vận động",
            "kết quả bằng tiền",
        ),
    )
    hien_vat = field(
        Text(max_length=200),
        N_("Hiện vật"),
        section="ket_qua",
        width=130,
        example="Gạo",
        help=N_("Mỗi loại hiện vật ghi một dòng riêng."),
        aliases=("tên hiện vật", "loại hiện vật", "hàng hóa", "nhu yếu phẩm"),
    )
    so_luong = field(
        Quantity(),
        N_("Số lượng"),
        section="ket_qua",
        width=78,
        example="5,4",
        aliases=("lượng", "khối lượng", "số lượng hiện vật"),
    )
    dvt = field(
        Text(max_length=30),
        N_("Đơn vị tính"),
        short=N_("ĐVT"),
        section="ket_qua",
        width=64,
        example="tấn",
        aliases=("đv tính", "đơn vị đo"),
    )
    quy_doi = field(
        Money(unit_dong=1_000_000),
        N_("Hiện vật quy tiền (triệu đồng)"),
        section="ket_qua",
        aliases=("quy đổi", "giá trị quy đổi", "trị giá", "trị giá hiện vật", "quy ra tiền"),
    )
    tong = field(
        Money(unit_dong=1_000_000),
        N_("Tổng giá trị (triệu đồng)"),
        section="ket_qua",
        derived=True,
        total=True,
    )
    gao = field(
        Quantity(parts=_TONNE_PARTS),
        N_("Gạo (tấn)"),
        section="ket_qua",
        derived=True,
        total=True,
    )

    so_ho = field(
        Integer(),
        N_("Số hộ, người được hỗ trợ"),
        section="phan_bo",
        aliases=("số hộ", "số hộ được hỗ trợ", "số người được hỗ trợ", "số suất"),
    )
    phan_bo = field(
        LongText(max_length=2000),
        N_("Phân bổ, sử dụng"),
        section="phan_bo",
        help=N_("Ghi nơi nhận và số lượng; không ghi tên, hoàn cảnh của từng người nhận."),
    )
