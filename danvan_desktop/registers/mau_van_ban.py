"""The office's own templates of papers: one row for each version, kept for good.

The program brings templates as files; what the office changes, copies or takes over from a
province becomes rows here. A version that was saved is never changed, because papers were started
with it; a change is the next version (``reports/template_store.py``). ``du_lieu`` is the template
itself as JSON, in the shape of the files of the program.
"""

from __future__ import annotations

from danvan_desktop.i18n import N_
from danvan_desktop.registers.choices import LOAI
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

IN_USE, RETIRED = "dung", "thoi"

STATES = (
    State(IN_USE, N_("Đang dùng"), "success", "check"),
    State(RETIRED, N_("Thôi dùng"), "neutral", "history"),
)

OWN, PACK, FILE = "co_quan", "goi", "tep"

NGUON = Choice(
    options=(
        Option(OWN, N_("Cơ quan")),
        Option(PACK, N_("Gói của cấp trên")),
        Option(FILE, N_("Tệp mẫu")),
    )
)

MAX_DATA = 1_000_000


@register(
    "mau_van_ban",
    group="paper",
    label=N_("Mẫu văn bản"),
    record_label=N_("mẫu văn bản"),
    add_label=N_("Thêm mẫu"),
    icon="report",
    sections=(Section("chung", N_("Mẫu")),),
    title_field="ten",
    date_field="tu_ngay",
    state_field="trang_thai",
    states=STATES,
)
class MauVanBan:
    """One version of a template of the office."""

    ten = field(Text(max_length=200), N_("Tên mẫu"), required=True, section="chung", width=320)
    ma = field(Text(max_length=60), N_("Mã mẫu"), required=True, section="chung", width=140)
    ban = field(Integer(maximum=9_999), N_("Bản"), required=True, section="chung", width=50)
    loai = field(LOAI, N_("Loại"), required=True, section="chung", width=90)
    nhom = field(Text(max_length=40), N_("Nhóm"), section="chung")
    tu_ngay = field(Date(), N_("Dùng từ ngày"), required=True, section="chung", width=90)
    nguon = field(NGUON, N_("Nguồn"), section="chung", default=OWN, width=110)
    ghi_chu = field(Text(max_length=500), N_("Ghi chú"), section="chung")
    trang_thai = field(
        Choice(options=tuple(Option(state.code, state.label) for state in STATES)),
        N_("Trạng thái"),
        required=True,
        section="chung",
        default=IN_USE,
        width=100,
    )
    du_lieu = field(LongText(max_length=MAX_DATA), N_("Nội dung mẫu"), derived=True)
