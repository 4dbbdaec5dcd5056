"""Sổ nắm tình hình Nhân dân: short notes on what people in an area are concerned about.

Kept small on purpose: groups by occupation only, never religion or ethnicity of a
person, nothing classified; papers on hot spots may be secret and stay out of this program.
"""

from __future__ import annotations

from collections.abc import Iterable

from danvan_desktop.errors import Issue, Place
from danvan_desktop.i18n import N_, _
from danvan_desktop.schema import (
    Choice,
    Date,
    Flag,
    LongText,
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

NHOM = Choice(
    options=(
        Option("chung", N_("Nhân dân nói chung"), N_("Nhân dân"), ("các tầng lớp nhân dân",)),
        Option("nong_dan", N_("Nông dân"), "", ("hộ nông dân",)),
        Option("cong_nhan", N_("Công nhân, người lao động"), N_("Công nhân"), ("công nhân",)),
        Option("thanh_nien", N_("Thanh niên, học sinh"), N_("Thanh niên"), ("thanh niên",)),
        Option("phu_nu", N_("Phụ nữ"), ""),
        Option(
            "doanh_nghiep", N_("Doanh nghiệp, hộ kinh doanh"), N_("Kinh doanh"), ("tiểu thương",)
        ),
        Option("can_bo", N_("Cán bộ, công chức, hưu trí"), N_("Cán bộ"), ("hưu trí",)),
    )
)
"""Groups by occupation and age; religion and ethnic origin are sensitive data and left out."""

LINH_VUC = Choice(
    options=(
        Option("doi_song", N_("Đời sống, việc làm, giá cả"), N_("Đời sống")),
        Option("dat_dai", N_("Đất đai, giải phóng mặt bằng"), N_("Đất đai")),
        Option("moi_truong", N_("Môi trường"), ""),
        Option("an_ninh", N_("An ninh trật tự"), N_("An ninh")),
        Option("y_te_gd", N_("Y tế, giáo dục"), N_("Y tế, GD")),
        Option("chinh_sach", N_("Chính sách, thủ tục hành chính"), N_("Chính sách")),
        Option("khac", N_("Khác"), N_("Khác")),
    )
)

MUC_DO = Choice(
    options=(
        Option("on_dinh", N_("Ổn định"), "", ("bình thường",)),
        Option("quan_tam", N_("Được quan tâm"), "", ("dư luận quan tâm",)),
        Option("buc_xuc", N_("Bức xúc"), "", ("nổi cộm",)),
        Option("phuc_tap", N_("Phức tạp, dễ thành điểm nóng"), N_("Phức tạp"), ("điểm nóng",)),
    )
)


def check(values: Values, context: RuleContext) -> Iterable[Issue]:
    """What is solved was solved on or after the day of the note."""
    noted, solved = values.get("ngay"), values.get("ngay_xong")
    if noted and solved and str(solved) < str(noted):
        yield issue_for(
            "impossible_value",
            place=Place(register="tinh_hinh", field="ngay_xong"),
            message=_("Ngày giải quyết trước ngày ghi nhận."),
        )
    if solved and not values.get("da_giai_quyet"):
        yield issue_for(
            "impossible_value",
            place=Place(register="tinh_hinh", field="da_giai_quyet"),
            message=_("Có ngày giải quyết mà chưa đánh dấu “Đã giải quyết”."),
        )


@register(
    "tinh_hinh",
    label=N_("Nắm tình hình"),
    record_label=N_("ghi nhận tình hình"),
    add_label=N_("Ghi tình hình"),
    icon="situation",
    family=N_("Tuyên truyền, vận động"),
    sections=(
        Section(
            "chung",
            N_("Ghi nhận"),
            N_(
                "Không ghi nội dung có độ mật, tên người, dân tộc hay tôn giáo của từng người. "
                "Việc mật ghi vào sổ giấy theo quy định."
            ),
        ),
        Section("xu_ly", N_("Đề xuất, giải quyết")),
    ),
    title_field="tom_tat",
    date_field="ngay",
    unit_field="don_vi",
    check=check,
)
class TinhHinh:
    """Where, which group, what about, how grave, what is proposed."""

    don_vi = field(
        Unit(),
        N_("Địa bàn"),
        required=True,
        section="chung",
        width=140,
        aliases=("đơn vị", "địa phương", "xã, thị trấn", "nơi xảy ra"),
    )
    ngay = field(
        Date(),
        N_("Ngày ghi nhận"),
        short=N_("Ngày"),
        required=True,
        section="chung",
        width=84,
        aliases=("ngày", "thời gian", "ngày phản ánh"),
    )
    nhom = field(
        NHOM,
        N_("Nhóm người"),
        required=True,
        section="chung",
        width=100,
        aliases=("nhóm đối tượng", "đối tượng", "tầng lớp"),
    )
    linh_vuc = field(LINH_VUC, N_("Lĩnh vực"), section="chung", width=92, aliases=("lv",))
    muc_do = field(
        MUC_DO,
        N_("Mức độ"),
        required=True,
        section="chung",
        width=100,
        aliases=("mức độ quan tâm", "tính chất"),
    )
    tom_tat = field(
        Text(max_length=300),
        N_("Việc người dân quan tâm"),
        short=N_("Nội dung"),
        required=True,
        section="chung",
        width=330,
        example="Kiến nghị sửa đoạn đường liên ấp xuống cấp",
        aliases=("nội dung", "tình hình", "nội dung phản ánh", "vấn đề", "dư luận"),
    )

    de_xuat = field(
        LongText(max_length=1000),
        N_("Đề xuất"),
        section="xu_ly",
        aliases=("kiến nghị", "đề xuất, kiến nghị", "giải pháp"),
    )
    co_quan = field(
        Text(max_length=200),
        N_("Cơ quan giải quyết"),
        section="xu_ly",
        aliases=("cơ quan xử lý", "chuyển cơ quan"),
    )
    da_giai_quyet = field(
        Flag(),
        N_("Đã giải quyết"),
        section="xu_ly",
        default=False,
        width=84,
        aliases=("đã xử lý", "kết quả giải quyết"),
    )
    ngay_xong = field(
        Date(), N_("Ngày giải quyết"), section="xu_ly", aliases=("ngày giải quyết xong",)
    )
