"""Ban Thanh tra nhân dân: the boards themselves with term and members (Luật 10/2022/QH15)."""

from __future__ import annotations

from collections.abc import Iterable

from danvan_desktop.errors import Issue
from danvan_desktop.i18n import N_
from danvan_desktop.registers.boards import board_issues, board_totals, member_list
from danvan_desktop.schema import (
    Choice,
    Date,
    DecisionNumber,
    Integer,
    Option,
    PersonName,
    RuleContext,
    Section,
    Text,
    Unit,
    Values,
    field,
    register,
)
from danvan_desktop.vietnamese import fold_key

LOAI_BAN_TTND = Choice(
    options=(
        Option("xa", N_("Cấp xã"), N_("Cấp xã"), ("xã, phường, thị trấn", "cấp xã", "xã", "cơ sở")),
        Option(
            "co_quan",
            N_("Cơ quan, đơn vị, doanh nghiệp nhà nước"),
            N_("Cơ quan"),
            ("cơ quan", "đơn vị sự nghiệp", "cơ quan, đơn vị", "trường học", "doanh nghiệp"),
        ),
    )
)


def derive(values: Values) -> Values:
    """Let the numbers follow from the members where these are listed."""
    return {**values, **board_totals(values)}


def check(values: Values, context: RuleContext) -> Iterable[Issue]:
    """Check the term and the numbers of members."""
    return board_issues(values, "ban_thanh_tra")


def duplicate_key(values: Values) -> tuple[str, ...] | None:
    """Two boards of the same unit, name and first day are the same board."""
    if not (values.get("don_vi") and values.get("tu_ngay")):
        return None
    return str(values["don_vi"]), fold_key(str(values.get("ten") or "")), str(values["tu_ngay"])


@register(
    "ban_thanh_tra",
    label=N_("Ban Thanh tra nhân dân"),
    record_label=N_("Ban Thanh tra nhân dân"),
    add_label=N_("Thêm ban"),
    icon="inspection-board",
    family=N_("Thanh tra, giám sát đầu tư"),
    sections=(
        Section("chung", N_("Ban Thanh tra nhân dân")),
        Section(
            "thanh_vien",
            N_("Thành viên"),
            N_("Không bắt buộc. Ghi từng thành viên thì số thành viên tính theo danh sách này."),
        ),
    ),
    title_field="ten",
    date_field="tu_ngay",
    unit_field="don_vi",
    valid=("tu_ngay", "den_ngay"),
    order="don_vi",
    check=check,
    derive=derive,
    duplicate_key=duplicate_key,
)
class BanThanhTra:
    """A board: whose it is, since when, who sits on it."""

    don_vi = field(
        Unit(),
        N_("Đơn vị"),
        required=True,
        section="chung",
        width=140,
        aliases=("xã, phường, thị trấn", "địa bàn", "cơ quan"),
    )
    loai_ban = field(
        LOAI_BAN_TTND,
        N_("Loại ban"),
        section="chung",
        default="xa",
        width=84,
        aliases=("loại hình", "loại ban thanh tra"),
    )
    nhiem_ky = field(
        Text(max_length=40),
        N_("Nhiệm kỳ"),
        section="chung",
        example="2019–2021",
        width=84,
    )
    ten = field(
        Text(),
        N_("Tên ban, cơ quan, đơn vị"),
        short=N_("Ban của"),
        section="chung",
        width=240,
        help=N_("Để trống nếu là ban của cấp xã; ghi tên nếu là của cơ quan, trường học."),
        example="Trường THCS Suối Đá",
        aliases=("tên ban", "tên ban thanh tra nhân dân", "ban thanh tra nhân dân"),
    )
    tu_ngay = field(
        Date(year_allowed=True),
        N_("Từ ngày"),
        required=True,
        section="chung",
        width=84,
        help=N_("Ngày công nhận ban; chỉ biết năm thì gõ năm."),
        aliases=("ngày thành lập", "ngày công nhận", "ngày kiện toàn", "từ", "năm thành lập"),
    )
    den_ngay = field(
        Date(),
        N_("Đến ngày"),
        section="chung",
        width=84,
        help=N_("Ngày hết nhiệm kỳ hoặc kết thúc hoạt động; để trống khi đang hoạt động."),
        aliases=("ngày kết thúc", "hết nhiệm kỳ", "đến"),
    )
    so_qd = field(
        DecisionNumber(),
        N_("Số quyết định công nhận"),
        section="chung",
        example="05/QĐ-MTTQ",
        aliases=("quyết định công nhận", "số quyết định"),
    )
    truong_ban = field(
        PersonName(),
        N_("Trưởng ban"),
        section="chung",
        width=150,
        aliases=("họ tên trưởng ban",),
    )
    so_thanh_vien = field(
        Integer(maximum=200),
        N_("Số thành viên"),
        short=N_("Thành viên"),
        required=True,
        section="thanh_vien",
        width=78,
        total=True,
        aliases=("thành viên", "số lượng thành viên", "tổng số thành viên", "số người"),
    )
    so_nu = field(
        Integer(maximum=200),
        N_("Số nữ"),
        section="thanh_vien",
        aliases=("nữ", "trong đó nữ", "thành viên nữ"),
    )
    thanh_vien = member_list()
