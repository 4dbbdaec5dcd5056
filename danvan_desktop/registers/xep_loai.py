"""Sổ xếp loại: the yearly rating of grassroots Party organisations, with “Dân vận khéo” in it.

A rating is given at the end of the year, so it counts on the last day that the year has in every
scheme of periods (14 December).
"""

from __future__ import annotations

from collections.abc import Iterable

from danvan_desktop.errors import Issue, Place, Severity
from danvan_desktop.i18n import N_, _
from danvan_desktop.schema import (
    Choice,
    Date,
    DecisionNumber,
    Integer,
    LongText,
    Option,
    RuleContext,
    Section,
    Text,
    Unit,
    Values,
    Year,
    field,
    issue_for,
    register,
)
from danvan_desktop.vietnamese import fold_key

XEP_LOAI = Choice(
    options=(
        Option(
            "xuat_sac",
            N_("Hoàn thành xuất sắc nhiệm vụ"),
            N_("Xuất sắc"),
            ("HTXSNV", "HTXS", "hoàn thành xuất sắc", "xuất sắc nhiệm vụ"),
        ),
        Option(
            "tot",
            N_("Hoàn thành tốt nhiệm vụ"),
            N_("Tốt"),
            ("HTTNV", "HTT", "hoàn thành tốt", "trong sạch vững mạnh"),
        ),
        Option(
            "hoan_thanh", N_("Hoàn thành nhiệm vụ"), N_("Hoàn thành"), ("HTNV", "HT", "trung bình")
        ),
        Option(
            "khong",
            N_("Không hoàn thành nhiệm vụ"),
            N_("Không hoàn thành"),
            ("KHTNV", "chưa hoàn thành", "yếu kém"),
        ),
    )
)

TIEU_CHI = Choice(
    options=(
        Option("dat", N_("Đạt"), "", ("đạt tiêu chí", "x", "có")),
        Option("khong_dat", N_("Không đạt"), "", ("chưa đạt", "không")),
        Option("khong_xet", N_("Không xét"), "", ("không áp dụng",)),
    )
)

LOAI_TO_CHUC = Choice(
    options=(
        Option("dang_bo", N_("Đảng bộ cơ sở"), N_("Đảng bộ"), ("đảng bộ",)),
        Option("chi_bo", N_("Chi bộ cơ sở"), N_("Chi bộ"), ("chi bộ",)),
    )
)


def derive(values: Values) -> Values:
    """Place the rating in its year; read the kind of organisation from its name."""
    result = dict(values)
    result["ngay_tinh"] = f"{values['nam']}-12-14" if values.get("nam") else None
    name = fold_key(str(values.get("ten") or ""))
    if not values.get("loai_to_chuc") and name.startswith(("dang bo", "chi bo")):
        result["loai_to_chuc"] = "dang_bo" if name.startswith("dang bo") else "chi_bo"
    return result


def check(values: Values, context: RuleContext) -> Iterable[Issue]:
    """The best rating without the criterion is odd; a decision belongs to the year or the next."""
    if values.get("xep_loai") == "xuat_sac" and values.get("tieu_chi_dvk") == "khong_dat":
        yield issue_for(
            "impossible_value",
            place=_place("tieu_chi_dvk"),
            severity=Severity.WARNING,
            message=_("Xếp loại xuất sắc mà không đạt tiêu chí “Dân vận khéo”."),
            remedy=_("Đối chiếu quyết định xếp loại; đúng như vậy thì cứ để nguyên."),
        )
    day, year = values.get("ngay_qd"), values.get("nam")
    if day and year and not int(year) <= int(str(day)[:4]) <= int(year) + 1:
        yield issue_for(
            "impossible_value",
            place=_place("ngay_qd"),
            message=_("Ngày quyết định không thuộc năm {year} hay năm sau đó.").format(year=year),
        )


def duplicate_key(values: Values) -> tuple[str, ...] | None:
    """Two rows with the same unit, organisation and year are the same rating."""
    names = ("don_vi", "ten", "nam")
    if not all(values.get(name) for name in names):
        return None
    return tuple(fold_key(str(values[name])) for name in names)


def _place(name: str) -> Place:
    return Place(register="xep_loai", field=name)


@register(
    "xep_loai",
    family=N_("Thi đua, khen thưởng"),
    label=N_("Xếp loại tổ chức cơ sở đảng"),
    record_label=N_("kết quả xếp loại"),
    add_label=N_("Ghi xếp loại"),
    icon="rating",
    sections=(
        Section(
            "chung",
            N_("Xếp loại hằng năm"),
            N_("Công tác dân vận là một tiêu chí khi xếp loại tổ chức cơ sở đảng."),
        ),
        Section("them", N_("Thông tin thêm")),
    ),
    title_field="ten",
    date_field="ngay_tinh",
    unit_field="don_vi",
    valid=("nam", "nam"),
    check=check,
    derive=derive,
    duplicate_key=duplicate_key,
)
class XepLoai:
    """How a Party organisation was rated in a year, and whether it met the criterion."""

    ten = field(
        Text(max_length=300),
        N_("Tổ chức cơ sở đảng"),
        required=True,
        section="chung",
        width=320,
        example="Đảng bộ xã Suối Đá",
        aliases=("tên tổ chức đảng", "tổ chức đảng", "TCCSĐ", "đảng bộ, chi bộ", "tên TCCSĐ"),
    )
    don_vi = field(
        Unit(),
        N_("Đơn vị"),
        required=True,
        section="chung",
        width=130,
        aliases=("thuộc đơn vị", "địa bàn", "xã, thị trấn"),
    )
    nam = field(
        Year(),
        N_("Năm"),
        required=True,
        section="chung",
        width=60,
        aliases=("năm xếp loại", "năm đánh giá"),
    )
    tieu_chi_dvk = field(
        TIEU_CHI,
        N_("Tiêu chí “Dân vận khéo”"),
        short=N_("Tiêu chí DVK"),
        required=True,
        section="chung",
        width=100,
        aliases=("tiêu chí dân vận", "đạt tiêu chí dân vận khéo", "tiêu chí DVK", "dân vận khéo"),
    )
    xep_loai = field(
        XEP_LOAI,
        N_("Xếp loại"),
        required=True,
        section="chung",
        width=110,
        aliases=("kết quả xếp loại", "mức xếp loại", "kết quả đánh giá", "xếp loại cuối năm"),
    )
    loai_to_chuc = field(
        LOAI_TO_CHUC, N_("Loại tổ chức"), section="chung", aliases=("loại hình tổ chức",)
    )
    so_mo_hinh = field(
        Integer(),
        N_("Số mô hình “Dân vận khéo”"),
        short=N_("Mô hình"),
        section="them",
        width=66,
        total=True,
        aliases=("số mô hình", "mô hình dân vận khéo"),
    )
    so_qd = field(
        DecisionNumber(),
        N_("Số quyết định"),
        section="them",
        example="125-QĐ/HU",
        aliases=("số QĐ", "quyết định"),
    )
    ngay_qd = field(Date(), N_("Ngày quyết định"), section="them", aliases=("ngày QĐ", "ngày"))
    nhan_xet = field(
        LongText(max_length=2000), N_("Nhận xét"), section="them", aliases=("đánh giá, nhận xét",)
    )
    ngay_tinh = field(Date(), N_("Ngày tính vào kỳ"), derived=True)
