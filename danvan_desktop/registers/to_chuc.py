"""The office's own directory, effective-dated: units, office profile, officers, terms, periods.

They are declared like registers, so the same list, form, history, undo and bundle serve them, but
they belong to the group ``organisation`` and are not offered as books. The dated versions of one
unit or office are rows that share a code; ``tu_ngay`` is the first day, ``den_ngay`` the last.
"""

from __future__ import annotations

from collections.abc import Iterable

from danvan_desktop.errors import Issue, Place
from danvan_desktop.i18n import N_, _
from danvan_desktop.registers.choices import CAP, THE_THUC
from danvan_desktop.schema import (
    Check,
    Choice,
    Date,
    FieldSpec,
    Integer,
    LongText,
    Option,
    RuleContext,
    Section,
    Text,
    Unit,
    Values,
    children,
    field,
    issue_for,
    register,
)

LOAI_VAN_PHONG = Choice(
    options=(
        Option("bdv_huyen", N_("Ban Dân vận huyện, quận, thị, thành ủy")),
        Option("tgdv_huyen", N_("Ban Tuyên giáo và Dân vận huyện, thành ủy")),
        Option("xdd_xa", N_("Ban Xây dựng Đảng xã, phường")),
        Option("tgdv_dac_khu", N_("Ban Tuyên giáo và Dân vận đặc khu")),
        Option("mttq_xa", N_("Ủy ban MTTQ xã, phường")),
        Option("tinh", N_("Cơ quan tiếp nhận ở cấp tỉnh")),
    )
)
"""The kinds of office; ``organisation/kinds`` says what each implies."""

CACH_TINH_KY = Choice(
    options=(
        Option("15-14", N_("Từ 15 đến 14 (15/12–14/6, 15/6–14/12)")),
        Option("duong_lich", N_("Dương lịch (01/01–30/6, 01/7–31/12)")),
    )
)

ON_LETTERS, ON_EVERY_PAPER, ON_NO_PAPER = "cong_van", "moi_van_ban", "khong"

LIEN_HE = Choice(
    options=(
        Option(ON_LETTERS, N_("Công văn, giấy mời")),
        Option(ON_EVERY_PAPER, N_("Mọi văn bản")),
        Option(ON_NO_PAPER, N_("Không ghi")),
    )
)
"""Which papers bear the office's address; NĐ 30/2020 and HD 36-HD/VPTW leave it to the office."""

OPEN, CLOSED = "mo", "khoa"
"""The states of a period."""


def _ordered(first: str, last: str) -> Check:
    def check(values: Values, context: RuleContext) -> Iterable[Issue]:
        start, end = values.get(first), values.get(last)
        if start and end and str(end) < str(start):
            yield issue_for(
                "impossible_value",
                place=Place(field=last),
                message=_("Ngày cuối trước ngày đầu."),
            )

    return check


def check_unit(values: Values, context: RuleContext) -> Iterable[Issue]:
    """Days in order, and no unit that belongs to itself, be it through others."""
    yield from _ordered("tu_ngay", "den_ngay")(values, context)
    own, above = values.get("ma"), values.get("cha")
    seen: set[object] = set()
    while above and above != own and above not in seen:
        seen.add(above)
        above = context.unit_parent(str(above))
    if own and above == own:
        yield issue_for(
            "impossible_value",
            place=Place(field="cha"),
            message=_("Đơn vị này thuộc chính nó theo vòng tròn."),
            remedy=_("Chọn mã đơn vị cha khác."),
        )


def _from(label: str) -> FieldSpec:
    return field(Date(), label, required=True, section="chung", width=90)


def _to(label: str) -> FieldSpec:
    return field(
        Date(), label, section="chung", width=90, help=N_("Để trống khi đang còn hiệu lực.")
    )


_SECTION = (Section("chung", N_("Thông tin chung")),)


