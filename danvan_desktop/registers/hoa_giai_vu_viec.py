"""Sổ vụ việc hòa giải: one row for each case that a mediation team took on.

The parties are kept as initials at most, whatever is typed or imported; nothing that identifies
them belongs here. A case counts as received on the day it came in and as closed on the day of its
result, so that what is open at the end of a period always balances.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from danvan_desktop.errors import Issue, Place
from danvan_desktop.i18n import N_, _
from danvan_desktop.schema import (
    Choice,
    Date,
    Flag,
    Integer,
    LongText,
    Option,
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

OPEN = "dang"
"""The result of a case that has none yet."""

STATES = (
    State("dang", N_("Đang hòa giải"), "accent", "clock"),
    State("thanh", N_("Thành"), "success", "check"),
    State("khong_thanh", N_("Không thành"), "error", "cross"),
    State("rut_chuyen", N_("Rút, chuyển"), "neutral", "return"),
)

LOAI_VU = Choice(
    options=(
        Option(
            "mau_thuan",
            N_("Mâu thuẫn trong sinh hoạt"),
            N_("Mâu thuẫn"),
            ("mâu thuẫn nhỏ", "mâu thuẫn giữa các bên", "mâu thuẫn xóm giềng", "xích mích"),
        ),
        Option(
            "dat_dai",
            N_("Dân sự, đất đai"),
            N_("Dân sự, đất đai"),
            ("tranh chấp đất đai", "đất đai", "dân sự", "tranh chấp dân sự", "tranh chấp đất"),
        ),
        Option(
            "hngd",
            N_("Hôn nhân và gia đình"),
            N_("HN&GĐ"),
            ("HNGĐ", "HN-GĐ", "hôn nhân, gia đình", "hôn nhân", "mâu thuẫn gia đình"),
        ),
        Option(
            "khac",
            N_("Việc khác"),
            N_("Khác"),
            ("khác", "loại khác", "môi trường", "vi phạm pháp luật nhỏ"),
        ),
    )
)

KET_QUA_HOA_GIAI = Choice(
    options=(
        Option("thanh", N_("Thành"), "", ("hòa giải thành", "hòa giải thành công", "thành công")),
        Option(
            "khong_thanh",
            N_("Không thành"),
            "",
            ("hòa giải không thành", "không thành công", "hòa giải không thành công"),
        ),
        Option(
            "dang",
            N_("Đang hòa giải"),
            N_("Đang HG"),
            ("đang tiến hành", "đang giải quyết", "đang", "chưa xong", "chưa giải quyết xong"),
        ),
        Option(
            "rut_chuyen",
            N_("Rút, chuyển cơ quan khác"),
            N_("Rút, chuyển"),
            ("rút", "chuyển", "rút yêu cầu", "rút đơn", "chuyển cơ quan khác", "chuyển UBND xã"),
        ),
    )
)

_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?")
_BETWEEN = re.compile(r"\s*[,;/+&]\s*|\s+(?:và|với|-|–)\s+", re.IGNORECASE)
_ADDRESS = frozenset("ông bà anh chị cô chú bác hộ vợ chồng con em".split())


def initials(names: str) -> str:
    """Shorten persons' names: "ông Nguyễn Văn A và bà Trần Thị B" becomes "N.V.A., T.T.B."."""
    return ", ".join(filter(None, (_initials(name) for name in _BETWEEN.split(names))))


def _shortened(names: object) -> str | None:
    """Shorten a party; a text with a number stays, so that the number is seen and refused."""
    text = str(names or "")
    return text if any(char.isdigit() for char in text) else initials(text) or None


def _initials(name: str) -> str:
    words = name.split()
    while len(words) > 1 and words[0].lower() in _ADDRESS:
        words = words[1:]
    return "".join(
        f"{word.upper().rstrip('.')}." if _INITIALS.fullmatch(word) else f"{word[0].upper()}."
        for word in words
        if word[0].isalpha()
    )


def derive(values: Values) -> Values:
    """Shorten the parties, set the state and the days that figures count by."""
    result = dict(values)
    for name in ("ben_mot", "ben_hai"):
        result[name] = _shortened(values.get(name))
    return {**result, "trang_thai": values.get("ket_qua") or OPEN, **_days(values)}


def _days(values: Values) -> dict[str, Any]:
    """When the case was closed and the last day on which it was open."""
    closed = values.get("ngay_ket_qua") or values.get("ngay")
    if values.get("ket_qua") in (None, OPEN) or not closed:
        return {"ngay_ket_thuc": None, "dang_den": None}
    before = date.fromisoformat(str(closed)) - timedelta(days=1)
    return {"ngay_ket_thuc": str(closed), "dang_den": before.isoformat()}


def check(values: Values, context: RuleContext) -> Iterable[Issue]:
    """A result comes after the case and belongs to a closed one."""
    received, closed = values.get("ngay"), values.get("ngay_ket_qua")
    if received and closed and str(closed) < str(received):
        yield issue_for(
            "impossible_value",
            place=_place("ngay_ket_qua"),
            message=_("Ngày có kết quả trước ngày tiếp nhận."),
        )
    if closed and values.get("ket_qua") == OPEN:
        yield issue_for(
            "impossible_value",
            place=_place("ngay_ket_qua"),
            message=_("Vụ đang hòa giải thì chưa có ngày kết quả."),
            remedy=_("Chọn kết quả hoặc xóa ngày kết quả."),
        )


def _place(name: str) -> Place:
    return Place(register="hoa_giai_vu_viec", field=name)


