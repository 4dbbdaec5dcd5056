"""Sổ đăng ký văn bản đi: what the papers themselves cannot tell about their numbers.

A row keeps a number for somebody, says that a number was given up and why, or holds on to the
number that a paper was issued under, so that no undo ever gives it to another paper. One of a year
says up to which number the office had come on paper before it had the program. Everything else in
the book is read from the papers (``reports/numbering.py``).
"""

from __future__ import annotations

from danvan_desktop.i18n import N_
from danvan_desktop.registers.choices import LARGEST_NUMBER, LOAI, THE_THUC
from danvan_desktop.schema import (
    Choice,
    Date,
    Integer,
    LongText,
    Option,
    Section,
    State,
    Text,
    field,
    register,
)

RESERVED, USED, VOID, BEFORE = "giu", "dung", "bo", "truoc"

STATES = (
    State(RESERVED, N_("Giữ số"), "warning", "lock"),
    State(USED, N_("Đã dùng"), "success", "check"),
    State(VOID, N_("Bỏ số"), "neutral", "cross"),
    State(BEFORE, N_("Dùng trước khi có chương trình"), "neutral", "note"),
)


@register(
    "so_di",
    group="paper",
    label=N_("Sổ đăng ký văn bản đi"),
    record_label=N_("số văn bản"),
    add_label=N_("Giữ số"),
    icon="book",
    sections=(Section("chung", N_("Số văn bản")),),
    title_field="trich_yeu",
    date_field="ngay",
    state_field="trang_thai",
    states=STATES,
)
class SoDi:
    """A number of the book that is reserved, used or given up."""

    loai = field(LOAI, N_("Loại"), required=True, section="chung", width=90)
    so = field(Integer(maximum=LARGEST_NUMBER), N_("Số"), required=True, section="chung", width=50)
    ky_hieu = field(Text(max_length=60), N_("Số, ký hiệu"), section="chung", width=110)
    ngay = field(Date(), N_("Ngày"), required=True, section="chung", width=90)
    the_thuc = field(THE_THUC, N_("Thể thức"), section="chung")
    trich_yeu = field(Text(max_length=500), N_("Trích yếu"), section="chung", width=420)
    nguoi_ky = field(Text(max_length=120), N_("Người ký"), section="chung")
    noi_nhan = field(LongText(max_length=2000), N_("Nơi nhận"), section="chung")
    trang_thai = field(
        Choice(options=tuple(Option(state.code, state.label) for state in STATES)),
        N_("Trạng thái"),
        required=True,
        section="chung",
        default=RESERVED,
        width=120,
    )
    giu_cho = field(Text(max_length=200), N_("Giữ cho"), section="chung", width=140)
    ly_do = field(Text(max_length=500), N_("Lý do"), section="chung")
    van_ban = field(Text(max_length=100), N_("Văn bản"), derived=True)