@register(
    "don_vi",
    group="organisation",
    label=N_("Đơn vị"),
    record_label=N_("đơn vị"),
    add_label=N_("Thêm đơn vị"),
    icon="units",
    sections=_SECTION,
    title_field="ten",
    date_field="tu_ngay",
    check=check_unit,
)
class DonVi:
    """A unit for as long as its name, level and parent hold."""

    ma = field(Text(max_length=40), N_("Mã"), required=True, section="chung", width=120)
    ten = field(Text(max_length=200), N_("Tên"), required=True, section="chung", width=220)
    loai = field(
        Text(max_length=40),
        N_("Loại"),
        required=True,
        section="chung",
        width=90,
        help=N_("xã, phường, thị trấn, huyện, tỉnh hoặc cơ quan"),
    )
    cap = field(CAP, N_("Cấp"), required=True, section="chung", width=90)
    cha = field(Text(max_length=40), N_("Thuộc đơn vị"), section="chung", width=110)
    tu_ngay = _from(N_("Từ ngày"))
    den_ngay = _to(N_("Đến ngày"))
    nhap_vao = field(Text(max_length=40), N_("Nhập vào"), section="chung", width=90)
    tach_tu = field(Text(max_length=40), N_("Tách từ"), section="chung")
    ten_ngan = field(
        Text(max_length=80), N_("Tên ngắn"), section="chung", help=N_("Dùng trong bảng số liệu.")
    )
    ky_hieu = field(Text(max_length=20), N_("Ký hiệu"), section="chung")
    dia_danh = field(Text(max_length=80), N_("Địa danh"), section="chung")
    can_cu_lap = field(
        Text(max_length=300),
        N_("Căn cứ lập"),
        section="chung",
        help=N_("Văn bản lập, đổi tên, chuyển cấp đơn vị."),
    )
    can_cu_thoi = field(
        Text(max_length=300),
        N_("Căn cứ kết thúc"),
        section="chung",
        help=N_("Văn bản sáp nhập, chia tách, giải thể đơn vị."),
    )
    ghi_chu = field(Text(max_length=500), N_("Ghi chú"), section="chung", width=160)


@register(
    "van_phong",
    group="organisation",
    label=N_("Cơ quan"),
    record_label=N_("cơ quan"),
    add_label=N_("Thêm giai đoạn"),
    icon="office",
    sections=(
        *_SECTION,
        Section("lien_he", N_("Thông tin liên hệ"), N_("In ở cuối trang 1 của văn bản.")),
    ),
    title_field="ten_day_du",
    date_field="tu_ngay",
    check=_ordered("tu_ngay", "den_ngay"),
)
class VanPhong:
    """The office as it signs its papers, from–to."""

    ma = field(Text(max_length=40), N_("Mã cơ quan"), required=True, section="chung")
    loai = field(LOAI_VAN_PHONG, N_("Loại cơ quan"), required=True, section="chung", width=220)
    ten = field(Text(max_length=120), N_("Tên ngắn"), required=True, section="chung")
    ten_day_du = field(Text(), N_("Tên đầy đủ"), required=True, section="chung", width=300)
    cap_tren = field(Text(), N_("Cơ quan cấp trên"), required=True, section="chung")
    tieu_de_1 = field(Text(), N_("Dòng đầu của tiêu đề"), required=True, section="chung")
    tieu_de_2 = field(Text(), N_("Dòng tên cơ quan"), required=True, section="chung")
    noi_nhan = field(
        LongText(), N_("Nơi nhận báo cáo"), section="chung", help=N_("Mỗi nơi một dòng.")
    )
    ky_hieu = field(
        Text(max_length=20), N_("Ký hiệu văn bản"), required=True, section="chung", example="BDV"
    )
    dia_danh = field(Text(max_length=80), N_("Địa danh"), required=True, section="chung")
    don_vi = field(Unit(), N_("Đơn vị hành chính"), required=True, section="chung")
    cap = field(CAP, N_("Cấp"), required=True, section="chung")
    the_thuc = field(THE_THUC, N_("Thể thức"), required=True, section="chung", width=150)
    cach_tinh_ky = field(
        CACH_TINH_KY, N_("Cách tính kỳ báo cáo"), required=True, section="chung", default="15-14"
    )
    tu_ngay = _from(N_("Từ ngày"))
    den_ngay = _to(N_("Đến ngày"))
    dia_chi = field(Text(max_length=200), N_("Địa chỉ"), section="lien_he")
    dien_thoai = field(
        Text(max_length=60), N_("Điện thoại"), section="lien_he", example="0276 3877 000"
    )
    fax = field(Text(max_length=60), N_("Số fax"), section="lien_he")
    thu_dien_tu = field(Text(max_length=120), N_("Thư điện tử"), section="lien_he")
    trang_tin = field(Text(max_length=120), N_("Trang thông tin điện tử"), section="lien_he")
    lien_he = field(
        LIEN_HE,
        N_("In trên"),
        section="lien_he",
        help=N_("Chưa chọn thì chỉ in trên công văn, giấy mời."),
        default=ON_LETTERS,
    )


