"""Sổ hội thi: contests of “Dân vận khéo”, of speakers, of mediators, with teams and results."""

from __future__ import annotations

from collections.abc import Iterable

from danvan_desktop.errors import Issue, Place, Severity
from danvan_desktop.i18n import N_, _
from danvan_desktop.registers.choices import CAP
from danvan_desktop.schema import (
    Choice,
    Date,
    Integer,
    LongText,
    Option,
    Quantity,
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
from danvan_desktop.vietnamese import fold_key

LOAI = Choice(
    options=(
        Option("dvk", N_("Dân vận khéo"), "", ("hội thi dân vận khéo",)),
        Option(
            "bao_cao_vien",
            N_("Báo cáo viên, tuyên truyền viên"),
            N_("Báo cáo viên"),
            ("báo cáo viên", "tuyên truyền viên", "tuyên truyền viên giỏi"),
        ),
        Option("hoa_giai", N_("Hòa giải viên"), "", ("hòa giải viên giỏi", "hòa giải")),
        Option("tim_hieu", N_("Tìm hiểu pháp luật, nghị quyết"), N_("Tìm hiểu"), ("tìm hiểu",)),
        Option("khac", N_("Hội thi khác"), N_("Khác"), ("khác",)),
    )
)

VAI_TRO = Choice(
    options=(
        Option("to_chuc", N_("Tổ chức"), "", ("chủ trì tổ chức",)),
        Option("tham_gia", N_("Tham gia do cấp trên tổ chức"), N_("Tham gia"), ("tham gia",)),
    )
)

GIAI = Choice(
    options=(
        Option("nhat", N_("Giải Nhất"), N_("Nhất"), ("nhất", "giải nhất toàn đoàn")),
        Option("nhi", N_("Giải Nhì"), N_("Nhì"), ("nhì",)),
        Option("ba", N_("Giải Ba"), N_("Ba"), ("ba",)),
        Option("khuyen_khich", N_("Giải Khuyến khích"), N_("KK"), ("khuyến khích", "KK")),
        Option("phu", N_("Giải phụ"), N_("Phụ"), ("giải chuyên đề", "giải phong trào")),
    )
)

_KINDS = (
    ("dvk", "dan van kheo"),
    ("bao_cao_vien", "bao cao vien"),
    ("bao_cao_vien", "tuyen truyen vien"),
    ("hoa_giai", "hoa giai"),
    ("tim_hieu", "tim hieu"),
)


def derive(values: Values) -> Values:
    """Read the kind from the name; let the numbers follow from the teams where these are kept."""
    result = dict(values)
    name = fold_key(str(values.get("ten") or ""))
    if name:
        read = next((code for code, words in _KINDS if words in name), "khac")
        result["loai"] = values.get("loai") or read
    teams = values.get("doi_thi") or []
    if teams:
        result["so_doi"] = len(teams)
        result["so_giai"] = sum(1 for team in teams if team.get("giai"))
        sizes = [team.get("so_nguoi") for team in teams]
        if None not in sizes:
            result["so_thi_sinh"] = sum(sizes)
    return result


def check(values: Values, context: RuleContext) -> Iterable[Issue]:
    """A contest ends after it begins; there are no more prizes than teams can win."""
    begin, end = values.get("ngay"), values.get("ngay_ket_thuc")
    if begin and end and str(end) < str(begin):
        yield issue_for(
            "impossible_value",
            place=_place("ngay_ket_thuc"),
            message=_("Ngày kết thúc trước ngày tổ chức."),
        )
    teams, people = values.get("so_doi"), values.get("so_thi_sinh")
    if teams is not None and people is not None and people < teams:
        yield issue_for(
            "impossible_value",
            place=_place("so_thi_sinh"),
            message=_("Số thí sinh ({people}) ít hơn số đội ({teams}).").format(
                people=people, teams=teams
            ),
        )
    firsts = [team for team in values.get("doi_thi") or () if team.get("giai") == "nhat"]
    if len(firsts) > 1:
        yield issue_for(
            "impossible_value",
            place=_place("doi_thi"),
            severity=Severity.WARNING,
            message=_("Có {n} giải Nhất.").format(n=len(firsts)),
            remedy=_("Đối chiếu quyết định trao giải."),
        )


def duplicate_key(values: Values) -> tuple[str, ...] | None:
    """Two rows with the same name and day are the same contest."""
    if not (values.get("ten") and values.get("ngay")):
        return None
    return fold_key(str(values["ten"])), str(values["ngay"])


def _place(name: str) -> Place:
    return Place(register="hoi_thi", field=name)


@register(
    "hoi_thi",
    family=N_("Thi đua, khen thưởng"),
    label=N_("Hội thi"),
    record_label=N_("hội thi"),
    add_label=N_("Ghi hội thi"),
    icon="contest",
    sections=(
        Section("chung", N_("Hội thi")),
        Section("ket_qua", N_("Kết quả"), N_("Ghi từng đội thì các số tự tính theo danh sách.")),
    ),
    title_field="ten",
    date_field="ngay",
    unit_field="don_vi",
    check=check,
    derive=derive,
    duplicate_key=duplicate_key,
)
class HoiThi:
    """A contest: who holds it, which teams take part, who wins."""

    ten = field(
        Text(max_length=300),
        N_("Tên hội thi"),
        required=True,
        section="chung",
        width=340,
        example="Hội thi “Dân vận khéo” huyện năm 2020",
        aliases=("hội thi", "nội dung hội thi", "tên cuộc thi", "cuộc thi"),
    )
    don_vi = field(
        Unit(),
        N_("Đơn vị tổ chức"),
        short=N_("Đơn vị"),
        required=True,
        section="chung",
        width=120,
        aliases=("đơn vị", "nơi tổ chức hội thi", "cơ quan tổ chức"),
    )
    ngay = field(
        Date(),
        N_("Ngày tổ chức"),
        short=N_("Ngày"),
        required=True,
        section="chung",
        width=84,
        aliases=("ngày", "ngày thi", "thời gian", "thời gian tổ chức"),
    )
    ngay_ket_thuc = field(Date(), N_("Ngày kết thúc"), section="chung")
    loai = field(
        LOAI,
        N_("Loại hội thi"),
        short=N_("Loại"),
        section="chung",
        width=100,
        help=N_("Để trống thì chương trình đọc từ tên."),
        aliases=("loại",),
    )
    cap_to_chuc = field(
        CAP, N_("Cấp tổ chức"), section="chung", width=84, aliases=("cấp", "cấp hội thi")
    )
    vai_tro = field(
        VAI_TRO, N_("Tổ chức / tham gia"), section="chung", aliases=("vai trò", "hình thức")
    )
    dia_diem = field(Text(), N_("Địa điểm"), section="chung", aliases=("nơi tổ chức",))
    so_doi = field(
        Integer(),
        N_("Số đội dự thi"),
        short=N_("Đội"),
        section="ket_qua",
        width=60,
        total=True,
        aliases=("số đội", "đội dự thi", "số đơn vị dự thi", "đội tham gia"),
    )
    so_thi_sinh = field(
        Integer(),
        N_("Số thí sinh"),
        short=N_("Thí sinh"),
        section="ket_qua",
        width=70,
        total=True,
        aliases=("thí sinh", "số người dự thi", "người tham gia"),
    )
    so_giai = field(
        Integer(),
        N_("Số giải"),
        short=N_("Giải"),
        section="ket_qua",
        width=60,
        total=True,
        aliases=("tổng số giải", "số giải thưởng", "giải thưởng"),
    )
    doi_thi = children(
        N_("Đội thi"),
        section="ket_qua",
        ten=field(Text(max_length=200), N_("Đội"), required=True, width=240),
        don_vi=field(Unit(), N_("Đơn vị"), width=120),
        so_nguoi=field(Integer(), N_("Số người"), width=70),
        diem=field(Quantity(), N_("Điểm"), width=70),
        giai=field(GIAI, N_("Giải"), width=130),
    )
    ket_qua = field(
        LongText(), N_("Kết quả, đánh giá"), section="ket_qua", aliases=("kết quả", "đánh giá")
    )
