"""Sổ cán bộ dân vận: who holds which position in which unit, from when to when.

One row is one position; a person may hold several at once and many in turn. The section of the
work and the rank are read from the position's words as long as the clerk says nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable

from danvan_desktop.errors import Issue, Place, Severity
from danvan_desktop.i18n import N_, _
from danvan_desktop.schema import (
    Choice,
    Date,
    DecisionNumber,
    Flag,
    Option,
    PersonName,
    RuleContext,
    Section,
    State,
    Text,
    Unit,
    Values,
    field,
    issue_for,
    register,
)
from danvan_desktop.vietnamese import fold_key

BO_PHAN = Choice(
    options=(
        Option("ban", N_("Ban Dân vận"), "", ("ban dân vận huyện ủy", "ban dân vận cấp ủy")),
        Option("khoi", N_("Khối dân vận"), "", ("khối dân vận đảng ủy", "khối vận")),
        Option("to", N_("Tổ dân vận"), "", ("tổ dân vận ấp", "tổ dân vận thôn", "tổ công tác")),
        Option(
            "ubnd",
            N_("Chính quyền phân công"),
            N_("Chính quyền"),
            ("UBND", "UBND phân công", "dân vận chính quyền"),
        ),
        Option("llvt", N_("Lực lượng vũ trang"), N_("LLVT"), ("LLVT", "quân sự, công an")),
        Option("mttq", N_("Mặt trận, đoàn thể"), N_("MTTQ, đoàn thể"), ("MTTQ và đoàn thể",)),
        Option("khac", N_("Nơi khác"), N_("Khác"), ("khác",)),
    )
)
"""Where the position belongs."""

VI_TRI = Choice(
    options=(
        Option("truong", N_("Trưởng"), "", ("cấp trưởng",)),
        Option("pho", N_("Phó"), "", ("cấp phó",)),
        Option("chuyen_vien", N_("Chuyên viên"), "", ("cán bộ", "nhân viên")),
        Option("thanh_vien", N_("Thành viên"), "", ("ủy viên", "tổ viên")),
    )
)

KIEM_CHUC = Choice(
    options=(
        Option("bi_thu", N_("Bí thư cấp ủy"), N_("Bí thư")),
        Option("pbt_thuong_truc", N_("Phó Bí thư Thường trực"), N_("PBT thường trực")),
        Option("pho_bi_thu", N_("Phó Bí thư"), N_("Phó Bí thư")),
        Option("thuong_vu", N_("Ủy viên Ban Thường vụ"), N_("Thường vụ")),
        Option("chu_tich_mttq", N_("Chủ tịch Ủy ban MTTQ"), N_("Chủ tịch MTTQ")),
        Option("pho_chu_tich_mttq", N_("Phó Chủ tịch Ủy ban MTTQ"), N_("PCT MTTQ")),
        Option("chinh_quyen", N_("Lãnh đạo HĐND, UBND"), N_("HĐND, UBND")),
        Option("doan_the", N_("Đứng đầu đoàn thể"), N_("Đoàn thể")),
        Option("khac", N_("Chức vụ khác"), N_("Khác")),
        Option("khong", N_("Không kiêm nhiệm"), N_("Không")),
    )
)
"""What a cadre holds besides, as reports ask for it."""

_SECTIONS = (
    ("ban", ("ban dan van", "ban tuyen giao va dan van", "ban xay dung dang")),
    ("khoi", ("khoi dan van", "truong khoi", "khoi van")),
    ("to", ("to dan van", "to truong to")),
    ("ubnd", ("ubnd", "uy ban nhan dan", "chinh quyen")),
    ("llvt", ("quan su", "cong an", "bien phong", "bo doi")),
    ("mttq", ("mttq", "mat tran", "hoi lhpn", "phu nu", "nong dan", "cuu chien binh", "doan")),
)
_RANKS = (
    ("pho", ("pho", "cap pho")),
    ("truong", ("truong", "chu tich", "bi thu", "to truong")),
    ("chuyen_vien", ("chuyen vien", "can bo", "nhan vien", "van thu", "cong chuc")),
)
_OTHER_POSTS = (
    ("pbt_thuong_truc", ("pho bi thu thuong truc", "pbt thuong truc", "pbttt", "pbt tt")),
    ("pho_bi_thu", ("pho bi thu", "pbt")),
    ("pho_chu_tich_mttq", ("pho chu tich uy ban mttq", "pho chu tich mttq", "pct mttq")),
    (
        "chu_tich_mttq",
        (
            "chu tich uy ban mttq",
            "chu tich mttq",
            "chu tich uy ban mat tran",
            "chu tich ubmttq",
            "chu tich mat tran",
        ),
    ),
    ("chinh_quyen", ("chu tich ubnd", "chu tich hdnd", "chu tich uy ban nhan dan")),
    (
        "doan_the",
        ("chu tich hoi", "bi thu doan", "bi thu huyen doan", "chu tich ldld", "chu tich cong doan"),
    ),
    ("thuong_vu", ("thuong vu",)),
    ("bi_thu", ("bi thu",)),
)


def derive(values: Values) -> Values:
    """Read section, rank and other post from the words; tell persons from positions."""
    result = dict(values)
    position, other = (fold_key(str(values.get(n) or "")) for n in ("chuc_danh", "kiem_nhiem"))
    if position:
        result["bo_phan"] = values.get("bo_phan") or _read(position, _SECTIONS) or "khac"
        result["vi_tri"] = values.get("vi_tri") or _rank(position)
    result["kiem_chuc"] = (_read(other, _OTHER_POSTS) or "khac") if other else "khong"
    result["co_kiem_nhiem"] = bool(other)
    name = fold_key(str(values.get("ho_ten") or ""))
    result["nguoi"] = f"{values.get('don_vi') or ''} {name}" if name else None
    result["trang_thai"] = "thoi" if values.get("den") else "dang_giu"
    return result


def check(values: Values, context: RuleContext) -> Iterable[Issue]:
    """A position ends after it began, and lies where its words say."""
    begin, end = str(values.get("tu") or ""), str(values.get("den") or "")
    known = min(len(begin), len(end))
    if known and end[:known] < begin[:known]:
        yield issue_for(
            "impossible_value",
            place=_place("den"),
            message=_("Thôi giữ chức trước khi giữ chức."),
        )
    read = _read(fold_key(str(values.get("chuc_danh") or "")), _SECTIONS)
    chosen = values.get("bo_phan")
    if read in ("ban", "khoi", "to") and chosen in ("ban", "khoi", "to") and read != chosen:
        yield issue_for(
            "impossible_value",
            place=_place("bo_phan"),
            severity=Severity.WARNING,
            message=_("Chức danh là của {read}, đang chọn {chosen}.").format(
                read=BO_PHAN.format(read), chosen=BO_PHAN.format(chosen)
            ),
            remedy=_("Chọn lại bộ phận nếu vừa sửa chức danh."),
        )


def duplicate_key(values: Values) -> tuple[str, ...] | None:
    """Two rows with the same unit, person, position and beginning are the same."""
    names = ("don_vi", "ho_ten", "chuc_danh", "tu")
    if not all(values.get(name) for name in names):
        return None
    return tuple(fold_key(str(values[name])) for name in names)


def _place(name: str) -> Place:
    return Place(register="can_bo", field=name)


def _read(text: str, known: Iterable[tuple[str, tuple[str, ...]]]) -> str | None:
    padded = f" {text} "
    for code, phrases in known:
        if any(f" {phrase} " in padded for phrase in phrases):
            return code
    return None


def _rank(position: str) -> str:
    """Read the rank from the first word that tells one: “Phó Trưởng Khối” is a deputy."""
    for word in position.split():
        for code, words in _RANKS:
            if word in words:
                return code
    return _read(position, _RANKS) or "thanh_vien"


STATES = (
    State("dang_giu", N_("Đang giữ chức"), "success", "check"),
    State("thoi", N_("Đã thôi"), "neutral", "pause"),
)


@register(
    "can_bo",
    family=N_("Tổ chức, cán bộ"),
    label=N_("Cán bộ dân vận"),
    record_label=N_("cán bộ"),
    add_label=N_("Thêm cán bộ"),
    icon="cadre",
    sections=(
        Section(
            "chung",
            N_("Người và chức danh"),
            N_("Mỗi chức danh một dòng: một người giữ hai chức danh thì ghi hai dòng."),
        ),
        Section(
            "them",
            N_("Thông tin thêm"),
            N_("Không ghi số định danh, dân tộc, tôn giáo của từng người."),
        ),
    ),
    title_field="ho_ten",
    date_field="tu",
    unit_field="don_vi",
    valid=("tu", "den"),
    order="ho_ten",
    state_field="trang_thai",
    states=STATES,
    check=check,
    derive=derive,
    duplicate_key=duplicate_key,
)
class CanBo:
    """A person in a position, from–to, with what the person holds besides."""

    ho_ten = field(
        PersonName(),
        N_("Họ và tên"),
        required=True,
        section="chung",
        width=150,
        aliases=("họ tên", "tên cán bộ", "họ và tên cán bộ", "họ, tên", "họ, đệm và tên"),
    )
    don_vi = field(
        Unit(),
        N_("Đơn vị"),
        required=True,
        section="chung",
        width=130,
        aliases=("đơn vị công tác", "nơi công tác", "xã, thị trấn"),
    )
    chuc_danh = field(
        Text(max_length=120),
        N_("Chức danh"),
        required=True,
        section="chung",
        width=190,
        example="Trưởng Khối dân vận",
        aliases=("chức vụ", "chức danh, chức vụ", "nhiệm vụ", "chức vụ, đơn vị"),
    )
    kiem_nhiem = field(
        Text(max_length=200),
        N_("Kiêm nhiệm"),
        section="chung",
        width=200,
        example="Phó Bí thư Thường trực Đảng ủy",
        aliases=("chức vụ kiêm nhiệm", "kiêm chức", "chức vụ khác", "chức danh kiêm nhiệm"),
    )
    tu = field(
        Date(year_allowed=True),
        N_("Giữ chức từ"),
        short=N_("Từ"),
        required=True,
        section="chung",
        width=84,
        help=N_("Chỉ biết năm thì gõ năm."),
        aliases=("từ ngày", "ngày bổ nhiệm", "giữ chức từ năm", "từ năm", "thời gian giữ chức"),
    )
    den = field(
        Date(year_allowed=True),
        N_("Đến"),
        section="chung",
        help=N_("Để trống khi đang giữ chức."),
        aliases=("đến ngày", "thôi giữ chức", "giữ chức đến"),
    )
    bo_phan = field(
        BO_PHAN,
        N_("Bộ phận"),
        section="chung",
        help=N_("Để trống thì chương trình đọc từ chức danh."),
        aliases=("khối, ban, tổ", "thuộc bộ phận"),
    )
    vi_tri = field(
        VI_TRI,
        N_("Vị trí"),
        section="chung",
        help=N_("Để trống thì chương trình đọc từ chức danh."),
    )

    gioi_tinh = field(
        Choice(options=(Option("nam", N_("Nam")), Option("nu", N_("Nữ")))),
        N_("Giới tính"),
        section="them",
        aliases=("nam/nữ", "giới"),
    )
    thuong_vu = field(
        Flag(),
        N_("Ủy viên Ban Thường vụ cấp ủy"),
        section="them",
        default=False,
        aliases=("ủy viên thường vụ", "là thường vụ"),
    )
    nam_boi_duong = field(
        Text(max_length=40),
        N_("Năm bồi dưỡng nghiệp vụ"),
        section="them",
        example="2019",
        aliases=("bồi dưỡng nghiệp vụ", "năm tập huấn"),
    )
    so_qd = field(
        DecisionNumber(),
        N_("Số quyết định"),
        section="them",
        example="125-QĐ/HU",
        aliases=("quyết định", "số QĐ", "quyết định phân công"),
    )
    dien_thoai = field(
        Text(max_length=40),
        N_("Điện thoại"),
        section="them",
        personal=True,
        help=N_("Dữ liệu cá nhân: không đưa vào gói gửi đi và tệp xuất ra."),
        aliases=("số điện thoại", "điện thoại liên hệ", "sđt"),
    )

    kiem_chuc = field(KIEM_CHUC, N_("Loại kiêm nhiệm"), derived=True)
    co_kiem_nhiem = field(Flag(), N_("Có kiêm nhiệm"), derived=True, default=False)
    nguoi = field(Text(max_length=200), N_("Người"), derived=True)
    trang_thai = field(
        Choice(options=tuple(Option(state.code, state.label) for state in STATES)),
        N_("Trạng thái"),
        section="chung",
        derived=True,
    )
