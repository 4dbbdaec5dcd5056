"""Sổ khen thưởng: one row for each commendation; a row may name the model that it rewards.

In practice a third of the cells for the decision's number hold the reason instead, so a sentence
there is refused and explained.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from danvan_desktop.errors import Issue, Place, Severity
from danvan_desktop.i18n import N_, _
from danvan_desktop.registers.choices import DOI_TUONG, HINH_THUC_KHEN
from danvan_desktop.schema import (
    Choice,
    Date,
    DecisionNumber,
    Flag,
    Link,
    LongText,
    Money,
    Option,
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

CAP_KHEN = Choice(
    options=(
        Option("NN", N_("Nhà nước, Thủ tướng"), N_("Nhà nước"), ("Thủ tướng", "Chủ tịch nước")),
        Option("TW", N_("Ban, bộ, ngành Trung ương"), N_("Trung ương"), ("Trung ương", "bộ")),
        Option("T", N_("Cấp tỉnh"), N_("Tỉnh"), ("tỉnh", "UBND tỉnh", "Tỉnh ủy")),
        Option("H", N_("Cấp huyện"), N_("Huyện"), ("huyện", "UBND huyện", "Huyện ủy")),
        Option("X", N_("Cấp xã"), N_("Xã"), ("xã", "UBND xã", "Đảng ủy xã")),
        Option("chua_ghi", N_("Chưa ghi cấp"), N_("Chưa ghi"), ("chưa rõ",)),
    )
)
"""Whose decision it is."""

NOI_DUNG = Choice(
    options=(
        Option("dvk", N_("Phong trào “Dân vận khéo”"), N_("Dân vận khéo"), ("dân vận khéo",)),
        Option("qcdc", N_("Thực hiện dân chủ ở cơ sở"), N_("Dân chủ cơ sở"), ("QCDC",)),
        Option("hoi_thi", N_("Hội thi"), N_("Hội thi")),
        Option("dot_xuat", N_("Thành tích đột xuất"), N_("Đột xuất"), ("đột xuất",)),
        Option("dan_van", N_("Công tác dân vận"), N_("Dân vận"), ("công tác dân vận năm",)),
    )
)

_AUTHORITIES = (
    (re.compile(r"(TTG|CTN)\b"), "NN"),
    (re.compile(r"TW\b"), "TW"),
    (re.compile(r"(?<!TH)TU\b"), "T"),
    (re.compile(r"(HU|QU|THU)\b"), "H"),
    (re.compile(r"ĐU\b"), "X"),
)
"""Symbols that name a level; “QĐ-UBND” may be of any."""


def derive(values: Values) -> Values:
    """Read the level from the decision's symbol where it tells one."""
    result = dict(values)
    symbol = str(values.get("so_qd") or "").upper()
    if symbol:
        read = next((level for pattern, level in _AUTHORITIES if pattern.search(symbol)), None)
        result["cap_khen"] = values.get("cap_khen") or read or "chua_ghi"
    result["gan_mo_hinh"] = bool(values.get("lien_ket"))
    return result


def check(values: Values, context: RuleContext) -> Iterable[Issue]:
    """A model is rewarded for “Dân vận khéo”."""
    if values.get("lien_ket") and values.get("noi_dung") not in (None, "dvk"):
        yield issue_for(
            "impossible_value",
            place=Place(register="khen_thuong", field="noi_dung"),
            severity=Severity.WARNING,
            message=_("Đã chọn mô hình được khen mà nội dung khen không phải “Dân vận khéo”."),
            remedy=_("Chọn lại nội dung, hoặc bỏ mô hình."),
        )


def duplicate_key(values: Values) -> tuple[str, ...] | None:
    """Two rows with the same receiver, decision and day are the same commendation."""
    names = ("don_vi", "ten", "so_qd", "ngay")
    if not all(values.get(name) for name in names):
        return None
    return tuple(fold_key(str(values[name])) for name in names)


