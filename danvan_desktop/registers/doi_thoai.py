"""Sổ đối thoại: one row for each dialogue of the head of a committee or authority with the people.

Rows that communes send hold totals only; the office's own dialogues also hold every opinion with
who answers by when, and then the totals follow from the opinions.
"""

from __future__ import annotations

from collections.abc import Iterable

from danvan_desktop.errors import Issue, Place, Severity
from danvan_desktop.i18n import N_, _
from danvan_desktop.registers.choices import HINH_THUC_DOI_THOAI
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
    Time,
    Unit,
    Values,
    children,
    field,
    issue_for,
    register,
)

XU_LY = Choice(
    options=(
        Option("tai_cho", N_("Trả lời tại chỗ"), "", ("answered at once",)),
        Option("chuyen", N_("Chuyển giải quyết"), "", ("assigned",)),
    )
)


def derive(values: Values) -> Values:
    """Let the totals follow from the opinions where these are kept one by one."""
    opinions = values.get("y_kien_chi_tiet") or []
    if not opinions:
        return values
    handled = [opinion.get("xu_ly") for opinion in opinions]
    return {
        **values,
        "y_kien": len(opinions),
        "tra_loi": handled.count("tai_cho"),
        "chuyen": handled.count("chuyen"),
    }


def check(values: Values, context: RuleContext) -> Iterable[Issue]:
    """Opinions must be answered or passed on, and only what was passed on can be overdue."""
    total, answered, passed = (values.get(name) for name in ("y_kien", "tra_loi", "chuyen"))
    known = total is not None and answered is not None and passed is not None
    if known and int(total or 0) != int(answered or 0) + int(passed or 0):
        yield issue_for(
            "impossible_value",
            place=_place("y_kien"),
            message=_(
                "Số ý kiến ({total}) khác trả lời tại chỗ ({answered}) cộng chuyển giải quyết "
                "({passed})."
            ).format(total=total, answered=answered, passed=passed),
            remedy=_("Đối chiếu biên bản đối thoại rồi sửa một trong ba số."),
        )
    overdue = values.get("qua_han")
    if overdue is not None and passed is not None and overdue > passed:
        yield issue_for(
            "impossible_value",
            place=_place("qua_han"),
            message=_("Số ý kiến quá hạn nhiều hơn số ý kiến đã chuyển."),
        )
    yield from _opinions(values)


def _place(name: str) -> Place:
    return Place(register="doi_thoai", field=name)


def _opinions(values: Values) -> Iterable[Issue]:
    for row, opinion in enumerate(values.get("y_kien_chi_tiet") or (), start=1):
        place = Place(register="doi_thoai", field="y_kien_chi_tiet.han", row=row)
        if opinion.get("xu_ly") == "chuyen" and not opinion.get("han"):
            yield issue_for(
                "missing_required",
                place=place,
                severity=Severity.WARNING,
                message=_("Ý kiến số {n} đã chuyển nhưng chưa có hạn trả lời.").format(n=row),
                remedy=_("Ghi hạn trả lời để chương trình nhắc việc."),
            )
        answered, held = opinion.get("ngay_tra_loi"), values.get("ngay")
        if answered and held and str(answered) < str(held):
            yield issue_for(
                "impossible_value",
                place=Place(register="doi_thoai", field="y_kien_chi_tiet.ngay_tra_loi", row=row),
                message=_("Ý kiến số {n}: ngày trả lời trước ngày đối thoại.").format(n=row),
            )


def duplicate_key(values: Values) -> tuple[str, ...] | None:
    """Two rows with the same unit, date and form are the same dialogue."""
    key = tuple(str(values.get(name) or "") for name in ("don_vi", "ngay", "hinh_thuc"))
    return key if all(key) else None


