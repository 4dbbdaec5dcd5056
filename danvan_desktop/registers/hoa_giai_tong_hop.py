"""Kết quả hòa giải: what came in and what became of it, as totals by unit and period.

A unit's cases stand either here or one by one in the case book; figures add both.
"""

from __future__ import annotations

from collections.abc import Iterable

from danvan_desktop.errors import Issue, Place
from danvan_desktop.i18n import N_, _
from danvan_desktop.schema import (
    Integer,
    LongText,
    Period,
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

RESULTS = ("thanh", "khong_thanh", "rut_chuyen", "dang")
KINDS = ("mau_thuan", "dat_dai", "hngd", "khac")


def check(values: Values, context: RuleContext) -> Iterable[Issue]:
    """Whatever was open or came in has a result or is still open (E6)."""
    received, succeeded = values.get("tiep_nhan"), values.get("thanh")
    counts = [values.get(name) for name in RESULTS if name != "rut_chuyen"]
    if received is not None and None not in counts:
        whole = int(received) + int(values.get("ton_dau") or 0)
        results = sum(int(values.get(name) or 0) for name in RESULTS)
        if whole != results:
            wrong = "thanh" if int(succeeded or 0) > whole else "tiep_nhan"
            yield issue_for(
                "impossible_value",
                place=_place(wrong),
                message=_(
                    "Tồn đầu kỳ cộng tiếp nhận ({whole}) khác thành, không thành, rút, chuyển và "
                    "đang hòa giải cộng lại ({results})."
                ).format(whole=whole, results=results),
                remedy=_("Sửa số sai; nếu có vụ từ kỳ trước chuyển sang thì ghi ở “Tồn đầu kỳ”."),
            )
    yield from _kinds(values)


def _kinds(values: Values) -> Iterable[Issue]:
    received = values.get("tiep_nhan")
    known = [values.get(name) for name in KINDS]
    total = sum(int(number or 0) for number in known)
    if received is None or all(number is None for number in known):
        return
    if total > received or (None not in known and total != received):
        yield issue_for(
            "impossible_value",
            place=_place("mau_thuan"),
            message=_("Các loại việc cộng lại ({total}) khác số tiếp nhận ({received}).").format(
                total=total, received=received
            ),
        )


def _place(name: str) -> Place:
    return Place(register="hoa_giai_tong_hop", field=name)


def duplicate_key(values: Values) -> tuple[str, ...] | None:
    """Two rows of the same unit, team and period are the same row."""
    if not (values.get("don_vi") and values.get("ky")):
        return None
    return str(values["don_vi"]), fold_key(str(values.get("ten") or "")), str(values["ky"])


@register(
    "hoa_giai_tong_hop",
    label=N_("Kết quả hòa giải"),
    record_label=N_("kết quả hòa giải"),
    add_label=N_("Ghi kết quả hòa giải"),
    icon="mediation",
    family=N_("Hòa giải ở cơ sở"),
    sections=(
        Section(
            "chung",
            N_("Kết quả hòa giải"),
            N_("Tồn đầu kỳ + tiếp nhận = thành + không thành + rút, chuyển + đang hòa giải."),
        ),
        Section(
            "loai",
            N_("Theo loại việc"),
            N_("Không bắt buộc. Đơn vị đã ghi từng vụ ở sổ vụ việc thì không ghi lại ở đây."),
        ),
    ),
    title_field="ten",
    date_field="ky",
    unit_field="don_vi",
    order="don_vi",
    check=check,
    duplicate_key=duplicate_key,
)
class HoaGiaiTongHop:
    """Cases of a unit in a period by their result."""

    ky = field(
        Period(),
        N_("Kỳ"),
        required=True,
        section="chung",
        width=76,
        example="H1/2020",
        aliases=("kỳ báo cáo",),
    )
    don_vi = field(
        Unit(),
        N_("Đơn vị"),
        required=True,
        section="chung",
        width=150,
        aliases=("xã, phường, thị trấn", "địa bàn"),
    )
    ten = field(
        Text(),
        N_("Tên tổ, ấp, khu phố"),
        section="chung",
        help=N_("Để trống nếu là số chung của cả đơn vị cấp xã."),
        aliases=("tên tổ", "tên tổ hòa giải", "ấp, khu phố", "thôn, tổ dân phố", "ấp"),
    )
    ton_dau = field(
        Integer(),
        N_("Tồn đầu kỳ"),
        section="chung",
        width=78,
        total=True,
        help=N_("Vụ đang hòa giải từ kỳ trước chuyển sang."),
        aliases=(
            "tồn kỳ trước",
            "kỳ trước chuyển sang",
            "số vụ kỳ trước chuyển sang",
            "tồn đầu",
            "tồn đọng kỳ trước",
            "kỳ trước",
        ),
    )
    tiep_nhan = field(
        Integer(),
        N_("Tiếp nhận"),
        required=True,
        section="chung",
        width=78,
        total=True,
        aliases=(
            "số vụ tiếp nhận",
            "số vụ việc tiếp nhận",
            "vụ việc tiếp nhận",
            "tổng số vụ tiếp nhận",
            "tổng số vụ việc tiếp nhận",
            "tiếp nhận trong kỳ",
            "đã tiếp nhận",
            "tổng số vụ việc",
            "tổng số vụ",
            "số vụ việc",
            "số vụ",
            "thụ lý",
        ),
    )
    thanh = field(
        Integer(),
        N_("Thành"),
        required=True,
        section="chung",
        width=70,
        total=True,
        aliases=(
            "hòa giải thành",
            "số vụ hòa giải thành",
            "số vụ thành",
            "số vụ việc hòa giải thành",
            "hòa giải thành công",
            "thành công",
        ),
    )
    khong_thanh = field(
        Integer(),
        N_("Không thành"),
        required=True,
        section="chung",
        width=88,
        total=True,
        aliases=(
            "hòa giải không thành",
            "số vụ hòa giải không thành",
            "số vụ không thành",
            "số vụ việc hòa giải không thành",
            "không thành công",
        ),
    )
    rut_chuyen = field(
        Integer(),
        N_("Rút, chuyển"),
        section="chung",
        width=84,
        total=True,
        help=N_("Các bên rút, thôi hòa giải, hoặc chuyển cơ quan khác."),
        aliases=(
            "rút",
            "chuyển",
            "rút yêu cầu",
            "rút/chuyển",
            "chuyển cơ quan khác",
            "chuyển cơ quan có thẩm quyền",
            "không thuộc phạm vi hòa giải",
        ),
    )
    dang = field(
        Integer(),
        N_("Đang hòa giải"),
        short=N_("Đang HG"),
        required=True,
        section="chung",
        width=78,
        total=True,
        aliases=(
            "đang tiến hành",
            "đang giải quyết",
            "số vụ đang hòa giải",
            "chưa giải quyết xong",
            "chưa giải quyết",
            "đang thực hiện",
            "còn lại",
            "chuyển kỳ sau",
        ),
    )
    ghi_chu = field(LongText(max_length=1000), N_("Nhận xét"), section="chung")

    mau_thuan = field(
        Integer(),
        N_("Mâu thuẫn trong sinh hoạt"),
        section="loai",
        aliases=("mâu thuẫn", "mâu thuẫn nhỏ", "mâu thuẫn giữa các bên"),
    )
    dat_dai = field(
        Integer(),
        N_("Dân sự, đất đai"),
        section="loai",
        aliases=("dân sự", "đất đai", "tranh chấp đất đai", "tranh chấp dân sự"),
    )
    hngd = field(
        Integer(),
        N_("Hôn nhân và gia đình"),
        section="loai",
        aliases=("HNGĐ", "HN&GĐ", "hôn nhân, gia đình", "hôn nhân gia đình"),
    )
    khac = field(Integer(), N_("Việc khác"), section="loai", aliases=("khác", "loại khác"))