@register(
    "khen_thuong",
    family=N_("Thi đua, khen thưởng"),
    label=N_("Khen thưởng"),
    record_label=N_("khen thưởng"),
    add_label=N_("Ghi khen thưởng"),
    icon="award",
    sections=(
        Section("chung", N_("Được khen")),
        Section("quyet_dinh", N_("Quyết định khen thưởng")),
        Section(
            "thanh_tich",
            N_("Thành tích"),
            N_("Khen một mô hình “Dân vận khéo” thì chọn mô hình đó."),
        ),
    ),
    title_field="ten",
    date_field="ngay",
    unit_field="don_vi",
    check=check,
    derive=derive,
    duplicate_key=duplicate_key,
)
class KhenThuong:
    """Who is commended, how, by which decision, for what."""

    ten = field(
        Text(max_length=300),
        N_("Tên tập thể, cá nhân"),
        required=True,
        section="chung",
        width=320,
        aliases=(
            "tập thể, cá nhân",
            "tên tập thể",
            "họ và tên",
            "họ tên",
            "tập thể/cá nhân được khen",
            "họ tên, đơn vị",
            "tên đơn vị, cá nhân",
            "đối tượng được khen",
            "tên",
        ),
    )
    don_vi = field(
        Unit(),
        N_("Đơn vị"),
        required=True,
        section="chung",
        width=130,
        aliases=("đơn vị công tác", "xã, thị trấn", "địa phương"),
    )
    doi_tuong = field(
        DOI_TUONG,
        N_("Đối tượng"),
        required=True,
        section="chung",
        width=80,
        aliases=("tập thể hay cá nhân", "TT/CN", "loại đối tượng"),
    )
    hinh_thuc = field(
        HINH_THUC_KHEN,
        N_("Hình thức khen"),
        short=N_("Hình thức"),
        required=True,
        section="quyet_dinh",
        width=90,
        aliases=("hình thức", "hình thức khen thưởng", "danh hiệu", "loại khen thưởng"),
    )
    so_qd = field(
        DecisionNumber(),
        N_("Số quyết định"),
        short=N_("Số QĐ"),
        required=True,
        section="quyet_dinh",
        width=104,
        example="125-QĐ/HU",
        help=N_("Chỉ ghi số và ký hiệu; lý do khen ghi ở phần thành tích."),
        aliases=("số QĐ", "quyết định số", "quyết định", "số quyết định khen thưởng"),
    )
    ngay = field(
        Date(),
        N_("Ngày quyết định"),
        short=N_("Ngày"),
        required=True,
        section="quyet_dinh",
        width=84,
        aliases=("ngày", "ngày QĐ", "ngày ký", "ngày khen"),
    )
    cap_khen = field(
        CAP_KHEN,
        N_("Cấp khen thưởng"),
        short=N_("Cấp khen"),
        section="quyet_dinh",
        width=90,
        help=N_("Để trống thì chương trình đọc từ ký hiệu quyết định."),
        aliases=("cấp khen", "cấp quyết định"),
    )
    co_quan_khen = field(
        Text(max_length=200),
        N_("Cơ quan, người khen"),
        section="quyet_dinh",
        example="Chủ tịch UBND huyện",
        aliases=("cơ quan khen thưởng", "thẩm quyền", "người ký"),
    )
    muc_thuong = field(
        Money(),
        N_("Mức thưởng (đồng)"),
        short=N_("Mức thưởng"),
        section="quyet_dinh",
        width=90,
        total=True,
        example="745.000",
        aliases=("mức thưởng", "tiền thưởng", "số tiền thưởng", "số tiền"),
    )
    noi_dung = field(
        NOI_DUNG,
        N_("Nội dung khen"),
        section="thanh_tich",
        aliases=("đợt khen", "chủ đề", "phong trào"),
    )
    lien_ket = field(
        Link(register="dan_van_kheo", back=N_("Khen thưởng của mô hình")),
        N_("Mô hình được khen"),
        section="thanh_tich",
        help=N_("Gõ vài chữ của tên mô hình, không cần dấu."),
    )
    thanh_tich = field(
        LongText(max_length=2000),
        N_("Thành tích"),
        section="thanh_tich",
        aliases=("lý do khen", "thành tích khen thưởng", "nội dung thành tích"),
    )
    gan_mo_hinh = field(Flag(), N_("Khen mô hình"), derived=True, default=False)