def duplicate_key(values: Values) -> tuple[str, ...] | None:
    """Two rows with the same unit, year and case number are the same case."""
    if not (values.get("don_vi") and values.get("ngay") and values.get("so_vu")):
        return None
    year = str(values["ngay"])[:4]
    return str(values["don_vi"]), year, fold_key(str(values["so_vu"]))


@register(
    "hoa_giai_vu_viec",
    label=N_("Vụ việc hòa giải"),
    record_label=N_("vụ việc hòa giải"),
    add_label=N_("Ghi vụ việc"),
    icon="case",
    family=N_("Hòa giải ở cơ sở"),
    sections=(
        Section("chung", N_("Vụ việc")),
        Section(
            "cac_ben",
            N_("Các bên, nội dung"),
            N_("Tên các bên là dữ liệu cá nhân: chương trình chỉ giữ chữ viết tắt, không gửi đi."),
        ),
        Section("ket_qua", N_("Kết quả")),
    ),
    title_field="tom_tat",
    date_field="ngay",
    unit_field="don_vi",
    state_field="trang_thai",
    states=STATES,
    check=check,
    derive=derive,
    duplicate_key=duplicate_key,
)
class HoaGiaiVuViec:
    """A case: when it came in, of which kind, how it ended."""

    ngay = field(
        Date(),
        N_("Ngày tiếp nhận"),
        short=N_("Tiếp nhận"),
        required=True,
        section="chung",
        width=84,
        aliases=(
            "ngày nhận",
            "ngày thụ lý",
            "thời gian tiếp nhận",
            "ngày hòa giải",
            "ngày, tháng tiếp nhận",
            "ngày tiếp nhận vụ việc",
        ),
    )
    don_vi = field(
        Unit(),
        N_("Đơn vị"),
        required=True,
        section="chung",
        width=128,
        aliases=("xã, phường, thị trấn", "địa bàn"),
    )
    loai_vu = field(
        LOAI_VU,
        N_("Loại việc"),
        required=True,
        section="chung",
        width=150,
        aliases=(
            "loại vụ",
            "loại vụ việc",
            "loại mâu thuẫn, tranh chấp",
            "loại tranh chấp",
            "lĩnh vực",
        ),
    )
    ten_to = field(
        Text(max_length=200),
        N_("Tổ hòa giải"),
        section="chung",
        width=140,
        example="Ấp Phước Tân",
        aliases=("tên tổ", "tên tổ hòa giải", "tổ hòa giải ấp", "ấp, khu phố", "ấp"),
    )
    so_vu = field(
        Text(max_length=40),
        N_("Số vụ việc"),
        section="chung",
        help=N_("Số thứ tự trong sổ của tổ; cùng số trong một năm là cùng một vụ."),
        aliases=("mã vụ việc", "số hồ sơ"),
    )

    ben_mot = field(
        Text(max_length=120),
        N_("Bên thứ nhất"),
        personal=True,
        section="cac_ben",
        example="N.V.A.",
        aliases=("bên a", "bên 1", "họ tên các bên", "các bên", "bên yêu cầu", "người yêu cầu"),
    )
    ben_hai = field(
        Text(max_length=120),
        N_("Bên thứ hai"),
        personal=True,
        section="cac_ben",
        example="T.T.B.",
        aliases=("bên b", "bên 2", "bên bị yêu cầu", "bên liên quan"),
    )
    tom_tat = field(
        Text(max_length=300),
        N_("Tóm tắt vụ việc"),
        section="cac_ben",
        width=220,
        help=N_("Không ghi tên, địa chỉ, giấy tờ của các bên."),
        example="Tranh chấp ranh đất giữa hai hộ liền kề",
        aliases=("tóm tắt", "tóm tắt nội dung", "nội dung vụ việc", "nội dung", "diễn biến"),
    )

    ket_qua = field(
        KET_QUA_HOA_GIAI,
        N_("Kết quả"),
        required=True,
        section="ket_qua",
        aliases=("kết quả hòa giải", "kết quả giải quyết"),
    )
    ngay_ket_qua = field(
        Date(),
        N_("Ngày có kết quả"),
        short=N_("Ngày xong"),
        section="ket_qua",
        width=84,
        help=N_("Để trống thì tính kết quả vào ngày tiếp nhận."),
        aliases=("ngày kết thúc", "ngày hòa giải xong", "ngày hòa giải thành"),
    )
    hoa_giai_vien = field(
        Text(max_length=200),
        N_("Hòa giải viên"),
        section="ket_qua",
        aliases=("người hòa giải", "hòa giải viên thực hiện"),
    )
    so_lan = field(
        Integer(maximum=100),
        N_("Số lần hòa giải"),
        section="ket_qua",
        aliases=("số lần", "số buổi"),
    )
    thoa_thuan = field(
        LongText(max_length=2000),
        N_("Nội dung thỏa thuận"),
        section="ket_qua",
        personal=True,
        aliases=("thỏa thuận", "nội dung hòa giải thành"),
    )
    da_thuc_hien = field(
        Flag(),
        N_("Đã thực hiện thỏa thuận"),
        section="ket_qua",
        default=False,
        aliases=("thực hiện thỏa thuận",),
    )
    chuyen_den = field(
        Text(max_length=200),
        N_("Chuyển đến cơ quan"),
        section="ket_qua",
        help=N_("Khi vụ việc chuyển cơ quan khác giải quyết."),
    )

    ngay_ket_thuc = field(Date(), N_("Ngày kết thúc"), derived=True)
    dang_den = field(Date(), N_("Đang hòa giải đến"), derived=True)
    trang_thai = field(
        Choice(options=tuple(Option(state.code, state.label) for state in STATES)),
        N_("Trạng thái"),
        section="chung",
        derived=True,
        width=104,
    )
