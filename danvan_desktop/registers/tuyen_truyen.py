"""Sổ tuyên truyền: sessions of outreach by the Front and the organisations, with attendances.

One row may stand for several sessions on one subject; an attendance (lượt người) is no person.
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

HINH_THUC = Choice(
    options=(
        Option("truc_tiep", N_("Hội nghị, nói chuyện trực tiếp"), N_("Trực tiếp"), ("hội nghị",)),
        Option("sinh_hoat", N_("Sinh hoạt chi hội, tổ Nhân dân tự quản"), N_("Sinh hoạt")),
        Option(
            "truyen_thanh",
            N_("Loa truyền thanh, xe lưu động"),
            N_("Truyền thanh"),
            ("phát thanh", "xe loa", "loa truyền thanh"),
        ),
        Option(
            "hoi_thi",
            N_("Hội thi, diễn đàn, sân khấu hóa"),
            N_("Hội thi"),
            ("sân khấu hóa", "hội diễn", "văn nghệ"),
        ),
        Option(
            "mang",
            N_("Mạng xã hội, trang thông tin"),
            N_("Trên mạng"),
            ("mạng xã hội", "facebook", "zalo", "trực tuyến"),
        ),
        Option("khac", N_("Hình thức khác"), N_("Khác")),
    )
)


def check(values: Values, context: RuleContext) -> Iterable[Issue]:
    """Each session that people came to has at least one attendance; 0 stands for broadcasts."""
    sessions, attendances = values.get("so_cuoc"), values.get("luot_nguoi")
    if sessions is None or not attendances:
        return
    if int(attendances) < int(sessions) or not sessions:
        yield issue_for(
            "impossible_value",
            place=Place(register="tuyen_truyen", field="luot_nguoi"),
            message=_("{people} lượt người dự không hợp với {n} cuộc.").format(
                people=attendances, n=sessions
            ),
            remedy=_("Ghi 0 lượt nếu phát loa, phát tin mà không đếm người nghe."),
        )


def duplicate_key(values: Values) -> tuple[str, ...] | None:
    """The same organisation, unit, day and subject is one report."""
    key = tuple(str(values.get(name) or "") for name in ("chu_the", "don_vi", "ngay"))
    subject = fold_key(str(values.get("noi_dung") or ""))
    return (*key, subject) if all(key) and subject else None


@register(
    "tuyen_truyen",
    label=N_("Tuyên truyền"),
    record_label=N_("đợt tuyên truyền"),
    add_label=N_("Ghi đợt tuyên truyền"),
    icon="megaphone",
    family=N_("Tuyên truyền, vận động"),
    sections=(
        Section("chung", N_("Đợt tuyên truyền")),
        Section(
            "ket_qua",
            N_("Kết quả"),
            N_("Lượt người là số lần dự: một người dự hai cuộc tính hai lượt."),
        ),
    ),
    title_field="noi_dung",
    date_field="ngay",
    unit_field="don_vi",
    check=check,
    duplicate_key=duplicate_key,
)
class TuyenTruyen:
    """Who told whom about what: sessions and attendances."""

    chu_the = field(
        CHU_THE,
        N_("Chủ thể"),
        required=True,
        section="chung",
        width=92,
        aliases=(
            "tổ chức",
            "đoàn thể",
            "MTTQ, đoàn thể",
            "tổ chức thực hiện",
            "tổ chức chủ trì",
            "cơ quan chủ trì",
            "đơn vị chủ trì",
            "chủ thể tuyên truyền",
            "ngành, đoàn thể",
        ),
    )
    don_vi = field(
        Unit(),
        N_("Đơn vị"),
        required=True,
        section="chung",
        width=140,
        aliases=("địa phương", "địa bàn", "nơi tổ chức", "xã, thị trấn", "đơn vị tổ chức"),
    )
    ngay = field(
        Date(),
        N_("Ngày tổ chức"),
        short=N_("Ngày"),
        required=True,
        section="chung",
        width=84,
        aliases=(
            "ngày",
            "ngày tuyên truyền",
            "ngày thực hiện",
            "thời gian",
            "thời gian tổ chức",
            "thời gian thực hiện",
        ),
    )
    noi_dung = field(
        Text(max_length=500),
        N_("Nội dung tuyên truyền"),
        short=N_("Nội dung"),
        required=True,
        section="chung",
        width=300,
        example="Phòng, chống dịch bệnh mùa mưa",
        aliases=(
            "nội dung",
            "chủ đề",
            "chuyên đề",
            "chủ đề tuyên truyền",
            "nội dung tuyên truyền, vận động",
            "nội dung, chủ đề",
        ),
    )
    hinh_thuc = field(
        HINH_THUC,
        N_("Hình thức"),
        section="chung",
        aliases=("hình thức tuyên truyền", "hình thức tổ chức"),
    )
    dia_diem = field(Text(max_length=200), N_("Địa điểm"), section="chung")

    so_cuoc = field(
        Integer(),
        N_("Số cuộc"),
        required=True,
        section="ket_qua",
        width=66,
        total=True,
        aliases=(
            "cuộc",
            "số cuộc tuyên truyền",
            "tổng số cuộc",
            "số buổi",
            "số hội nghị",
            "số lần tổ chức",
            "số đợt",
        ),
    )
    luot_nguoi = field(
        Integer(),
        N_("Lượt người dự"),
        short=N_("Lượt người"),
        required=True,
        section="ket_qua",
        width=78,
        total=True,
        help=N_("Ghi 0 khi phát loa, phát tin mà không đếm người nghe."),
        aliases=(
            "lượt người",
            "số lượt người",
            "số lượt người dự",
            "lượt người nghe",
            "lượt người tham dự",
            "lượt người tham gia",
            "số người dự",
            "số người tham dự",
            "số người tham gia",
            "số lượt",
        ),
    )
    tai_lieu = field(
        Integer(),
        N_("Tài liệu, tờ rơi (bản)"),
        section="ket_qua",
        aliases=("tài liệu", "tờ rơi", "số tài liệu", "tài liệu phát hành", "tờ rơi, tờ gấp"),
    )
    tin_bai = field(
        Integer(),
        N_("Tin, bài"),
        section="ket_qua",
        aliases=("số tin, bài", "tin, bài đăng tải", "số tin bài"),
    )
    ket_qua = field(LongText(max_length=2000), N_("Kết quả, dư luận"), section="ket_qua")
