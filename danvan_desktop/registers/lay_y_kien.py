"""Sổ lấy ý kiến Nhân dân: collecting opinions on drafts, from congress papers to local plans."""

from __future__ import annotations

from collections.abc import Iterable

from danvan_desktop.errors import Issue
from danvan_desktop.i18n import N_
from danvan_desktop.registers.balance import parts_within
from danvan_desktop.registers.choices import CHU_THE
from danvan_desktop.schema import (
    REGISTERS,
    Choice,
    Date,
    Integer,
    LongText,
    Option,
    RuleContext,
    Section,
    Text,
    Unit,
    Values,
    field,
    register,
)
from danvan_desktop.vietnamese import fold_key

LOAI_VAN_KIEN = Choice(
    options=(
        Option(
            "dai_hoi",
            N_("Văn kiện đại hội"),
            N_("Đại hội"),
            ("văn kiện đại hội đảng", "dự thảo văn kiện"),
        ),
        Option(
            "phap_luat",
            N_("Dự thảo luật, văn bản quy phạm"),
            N_("Dự thảo luật"),
            ("dự án luật", "dự thảo luật"),
        ),
        Option(
            "quy_hoach",
            N_("Quy hoạch, kế hoạch, giải phóng mặt bằng"),
            N_("Quy hoạch"),
            ("quy hoạch, kế hoạch", "phương án bồi thường"),
        ),
        Option(
            "noi_bo", N_("Hương ước, quy chế, việc của cơ sở"), N_("Việc cơ sở"), ("hương ước",)
        ),
        Option("khac", N_("Khác"), N_("Khác")),
    )
)


def check(values: Values, context: RuleContext) -> Iterable[Issue]:
    """No more opinions are taken up than were given."""
    yield from parts_within(REGISTERS["lay_y_kien"], values, "y_kien", "tiep_thu")


def duplicate_key(values: Values) -> tuple[str, ...] | None:
    """The same unit, day, organiser and paper is one collection."""
    if not all(values.get(name) for name in ("don_vi", "ngay", "van_ban")):
        return None
    shared = ("don_vi", "ngay", "van_ban", "chu_the")
    return tuple(fold_key(str(values.get(name) or "")) for name in shared)


@register(
    "lay_y_kien",
    label=N_("Lấy ý kiến Nhân dân"),
    record_label=N_("đợt lấy ý kiến"),
    add_label=N_("Ghi đợt lấy ý kiến"),
    icon="opinion",
    family=N_("Dân chủ ở cơ sở"),
    sections=(
        Section("chung", N_("Đợt lấy ý kiến")),
        Section("ket_qua", N_("Kết quả"), N_("Không ghi tên người góp ý.")),
    ),
    title_field="van_ban",
    date_field="ngay",
    unit_field="don_vi",
    check=check,
    duplicate_key=duplicate_key,
)
class LayYKien:
    """Which draft was put to whom, how many opinions came and were taken up."""

    don_vi = field(
        Unit(),
        N_("Đơn vị"),
        required=True,
        section="chung",
        width=140,
        aliases=("địa phương", "xã, thị trấn", "nơi tổ chức"),
    )
    ngay = field(
        Date(),
        N_("Ngày"),
        required=True,
        section="chung",
        width=84,
        aliases=("ngày tổ chức", "ngày lấy ý kiến", "thời gian"),
    )
    van_ban = field(
        Text(max_length=500),
        N_("Dự thảo lấy ý kiến"),
        short=N_("Dự thảo"),
        required=True,
        section="chung",
        width=320,
        example="Dự thảo Báo cáo chính trị trình Đại hội Đảng bộ huyện",
        aliases=("văn kiện", "tên dự thảo", "văn bản lấy ý kiến", "nội dung lấy ý kiến"),
    )
    loai = field(
        LOAI_VAN_KIEN,
        N_("Loại dự thảo"),
        section="chung",
        aliases=("loại văn kiện", "loại văn bản"),
    )
    chu_the = field(
        CHU_THE, N_("Tổ chức lấy ý kiến"), section="chung", aliases=("chủ thể", "đoàn thể")
    )
    hinh_thuc = field(
        Text(max_length=200),
        N_("Hình thức"),
        section="chung",
        example="Hội nghị, phiếu hỏi",
        aliases=("hình thức lấy ý kiến",),
    )

    so_cuoc = field(
        Integer(),
        N_("Số hội nghị"),
        short=N_("Hội nghị"),
        section="ket_qua",
        width=78,
        total=True,
        aliases=("số cuộc", "số hội nghị lấy ý kiến"),
    )
    luot_nguoi = field(
        Integer(),
        N_("Lượt người góp ý"),
        short=N_("Lượt người"),
        section="ket_qua",
        width=78,
        total=True,
        aliases=("lượt người", "số người tham gia", "số lượt người"),
    )
    y_kien = field(
        Integer(),
        N_("Số ý kiến"),
        short=N_("Ý kiến"),
        required=True,
        section="ket_qua",
        width=70,
        total=True,
        aliases=("ý kiến", "ý kiến góp ý", "tổng số ý kiến", "số ý kiến góp ý"),
    )
    tiep_thu = field(
        Integer(),
        N_("Ý kiến được tiếp thu"),
        short=N_("Tiếp thu"),
        section="ket_qua",
        width=70,
        total=True,
        aliases=("tiếp thu", "số ý kiến tiếp thu", "được tiếp thu"),
    )
    ket_qua = field(LongText(max_length=3000), N_("Tổng hợp ý kiến"), section="ket_qua")