@register(
    "doi_thoai",
    label=N_("Đối thoại"),
    record_label=N_("cuộc đối thoại"),
    add_label=N_("Ghi cuộc đối thoại"),
    icon="dialogue",
    sections=(
        Section("chung", N_("Cuộc đối thoại")),
        Section("ket_qua", N_("Kết quả")),
        Section(
            "y_kien",
            N_("Từng ý kiến"),
            N_("Tên người nêu là dữ liệu cá nhân: chỉ ghi chữ viết tắt, không đưa vào gói gửi đi."),
        ),
    ),
    title_field="ten",
    date_field="ngay",
    unit_field="don_vi",
    check=check,
    derive=derive,
    duplicate_key=duplicate_key,
)
class DoiThoai:
    """Who talked with whom, when, about how many opinions, and what became of them."""

    don_vi = field(
        Unit(),
        N_("Đơn vị"),
        required=True,
        section="chung",
        width=150,
        aliases=("đơn vị tổ chức", "xã, thị trấn", "địa phương", "cấp tổ chức"),
    )
    ngay = field(
        Date(),
        N_("Ngày tổ chức"),
        short=N_("Ngày"),
        required=True,
        section="chung",
        width=84,
        aliases=("ngày", "ngày đối thoại", "thời gian", "thời gian tổ chức"),
    )
    hinh_thuc = field(
        HINH_THUC_DOI_THOAI,
        N_("Hình thức"),
        required=True,
        section="chung",
        width=84,
        aliases=("định kỳ/đột xuất", "loại đối thoại"),
    )
    ten = field(Text(), N_("Tên cuộc đối thoại"), section="chung", aliases=("nội dung đối thoại",))
    chu_tri = field(
        Text(max_length=200),
        N_("Chủ trì"),
        section="chung",
        width=210,
        aliases=("người chủ trì", "chủ trì đối thoại"),
    )
    dong_chu_tri = field(Text(max_length=200), N_("Đồng chủ trì"), section="chung")
    thu_ky = field(Text(max_length=200), N_("Thư ký"), section="chung")
    gio_bat_dau = field(Time(), N_("Giờ bắt đầu"), section="chung")
    gio_ket_thuc = field(Time(), N_("Giờ kết thúc"), section="chung")
    dia_diem = field(Text(), N_("Địa điểm"), section="chung")

    so_nguoi = field(
        Integer(),
        N_("Số người dự"),
        short=N_("Người dự"),
        required=True,
        section="ket_qua",
        width=78,
        total=True,
        aliases=(
            "số người tham gia",
            "số lượt người dự",
            "lượt người tham dự",
            "số người tham dự",
            "người dự",
        ),
    )
    y_kien = field(
        Integer(),
        N_("Số ý kiến"),
        short=N_("Ý kiến"),
        required=True,
        section="ket_qua",
        width=66,
        total=True,
        aliases=("ý kiến", "tổng số ý kiến", "số ý kiến tiếp nhận"),
    )
    tra_loi = field(
        Integer(),
        N_("Trả lời tại chỗ"),
        short=N_("Tại chỗ"),
        required=True,
        section="ket_qua",
        width=66,
        total=True,
        aliases=("đã trả lời", "ý kiến trả lời tại chỗ", "giải đáp tại chỗ", "trả lời trực tiếp"),
    )
    chuyen = field(
        Integer(),
        N_("Chuyển giải quyết"),
        short=N_("Chuyển"),
        required=True,
        section="ket_qua",
        width=66,
        total=True,
        aliases=(
            "chuyển",
            "số ý kiến chuyển",
            "chuyển cơ quan",
            "chuyển cơ quan chức năng",
            "chuyển cơ quan giải quyết",
        ),
    )
    qua_han = field(
        Integer(),
        N_("Quá hạn"),
        section="ket_qua",
        width=66,
        total=True,
        help=N_("Số ý kiến đã chuyển mà quá hạn chưa trả lời."),
        aliases=("ý kiến quá hạn",),
    )
    so_thong_bao = field(
        DecisionNumber(),
        N_("Số thông báo kết luận"),
        section="ket_qua",
        example="03-TB/BDV",
    )
    ket_luan = field(LongText(), N_("Kết luận"), section="ket_qua")

    y_kien_chi_tiet = children(
        N_("Ý kiến"),
        section="y_kien",
        nguoi_neu=field(
            Text(max_length=80),
            N_("Người nêu"),
            personal=True,
            width=90,
            help=N_("Chỉ ghi chữ viết tắt, ví dụ N.V.A."),
        ),
        linh_vuc=field(Text(max_length=80), N_("Lĩnh vực"), width=110),
        noi_dung=field(LongText(max_length=2000), N_("Nội dung ý kiến"), required=True, width=280),
        co_quan=field(Text(max_length=200), N_("Cơ quan trả lời"), width=150),
        xu_ly=field(XU_LY, N_("Xử lý"), required=True, width=120),
        tra_loi=field(LongText(max_length=2000), N_("Nội dung trả lời"), width=200),
        han=field(Date(), N_("Hạn trả lời"), width=84),
        ngay_tra_loi=field(Date(), N_("Ngày trả lời"), width=84),
    )
