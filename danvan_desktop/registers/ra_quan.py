"""Sổ ra quân, công trình, phần việc: campaign days and works.

Clearing of land and fighting epidemics are kept here too: people, man-days, value.
"""

from __future__ import annotations

from collections.abc import Iterable

from danvan_desktop.errors import Issue, Place
from danvan_desktop.i18n import N_, _
from danvan_desktop.registers.choices import CHU_THE
from danvan_desktop.schema import (
    Choice,
    Date,
    Integer,
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

LOAI = Choice(
    options=(
        Option("ra_quan", N_("Ra quân, lao động công ích"), N_("Ra quân"), ("ngày chủ nhật xanh",)),
        Option("cong_trinh", N_("Công trình, phần việc"), N_("Công trình"), ("phần việc",)),
        Option(
            "phong_dich",
            N_("Phòng, chống dịch bệnh"),
            N_("Dịch bệnh"),
            ("phòng, chống dịch", "tổ covid-19 cộng đồng"),
        ),
        Option(
            "gpmb",
            N_("Vận động giải phóng mặt bằng"),
            N_("GPMB"),
            ("giải phóng mặt bằng", "hiến đất"),
        ),
        Option("khac", N_("Khác"), N_("Khác")),
    )
)


def check(values: Values, context: RuleContext) -> Iterable[Issue]:
    """A campaign does not end before it began."""
    first, last = values.get("ngay"), values.get("den_ngay")
    if first and last and str(last) < str(first):
        yield issue_for(
            "impossible_value",
            place=Place(register="ra_quan", field="den_ngay"),
            message=_("Ngày kết thúc trước ngày ra quân."),
        )


def duplicate_key(values: Values) -> tuple[str, ...] | None:
    """The same unit, day and work is one campaign."""
    key = tuple(str(values.get(name) or "") for name in ("don_vi", "ngay"))
    work = fold_key(str(values.get("noi_dung") or ""))
    return (*key, work) if all(key) and work else None


@register(
    "ra_quan",
    label=N_("Ra quân, công trình"),
    record_label=N_("đợt ra quân"),
    add_label=N_("Ghi đợt ra quân"),
    icon="campaign",
    family=N_("Tuyên truyền, vận động"),
    sections=(
        Section("chung", N_("Đợt ra quân")),
        Section(
            "ket_qua",
            N_("Kết quả"),
            N_("Để trống khi chưa có số liệu; gõ 0 khi không phát sinh."),
        ),
    ),
    title_field="noi_dung",
    date_field="ngay",
    unit_field="don_vi",
    check=check,
    duplicate_key=duplicate_key,
)
class RaQuan:
    """People, man-days, works and their value."""

    don_vi = field(
        Unit(),
        N_("Đơn vị"),
        required=True,
        section="chung",
        width=140,
        aliases=("địa phương", "xã, thị trấn", "đơn vị tổ chức", "đơn vị thực hiện", "địa bàn"),
    )
    ngay = field(
        Date(),
        N_("Ngày ra quân"),
        short=N_("Ngày"),
        required=True,
        section="chung",
        width=84,
        aliases=(
            "ngày",
            "ngày tổ chức",
            "ngày thực hiện",
            "thời gian",
            "thời gian tổ chức",
            "ngày khởi công",
        ),
    )
    den_ngay = field(
        Date(),
        N_("Đến ngày"),
        section="chung",
        help=N_("Ghi khi đợt kéo dài nhiều ngày."),
        aliases=("ngày kết thúc", "ngày hoàn thành"),
    )
    noi_dung = field(
        Text(max_length=500),
        N_("Nội dung ra quân"),
        short=N_("Nội dung"),
        required=True,
        section="chung",
        width=300,
        example="Nạo vét kênh mương nội đồng",
        aliases=(
            "nội dung",
            "nội dung công việc",
            "công việc",
            "công trình, phần việc",
            "tên công trình",
            "nội dung thực hiện",
        ),
    )
    loai = field(LOAI, N_("Loại việc"), section="chung", aliases=("loại", "loại hình"))
    chu_the = field(
        CHU_THE,
        N_("Tổ chức chủ trì"),
        section="chung",
        aliases=("chủ thể", "đoàn thể chủ trì", "lực lượng chủ trì"),
    )
    dia_diem = field(Text(max_length=200), N_("Địa điểm"), section="chung")

    so_nguoi = field(
        Integer(),
        N_("Số người tham gia"),
        short=N_("Người"),
        required=True,
        section="ket_qua",
        width=66,
        total=True,
        aliases=(
            "số người",
            "người tham gia",
            "lượt người tham gia",
            "số lượt người tham gia",
            "lực lượng tham gia",
            "số đoàn viên, hội viên tham gia",
        ),
    )
    ngay_cong = field(
        Integer(),
        N_("Ngày công"),
        section="ket_qua",
        width=78,
        total=True,
        aliases=("số ngày công", "ngày công lao động", "công lao động"),
    )
    gia_tri = field(
        Money(unit_dong=1_000_000),
        N_("Giá trị làm lợi (triệu đồng)"),
        short=N_("Triệu đ"),
        section="ket_qua",
        width=78,
        total=True,
        example="61,5",
        aliases=(
            "giá trị làm lợi",
            "giá trị",
            "trị giá",
            "giá trị công trình",
            "tổng giá trị",
            "kinh phí",
        ),
    )
    cong_trinh = field(
        Integer(),
        N_("Số công trình"),
        section="ket_qua",
        aliases=("công trình", "số công trình hoàn thành"),
    )
    phan_viec = field(
        Integer(),
        N_("Số phần việc"),
        section="ket_qua",
        aliases=("phần việc", "số phần việc thanh niên"),
    )
    khoi_luong = field(
        Text(max_length=300),
        N_("Khối lượng"),
        section="ket_qua",
        example="2,5 km đường, 300 cây xanh",
        aliases=("khối lượng thực hiện", "khối lượng công việc"),
    )
    so_ho = field(
        Integer(),
        N_("Số hộ đồng thuận, hiến đất"),
        section="ket_qua",
        aliases=("số hộ đồng thuận", "số hộ hiến đất", "số hộ"),
    )
    dien_tich = field(
        Integer(),
        N_("Diện tích đất hiến (m²)"),
        section="ket_qua",
        aliases=("diện tích hiến", "diện tích", "đất hiến"),
    )
    ket_qua = field(LongText(max_length=2000), N_("Kết quả khác"), section="ket_qua")
