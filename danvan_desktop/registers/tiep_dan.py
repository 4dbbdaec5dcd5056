"""Sổ tiếp công dân, đơn thư: receptions and letters of a unit in a period, as figures only.

No complainant is named here. What is pending follows from what was left over, came and was solved.
"""

from __future__ import annotations

from collections.abc import Iterable

from danvan_desktop.errors import Issue, Place
from danvan_desktop.i18n import N_, _
from danvan_desktop.registers.balance import balanced, parts_within, sum_within
from danvan_desktop.schema import (
    REGISTERS,
    Integer,
    LongText,
    Period,
    RuleContext,
    Section,
    Unit,
    Values,
    field,
    issue_for,
    register,
)


def check(values: Values, context: RuleContext) -> Iterable[Issue]:
    """No more is solved than there was; the rest is pending; parts stay within their whole."""
    spec = REGISTERS["tiep_dan"]
    left, came, solved = (
        values.get(name) for name in ("don_ton_dau", "don_tiep_nhan", "don_giai_quyet")
    )
    if came is not None and solved is not None and int(solved) > int(left or 0) + int(came):
        yield issue_for(
            "impossible_value",
            place=Place(register="tiep_dan", field="don_giai_quyet"),
            message=_("Đã giải quyết {n} đơn, nhiều hơn số đơn phải giải quyết ({all}).").format(
                n=solved, all=int(left or 0) + int(came)
            ),
            remedy=_("Nếu có đơn kỳ trước chuyển sang thì ghi vào ô “Đơn tồn kỳ trước”."),
        )
    else:
        yield from balanced(
            spec,
            values,
            "don_dang",
            carried="don_ton_dau",
            plus=("don_tiep_nhan",),
            minus=("don_giai_quyet",),
        )
    yield from parts_within(spec, values, "luot_tiep", "lanh_dao_tiep")
    kinds = ("don_khieu_nai", "don_to_cao", "don_kien_nghi")
    yield from sum_within(spec, values, "don_tiep_nhan", kinds, place="don_khieu_nai")


def duplicate_key(values: Values) -> tuple[str, ...] | None:
    """One row for each unit and period."""
    key = tuple(str(values.get(name) or "") for name in ("don_vi", "ky"))
    return key if all(key) else None


@register(
    "tiep_dan",
    label=N_("Tiếp công dân, đơn thư"),
    record_label=N_("biểu tiếp công dân"),
    add_label=N_("Ghi số tiếp công dân"),
    icon="reception",
    family=N_("Dân vận chính quyền"),
    sections=(
        Section("chung", N_("Đơn vị, kỳ")),
        Section("tiep", N_("Tiếp công dân")),
        Section(
            "don",
            N_("Đơn thư"),
            N_("Chỉ ghi con số. Không ghi tên, địa chỉ, số giấy tờ của người gửi đơn."),
        ),
    ),
    title_field="don_vi",
    date_field="ky",
    unit_field="don_vi",
    check=check,
    duplicate_key=duplicate_key,
)
class TiepDan:
    """Receptions, letters received, solved, pending."""

    don_vi = field(
        Unit(),
        N_("Đơn vị"),
        required=True,
        section="chung",
        width=220,
        aliases=("địa phương", "xã, thị trấn", "cơ quan tiếp dân", "nơi tiếp"),
    )
    ky = field(
        Period(), N_("Kỳ"), required=True, section="chung", width=130, aliases=("kỳ báo cáo",)
    )

    luot_tiep = field(
        Integer(),
        N_("Lượt tiếp công dân"),
        short=N_("Lượt tiếp"),
        required=True,
        section="tiep",
        width=84,
        total=True,
        aliases=(
            "lượt tiếp",
            "lượt tiếp dân",
            "số lượt tiếp",
            "số lượt tiếp công dân",
            "tiếp công dân",
            "tiếp dân",
            "số lượt",
            "lượt người",
        ),
    )
    lanh_dao_tiep = field(
        Integer(),
        N_("Trong đó lãnh đạo tiếp"),
        section="tiep",
        aliases=("lãnh đạo tiếp", "lượt lãnh đạo tiếp", "người đứng đầu tiếp"),
    )
    doan_dong = field(
        Integer(),
        N_("Đoàn đông người"),
        section="tiep",
        aliases=("số đoàn đông người", "lượt đoàn đông người"),
    )

    don_ton_dau = field(
        Integer(),
        N_("Đơn tồn kỳ trước"),
        section="don",
        help=N_("Đơn kỳ trước chuyển sang; để trống khi không có."),
        aliases=("tồn đầu kỳ", "kỳ trước chuyển sang", "đơn kỳ trước chuyển sang", "tồn kỳ trước"),
    )
    don_tiep_nhan = field(
        Integer(),
        N_("Đơn tiếp nhận"),
        short=N_("Tiếp nhận"),
        required=True,
        section="don",
        width=84,
        total=True,
        aliases=(
            "tiếp nhận",
            "đơn thư tiếp nhận",
            "số đơn tiếp nhận",
            "số đơn",
            "tổng số đơn",
            "đơn nhận trong kỳ",
            "đơn thư",
        ),
    )
    don_giai_quyet = field(
        Integer(),
        N_("Đơn đã giải quyết"),
        short=N_("Đã giải quyết"),
        required=True,
        section="don",
        width=96,
        total=True,
        aliases=(
            "đã giải quyết",
            "giải quyết",
            "đơn giải quyết",
            "số đơn đã giải quyết",
            "đã xử lý",
            "đơn đã xử lý",
            "giải quyết xong",
        ),
    )
    don_dang = field(
        Integer(),
        N_("Đơn đang giải quyết"),
        short=N_("Đang giải quyết"),
        required=True,
        section="don",
        width=108,
        total=True,
        help=N_("Bằng đơn tồn kỳ trước cộng tiếp nhận trừ đã giải quyết."),
        aliases=(
            "đang giải quyết",
            "đang xử lý",
            "đơn đang xử lý",
            "còn lại",
            "chưa giải quyết",
            "tồn cuối kỳ",
            "chuyển kỳ sau",
        ),
    )
    don_khieu_nai = field(
        Integer(), N_("Trong đó khiếu nại"), section="don", aliases=("khiếu nại", "đơn khiếu nại")
    )
    don_to_cao = field(
        Integer(), N_("Trong đó tố cáo"), section="don", aliases=("tố cáo", "đơn tố cáo")
    )
    don_kien_nghi = field(
        Integer(),
        N_("Trong đó kiến nghị, phản ánh"),
        section="don",
        aliases=("kiến nghị, phản ánh", "đơn kiến nghị, phản ánh", "kiến nghị", "phản ánh"),
    )
    noi_dung = field(LongText(max_length=2000), N_("Nội dung chủ yếu, kiến nghị"), section="don")
