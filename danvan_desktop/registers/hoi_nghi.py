"""Sổ hội nghị: conferences and briefings, with everything that their minutes need.

The attendance and the votes must balance; a locked record is corrected only by a
new one. Rows imported from lists hold numbers only; a meeting held by the office also holds the
delegates, and then the numbers follow from them.
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
    Integer,
    LongText,
    Option,
    RuleContext,
    Section,
    State,
    Text,
    Time,
    Unit,
    Values,
    children,
    field,
    issue_for,
    register,
)
from danvan_desktop.vietnamese import fold_key

STATES = (
    State("nhap", N_("Nháp"), "neutral", "circle"),
    State("trinh", N_("Trình chủ trì"), "accent", "send"),
    State("thong_qua", N_("Đã thông qua"), "accent", "check"),
    State("da_ky", N_("Đã ký"), "success", "sign"),
    State("khoa", N_("Khóa"), "success", "lock"),
)

LOAI = Choice(
    options=(
        Option("giao_ban", N_("Giao ban"), "", ("họp giao ban",)),
        Option("so_ket", N_("Sơ kết"), "", ("hội nghị sơ kết",)),
        Option("tong_ket", N_("Tổng kết"), "", ("hội nghị tổng kết",)),
        Option("chuyen_de", N_("Chuyên đề"), "", ("hội nghị chuyên đề",)),
        Option("tap_huan", N_("Tập huấn"), "", ("bồi dưỡng",)),
        Option("hoi_thi", N_("Hội thi"), ""),
        Option("khac", N_("Khác"), ""),
    )
)


def derive(values: Values) -> Values:
    """Let the attendance follow from the delegates and the absences from the sums."""
    result = dict(values)
    delegates = values.get("dai_bieu") or []
    if delegates:
        absent = [person for person in delegates if not person.get("co_mat")]
        result["duoc_moi"] = len(delegates)
        result["co_mat"] = len(delegates) - len(absent)
        result["vang_co_ly_do"] = sum(1 for person in absent if person.get("ly_do"))
        result["vang_khong_ly_do"] = sum(1 for person in absent if not person.get("ly_do"))
    result["trang_thai"] = values.get("trang_thai") or "nhap"
    return result


def check(values: Values, context: RuleContext) -> Iterable[Issue]:
    """Attendance, votes and times must balance; who leads cannot also write."""
    yield from _attendance(values)
    yield from _times_and_people(values)
    yield from _votes(values)
    yield from _speakers(values)
    if values.get("trang_thai") == "khoa" and not values.get("ket_luan"):
        yield issue_for(
            "missing_required",
            place=_place("ket_luan"),
            message=_("Chưa có kết luận nên chưa khóa được biên bản."),
            remedy=_("Ghi kết luận của chủ trì."),
        )


def _place(name: str, row: int | None = None) -> Place:
    return Place(register="hoi_nghi", field=name, row=row)


def _attendance(values: Values) -> Iterable[Issue]:
    invited, present = values.get("duoc_moi"), values.get("co_mat")
    if invited is None or present is None:
        return
    if present > invited:
        yield issue_for(
            "impossible_value",
            place=_place("co_mat"),
            message=_("Có mặt ({present}) nhiều hơn được mời ({invited}).").format(
                present=present, invited=invited
            ),
        )
        return
    excused, unexcused = values.get("vang_co_ly_do"), values.get("vang_khong_ly_do")
    known = [number for number in (excused, unexcused) if number is not None]
    absent = invited - present
    if (len(known) == 2 and sum(known) != absent) or (known and sum(known) > absent):
        yield issue_for(
            "impossible_value",
            place=_place("vang_co_ly_do"),
            message=_(
                "Vắng {absent} người (được mời {invited}, có mặt {present}) nhưng có lý do cộng "
                "không lý do là {known}."
            ).format(absent=absent, invited=invited, present=present, known=sum(known)),
            remedy=_("Điểm danh lại rồi sửa số vắng."),
        )


def _times_and_people(values: Values) -> Iterable[Issue]:
    start, end = values.get("gio_bat_dau"), values.get("gio_ket_thuc")
    if start and end and str(end) < str(start):
        yield issue_for(
            "impossible_value",
            place=_place("gio_ket_thuc"),
            message=_("Giờ kết thúc trước giờ bắt đầu."),
        )
    chair, secretary = values.get("chu_tri"), values.get("thu_ky")
    if chair and secretary and fold_key(str(chair)) == fold_key(str(secretary)):
        yield issue_for(
            "impossible_value",
            place=_place("thu_ky"),
            message=_("Chủ trì và thư ký là một người."),
            remedy=_("Ghi người khác làm thư ký."),
        )


def _votes(values: Values) -> Iterable[Issue]:
    present = values.get("co_mat")
    for row, vote in enumerate(values.get("bieu_quyet") or (), start=1):
        entitled = vote.get("co_quyen")
        parts = [vote.get(name) or 0 for name in ("tan_thanh", "khong_tan_thanh", "y_kien_khac")]
        if entitled is not None and sum(parts) != entitled:
            yield issue_for(
                "impossible_value",
                place=_place("bieu_quyet.tan_thanh", row),
                message=_(
                    "Biểu quyết {row}: {parts} phiếu, khác {entitled} người có quyền."
                ).format(row=row, parts=sum(parts), entitled=entitled),
            )
        if entitled is not None and present is not None and entitled > present:
            yield issue_for(
                "impossible_value",
                place=_place("bieu_quyet.co_quyen", row),
                message=_("Biểu quyết {row}: người có quyền nhiều hơn người có mặt.").format(
                    row=row
                ),
            )


def _speakers(values: Values) -> Iterable[Issue]:
    present = {
        fold_key(str(person.get("ho_ten"))): person.get("co_mat")
        for person in values.get("dai_bieu") or ()
    }
    if not present:
        return
    for row, speech in enumerate(values.get("phat_bieu") or (), start=1):
        if not present.get(fold_key(str(speech.get("ho_ten")))):
            yield issue_for(
                "impossible_value",
                place=_place("phat_bieu.ho_ten", row),
                severity=Severity.WARNING,
                message=_("{name} phát biểu nhưng không có trong danh sách có mặt.").format(
                    name=speech.get("ho_ten")
                ),
                remedy=_("Kiểm tra lại tên hoặc điểm danh lại."),
            )


def duplicate_key(values: Values) -> tuple[str, ...] | None:
    """Two rows with the same name, day and starting time are the same meeting."""
    if not (values.get("ten") and values.get("ngay")):
        return None
    return fold_key(str(values["ten"])), str(values["ngay"]), str(values.get("gio_bat_dau") or "")


@register(
    "hoi_nghi",
    label=N_("Hội nghị"),
    record_label=N_("hội nghị"),
    add_label=N_("Thêm hội nghị"),
    icon="people",
    sections=(
        Section("chung", N_("Thông tin")),
        Section("thanh_phan", N_("Thành phần")),
        Section("dien_bien", N_("Diễn biến")),
        Section("ket_luan", N_("Biểu quyết, kết luận")),
        Section("viec_giao", N_("Việc giao")),
    ),
    title_field="ten",
    date_field="ngay",
    unit_field="don_vi",
    state_field="trang_thai",
    states=STATES,
    check=check,
    derive=derive,
    duplicate_key=duplicate_key,
)
class HoiNghi:
    """A meeting from its invitation to the tasks that it gives."""

    ten = field(
        Text(max_length=400),
        N_("Tên hội nghị"),
        required=True,
        section="chung",
        width=420,
        aliases=("hội nghị", "tên cuộc họp", "nội dung hội nghị", "nội dung cuộc họp", "nội dung"),
    )
    loai = field(
        LOAI,
        N_("Loại"),
        required=True,
        section="chung",
        width=90,
        aliases=("loại hội nghị", "loại hình", "loại cuộc họp"),
    )
    ngay = field(
        Date(),
        N_("Ngày tổ chức"),
        short=N_("Ngày"),
        required=True,
        section="chung",
        width=84,
        aliases=("ngày", "ngày họp", "thời gian", "thời gian tổ chức"),
    )
    don_vi = field(Unit(), N_("Đơn vị tổ chức"), section="chung", aliases=("đơn vị",))
    gio_bat_dau = field(Time(), N_("Giờ bắt đầu"), section="chung", example="13:30")
    gio_ket_thuc = field(Time(), N_("Giờ kết thúc"), section="chung", example="16:45")
    dia_diem = field(Text(), N_("Địa điểm"), section="chung", aliases=("nơi tổ chức",))
    chu_tri = field(
        Text(max_length=200),
        N_("Chủ trì"),
        section="chung",
        width=190,
        aliases=("người chủ trì", "chủ tọa"),
    )
    chuc_vu_chu_tri = field(Text(max_length=200), N_("Chức vụ chủ trì"), section="chung")
    thu_ky = field(Text(max_length=200), N_("Thư ký"), section="chung")
    chuc_vu_thu_ky = field(Text(max_length=200), N_("Chức vụ thư ký"), section="chung")
    so_bien_ban = field(DecisionNumber(), N_("Số biên bản"), section="chung", example="07-BB/BDV")

    duoc_moi = field(
        Integer(),
        N_("Được mời"),
        required=True,
        section="thanh_phan",
        width=76,
        total=True,
        aliases=("số được mời", "đại biểu được mời", "số đại biểu mời", "triệu tập"),
    )
    co_mat = field(
        Integer(),
        N_("Có mặt"),
        required=True,
        section="thanh_phan",
        width=76,
        total=True,
        aliases=("số có mặt", "đại biểu có mặt", "đại biểu dự", "số người dự", "tham dự", "dự"),
    )
    vang_co_ly_do = field(Integer(), N_("Vắng có lý do"), section="thanh_phan")
    vang_khong_ly_do = field(Integer(), N_("Vắng không lý do"), section="thanh_phan")
    dai_bieu = children(
        N_("Đại biểu"),
        section="thanh_phan",
        ho_ten=field(Text(max_length=120), N_("Họ và tên"), required=True, width=170),
        chuc_vu=field(Text(max_length=200), N_("Chức vụ, đơn vị"), width=300),
        don_vi=field(Unit(), N_("Đơn vị"), width=120),
        co_mat=field(Flag(), N_("Có mặt"), default=True, width=60),
        ly_do=field(Text(), N_("Lý do vắng"), width=200),
    )
    khach_moi = children(
        N_("Khách mời"),
        section="thanh_phan",
        ho_ten=field(Text(max_length=120), N_("Họ và tên"), required=True, width=170),
        chuc_vu=field(Text(max_length=200), N_("Chức vụ"), width=300),
    )

    chuong_trinh = children(
        N_("Chương trình"),
        section="dien_bien",
        noi_dung=field(Text(max_length=500), N_("Nội dung"), required=True, width=520),
    )
    trinh_bay = children(
        N_("Trình bày"),
        section="dien_bien",
        ho_ten=field(Text(max_length=120), N_("Người trình bày"), required=True, width=170),
        noi_dung=field(LongText(max_length=3000), N_("Nội dung"), required=True, width=400),
    )
    phat_bieu = children(
        N_("Phát biểu"),
        section="dien_bien",
        ho_ten=field(Text(max_length=120), N_("Người phát biểu"), required=True, width=150),
        chuc_vu=field(Text(max_length=200), N_("Chức vụ"), width=200),
        tom_tat=field(LongText(max_length=3000), N_("Tóm tắt ý kiến"), required=True, width=380),
    )

    bieu_quyet = children(
        N_("Biểu quyết"),
        section="ket_luan",
        noi_dung=field(Text(max_length=400), N_("Nội dung biểu quyết"), required=True, width=300),
        co_quyen=field(Integer(), N_("Có quyền"), required=True, width=70),
        tan_thanh=field(Integer(), N_("Tán thành"), required=True, width=70),
        khong_tan_thanh=field(Integer(), N_("Không tán thành"), default=0, width=100),
        y_kien_khac=field(Integer(), N_("Ý kiến khác"), default=0, width=84),
    )
    ket_luan = field(
        LongText(),
        N_("Kết luận của chủ trì"),
        section="ket_luan",
        help=N_("Mỗi ý một dòng."),
    )
    da_doc_lai = field(
        Flag(), N_("Biên bản đã đọc lại và thông qua"), section="ket_luan", default=False
    )
    viec_giao = children(
        N_("Việc giao"),
        section="viec_giao",
        noi_dung=field(Text(max_length=500), N_("Việc"), required=True, width=360),
        nguoi=field(Text(max_length=120), N_("Người làm"), required=True, width=140),
        don_vi=field(Unit(), N_("Đơn vị"), width=120),
        han=field(Date(), N_("Hạn"), required=True, width=84),
        ngay_xong=field(Date(), N_("Ngày xong"), width=84),
        ket_qua=field(Text(max_length=500), N_("Kết quả"), width=200),
    )
    trang_thai = field(
        Choice(options=tuple(Option(state.code, state.label) for state in STATES)),
        N_("Trạng thái"),
        section="chung",
        derived=True,
        width=104,
    )
