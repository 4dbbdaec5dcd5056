"""Why a value or a row is refused: one stable code each, with the clerk's sentence and remedy.

The codes are what ``--json``, the error workbook and the tests know; the sentences are what a
clerk reads. ``{label}`` is the field's label, ``{value}`` what stood in the cell.
"""

from __future__ import annotations

from dataclasses import dataclass

from danvan_desktop.errors import Issue, Place, Severity
from danvan_desktop.i18n import N_, _


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason class: the sentence that names the fault and the one that names the remedy."""

    message: str
    remedy: str


REASONS: dict[str, Reason] = {
    "missing_required": Reason(
        N_("{label}: để trống."),
        N_("Ghi {label} rồi kiểm tra lại."),
    ),
    "impossible_value": Reason(
        N_("{label}: số hoặc dấu đánh mâu thuẫn với các ô khác."),
        N_("Đối chiếu lại các ô cùng dòng rồi sửa."),
    ),
    "bad_date": Reason(
        N_("{label}: “{value}” không phải là ngày."),
        N_("Gõ ngày/tháng/năm, ví dụ 14/5/2020."),
    ),
    "year_only_date": Reason(
        N_("{label}: chỉ ghi năm “{value}” nên không xếp được vào kỳ."),
        N_("Ghi đủ ngày/tháng/năm, ví dụ 14/5/2020."),
    ),
    "bad_period": Reason(
        N_("{label}: “{value}” không phải là kỳ báo cáo."),
        N_("Ghi mã kỳ, ví dụ H1/2020, hoặc tên kỳ, ví dụ 6 tháng đầu năm 2020."),
    ),
    "unknown_unit": Reason(
        N_("{label}: “{value}” không có trong danh mục đơn vị."),
        N_("Chọn tên đơn vị cấp xã hoặc cơ quan trong danh mục."),
    ),
    "ambiguous_unit": Reason(
        N_("{label}: “{value}” vừa là huyện vừa là thị trấn."),
        N_("Ghi rõ “Huyện” hoặc “Thị trấn”."),
    ),
    "two_choices": Reason(
        N_("{label}: đánh dấu hai ô."),
        N_("Giữ lại một dấu x."),
    ),
    "ambiguous_number": Reason(
        N_("{label}: “{value}” đọc được hai cách."),
        N_("Gõ 1250 hoặc 1.250 nếu là một nghìn hai trăm năm mươi; gõ 1,25 nếu là số lẻ."),
    ),
    "not_a_number": Reason(
        N_("{label}: “{value}” không phải là số."),
        N_("Chỉ gõ chữ số, ví dụ 120."),
    ),
    "wrong_content": Reason(
        N_("{label}: cần số quyết định, đang là một câu."),
        N_("Gõ số quyết định, ví dụ 125-QĐ/HU."),
    ),
    "unknown_choice": Reason(
        N_("{label}: “{value}” không có trong danh sách."),
        N_("Chọn một mục trong danh sách của ô này."),
    ),
    "unknown_record": Reason(
        N_("{label}: trong sổ không có “{value}”."),
        N_("Chọn hồ sơ trong danh sách của ô này, hoặc để trống."),
    ),
    "ambiguous_record": Reason(
        N_("{label}: có nhiều hồ sơ tên “{value}”."),
        N_("Mở phiếu rồi chọn đúng hồ sơ trong danh sách."),
    ),
    "too_long": Reason(
        N_("{label}: dài quá số chữ cho phép."),
        N_("Viết ngắn lại."),
    ),
    "broken_text": Reason(
        N_("{label}: có ký tự hỏng nên không lưu được."),
        N_("Xóa ký tự đó hoặc gõ lại ô này."),
    ),
    "state_secret": Reason(
        N_("{label}: nội dung ghi độ mật nên không được lưu trong chương trình này."),
        N_(
            "Xóa nội dung ở đây và ghi vào sổ văn bản mật trên giấy hoặc máy độc lập theo quy "
            "định; trong chương trình chỉ ghi số, ngày và “VB mật – xem sổ mật giấy”."
        ),
    ),
    "identity_number": Reason(
        N_("{label}: có số giấy tờ tùy thân hoặc số điện thoại của cá nhân."),
        N_("Xóa số đó; tên người chỉ ghi chữ viết tắt, ví dụ N.V.A."),
    ),
    "unit_not_valid": Reason(
        N_("{label}: đơn vị này không có hiệu lực vào ngày của hồ sơ."),
        N_("Chọn đơn vị có hiệu lực vào ngày đó hoặc sửa ngày."),
    ),
}


def issue_for(
    code: str,
    *,
    label: str = "",
    value: object = "",
    place: Place = Place(),
    severity: Severity = Severity.ERROR,
    message: str = "",
    remedy: str = "",
) -> Issue:
    """Make the Issue of a reason class; ``message`` and ``remedy`` replace the usual ones."""
    reason = REASONS[code]
    names = {"label": label, "value": str(value)[:80]}
    return Issue(
        code=code,
        message=message or _(reason.message).format(**names),
        remedy=remedy or _(reason.remedy).format(**names),
        place=place,
        severity=severity,
    )
