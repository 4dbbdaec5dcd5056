"""Sổ một cửa: files of administrative procedures of a unit in a period, from receipt to result."""

from __future__ import annotations

from collections.abc import Iterable

from danvan_desktop.errors import Issue, Place
from danvan_desktop.i18n import N_, _
from danvan_desktop.registers.balance import balanced, parts_within
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
    """Solved files were in time or late; what was not solved or given back is pending."""
    spec = REGISTERS["mot_cua"]
    solved, in_time, late = (values.get(name) for name in ("giai_quyet", "dung_han", "tre_han"))
    if in_time is not None and late is not None:
        known = solved is not None
        if known and int(solved or 0) != int(in_time) + int(late):
            yield issue_for(
                "impossible_value",
                place=Place(register="mot_cua", field="giai_quyet"),
                message=_(
                    "Đã giải quyết {n} hồ sơ, khác đúng hạn ({a}) cộng trễ hạn ({b})."
                ).format(n=solved, a=in_time, b=late),
            )
    else:
        yield from parts_within(spec, values, "giai_quyet", "dung_han", "tre_han")
    minus = ("giai_quyet", "tra_lai") if values.get("tra_lai") is not None else ("giai_quyet",)
    yield from balanced(spec, values, "dang", carried="ton_dau", plus=("tiep_nhan",), minus=minus)
    yield from parts_within(spec, values, "tiep_nhan", "truc_tuyen")
    yield from parts_within(spec, values, "phieu", "hai_long")


def duplicate_key(values: Values) -> tuple[str, ...] | None:
    """One row for each unit and period."""
    key = tuple(str(values.get(name) or "") for name in ("don_vi", "ky"))
    return key if all(key) else None


@register(
    "mot_cua",
    label=N_("Hồ sơ một cửa"),
    record_label=N_("biểu một cửa"),
    add_label=N_("Ghi số hồ sơ một cửa"),
    icon="counter",
    family=N_("Dân vận chính quyền"),
    sections=(
        Section("chung", N_("Đơn vị, kỳ")),
        Section(
            "ho_so",
            N_("Hồ sơ thủ tục hành chính"),
            N_("Đang giải quyết bằng tồn kỳ trước cộng tiếp nhận trừ đã giải quyết và trả lại."),
        ),
        Section("phuc_vu", N_("Phục vụ Nhân dân")),
    ),
    title_field="don_vi",
    date_field="ky",
    unit_field="don_vi",
    check=check,
    duplicate_key=duplicate_key,
)
class MotCua:
    """Files received, solved in time or late, pending."""

    don_vi = field(
        Unit(),
        N_("Đơn vị"),
        required=True,
        section="chung",
        width=220,
        aliases=("địa phương", "xã, thị trấn", "cơ quan", "bộ phận một cửa"),
    )
    ky = field(
        Period(), N_("Kỳ"), required=True, section="chung", width=130, aliases=("kỳ báo cáo",)
    )

    ton_dau = field(
        Integer(),
        N_("Hồ sơ tồn kỳ trước"),
        section="ho_so",
        aliases=("tồn đầu kỳ", "hồ sơ kỳ trước chuyển sang", "hồ sơ tồn", "tồn kỳ trước"),
    )
    tiep_nhan = field(
        Integer(),
        N_("Hồ sơ tiếp nhận"),
        short=N_("Tiếp nhận"),
        required=True,
        section="ho_so",
        width=84,
        total=True,
        aliases=(
            "số hồ sơ tiếp nhận",
            "hồ sơ TTHC tiếp nhận",
            "tổng số hồ sơ",
            "hồ sơ mới tiếp nhận",
            "tổng hồ sơ tiếp nhận",
        ),
    )
    giai_quyet = field(
        Integer(),
        N_("Hồ sơ đã giải quyết"),
        short=N_("Đã giải quyết"),
        required=True,
        section="ho_so",
        width=96,
        total=True,
        aliases=(
            "số hồ sơ đã giải quyết",
            "hồ sơ giải quyết",
            "hồ sơ đã trả kết quả",
            "hồ sơ đã giải quyết xong",
        ),
    )
    dung_han = field(
        Integer(),
        N_("Đúng hạn, trước hạn"),
        short=N_("Đúng hạn"),
        section="ho_so",
        width=78,
        total=True,
        aliases=("đúng hạn", "hồ sơ đúng hạn", "giải quyết đúng hạn", "trước và đúng hạn"),
    )
    tre_han = field(
        Integer(),
        N_("Trễ hạn"),
        section="ho_so",
        width=70,
        total=True,
        aliases=("hồ sơ trễ hạn", "quá hạn", "hồ sơ quá hạn", "giải quyết trễ hạn"),
    )
    dang = field(
        Integer(),
        N_("Hồ sơ đang giải quyết"),
        short=N_("Đang giải quyết"),
        section="ho_so",
        width=108,
        total=True,
        aliases=("hồ sơ đang xử lý", "hồ sơ chưa giải quyết", "hồ sơ còn lại"),
    )
    tra_lai = field(
        Integer(),
        N_("Hồ sơ trả lại, rút"),
        section="ho_so",
        aliases=("hồ sơ trả lại", "từ chối", "hồ sơ rút"),
    )
    truc_tuyen = field(
        Integer(),
        N_("Trong đó nộp trực tuyến"),
        section="ho_so",
        aliases=("hồ sơ trực tuyến", "nộp trực tuyến", "tiếp nhận trực tuyến"),
    )
    thu_xin_loi = field(
        Integer(),
        N_("Thư xin lỗi"),
        section="phuc_vu",
        aliases=("số thư xin lỗi", "văn bản xin lỗi"),
    )
    phieu = field(
        Integer(),
        N_("Phiếu khảo sát thu về"),
        section="phuc_vu",
        aliases=("số phiếu khảo sát", "số phiếu thu về"),
    )
    hai_long = field(
        Integer(),
        N_("Trong đó phiếu hài lòng"),
        section="phuc_vu",
        aliases=("số phiếu hài lòng", "phiếu hài lòng"),
    )
    ket_qua = field(
        LongText(max_length=2000), N_("Niêm yết, cải cách, cách làm mới"), section="phuc_vu"
    )