@register(
    "can_bo_ky",
    group="organisation",
    label=N_("Người ký, cán bộ"),
    record_label=N_("chức vụ"),
    add_label=N_("Thêm chức vụ"),
    icon="officer",
    sections=_SECTION,
    title_field="ho_ten",
    date_field="tu_ngay",
    check=_ordered("tu_ngay", "den_ngay"),
)
class CanBoKy:
    """A person in a position, from–to; one person may hold several at once."""

    ho_ten = field(Text(max_length=120), N_("Họ và tên"), required=True, section="chung", width=200)
    chuc_vu = field(Text(max_length=200), N_("Chức vụ"), required=True, section="chung", width=220)
    kiem_nhiem = field(Text(max_length=300), N_("Kiêm nhiệm"), section="chung", width=220)
    khoi_ky = field(
        LongText(max_length=300),
        N_("Dòng ký"),
        section="chung",
        help=N_("Để trống nếu không ký văn bản. Ví dụ K/T TRƯỞNG BAN, dòng sau PHÓ TRƯỞNG BAN."),
    )
    tu_ngay = _from(N_("Từ ngày"))
    den_ngay = _to(N_("Đến ngày"))


@register(
    "nhiem_ky",
    group="organisation",
    label=N_("Nhiệm kỳ"),
    record_label=N_("nhiệm kỳ"),
    add_label=N_("Thêm nhiệm kỳ"),
    icon="term",
    sections=_SECTION,
    title_field="ten",
    date_field="tu_ngay",
    check=_ordered("tu_ngay", "den_ngay"),
)
class NhiemKy:
    """A committee term; Party papers are numbered through one term (HD 05-HD/VPTW)."""

    ten = field(Text(max_length=40), N_("Tên"), required=True, section="chung", width=160)
    tu_ngay = _from(N_("Từ ngày"))
    den_ngay = _to(N_("Đến ngày"))
    so_da_dung = children(
        N_("Số văn bản đã dùng"),
        section="chung",
        loai=field(Text(max_length=10), N_("Loại"), required=True, width=90),
        so=field(Integer(), N_("Số cuối"), required=True, width=90),
    )


@register(
    "ky",
    group="organisation",
    label=N_("Kỳ báo cáo"),
    record_label=N_("kỳ"),
    add_label=N_("Thêm kỳ"),
    icon="calendar",
    sections=_SECTION,
    title_field="ten",
    date_field="tu_ngay",
    check=_ordered("tu_ngay", "den_ngay"),
)
class Ky:
    """A reporting period with its cut-off (both days included) and the day it is due."""

    ma = field(Text(max_length=20), N_("Mã kỳ"), required=True, section="chung", width=90)
    ten = field(Text(max_length=120), N_("Tên kỳ"), required=True, section="chung", width=220)
    tu_ngay = _from(N_("Từ ngày"))
    den_ngay = field(Date(), N_("Đến ngày"), required=True, section="chung", width=90)
    han_nop = field(Date(), N_("Hạn nộp"), section="chung", width=90)
    so_sanh_voi = field(Text(max_length=20), N_("So sánh với kỳ"), section="chung", width=110)
    trang_thai = field(
        Choice(options=(Option(OPEN, N_("Đang mở")), Option(CLOSED, N_("Đã khóa")))),
        N_("Trạng thái"),
        section="chung",
        width=90,
        default=OPEN,
    )
    ly_do_mo_lai = field(Text(max_length=500), N_("Lý do mở lại"), section="chung")
